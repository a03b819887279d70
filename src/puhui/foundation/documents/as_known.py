"""Invoices as they were known at an instant: what was imported later is not seen, whatever date it bears."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import ExtractMonth, ExtractYear

from puhui.foundation.documents.contracts import InvoiceMonthLine, InvoiceSummary
from puhui.foundation.documents.models import ImportBatch, Invoice
from puhui.kernel.dates import last_complete_month

MONTHS = 36


def summaries_known(asked: Iterable[tuple[UUID, date, datetime]]) -> list[InvoiceSummary]:
    """The summary of each firm as of a day, from the imports that were done by an instant. Two queries for all.

    For flows that measure the past (training, tests of models); a decision of today reads the roll-up instead.
    """
    questions = list(asked)
    lines: dict[UUID, list[tuple[UUID, InvoiceMonthLine]]] = {}
    for firm_id, batch_id, line in _lines({firm_id for firm_id, _, _ in questions}):
        lines.setdefault(firm_id, []).append((batch_id, line))
    batches = {batch_id for of_firm in lines.values() for batch_id, _ in of_firm}
    imported = dict(ImportBatch.objects.filter(id__in=batches).values_list("id", "imported_at"))
    return [_summary(lines.get(firm_id, ()), imported, as_of=as_of, at=at) for firm_id, as_of, at in questions]


def _summary(
    lines: Iterable[tuple[UUID, InvoiceMonthLine]], imported: dict[UUID, datetime], *, as_of: date, at: datetime
) -> InvoiceSummary:
    last = last_complete_month(as_of)
    kept = tuple(line for batch_id, line in lines if imported[batch_id] <= at and last - MONTHS < line.month_no <= last)
    return InvoiceSummary(as_of=as_of, months=MONTHS, lines=kept)


def _lines(firms: set[UUID]) -> Iterable[tuple[UUID, UUID, InvoiceMonthLine]]:
    valid = Q(is_void=False)
    rows = (
        Invoice.objects.filter(firm_id__in=firms)
        .values_list("firm_id", "batch_id", "side", "counterparty_id")
        .annotate(
            year=ExtractYear("invoice_date"),
            month=ExtractMonth("invoice_date"),
            n=Count("invoice_no", filter=valid),
            amount=Sum("amount_minor", filter=valid, default=0),
            tax=Sum("tax_minor", filter=valid, default=0),
            voids=Count("invoice_no", filter=Q(is_void=True)),
            reds=Count("invoice_no", filter=valid & Q(amount_minor__lt=0)),
            red=Sum(Case(When(amount_minor__lt=0, then=F("amount_minor")), default=0), filter=valid, default=0),
        )
    )
    for firm_id, batch_id, side, partner, year, month, *sums in rows.iterator(chunk_size=2000):
        yield firm_id, batch_id, InvoiceMonthLine(side, year * 12 + month - 1, partner, *map(int, sums))
