"""A credit line as a banker tells it: opened without a payout, drawn, repaid on any day, drawn again, never above."""

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import pay, proven
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door
from tests.stories.changing import staff

from puhui.flows.change_loan.accept_change import record_consent
from puhui.flows.change_loan.confirm_change import confirm_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.flows.disburse_loan import request_disbursement
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.foundation.payments.models import PaymentOrder
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import CannotDisburse, ChangeAsked, LoanState, begin_disbursement, loan, loan_events
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db
PRODUCT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
OPERATIONS, OFFICER = staff(Role.OPERATIONS, "Op"), staff(Role.RISK_OFFICER, "Ri")


def draw(world: World, loan_id: UUID, minor: int) -> None:
    """Proposed by staff, confirmed by a colleague, agreed by the borrower on paper, paid out by the bank."""
    asked = ChangeAsked(kind="disbursement", amount=Money(minor))
    moved = propose_change(world.call(OPERATIONS), loan_id=loan_id, asked=asked, reason="the firm draws")
    confirm_change(world.call(OFFICER), change_id=moved.change_id)
    record_consent(world.call(OPERATIONS), change_id=moved.change_id, evidence="draw request, folder 7")
    world.work()


def owed(loan_id: UUID) -> int:
    return loan(SYSTEM, loan_id).outstanding.principal


def opened(world: World) -> UUID:
    firm, _ = world.firm()
    return world.borrowed(firm, method="credit_line", day_count="ACT/360", annual_rate_pct=Decimal("7.2"))


def test_a_year_of_a_line() -> None:
    world = World()
    loan_id = opened(world)
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE
    assert [event.kind for event in loan_events(SYSTEM, loan_id)] == ["line_opened"]
    assert not PaymentOrder.objects.exists()
    assert owed(loan_id) == 0
    draw(world, loan_id, 50_000_00)
    assert owed(loan_id) == 50_000_00
    world.close_until(date(2026, 2, 10))
    assert loan(SYSTEM, loan_id).outstanding.interest == 100_00  # ten days at 7.2 % of 360
    with transaction.atomic():
        pay(loan_id, 50_000_00, effect="lower_instalment")
    assert owed(loan_id) == 0
    assert loan(SYSTEM, loan_id).state == LoanState.ACTIVE
    world.close()  # a draw counts before the money that comes in on its day
    draw(world, loan_id, 120_000_00)
    world.close_until(date(2026, 3, 5))
    assert loan(SYSTEM, loan_id).days_past_due == 0  # the mandate paid the interest of February
    assert loan(SYSTEM, loan_id).outstanding.principal == 120_000_00
    assert proven()


REFUSED: list[tuple[str, type[Refusal], Callable[[World, UUID], object]]] = [
    ("above the limit", InvalidInput, lambda w, i: draw(w, i, 120_000_01)),
    ("paid out as a loan is", CannotDisburse, lambda w, i: begin_disbursement(w.call(), loan_id=i)),
    ("opened twice", CannotDisburse, lambda w, i: request_disbursement(w.call(), loan_id=i)),
]


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(what: str, refusal: type[Refusal], act: Callable[[World, UUID], object]) -> None:
    world = World()
    loan_id = opened(world)
    before = footprint()
    with pytest.raises(refusal), transaction.atomic():
        act(world, loan_id)
    assert footprint() == before


def test_offered_by_a_product_and_signed(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    text = PRODUCT.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01")
    text = text.replace('"interest_only"]', '"credit_line"]').replace('"period"', '"ACT/360"')
    (tmp_path / "products/working-capital-2.toml").write_text(text, encoding="utf-8")
    door = firm_at_the_door()
    offer = next(
        o for o in offers_of(door.actor, door.applied(method="credit_line").application_id) if o.method == "credit_line"
    )
    assert "only on what you have drawn" in offer.sheet["drawn_note"]["en"]
    assert Decimal(offer.sheet["total_cost"]) > 0  # shown as if it were drawn whole
    contract_id = door.accept(offer.id)
    request_signing_code(door.call(), contract_id=contract_id)
    done = sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    view = loan(door.actor, done.loan_id)
    assert (view.state, view.line.disbursed_on, view.outstanding.principal) == (LoanState.ACTIVE, TODAY, 0)
