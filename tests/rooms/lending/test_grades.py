"""Grades beside positions: kept through replays, unknown to them, summed by cell."""

from datetime import timedelta

import pytest
from tests.rooms.lending.lender import OPERATIONS, START, call, open_lender, pass_day, pay, proven, running_loan

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.errors import Forbidden
from puhui.products.lending.facade import (
    GROUPS,
    GradeChange,
    exposures,
    loans_at_age,
    set_grades,
    watched_loans,
)
from puhui.products.lending.models import LoanPosition

pytestmark = pytest.mark.django_db
ALL = range(GROUPS)


def test_a_grade_stays_through_replays_and_the_rebuild_check_leaves_it_alone() -> None:
    open_lender()
    loan_id = running_loan()
    assert set_grades(call(), [GradeChange(loan_id, 3, 3, True)]) == 1
    while business_date() < START + timedelta(days=40):
        pass_day()
    pay(loan_id, 1_000_00)
    row = LoanPosition.objects.get(loan_id=loan_id)
    assert (row.grade, row.stage, row.is_non_accrual) == (3, 3, True)
    assert proven()


def test_only_who_grades_may_set_grades() -> None:
    open_lender()
    loan_id = running_loan()
    with pytest.raises(Forbidden):
        set_grades(call(OPERATIONS), [GradeChange(loan_id, 2, 1, False)])
    assert LoanPosition.objects.get(loan_id=loan_id).grade == 1


def test_a_late_loan_is_found_at_its_age_and_only_then() -> None:
    open_lender()
    loan_id, paid = running_loan(), running_loan()
    while business_date() < START + timedelta(days=29):
        if business_date() == START + timedelta(days=28):
            pay(paid, 20_000_00)
        pass_day()
    due = LoanPosition.objects.get(loan_id=loan_id).oldest_unpaid_due_on
    assert due == START + timedelta(days=28)
    assert loans_at_age(groups=ALL, on=business_date(), ages=[2, 3]) == []
    (found,) = loans_at_age(groups=ALL, on=business_date(), ages=[1])
    assert (found.loan_id, found.principal_age, found.interest_age) == (loan_id, 1, 1)
    assert [one.loan_id for one in watched_loans(groups=ALL, on=business_date())] == [loan_id]


def test_interest_may_be_paid_while_principal_is_late() -> None:
    open_lender()
    loan_id = running_loan()
    while business_date() < START + timedelta(days=29):
        pass_day()
    pay(loan_id, 1_300_00)
    row = LoanPosition.objects.get(loan_id=loan_id)
    assert row.oldest_unpaid_principal_on == START + timedelta(days=28)
    assert row.oldest_unpaid_interest_on is None


def test_exposures_sum_every_open_loan_once() -> None:
    open_lender()
    ids = [running_loan() for _ in range(3)]
    set_grades(call(), [GradeChange(ids[0], 2, 2, False)])
    for _ in range(5):
        pass_day()
    cells = exposures(groups=ALL, on=business_date())
    assert sum(cell.loans for cell in cells) == 3
    assert {cell.grade: cell.loans for cell in cells if cell.grade == 2} == {2: 1}
    assert sum(cell.principal_minor for cell in cells) == 3 * 120_000_00
    assert sum(cell.interest_minor for cell in cells) == 3 * 214_29  # 1200.00 x 5/28
    assert {(cell.days_band, cell.months_band) for cell in cells} == {(0, 6)}
