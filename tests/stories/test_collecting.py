"""What a mandate does after the bank refused: by the reason's class, so many times, and an end where it must."""

from datetime import date, timedelta

import pytest
from tests.rooms.lending.lender import OPERATIONS, proven
from tests.rooms.lending.world import World

from puhui.flows.collecting import BY_MANDATE, CollectingPolicy, chosen_dues, collecting_on
from puhui.foundation.casework.facade import cases_page
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanDue, loan, loan_payments

DAY = date(2026, 3, 10)
PRESET = (1, 3, 7)


@pytest.mark.django_db
def test_a_closed_account_ends_the_mandate_and_is_a_case() -> None:
    world = World()
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    world.close_until(date(2026, 2, 27))
    world.bank.set_account(firm, is_closed=True)
    world.close_until(date(2026, 3, 9))
    attempts = [order for order in loan_payments(SYSTEM, loan_id) if order.note == BY_MANDATE]
    assert [(order.requested_on, order.reason) for order in attempts] == [(date(2026, 2, 28), "account_closed")]
    assert not loan(customer, loan_id).has_mandate
    [case] = cases_page(OPERATIONS, kind="failed_payment", state="open")
    assert "the mandate was ended" in case.reason
    assert loan(customer, loan_id).days_past_due == 9
    assert proven()


def due(days: int) -> LoanDue:
    return LoanDue(loan_id=new_id(), borrower_id=new_id(), amount=Money(1_000_50), due_on=DAY, days_past_due=days)


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "tried"), [(0, True), (1, True), (2, False), (3, True), (7, True), (5, True)])
def test_arrears_without_an_attempt_are_tried_on_the_preset_days(days: int, tried: bool) -> None:
    # five days is nobody's retry day: it is here because something falls due today
    assert bool(chosen_dues([due(days)], on=DAY, preset_days=PRESET)) == tried


def policy(**changes: object) -> CollectingPolicy:
    return CollectingPolicy.model_validate({**collecting_on(DAY).model_dump(), **changes})


def test_reasons_have_classes() -> None:
    shipped = collecting_on(DAY)
    assert shipped.class_of("insufficient_funds").name == "insufficient_funds"
    assert shipped.class_of("account_frozen").stops
    assert shipped.class_of("bank_system_error").retry_days == (1, 2, 3, 7, 14, 30)
    assert shipped.class_of("whatever else").name == "other"
    assert shipped.all_retry_days((1, 3)) == {1, 2, 3, 7, 14, 30}


def test_after_failures_a_share_is_asked_for_where_policy_says_so() -> None:
    half = policy(partial_after=2, partial_pct=50)
    assert half.amount_after(1, due=Money(1_000_50)) == Money(1_000_50)
    assert half.amount_after(2, due=Money(1_000_50)) == Money(500_00)
    assert half.amount_after(9, due=Money(1)) == Money(1)
    assert policy().amount_after(9, due=Money(1_000_50)) == Money(1_000_50)


def test_a_policy_without_a_class_for_the_rest_is_refused() -> None:
    with pytest.raises(ValueError, match="other"):
        policy(classes=[])


@pytest.mark.django_db
def test_a_due_is_tried_so_many_times_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    firm, _ = world.firm()
    loan_id = world.borrowed(firm, n=1)
    world.bank.set_account(firm, is_empty=True)
    world.close_until(date(2026, 2, 28) + timedelta(days=8))
    asked = [o.requested_on for o in loan_payments(SYSTEM, loan_id) if o.note == BY_MANDATE]
    assert [(day - date(2026, 2, 28)).days for day in reversed(asked)] == [0, 1, 3, 7]
    late = LoanDue(loan_id=loan_id, borrower_id=firm, amount=Money(1), due_on=date(2026, 3, 14), days_past_due=14)
    preset = (1, 3, 7, 14)
    assert chosen_dues([late], on=late.due_on, preset_days=preset) == [(late, Money(1))]
    four, half = policy(most_attempts=4), policy(partial_after=4, partial_pct=50)
    monkeypatch.setattr("puhui.flows.collecting.collecting_on", lambda _: four)
    assert chosen_dues([late], on=late.due_on, preset_days=preset) == []
    monkeypatch.setattr("puhui.flows.collecting.collecting_on", lambda _: half)
    assert chosen_dues([late], on=late.due_on, preset_days=preset) == [(late, Money(1))]
