"""Grading and setting aside through real day closes: exact grades, amounts and books."""

from datetime import date, timedelta

import pytest
from django.db.models import F
from tests.rooms.lending.lender import START, call, pass_day, pass_days_to, pay, proven, running_loan
from tests.rooms.lending.lender import open_lender as open_books

from puhui.flows.grade_loans import classify_groups, close_provisions, provide_groups, spread_defaults
from puhui.foundation.ledger.facade import balance, business_date, check_books, control_total
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import GROUPS, accrue_groups, loan
from puhui.products.lending.models import LoanPosition
from puhui.risk.provisioning.facade import (
    Grade,
    allowance_differences,
    decide_override,
    end_override,
    grade_history,
    grade_of,
    graded_as,
    last_provided,
    overrides,
    propose_override,
    provisions,
)
from puhui.risk.provisioning.models import Allowance, AllowanceHeld, GradeChange, LoanGrade

pytestmark = pytest.mark.django_db
RISK, OTHER_RISK = (Actor(new_id(), frozenset({Role.RISK_OFFICER}), name=name) for name in ("Lin", "Zhao"))
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fu")
ALL = range(GROUPS)


@pytest.fixture(autouse=True)
def _lender() -> None:
    open_books()


def close() -> None:
    """What the steps of a close do for grades and provisions."""
    day, tomorrow = business_date(), business_date() + timedelta(days=1)
    accrue_groups(call(), groups=ALL, to=tomorrow)
    classify_groups(call(), groups=ALL, on=tomorrow)
    spread_defaults(call(), on=tomorrow)
    provide_groups(call(), groups=ALL, day=day)
    close_provisions(call(), day=day)
    pass_day()


def books_hold() -> bool:
    assert allowance_differences() == []
    return proven()


def cached(loan_id: object) -> tuple[int, int, bool]:
    row = LoanPosition.objects.get(loan_id=loan_id)
    return row.grade, row.stage, row.is_non_accrual


def test_a_loan_in_time_has_no_row_and_an_allowance() -> None:
    loan_id = running_loan()
    close()
    assert grade_of(SYSTEM, loan_id).grade == Grade.NORMAL
    assert not LoanGrade.objects.exists()
    [line] = provisions(SYSTEM, on=START)
    assert (line.grade, line.stage, line.loans) == (Grade.NORMAL, 1, 1)
    assert line.exposure_minor == 120_000_00 + 42_86  # 1 of the 28 days to the first due date: 1,200.00 / 28
    assert line.statutory_minor == 1_200_00  # 1 %
    assert 0 < line.expected_loss_minor < 1_200_00 * 2
    assert balance("loss.allowance").minor == line.expected_loss_minor == balance("loss.expense").minor
    excess = max(line.statutory_minor - line.expected_loss_minor, 0)
    assert control_total("equity.general_reserve") == excess
    assert books_hold()


def test_the_five_classes_on_their_days() -> None:
    loan_id = running_loan()
    seen: dict[int, tuple[int, int, bool]] = {}
    due = date(2026, 2, 28)
    for age in (0, 1, 30, 31, 90, 91, 270, 271, 360, 361):
        pass_days_to(due + timedelta(days=age - 1))
        close()
        seen[age] = cached(loan_id)
    assert list(seen.values()) == [
        (1, 1, False), (2, 1, False), (2, 1, False), (2, 2, False), (2, 2, False),
        (3, 3, True), (3, 3, True), (4, 3, True), (4, 3, True), (5, 3, True),
    ]  # fmt: skip
    history = grade_history(SYSTEM, loan_id)
    assert [(h.on - due).days for h in reversed(history)] == [1, 31, 91, 271, 361]
    assert {h.rulebook for h in history} == {"cn.classification"}
    [line] = provisions(SYSTEM, on=business_date() - timedelta(days=1))
    assert line.statutory_minor == 120_000_00
    assert [view.loan_id for view in graded_as(FINANCE, grade=5)] == [loan_id]
    assert books_hold()


def test_a_cured_loan_comes_back_after_its_probation() -> None:
    loan_id = running_loan(method="interest_only", n=36)
    pass_days_to(date(2026, 6, 9))
    close()
    assert cached(loan_id) == (3, 3, True)
    pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
    close()
    assert cached(loan_id) == (3, 3, True)
    since = grade_of(SYSTEM, loan_id).clean_since
    assert since == date(2026, 6, 11)
    while (due := loan(SYSTEM, loan_id).line.next_due_on) and due < date(2026, 12, 10):
        pass_days_to(due)
        pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
    pass_days_to(date(2026, 12, 9))
    close()
    assert cached(loan_id) == (3, 3, True)
    close()
    assert cached(loan_id) == (1, 2, False)
    [first, *_] = grade_history(SYSTEM, loan_id)
    assert (first.on, first.from_grade, first.to_grade) == (date(2026, 12, 11), Grade.SUBSTANDARD, Grade.NORMAL)


def test_other_debts_of_a_borrower_follow() -> None:
    borrower = new_id()
    bad = running_loan(borrower, principal_minor=20_000_00)
    good = running_loan(borrower, method="bullet", n=36, principal_minor=100_000_00)
    stranger = running_loan(method="bullet", n=36)
    pass_days_to(date(2026, 5, 30))
    close()
    assert (cached(bad), cached(good), cached(stranger)) == ((3, 3, True), (3, 3, False), (1, 1, False))
    assert grade_of(SYSTEM, good).reasons == ("cross_default",)
    pay(bad, loan(SYSTEM, bad).outstanding.total, pays_off=True)
    close()
    assert cached(good) == (1, 2, False)
    assert books_hold()


def test_a_grade_is_set_by_two_people_and_only_worse() -> None:
    loan_id = running_loan()
    until = START + timedelta(days=20)
    proposed = propose_override(call(RISK), loan_id=loan_id, grade=4, until=until, reason="the firm has closed")
    with pytest.raises(Refusal) as own:
        decide_override(call(RISK), override_id=proposed.override_id, agree=True)
    assert own.value.code == "override_four_eyes"
    close()
    assert cached(loan_id) == (1, 1, False)
    decide_override(call(OTHER_RISK), override_id=proposed.override_id, agree=True)
    close()
    assert cached(loan_id) == (4, 3, False)
    [kept] = overrides(FINANCE, loan_id=loan_id)
    assert (kept.state, kept.proposed_by_name, kept.decided_by_name) == ("in_force", "Lin", "Zhao")
    end_override(call(OTHER_RISK), override_id=proposed.override_id)
    close()
    assert cached(loan_id)[0] == 3  # non-performing until it has paid in time for six months
    assert books_hold()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grade": 1}, "invalid_input"),
        ({"grade": 6}, "invalid_input"),
        ({"until": START}, "invalid_input"),
        ({"until": START + timedelta(days=400)}, "invalid_input"),
        ({"reason": " "}, "invalid_input"),
        ({"actor": FINANCE}, "forbidden"),
        ({"twice": True}, "cannot_override_grade"),
    ],
)
def test_what_is_refused_changes_nothing(change: dict, code: str) -> None:
    loan_id = running_loan()
    ask = {"grade": 3, "until": START + timedelta(days=9), "reason": "it will not pay"}
    actor = change.pop("actor", RISK)
    if change.pop("twice", False):
        propose_override(call(RISK), loan_id=loan_id, **ask)
    before = len(overrides(SYSTEM))
    with pytest.raises(Refusal) as refused:
        propose_override(call(actor), loan_id=loan_id, **{**ask, **change})
    assert refused.value.code == code
    assert len(overrides(SYSTEM)) == before


def test_a_day_provided_twice_is_provided_once() -> None:
    for _ in range(5):
        running_loan()
    pass_days_to(START + timedelta(days=40))
    close()
    day = business_date()
    accrue_groups(call(), groups=ALL, to=day + timedelta(days=1))
    sums = []
    for _ in range(2):
        classify_groups(call(), groups=ALL, on=day + timedelta(days=1))
        spread_defaults(call(), on=day + timedelta(days=1))
        provide_groups(call(), groups=ALL, day=day)
        close_provisions(call(), day=day)
        sums.append((balance("loss.allowance"), Allowance.objects.count(), GradeChange.objects.count()))
    assert sums[0] == sums[1]
    assert last_provided(SYSTEM) == day
    assert allowance_differences() == []


def test_a_fault_in_the_allowance_is_found() -> None:
    running_loan()
    close()
    assert check_books(controls={"allowances": allowance_differences}) == []
    AllowanceHeld.objects.filter(allowance_minor__gt=0).update(allowance_minor=F("allowance_minor") + 1)
    found = check_books(controls={"allowances": allowance_differences})
    assert {fault.check for fault in found} == {"provisioning.control", "provisioning.held"}
