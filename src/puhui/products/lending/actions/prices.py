"""Discounts of running loans that hang on something: kept with the loan, lost and back, and the rate that follows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.finmath.pricing import PriceTerms, rate_after_loss
from puhui.kernel.actors import Call
from puhui.products.lending.actions.accrual import take_loan
from puhui.products.lending.actions.booking import Booking, move_books, record_event, standing_positions
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import Loan, LoanPrice
from puhui.products.lending.queries.replays import events_by_loan
from puhui.products.lending.rules.prices import LostParts, price_as_json, price_from_json, undone_loss
from puhui.products.lending.rules.repricing import BY_CONDITION, moved_by_conditions


def keep_price(*, loan_id: UUID, terms: PriceTerms) -> None:
    """Notes with a new loan what of its price can be lost. A part of a use case."""
    bucket = Loan.objects.values_list("bucket", flat=True).get(id=loan_id)
    LoanPrice.objects.get_or_create(loan_id=loan_id, defaults={"bucket": bucket, "terms": price_as_json(terms)})


def note_lost(*, loan_id: UUID, lost: Sequence[str], spared: Sequence[str], applies_on: date | None, on: date) -> None:
    """Notes what a look on a day found lost, and from when on the rate follows. A part of a use case."""
    row = LoanPrice.objects.select_for_update().get(loan_id=loan_id)
    row.looked_on, row.spared = on, list(spared)
    if row.lost != list(lost):
        row.lost, row.applies_on = list(lost), applies_on
    row.save(update_fields=["looked_on", "lost", "spared", "applies_on"])


def note_looked(*, loan_ids: Sequence[UUID], on: date) -> None:
    """Notes a look on a day that found nothing changed, of many loans in one statement. A part of a use case."""
    LoanPrice.objects.filter(loan_id__in=loan_ids).update(looked_on=on)


def spare_undone(*, loan_id: UUID, event_id: UUID) -> None:
    """Somebody undid the change of the rate that a lost discount had brought: the discount stays granted.

    Until its condition has held again; then it may be lost anew. A part of undoing.
    """
    row = LoanPrice.objects.select_for_update().filter(loan_id=loan_id).first()
    if row is None:
        return
    kept = LostParts(
        lost=tuple(row.lost),
        spared=tuple(row.spared),
        applied=tuple((id_, tuple(codes)) for id_, codes in row.applied),
    )
    left = undone_loss(kept, event_id=str(event_id))
    row.lost, row.spared = list(left.lost), list(left.spared)
    row.applied = [[id_, list(codes)] for id_, codes in left.applied]
    row.save(update_fields=["lost", "spared", "applied"])


def apply_price(call: Call, *, loan_id: UUID, cap_pct: Decimal) -> Decimal | None:
    """Gives a loan the rate that follows from what is lost, on the day agreed; None when its rate stays.

    `cap_pct`: the highest rate allowed on that day. Twice is once. A part of a use case.
    """
    loan, mark = take_loan(call, loan_id=loan_id)
    row = LoanPrice.objects.select_for_update().get(loan_id=loan_id)
    on, row.applies_on = row.applies_on, None
    row.save(update_fields=["applies_on"])
    if on is None or loan.state != LoanState.ACTIVE:
        return None
    bears, moved = moved_by_conditions(loan.annual_rate_pct, events_by_loan([loan_id])[loan_id], day=on)
    rate = rate_after_loss(price_from_json(row.terms), lost=row.lost, now_pct=bears, moved_pct=moved, cap_pct=cap_pct)
    if rate == bears:
        return None
    before = standing_positions({loan_id: (loan, mark)})[loan_id]
    event = record_event(call, loan=loan, on=on, kind="rate_change", annual_rate_pct=rate, method=BY_CONDITION)
    row.applied = [*row.applied, [str(event.id), list(row.lost)]]
    row.save(update_fields=["applied"])
    move_books(call, bookings=[Booking(event, loan, mark, before, received=0)])
    return rate
