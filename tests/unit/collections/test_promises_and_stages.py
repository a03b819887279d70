"""What may be promised, when it is kept, which stage a loan is in, and who comes first."""

from datetime import date

import pytest

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collections.contracts import BadPromise, NothingLate, PromiseState
from puhui.products.collections.policy_files import policy_on, relief_measures
from puhui.products.collections.rules.promises import check_promise, judged
from puhui.products.collections.rules.stages import next_action_on, priority_of, stage_of

TODAY = date(2026, 11, 25)
POLICY = policy_on(TODAY)
ROWS: list[tuple[int, str, int, type[Refusal] | None]] = [
    # promised, for the day, late, refused as
    (1000_00, "2026-11-25", 1000_00, None),
    (100_00, "2026-12-26", 1000_00, None),
    (99_99, "2026-12-01", 1000_00, BadPromise),
    (1000_01, "2026-12-01", 1000_00, BadPromise),
    (1000_00, "2026-11-24", 1000_00, BadPromise),
    (1000_00, "2026-12-27", 1000_00, BadPromise),
    (1, "2026-12-01", 0, NothingLate),
    (1, "2026-12-01", 5, None),
]


@pytest.mark.parametrize(("promised", "due_on", "late", "refused"), ROWS)
def test_what_may_be_promised(promised: int, due_on: str, late: int, refused: type[Refusal] | None) -> None:
    def check() -> None:
        check_promise(
            amount=Money(promised),
            due_on=date.fromisoformat(due_on),
            late=Money(late),
            today=TODAY,
            most_days_ahead=POLICY.promise.most_days_ahead,
            least_share_pct=POLICY.promise.least_share_pct,
        )

    if refused is None:
        check()
    else:
        with pytest.raises(refused):
            check()


def test_another_currency_is_no_promise() -> None:
    with pytest.raises(BadPromise):
        check_promise(
            amount=Money(100, "USD"),
            due_on=TODAY,
            late=Money(100),
            today=TODAY,
            most_days_ahead=31,
            least_share_pct=10,
        )


@pytest.mark.parametrize(
    ("promised", "paid", "state"),
    [(100, 100, "kept"), (100, 101, "kept"), (100, 99, "partly"), (100, 1, "partly"), (100, 0, "broken")],
)
def test_judging(promised: int, paid: int, state: str) -> None:
    assert judged(promised_minor=promised, paid_minor=paid) == PromiseState(state)


@pytest.mark.parametrize(
    ("days", "name"), [(0, ""), (1, "remind"), (3, "remind"), (4, "call"), (30, "call"), (31, "visit"), (91, "legal")]
)
def test_stages(days: int, name: str) -> None:
    found = stage_of(POLICY.ladder, days_past_due=days)
    assert (found.name if found else "") == name


def test_priority_is_what_is_at_stake() -> None:
    call, legal = POLICY.stage("call"), POLICY.stage("legal")
    assert priority_of(late_minor=1000, stage=call, broken_promises=0, broken_adds_pct=15) == 100
    assert priority_of(late_minor=1000, stage=call, broken_promises=2, broken_adds_pct=15) == 400
    assert priority_of(late_minor=1000, stage=legal, broken_promises=9, broken_adds_pct=15) == 1000


def test_the_next_action_waits_for_a_promise() -> None:
    call = POLICY.stage("call")
    assert next_action_on(stage=call, today=TODAY, last_contact_on=None, held_until=None) == date(2026, 11, 27)
    assert next_action_on(stage=call, today=TODAY, last_contact_on=TODAY, held_until=None) == date(2026, 11, 28)
    held = date(2026, 12, 5)
    assert next_action_on(stage=call, today=TODAY, last_contact_on=TODAY, held_until=held) == date(2026, 12, 6)


def test_a_measure_of_relief_covers_its_regions() -> None:
    sample = relief_measures()["relief.sample-flood"]
    assert sample.covers("CN-XX")
    assert not sample.covers("CN-XX-1")
    everywhere = sample.model_copy(update={"regions": ("CN-X*",)})
    assert everywhere.covers("CN-XX-1")
    assert not everywhere.covers("CN-Y")
