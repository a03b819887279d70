"""Customers who are late, for the tests of pages: days pass over an empty account."""

from datetime import timedelta
from uuid import UUID

from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.lending.lender import signed_loan

from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.run_end_of_day.facade import close_day
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.ledger.facade import business_date


def with_late_loan(world: World, firm: MadeUpFirm, *, phone: str, days: int = 9) -> tuple[Visitor, UUID, UUID]:
    """A customer with a loan of weekly dues whose first due was missed; gives the visitor, the firm, the loan."""
    visitor = Visitor(world, phone=phone)
    visitor.sign_in().register(firm)
    firm_id = UUID(visitor.path.split("/")[2])
    loan_id = signed_loan(firm_id, unit="week", disbursement_date=business_date())
    request_disbursement(world.system_call(), loan_id=loan_id)
    world.deliver()
    world.ports.payments.set_account(firm_id, is_empty=True)
    for _ in range(days):
        close_day(world.system_call())
        world.clock.instant += timedelta(days=1)
        world.deliver()
    return visitor, firm_id, loan_id
