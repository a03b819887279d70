"""What an event does, in cents."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from puhui.finmath.loans.engine import pay_off_quote, replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.state import Allocation, Components
from puhui.finmath.loans.terms import Fee, LoanTerms


def terms(**changes: Any) -> LoanTerms:
    base: dict[str, Any] = {
        "principal_minor": 6000_00,
        "annual_rate_pct": Decimal(12),
        "method": "equal_principal",
        "n": 6,
        "disbursement_date": date(2024, 1, 1),
    }
    return LoanTerms(**base | changes)


def paid(event_id: str, on: date, amount: int, effect: Any = "next_dues") -> LoanEvent:
    return LoanEvent(event_id, on, "payment", amount, effect)


def test_a_payment_meets_fees_then_interest_then_principal() -> None:
    with_fee = terms(fees=(Fee(kind="per_instalment", amount_minor=5_00),))
    state = replay(with_fee, [paid("a", date(2024, 2, 1), 70_00)], as_of=date(2024, 2, 1))
    assert state.allocations["a"] == Allocation(principal=5_00, interest=60_00, fees=5_00)
    assert state.due_now == Components(principal=995_00)
    assert state.days_past_due == 0


def test_what_is_unpaid_the_day_after_is_overdue() -> None:
    state = replay(terms(), [], as_of=date(2024, 2, 2))
    assert state.overdue == Components(principal=1000_00, interest=60_00)
    assert (state.oldest_unpaid_due, state.days_past_due) == (date(2024, 2, 1), 1)
    assert state.outstanding == Components(principal=6000_00, interest=60_00 + 2_07)  # 6000 x 1 % x 1/29


def test_default_interest_is_what_overdue_principal_bears_beyond_the_contract() -> None:
    dearer = terms(penalty_multiple=Decimal("1.5"))
    state = replay(dearer, [], as_of=date(2024, 2, 11))
    assert state.outstanding.penalty == 1_67  # 1000 x 12 % x 0.5 x 10/360
    within_grace = replay(terms(penalty_multiple=Decimal("1.5"), grace_days=10), [], as_of=date(2024, 2, 11))
    assert within_grace.outstanding.penalty == 0


def test_a_late_payment_covers_default_interest_before_interest() -> None:
    dearer = terms(penalty_multiple=Decimal("1.5"))
    state = replay(dearer, [paid("a", date(2024, 2, 11), 62_67)], as_of=date(2024, 2, 11))
    assert state.allocations["a"] == Allocation(principal=1_00, interest=60_00, penalty=1_67)


def test_interest_after_the_term_is_asked_for_with_the_last_instalment() -> None:
    one = terms(n=1)
    state = replay(one, [], as_of=date(2024, 3, 1))
    assert state.instalments[0].interest == 120_00
    settled = replay(one, [paid("a", date(2024, 3, 1), 6120_00)], as_of=date(2024, 6, 1))
    assert settled.is_closed
    assert settled.interest_earned_minor == 120_00


def test_money_without_use_is_held_and_meets_the_next_due() -> None:
    interest_only = terms(method="interest_only")
    early = [paid("a", date(2024, 1, 11), 100_00)]
    state = replay(interest_only, early, as_of=date(2024, 1, 11))
    assert state.allocations["a"] == Allocation(interest=19_35, unapplied_minor=80_65)  # 60 x 10/31 so far
    later = replay(interest_only, early, as_of=date(2024, 2, 1))
    assert later.allocations["a"] == Allocation(interest=60_00, unapplied_minor=40_00)


def test_a_fee_charged_is_owed_at_once_and_is_part_of_a_pay_off() -> None:
    events = [LoanEvent("f", date(2024, 1, 10), "fee", 30_00)]
    state = replay(terms(), events, as_of=date(2024, 1, 10))
    assert state.outstanding.fees == 30_00
    assert state.instalments[0].fees == 30_00
    assert pay_off_quote(terms(), events, on=date(2024, 1, 15)) == Components(6000_00, 27_10, 30_00)


def test_a_waiver_gives_up_default_interest_fees_and_interest_but_no_principal() -> None:
    events = [LoanEvent("w", date(2024, 2, 5), "waiver", 100_00)]
    state = replay(terms(), events, as_of=date(2024, 2, 5))
    assert state.allocations["w"] == Allocation(interest=60_00, unapplied_minor=40_00)
    assert state.overdue == Components(principal=1000_00)
    assert state.unapplied_minor == 0


def test_a_backdated_payment_is_as_if_it_had_come_in_time() -> None:
    late = replay(terms(), [paid("b", date(2024, 2, 1), 1060_00)], as_of=date(2024, 3, 1))
    assert late.interest_earned_minor == 110_00
    assert late.instalments[1].interest == 50_00


def test_a_pay_off_with_too_little_money_repays_what_it_can() -> None:
    state = replay(terms(), [LoanEvent("p", date(2024, 2, 1), "pay_off", 5060_00)], as_of=date(2024, 2, 1))
    assert not state.is_closed
    assert state.outstanding == Components(principal=1000_00)


def test_agreed_changes_lapse_when_the_loan_is_repaid_before() -> None:
    events = [
        LoanEvent("h", date(2024, 4, 10), "payment_holiday", until=date(2024, 6, 1)),
        LoanEvent("p", date(2024, 2, 1), "pay_off"),
    ]
    for day in (date(2024, 2, 1), date(2024, 5, 1)):
        assert replay(terms(), events, as_of=day).is_closed


def test_changes_to_come_stand_in_the_schedule_and_payments_to_come_do_not() -> None:
    events = [
        LoanEvent("r", date(2024, 3, 1), "rate_change", annual_rate_pct=Decimal(6)),
        paid("a", date(2024, 2, 1), 1060_00),
    ]
    state = replay(terms(), events, as_of=date(2024, 1, 1))
    assert [line.interest for line in state.instalments] == [60_00, 50_00, 20_00, 15_00, 10_00, 5_00]
    assert state.annual_rate_pct == Decimal(12)
    assert "a" not in state.allocations


@pytest.mark.parametrize("effect", ["lower_instalment", "shorten_term"])
def test_an_irregular_plan_is_scaled_or_cut_from_its_end(effect: str) -> None:
    plan = ((date(2024, 6, 30), 2000_00), (date(2024, 10, 31), 4000_00))
    seasonal = terms(method="irregular", n=2, principal_plan=plan)
    state = replay(seasonal, [paid("a", date(2024, 1, 1), 3000_00, effect)], as_of=date(2024, 1, 1))
    expected = {"lower_instalment": [4000_00, 2000_00], "shorten_term": [5000_00, 1000_00]}
    assert [line.principal for line in state.instalments] == expected[effect]


def test_a_loan_of_days_that_nobody_paid_is_looked_at_a_century_later() -> None:
    """The days after the term are known in growing steps: a request of this kind may not keep a server busy."""
    daily = terms(method="bullet", n=10, unit="day", day_count="ACT/360")
    state = replay(daily, [], as_of=date(2124, 1, 1))
    assert state.interest_earned_minor == round(6000_00 * 0.12 * 36524 / 360)
    assert state.days_past_due == 36524 - 10
