"""Loans whose price can change because a discount hangs on something."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from puhui.kernel.actors import Actor
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import LoanPrice
from puhui.products.lending.queries.dues import buckets_of
from puhui.products.lending.queries.loans import loan
from puhui.products.lending.rate_contracts import LoanPriceView
from puhui.products.lending.rules.prices import price_from_json


def loan_price(actor: Actor, loan_id: UUID) -> LoanPriceView | None:
    """What of the price of a loan can be lost, and what is; None where nothing can."""
    loan(actor, loan_id)  # for others it is not there
    row = _rows().filter(loan_id=loan_id).first()
    return price_of_row(row) if row else None


def prices_to_look_at(
    *, on: date, most: int, after: UUID | None = None, among: Sequence[UUID] | None = None
) -> list[LoanPriceView]:
    """Running loans with discounts that can be lost and that nobody looked at on that day. For flows: no rights."""
    rows = _rows().filter(loan__state=LoanState.ACTIVE).exclude(looked_on=on)
    if after is not None:
        rows = rows.filter(loan_id__gt=after)
    if among is not None:
        rows = rows.filter(loan_id__in=among)
    return [price_of_row(row) for row in rows.order_by("loan_id")[:most]]


def prices_to_apply(*, groups: Sequence[int], day: date) -> list[LoanPriceView]:
    """Loans of these groups whose rate follows what was lost from a day that has come. For flows: no rights."""
    rows = _rows().filter(buckets_of(groups), applies_on__lte=day)
    return [price_of_row(row) for row in rows.order_by("loan_id")]


def _rows() -> QuerySet[LoanPrice]:
    return LoanPrice.objects.select_related("loan")


def price_of_row(row: LoanPrice) -> LoanPriceView:
    """As others see it."""
    return LoanPriceView(
        loan_id=row.loan_id,
        borrower_id=row.loan.borrower_id,
        bucket=row.bucket,
        terms=price_from_json(row.terms),
        lost=tuple(row.lost),
        spared=tuple(row.spared),
        applies_on=row.applies_on,
        looked_on=row.looked_on,
    )
