"""Every kind of change: previewed without a trace, booked as previewed, backdated, undone; the books tie out."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import START, call, open_lender, pass_day, pass_days_to, pay, proven, running_loan
from tests.saved import once

from puhui.foundation.ledger.facade import balance, business_date, journal
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    CannotChangeLoan,
    CannotReverseEvent,
    ChangeAsked,
    LoanMovedOn,
    book_change,
    loan,
    loan_events,
    pay_off_quote,
    preview_change,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 10)
KINDS = {
    "rate_change": {"annual_rate_pct": Decimal("9")},
    "fee": {"amount": Money(50_00)},
    "waiver": {"amount": Money(20_00)},
    "payment_holiday": {"until": date(2026, 7, 1)},
    "extension": {"n": 3},
    "disbursement": {"amount": Money(30_000_00)},
    "payment": {"amount": Money(4_000_00)},
    "pay_off": {},
    "re_amortise": {},
    "restructure": {"n": 12, "annual_rate_pct": Decimal("9")},
    "renewal": {"n": 12},
    "write_off": {},
    "sale": {"amount": Money(100_000_00)},
}
MADE_ELSEWHERE = {"reversal", "recovery", "calendar_change"}
HERE = [kind for kind in CHANGE_KINDS if kind not in MADE_ELSEWHERE]


@pytest.fixture
def late_loan() -> UUID:
    return once("second instalment unpaid", _late_loan)


def _late_loan() -> UUID:
    """A loan whose second instalment was not paid: ten days late on 10 April."""
    open_lender()
    loan_id = running_loan()
    pass_days_to(date(2026, 2, 28))
    pay(loan_id, loan(SYSTEM, loan_id).due_now.total)
    pass_days_to(TODAY)
    return loan_id


def asked(kind: str, **more: object) -> ChangeAsked:
    return ChangeAsked(kind=kind, **{**KINDS.get(kind, {}), **more})


def standing(loan_id: UUID) -> tuple[object, ...]:
    shown = loan(SYSTEM, loan_id)
    return shown.instalments, shown.outstanding, shown.overdue, shown.unapplied, shown.state, shown.days_past_due


def undo(loan_id: UUID, event_id: UUID) -> None:
    book_change(call(), loan_id=loan_id, asked=ChangeAsked(kind="reversal", of=event_id))


def test_every_kind_of_the_engine_is_tried_here() -> None:
    assert set(HERE) <= set(KINDS)


@pytest.mark.parametrize("kind", HERE)
def test_a_preview_leaves_no_trace_and_foretells_the_booking(late_loan: UUID, kind: str) -> None:
    before = footprint()
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked(kind))
    assert footprint() == before
    booked = book_change(call(), loan_id=late_loan, asked=asked(kind), after_n=foretold.after_n)
    shown = loan(SYSTEM, late_loan)
    after = [line.after for line in foretold.lines if line.after]
    assert list(shown.instalments) == after
    assert shown.outstanding == foretold.after.outstanding
    assert shown.overdue == foretold.after.overdue
    posted = [t for id_ in booked.journal_ids for t in journal(SYSTEM, id_).transfers]
    assert [(t.debit.code, t.credit.code, t.amount) for t in posted] == [
        (line.debit, line.credit, line.amount) for line in foretold.books
    ]
    assert proven()


@pytest.mark.parametrize("kind", HERE)
def test_undone_it_is_as_if_it_had_never_been(late_loan: UUID, kind: str) -> None:
    before = standing(late_loan)
    bank = balance("bank.operating")
    booked = book_change(call(), loan_id=late_loan, asked=asked(kind))
    assert standing(late_loan) != before
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=ChangeAsked(kind="reversal", of=booked.event_id))
    undo(late_loan, booked.event_id)
    assert standing(late_loan) == before
    assert foretold.after.outstanding == loan(SYSTEM, late_loan).outstanding
    assert balance("bank.operating") == bank
    assert proven()
    pass_day()
    assert proven()


@pytest.mark.parametrize("kind", [k for k in HERE if k not in ("disbursement",)])
def test_backdated_it_counts_from_its_day_and_is_booked_today(late_loan: UUID, kind: str) -> None:
    on = date(2026, 4, 2)
    booked = book_change(call(), loan_id=late_loan, asked=asked(kind, on=on))
    event = next(e for e in loan_events(SYSTEM, late_loan) if e.id == booked.event_id)
    assert (event.on, event.booked_on) == (on, TODAY)
    for id_ in booked.journal_ids:
        posted = journal(SYSTEM, id_)
        assert (posted.value_date, posted.business_date) == (on, TODAY)
    assert proven()
    for _ in range(25):
        pass_day()
    assert proven()


@pytest.mark.parametrize("kind", [k for k, v in CHANGE_KINDS.items() if v.ahead and k in KINDS])
def test_agreed_for_a_day_to_come_it_begins_then(late_loan: UUID, kind: str) -> None:
    book_change(call(), loan_id=late_loan, asked=asked(kind, on=date(2026, 5, 5)))
    assert proven()
    pass_days_to(date(2026, 6, 3))
    assert proven()


def test_a_backdated_lower_rate_gives_back_what_was_earned_too_much(late_loan: UUID) -> None:
    earned = balance("income.interest").minor
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked("rate_change", on=date(2026, 3, 31)))
    # from 31 March ten days of April, 10/30 of a month: at 12 % 370.32, at 9 % 277.74 of interest and less default
    lowered = [line for line in foretold.books if line.debit == "income.interest"]
    book_change(call(), loan_id=late_loan, asked=asked("rate_change", on=date(2026, 3, 31)))
    assert sum(line.amount.minor for line in lowered) == earned - balance("income.interest").minor > 0
    assert foretold.before.annual_rate_pct, foretold.after.annual_rate_pct == ("12", "9")
    assert foretold.after.effective_rate_pct < foretold.before.effective_rate_pct
    assert not foretold.is_dearer
    assert proven()


def test_a_holiday_that_bears_interest_is_dearer_and_a_free_one_is_not(late_loan: UUID) -> None:
    bearing = preview_change(SYSTEM, loan_id=late_loan, asked=asked("payment_holiday"))
    free = preview_change(SYSTEM, loan_id=late_loan, asked=asked("payment_holiday", interest="free"))
    assert bearing.is_dearer
    assert bearing.more_to_pay_minor > 0
    assert not free.is_dearer
    assert next(line.due_date for line in free.lines if line.is_changed) == date(2026, 4, 30)


def test_more_lent_is_not_dearer_by_what_is_lent(late_loan: UUID) -> None:
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked("disbursement"))
    assert foretold.received.minor == -30_000_00
    assert foretold.more_to_pay_minor > 30_000_00  # the interest on it
    assert foretold.is_dearer


def test_a_pay_off_without_an_amount_takes_what_ends_the_loan(late_loan: UUID) -> None:
    quote = pay_off_quote(SYSTEM, late_loan)
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked("pay_off"))
    assert foretold.received == quote.to_pay
    assert foretold.after.is_closed
    assert book_change(call(), loan_id=late_loan, asked=asked("pay_off")).closed
    assert proven()


def test_a_payment_by_staff_makes_the_lateness_undone(late_loan: UUID) -> None:
    owed = loan(SYSTEM, late_loan).overdue
    paid = Money(owed.total - owed.penalty)
    book_change(call(), loan_id=late_loan, asked=asked("payment", amount=paid, on=date(2026, 3, 31)))
    assert loan(SYSTEM, late_loan).days_past_due == 0
    assert balance("income.penalty").minor == 0
    assert proven()


def test_a_booking_of_an_old_preview_is_refused(late_loan: UUID) -> None:
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked("fee"))
    pay(late_loan, 100_00)
    before = footprint()
    with pytest.raises(LoanMovedOn):
        book(late_loan, asked("fee"), after_n=foretold.after_n)
    assert footprint() == before


REFUSED = [
    ("no such kind", InvalidInput, ChangeAsked(kind="gift")),
    ("no kind", InvalidInput, ChangeAsked(kind="")),
    ("a rate change without a rate", InvalidInput, ChangeAsked(kind="rate_change")),
    ("a rate below zero", InvalidInput, asked("rate_change", annual_rate_pct=Decimal("-1"))),
    ("a rate without end", InvalidInput, asked("rate_change", annual_rate_pct=Decimal("Infinity"))),
    ("a fee of nothing", InvalidInput, asked("fee", amount=Money(0))),
    ("a fee below nothing", InvalidInput, asked("fee", amount=Money(-1))),
    ("a fee in another currency", InvalidInput, asked("fee", amount=Money(1, "USD"))),
    ("a fee with a rate", InvalidInput, asked("fee", annual_rate_pct=Decimal(1))),
    ("a fee above all bounds", InvalidInput, asked("fee", amount=Money(10**16))),
    ("before the payout", InvalidInput, asked("fee", on=START - timedelta(days=1))),
    ("a payment of tomorrow", InvalidInput, asked("payment", on=TODAY + timedelta(days=1))),
    ("a change in a hundred years", InvalidInput, asked("rate_change", on=date(2126, 1, 1))),
    ("a holiday that ended", InvalidInput, asked("payment_holiday", until=date(2026, 4, 1))),
    ("a holiday beyond the term", InvalidInput, asked("payment_holiday", until=date(2027, 6, 1))),
    ("an extension by nothing", InvalidInput, ChangeAsked(kind="extension")),
    ("an extension by less", InvalidInput, asked("extension", n=-1)),
    ("an endless extension", InvalidInput, asked("extension", n=1201)),
    ("a fee of a component", InvalidInput, asked("fee", component="interest")),
    ("a long reason", InvalidInput, asked("fee", reason="x" * 201)),
    ("a reason in two lines", InvalidInput, asked("fee", reason="a\nb")),
    ("an undoing of nothing", InvalidInput, ChangeAsked(kind="reversal")),
    ("an undoing of another's event", CannotReverseEvent, ChangeAsked(kind="reversal", of=new_id())),
    ("an undoing of yesterday", InvalidInput, ChangeAsked(kind="reversal", of=new_id(), on=START)),
]


@pytest.mark.parametrize(("refusal", "wrong"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refusals_change_nothing(late_loan: UUID, refusal: type[Refusal], wrong: ChangeAsked) -> None:
    before = footprint()
    for act in (preview, book):
        with pytest.raises((refusal, CannotReverseEvent)):
            act(late_loan, wrong)
    assert footprint() == before


def preview(loan_id: UUID, wrong: ChangeAsked) -> object:
    return preview_change(SYSTEM, loan_id=loan_id, asked=wrong)


def book(loan_id: UUID, wrong: ChangeAsked, **more: object) -> object:
    with transaction.atomic():
        return book_change(call(), loan_id=loan_id, asked=wrong, **more)


def test_an_event_is_undone_once_and_an_undoing_never(late_loan: UUID) -> None:
    booked = book_change(call(), loan_id=late_loan, asked=asked("fee"))
    undo(late_loan, booked.event_id)
    payout = next(e for e in loan_events(SYSTEM, late_loan) if e.kind == "disbursed")
    undoing = next(e for e in loan_events(SYSTEM, late_loan) if e.kind == "reversal")
    before = footprint()
    for event_id in (booked.event_id, payout.id, undoing.id):
        with pytest.raises(CannotReverseEvent):
            undo(late_loan, event_id)
    assert footprint() == before


def test_a_repaid_loan_takes_money_and_undoings_only(late_loan: UUID) -> None:
    paid_off = book_change(call(), loan_id=late_loan, asked=asked("pay_off"))
    before = footprint()
    for kind in ("fee", "rate_change", "extension"):
        with pytest.raises(CannotChangeLoan):
            book(late_loan, asked(kind))
    with pytest.raises(NotFound):
        preview_change(SYSTEM, loan_id=new_id(), asked=asked("fee"))
    assert footprint() == before
    undo(late_loan, paid_off.event_id)
    assert loan(SYSTEM, late_loan).days_past_due == (business_date() - date(2026, 3, 31)).days
    assert proven()


def test_a_preview_tells_when_the_loan_ends(late_loan: UUID) -> None:
    foretold = preview_change(SYSTEM, loan_id=late_loan, asked=asked("extension"))
    assert (foretold.before.instalments_left, foretold.after.instalments_left) == (11, 14)
    assert foretold.before.ends_on == date(2027, 1, 31)
    assert foretold.after.ends_on == date(2027, 4, 30)
    assert foretold.after.next_due_minor < foretold.before.next_due_minor
