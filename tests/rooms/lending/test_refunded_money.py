"""What is recorded for a past day cannot use money that has gone back to the borrower since."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.changing import book
from tests.rooms.lending.lender import call, open_lender, pass_days_to, pay, proven, running_loan
from tests.saved import once

from puhui.finmath.loans.event_rules.refund import RefundNotHeld
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.actions.repayment import book_refund, undo_refund
from puhui.products.lending.facade import ChangeAsked, book_change, loan, loan_events, preview_change

pytestmark = pytest.mark.django_db
ORDER = new_id()


@pytest.fixture
def loan_id() -> UUID:
    return once("money held and refunded", _lived)


def _lived() -> UUID:
    """A loan for which 5,000.00 were held from 10 February on, and went back on the 20th."""
    open_lender()
    with transaction.atomic():
        loan_id = running_loan()
        pass_days_to(date(2026, 2, 10))
        pay(loan_id, 5_000_00, effect="hold")
        pass_days_to(date(2026, 2, 20))
        book_refund(call(), loan_id=loan_id, amount=Money(5_000_00), order_id=ORDER)
    return loan_id


def change(kind: str, **how: object) -> Callable[[UUID], object]:
    return lambda loan_id: book_change(call(), loan_id=loan_id, asked=ChangeAsked(kind=kind, **how))  # type: ignore[arg-type]


def undo_payment(loan_id: UUID) -> object:
    return change("reversal", of=payment_of(loan_id))(loan_id)


def preview_undoing(loan_id: UUID) -> object:
    asked = ChangeAsked(kind="reversal", of=payment_of(loan_id))
    return preview_change(SYSTEM, loan_id=loan_id, asked=asked)


def payment_of(loan_id: UUID) -> UUID:
    [payment] = [event.id for event in loan_events(SYSTEM, loan_id) if event.kind == "payment"]
    return payment


REFUSED = [
    ("a pay-off of an earlier day", change("pay_off", on=date(2026, 2, 15), amount=Money(1_000_00))),
    ("undoing the payment that was held", undo_payment),
    ("a preview of that undoing", preview_undoing),
    (
        "dues of an earlier calendar",
        lambda loan_id: book(loan_id, "calendar_change", on=date(2026, 2, 11), treatment={"2026-02-28": "2026-02-16"}),
    ),
]


@pytest.mark.parametrize(("what", "act"), REFUSED, ids=[name for name, _ in REFUSED])
def test_refused_and_nothing_changed(loan_id: UUID, what: str, act: Callable[[UUID], object]) -> None:
    before = footprint()
    with pytest.raises(RefundNotHeld) as refused, transaction.atomic():
        act(loan_id)
    assert footprint() == before
    assert "refund" in refused.value.message.en
    assert "退款" in refused.value.message.zh
    assert proven()


def test_with_the_refund_taken_back_it_is_booked(loan_id: UUID) -> None:
    with transaction.atomic():
        undo_refund(call(), loan_id=loan_id, order_id=ORDER)
        change("pay_off", on=date(2026, 2, 15))(loan_id)
    assert loan(SYSTEM, loan_id).unapplied == Money(0)
    assert loan(SYSTEM, loan_id).line.state == "closed"
    assert proven()
