"""Customers who are late, for the tests of pages: days pass over an empty account."""

from datetime import timedelta
from uuid import UUID

from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.collections.late import MANAGER, RISK
from tests.rooms.lending.lender import signed_loan

from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.collections.hardship import offer_plan, plan_options
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.run_end_of_day.facade import close_day
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.ids import new_id
from puhui.products.collections.facade import help_requests


def with_late_loan(
    world: World, firm: MadeUpFirm, *, phone: str, days: int = 9, unit: str = "week"
) -> tuple[Visitor, UUID, UUID]:
    """A customer with a loan of weekly dues whose first due was missed; gives the visitor, the firm, the loan."""
    visitor = Visitor(world, phone=phone)
    visitor.sign_in().register(firm)
    firm_id = UUID(visitor.path.split("/")[2])
    loan_id = signed_loan(firm_id, unit=unit, disbursement_date=business_date())
    request_disbursement(world.system_call(), loan_id=loan_id)
    world.deliver()
    world.ports.payments.set_account(firm_id, is_empty=True)
    for _ in range(days):
        close_day(world.system_call())
        world.clock.instant += timedelta(days=1)
        world.deliver()
    return visitor, firm_id, loan_id


def with_plan(world: World, firm: MadeUpFirm, *, phone: str) -> tuple[Visitor, UUID, UUID]:
    """A customer who is late, asked for help, promised a payment, and is offered a plan."""
    visitor, firm_id, loan_id = with_late_loan(world, firm, phone=phone, days=3, unit="day")
    page = f"/loans/{loan_id}"
    by = (business_date() + timedelta(days=5)).isoformat()
    visitor.open(f"{page}/promise/").send("due_on", amount="5000", due_on=by)
    visitor.open(f"{page}/cannot-pay/").send("reason", reason="customer_late", can_pay="15000")
    [asked] = help_requests(SYSTEM, loan_id=loan_id)
    plan = next(o for o in plan_options(RISK, asked=asked) if o.name == "re_amortise" and o.asked.n == 12)
    offer_plan(_call(world, MANAGER), help_id=asked.id, plan=plan.asked, reason="sales come back")
    change_id = help_requests(SYSTEM, loan_id=loan_id)[0].change_id
    assert change_id is not None
    confirm_change(_call(world, RISK), change_id=change_id)
    return visitor, firm_id, loan_id


def _call(world: World, actor: Actor) -> Call:
    return Call(actor, f"staff/{new_id()}", world.clock.now())
