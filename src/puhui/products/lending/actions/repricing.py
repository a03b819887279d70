"""Gives loans that follow a benchmark the rate of their repricing day: an event, booked as any change of rate is."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from puhui.finmath.loans.repricing import next_repricing
from puhui.kernel.actors import Call
from puhui.products.lending.actions.accrual import take_loans
from puhui.products.lending.actions.booking import Booking, NewEvent, move_books, record_events, standing_positions
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import Loan
from puhui.products.lending.queries.dues import buckets_of
from puhui.products.lending.queries.replays import EventRow, events_by_loan
from puhui.products.lending.rate_contracts import Benchmarks, Repriced
from puhui.products.lending.rules.repricing import BY_BENCHMARK, basis_from_json, quote_on, repriced_rate


def reprice_loans(call: Call, *, groups: Sequence[int], day: date, benchmarks: Benchmarks) -> list[Repriced]:
    """Reprices the running loans of these groups whose repricing day has come, each on its own day.

    Gives those whose rate changed. A loan that is repriced waits for its next repricing day, so that a second run
    finds nothing to do. A part of a use case.
    """
    found: list[Repriced] = []
    while ids := list(_due(groups, day).values_list("id", flat=True)):
        found += _reprice(call, ids, benchmarks=benchmarks)
    return found


def schedule_repricing(loan: Loan, *, after: date) -> None:
    """Notes the loan's next repricing day; the loan was paid out, and is saved by the caller."""
    basis = basis_from_json(loan.rate_basis)
    if basis is not None and loan.disbursed_on is not None:
        loan.reprices_on = next_repricing(basis.reprice, start=loan.disbursed_on, after=after)


def _due(groups: Sequence[int], day: date) -> QuerySet[Loan]:
    return Loan.objects.filter(buckets_of(groups), reprices_on__lte=day, state=LoanState.ACTIVE)


def _reprice(call: Call, ids: Sequence[UUID], *, benchmarks: Benchmarks) -> list[Repriced]:
    locked = take_loans(call, loan_ids=ids)
    events = events_by_loan(ids)
    changed = [one for loan, _ in locked.values() if (one := _change(loan, events[loan.id], benchmarks))]
    before = standing_positions({one.loan_id: locked[one.loan_id] for one in changed})
    told = [NewEvent(locked[one.loan_id][0], one.on, "rate_change", _columns(one)) for one in changed]
    rows = record_events(call, events=told)
    pairs = zip(rows, changed, strict=True)
    move_books(
        call, bookings=[Booking(row, *locked[one.loan_id], before[one.loan_id], received=0) for row, one in pairs]
    )
    loans = [loan for loan, _ in locked.values()]
    for loan in loans:
        assert loan.reprices_on is not None
        schedule_repricing(loan, after=loan.reprices_on)
    Loan.objects.bulk_update(loans, ["reprices_on"], batch_size=500)
    return changed


def _columns(one: Repriced) -> Mapping[str, object]:
    return {"annual_rate_pct": one.annual_rate_pct, "method": BY_BENCHMARK}


def _change(loan: Loan, events: Sequence[EventRow], benchmarks: Benchmarks) -> Repriced | None:
    """What the loan's repricing day changes; None when its rate stays."""
    basis, on = basis_from_json(loan.rate_basis), loan.reprices_on
    assert basis is not None
    assert on is not None
    quotes = benchmarks[basis.benchmark]
    bears, fresh = repriced_rate(basis, agreed_pct=loan.annual_rate_pct, events=events, quotes=quotes, day=on)
    if fresh == bears:
        return None
    return Repriced(
        loan_id=loan.id,
        borrower_id=loan.borrower_id,
        bucket=loan.bucket,
        on=on,
        annual_rate_pct=fresh,
        benchmark_pct=quote_on(quotes, on),
    )
