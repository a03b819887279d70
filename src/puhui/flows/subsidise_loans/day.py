"""What a day does to subsidised loans: the state's part is paid into dues before they are collected, or noted as owed
to who paid in full; a loan that is late for too long loses its grant. Work goes with what happened, not with the book.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from puhui.foundation.ledger.facade import business_date, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of, derived_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    PaymentIn,
    book_payments,
    due_interest,
    due_on_day,
    group_of,
    loan_lives,
    moved_since,
    spans_of,
)
from puhui.products.subsidies.facade import (
    DueInterest,
    GrantState,
    LineKind,
    NewLine,
    active_loans,
    dues_written,
    end_grants,
    stop_days,
    write_lines,
)


def advance_subsidies(call: Call, *, groups: Sequence[int], day: date) -> dict[int, int]:
    """Pays the state's part into dues of the new day, before mandates collect the rest. Loans by group."""
    granted = active_loans(spans_of(groups), is_net=True)
    due_today = due_on_day(list(granted), on=day)
    dues = [
        DueInterest(loan_id=loan_id, due_on=day, interest_minor=due.interest_minor, is_late=due.is_late)
        for loan_id, found in (due_interest(due_today, on=day) if due_today else {}).items()
        for due in found
        if due.due_on == day
    ]
    lines = write_lines(dues=dues, kind=LineKind.ADVANCED)
    if lines:
        book_payments(call, payments=[_payment(line, day) for line in lines])
        _post(call, lines, template="subsidy_advanced", day=day)
    return _counted((due.loan_id for due in dues), groups)


def advance_at_end(call: Call, *, loan_id: UUID, interest_minor: int) -> None:
    """Pays what others bear of the last interest of a loan that owes nothing else; whatever it is, once a day."""
    day = business_date()
    due = DueInterest(loan_id=loan_id, due_on=day, interest_minor=interest_minor, is_late=False)
    lines = write_lines(dues=[due], kind=LineKind.ADVANCED)
    if lines:
        book_payments(call, payments=[_payment(line, day) for line in lines])
        _post(call, lines, template="subsidy_advanced", day=day)


def earn_subsidies(call: Call, *, groups: Sequence[int], day: date) -> dict[int, int]:
    """Notes what the state owes to borrowers who paid a due in full, and ends grants: of loans that are over, or late
    for too long. Loans by group.
    """
    buckets = spans_of(groups)
    refunded, net = (list(active_loans(buckets, is_net=is_net)) for is_net in (False, True))
    dues = paid_dues(moved_since(refunded, on=day), before=day + timedelta(days=1)) if refunded else []
    lines = write_lines(dues=dues, kind=LineKind.EARNED)
    if lines:
        _post(call, lines, template="subsidy_earned", day=day)
    _end([*refunded, *net], on=day + timedelta(days=1))
    return _counted((due.loan_id for due in dues), groups)


def paid_dues(loan_ids: Iterable[UUID], *, before: date) -> list[DueInterest]:
    """Dues of these loans after the last written one, whose interest is paid; late is what was not paid on its day."""
    asked = sorted(loan_ids)
    last = dues_written(asked)
    found = [
        (loan_id, due.due_on, due.interest_minor)
        for loan_id, dues in due_interest(asked, on=before).items()
        for due in dues
        if last.get(loan_id, date.min) < due.due_on < before and due.paid_minor == due.interest_minor > 0
    ]
    in_time = _paid_in_time(found)
    return [
        DueInterest(loan_id=loan_id, due_on=on, interest_minor=minor, is_late=(loan_id, on) not in in_time)
        for loan_id, on, minor in found
    ]


def _paid_in_time(dues: Sequence[tuple[UUID, date, int]]) -> set[tuple[UUID, date]]:
    """Those that were paid by the end of their day, by the dates from which payments count."""
    in_time: set[tuple[UUID, date]] = set()
    for day in sorted({on for _, on, _ in dues}):
        there = due_interest([loan_id for loan_id, on, _ in dues if on == day], on=day + timedelta(days=1))
        for loan_id, known in there.items():
            met = (due.paid_minor == due.interest_minor and not due.is_late for due in known if due.due_on == day)
            in_time |= {(loan_id, day) for is_met in met if is_met}
    return in_time


def _end(loan_ids: Sequence[UUID], *, on: date) -> None:
    lives, limits = loan_lives(loan_ids, on=on), stop_days(loan_ids)
    ended: Mapping[UUID, tuple[GrantState, str]] = {
        loan_id: (GrantState.STOPPED, f"{life.days_past_due} days past due")
        if life.is_open
        else (GrantState.ENDED, "the loan is over")
        for loan_id, life in lives.items()
        if not life.is_open or life.days_past_due >= limits[loan_id]
    }
    if ended:
        end_grants(ended=ended)


def _payment(line: NewLine, day: date) -> PaymentIn:
    amount = Money(line.state_minor, line.currency)
    return PaymentIn(loan_id=line.loan_id, order_id=derived_id(line.line_id, "subsidy"), amount=amount, on=day)


def _post(call: Call, lines: Sequence[NewLine], *, template: str, day: date) -> None:
    """One journal a line, all in one batch."""
    drafts = [
        draft_from_template(
            template,
            id=derived_id(line.line_id, template),
            amounts={"subsidy": line.state_minor},
            owners={},
            bucket=line.bucket,
            value_date=day,
            source=f"subsidy:{line.grant_id}",
            currency=line.currency,
        )
        for line in lines
    ]
    post(drafts, call=call)


def _counted(loan_ids: Iterable[UUID], groups: Sequence[int]) -> dict[int, int]:
    counts = dict.fromkeys(groups, 0)
    for loan_id in loan_ids:
        counts[group_of(bucket_of(loan_id))] += 1
    return counts
