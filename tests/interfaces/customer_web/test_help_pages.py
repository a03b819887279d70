"""`I cannot pay` on the customer's pages: asked in a minute, answered with a plan, signed with a code."""

import pytest
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.late import with_late_loan
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.collections.late import MANAGER, RISK

from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.collections.hardship import offer_plan, plan_options
from puhui.flows.simulation.population import MadeUpFirm
from puhui.kernel.actors import SYSTEM, Actor, Call
from puhui.kernel.ids import new_id
from puhui.products.collections.facade import HelpState, help_requests
from puhui.products.collections.models import HelpRequest
from puhui.products.lending.facade import loan

pytestmark = pytest.mark.django_db


def call(world: World, actor: Actor) -> Call:
    return Call(actor, f"staff/{new_id()}", world.clock.now())


def test_asked_answered_and_agreed(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, _, loan_id = with_late_loan(world, firms[0], phone="13600136020")
    visitor.open(f"/loans/{loan_id}/").open(visitor.link("/cannot-pay/"))
    assert "You need no papers" in visitor.words()
    visitor.send("reason", can_pay="much", better_on="soon")
    assert visitor.wrong() == [
        "Choose what fits best.",
        "Enter an amount in yuan, such as 100000 or 1024.50.",
        "Enter a day of the calendar, such as 2026-05-20.",
    ]
    assert HelpRequest.objects.count() == 0
    visitor.send("reason", reason="customer_late", can_pay="12,000", better_on="", words="the school pays in spring")
    assert "A person is looking at it" in visitor.words()
    [asked] = help_requests(SYSTEM, loan_id=loan_id)
    plan = next(o for o in plan_options(RISK, asked=asked) if o.name == "re_amortise" and o.asked.n == 12)
    offer_plan(call(world, MANAGER), help_id=asked.id, plan=plan.asked, reason="sales come back in spring")
    assert visitor.open(f"/loans/{loan_id}/plan/").status == 404
    change_id = help_requests(SYSTEM, loan_id=loan_id)[0].change_id
    assert change_id is not None
    confirm_change(call(world, RISK), change_id=change_id)
    visitor.open(f"/loans/{loan_id}/cannot-pay/").open(visitor.link("/plan/"))
    assert "Next payment with the plan" in visitor.words()
    stranger = Visitor(world, phone="13600136021").sign_in()
    assert stranger.open(f"/loans/{loan_id}/plan/").status == 404
    assert stranger.open(f"/loans/{loan_id}/cannot-pay/").status == 404
    visitor.send("/code/")
    visitor.send("code", code="000000")
    assert visitor.status == 422
    visitor.send("code", code=world.code_for("13600136020"))
    assert visitor.path == f"/loans/{loan_id}/"
    assert loan(SYSTEM, loan_id).days_past_due == 0
    assert "A plan is agreed" in visitor.open(f"/loans/{loan_id}/cannot-pay/").words()


def test_zero_is_an_answer_and_help_can_be_taken_back(world: World, firms: list[MadeUpFirm]) -> None:
    visitor, _, loan_id = with_late_loan(world, firms[0], phone="13600136022", days=1)
    visitor.open(f"/loans/{loan_id}/cannot-pay/").send("reason", reason="illness", can_pay="0")
    [asked] = help_requests(SYSTEM, loan_id=loan_id)
    assert asked.can_pay is not None
    assert asked.can_pay.minor == 0
    visitor.send("/no/")
    assert help_requests(SYSTEM, loan_id=loan_id)[0].state == HelpState.WITHDRAWN
    assert "Taken back" in visitor.words()
