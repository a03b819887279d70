"""After each close loans and books are compared, cell by cell, and the result is signed."""

from datetime import timedelta

import pytest
from django.db.models import F
from tests.rooms.lending.lender import START, call, pay, running_loan
from tests.rooms.lending.world import World

from puhui.flows.run_end_of_day.facade import close_day
from puhui.foundation.casework.models import Case
from puhui.foundation.ledger.facade import balances_by_stripe, business_date, control_total
from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import tie_out_faults, tie_out_groups, tie_out_of
from puhui.products.lending.models import LoanPosition, SignedTieOut, TieOut

pytestmark = pytest.mark.django_db


def lived(days: int = 30) -> None:
    World()
    for amount in (0, 500_00, 20_000_00):
        loan_id = running_loan()
        if amount:
            pay(loan_id, amount)
    for _ in range(days):
        close_day(call())


def test_loans_and_books_agree_in_every_cell_and_the_result_is_signed() -> None:
    lived()
    found = tie_out_of(SYSTEM)
    assert found is not None
    assert found.business_date == business_date() - timedelta(days=1)
    assert found.differences == 0
    assert found.is_genuine
    sums = {line.component: line.loans_minor for line in found.lines}
    assert {line.component: line.ledger_minor for line in found.lines} == sums
    assert sums["principal"] == control_total("loan.principal")
    assert sums["interest"] == control_total("loan.interest_receivable") > 0
    assert list(tie_out_faults()) == []


def test_one_planted_fen_is_found_told_and_does_not_stop_the_close() -> None:
    lived(3)
    LoanPosition.objects.filter(loan_id=running_loan()).update(principal_minor=F("principal_minor") + 1)
    close_day(call())
    found = tie_out_of(SYSTEM)
    assert found is not None
    assert (found.differences, found.business_date) == (1, START + timedelta(days=3))
    assert [line.difference_minor for line in found.lines if line.groups_off] == [-1]
    assert Case.objects.get(kind="books_differ").subject == f"tie-out {found.business_date}"
    assert [fault.detail for fault in tie_out_faults()] == [f"1 of {found.rows} cells differed"]


@pytest.mark.parametrize("model", [TieOut, SignedTieOut])
def test_a_result_that_was_changed_afterwards_shows(model: type) -> None:
    lived(2)
    day = business_date() - timedelta(days=1)
    change = {"loans_minor": 1, "ledger_minor": 1} if model is TieOut else {"rows": 7}
    assert model.objects.filter(business_date=day).update(**change)
    assert [fault.detail for fault in tie_out_faults()] == ["the result is not what was signed"]
    found = tie_out_of(SYSTEM, day)
    assert found is not None
    assert not found.is_genuine


def test_comparing_again_gives_the_same_rows() -> None:
    lived(2)
    day = business_date() - timedelta(days=1)
    first = tie_out_groups(groups=range(16), day=day)
    assert tie_out_groups(groups=range(16), day=day) == first
    assert list(tie_out_faults()) == []


def test_receivables_are_kept_by_product_in_the_ledger() -> None:
    lived(2)
    held = balances_by_stripe(["loan.interest_receivable"])
    assert {balance.segment for balance in held} == {"working-capital"}
