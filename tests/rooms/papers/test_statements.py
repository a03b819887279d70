"""A statement adds up: opening + charged - settled = closing, by component, whatever happened."""

from datetime import date, timedelta

import pytest
from tests.rooms.lending.lender import START, call, open_lender, pass_days_to, pay, running_loan

from puhui.finmath.loans.state import Components
from puhui.foundation.access.facade import VISITOR
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import BadPeriod, LoanStatement, loan_statement, reverse_payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender() -> None:
    open_lender()


def adds_up(found: LoanStatement) -> bool:
    for place in range(len(Components._fields)):
        opening, charged, settled, closing = (
            part[place] for part in (found.opening, found.charged, found.settled, found.closing)
        )
        assert opening + charged - settled == closing
        assert sum(line.settled[place] for line in found.lines) == settled
    assert found.held_opening_minor + sum(line.held_minor for line in found.lines) == found.held_closing_minor
    if found.lines:
        assert found.lines[-1].principal_after_minor == found.closing.principal
    return True


@pytest.mark.usefixtures("lender")
def test_a_loan_with_payments_by_the_cent() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 2, 28))
    pay(loan_id, 10_661_85)
    pass_days_to(date(2026, 3, 10))
    found = loan_statement(SYSTEM, loan_id)
    assert [(line.kind, line.amount_minor) for line in found.lines] == [
        ("disbursement", 120_000_00),
        ("payment", 10_661_85),
    ]
    assert found.lines[1].settled == Components(principal=9_461_85, interest=1_200_00)
    assert found.lines[1].principal_after_minor == found.closing.principal == 110_538_15
    assert (found.opening.total, found.charged.principal) == (0, 120_000_00)
    assert adds_up(found)


@pytest.mark.usefixtures("lender")
def test_what_one_statement_closes_with_the_next_opens_with() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 3, 5))
    pay(loan_id, 5_000_00)
    pass_days_to(date(2026, 4, 20))
    first = loan_statement(SYSTEM, loan_id, to_date=date(2026, 3, 4))
    second = loan_statement(SYSTEM, loan_id, from_date=date(2026, 3, 5))
    assert first.closing == second.opening
    assert first.held_closing_minor == second.held_opening_minor
    assert adds_up(first)
    assert adds_up(second)


@pytest.mark.usefixtures("lender")
def test_a_payment_taken_back_stands_with_both_lines() -> None:
    loan_id = running_loan()
    pass_days_to(date(2026, 3, 1))
    paid = pay(loan_id, 10_661_85)
    pass_days_to(date(2026, 3, 4))
    reverse_payment(call(), loan_id=loan_id, event_id=paid.event_id)
    found = loan_statement(SYSTEM, loan_id)
    kinds = {line.kind: line for line in found.lines}
    assert kinds["payment"].settled.total == 10_661_85
    assert kinds["reversal"].settled.total == -10_661_85
    assert found.settled.total == 0
    assert adds_up(found)


@pytest.mark.usefixtures("lender")
@pytest.mark.parametrize(
    ("since", "until"),
    [
        (START - timedelta(days=1), None),
        (None, START + timedelta(days=400)),
        (START + timedelta(days=3), START + timedelta(days=2)),
    ],
)
def test_days_the_wrong_way_round_are_refused(since: date | None, until: date | None) -> None:
    loan_id = running_loan()
    pass_days_to(START + timedelta(days=5))
    with pytest.raises(BadPeriod):
        loan_statement(SYSTEM, loan_id, from_date=since, to_date=until)


@pytest.mark.usefixtures("lender")
def test_a_customer_sees_only_their_own() -> None:
    loan_id = running_loan()
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
    for actor in (stranger, VISITOR):
        with pytest.raises(NotFound):
            loan_statement(actor, loan_id)
