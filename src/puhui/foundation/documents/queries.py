"""What can be asked of documents."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import Count, F, Max, Min, Q, Sum

from puhui.foundation.documents.contracts import (
    ImportLine,
    ImportReport,
    InvoiceFormat,
    InvoiceMonthLine,
    InvoiceSpan,
    InvoiceSummary,
    MonthTotal,
    RefusedLine,
    SalesInvoice,
    StoredFileCard,
)
from puhui.foundation.documents.models import ImportBatch, Invoice, InvoiceMonth, RefusedRow, StoredFile
from puhui.foundation.documents.reading import read_chunks
from puhui.foundation.documents.rules import check_rows, roll_up
from puhui.foundation.party.facade import party_ids_for, unseal_bytes
from puhui.kernel.actors import Actor
from puhui.kernel.dates import last_complete_month, month_start
from puhui.kernel.errors import NotFound

SUMMARY_MONTHS = 36
PARTNER_MONTHS = 12
_SUMS = ("count", "amount_minor", "tax_minor", "void_count", "negative_count", "negative_minor")
_SUMMARY = f"""SELECT side, month_no, counterparty_id, {", ".join(_SUMS)}
    FROM documents_invoicemonth WHERE firm_id = %s AND month_no BETWEEN %s AND %s
    UNION ALL SELECT side, month_no, '', {", ".join(f"CAST(SUM({name}) AS BIGINT)" for name in _SUMS)}
    FROM documents_invoicemonth WHERE firm_id = %s AND month_no BETWEEN %s AND %s GROUP BY side, month_no"""  # noqa: S608


def invoice_summary(*, firm_id: UUID, as_of: date, months: int = SUMMARY_MONTHS) -> InvoiceSummary:
    """What the facts about a firm are made from; for flows, which have checked the consent. One query.

    Counterparties are told apart in the last 12 months; before, where no fact asks for them, a line is a whole month:
    a firm with 45,000 invoices then reads 6,000 lines and not 15,000.
    """
    last = last_complete_month(as_of)
    key = firm_id if connection.vendor == "postgresql" else firm_id.hex
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, [key, last - PARTNER_MONTHS + 1, last, key, last - months + 1, last - PARTNER_MONTHS])
        lines = tuple(map(InvoiceMonthLine._make, cursor.fetchall()))
    return InvoiceSummary(as_of=as_of, months=months, lines=lines)


def invoice_summaries(*, firm_ids: Sequence[UUID], as_of: date) -> dict[UUID, InvoiceSummary]:
    """The same summaries of many firms, in one query; a firm without invoices has an empty one."""
    last = last_complete_month(as_of)
    keys = [firm_id if connection.vendor == "postgresql" else firm_id.hex for firm_id in firm_ids]
    places = ", ".join(["%s"] * len(keys))
    lines: dict[UUID, list[InvoiceMonthLine]] = {firm_id: [] for firm_id in firm_ids}
    if keys:
        with connection.cursor() as cursor:
            sql = _SUMMARY.replace("SELECT side", "SELECT firm_id, side").replace("= %s", f"IN ({places})")
            recent, before = last - PARTNER_MONTHS + 1, last - SUMMARY_MONTHS + 1
            sql = sql.replace("GROUP BY side", "GROUP BY firm_id, side")
            cursor.execute(sql, [*keys, recent, last, *keys, before, recent - 1])
            for firm_id, *line in cursor.fetchall():
                key = firm_id if isinstance(firm_id, UUID) else UUID(firm_id)
                lines[key].append(InvoiceMonthLine._make(line))
    return {
        firm_id: InvoiceSummary(as_of=as_of, months=SUMMARY_MONTHS, lines=tuple(of_firm))
        for firm_id, of_firm in lines.items()
    }


def import_counts(firm_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many imports may have brought invoices of each firm: a number that rises with every one, those of many firms
    included. Two queries; for flows: no rights are looked at.
    """
    of_many = ImportBatch.objects.filter(firm_id=None).count()
    rows = ImportBatch.objects.filter(firm_id__in=list(firm_ids)).order_by().values_list("firm_id")
    own = dict(rows.annotate(Count("id")))
    return {firm_id: of_many + own.get(firm_id, 0) for firm_id in firm_ids}


def summaries_of_file(
    path: Path,
    *,
    as_of: date | Mapping[str, date],
    file_format: InvoiceFormat = "parquet",
    months: int = SUMMARY_MONTHS,
) -> dict[str, InvoiceSummary]:
    """The same summaries from a file of many firms, without the database: to train and to test models on.

    Rows that an import would refuse are left out, and of rows that come twice the first counts. `as_of` may be a day
    for each firm; a firm that it does not name is left out.
    """
    pieces = []
    with path.open("rb") as stream:
        for raw in read_chunks(stream, file_format=file_format):
            checked = check_rows(raw, today=date.max, firms=list)
            pieces.append(checked.table)
    lines: dict[str, list[InvoiceMonthLine]] = {}
    for firm, *line in roll_up(pa.concat_tables(pieces)) if pieces else ():
        lines.setdefault(firm, []).append(InvoiceMonthLine._make(line))
    made = {}
    for firm, of_firm in lines.items():
        day = as_of if isinstance(as_of, date) else as_of.get(firm)
        if day is not None:
            last = last_complete_month(day)
            kept = tuple(line for line in of_firm if last - months < line.month_no <= last)
            made[firm] = InvoiceSummary(as_of=day, months=months, lines=kept)
    return made


def invoice_span(*, firm_id: UUID) -> InvoiceSpan | None:
    """From when to when there are invoices of a firm; None without any."""
    found = InvoiceMonth.objects.filter(firm_id=firm_id).aggregate(
        first=Min("month_no"), last=Max("month_no"), invoices=Sum(F("count") + F("void_count"))
    )
    if found["first"] is None:
        return None
    return InvoiceSpan(month_start(found["first"]), month_start(found["last"]), found["invoices"])


def month_totals(actor: Actor, *, firm_id: UUID, months: int = SUMMARY_MONTHS) -> list[MonthTotal]:
    """Sales and purchases by month, oldest first: for a chart and its table."""
    _require_firm(actor, firm_id=firm_id)
    rows = (
        InvoiceMonth.objects.filter(firm_id=firm_id)
        .values("month_no")
        .annotate(
            sales=Sum("amount_minor", filter=Q(side="out"), default=0),
            purchases=Sum("amount_minor", filter=Q(side="in"), default=0),
            invoices=Sum("count"),
        )
        .order_by("-month_no")[: min(months, 120)]
    )
    return [
        MonthTotal(month_start(r["month_no"]), r["sales"], r["purchases"], r["invoices"]) for r in reversed(list(rows))
    ]


def sales_invoices(
    *, firm_id: UUID, counterparties: Collection[str], since: date, numbers: Collection[str] = (), most: int = 200
) -> list[SalesInvoice]:
    """Invoices that a firm issued to some counterparties, newest first. For other rooms: no rights are looked at."""
    rows = Invoice.objects.filter(
        firm_id=firm_id, side="out", counterparty_id__in=list(counterparties), invoice_date__gte=since
    )
    if numbers:
        rows = rows.filter(invoice_no__in=list(numbers))
    fields = SalesInvoice._fields
    newest = rows.order_by("-invoice_date", "invoice_no", "counterparty_id")
    return [SalesInvoice(*row) for row in newest.values_list(*fields)[: min(most, 500)]]


def import_report(actor: Actor, *, batch_id: UUID, most: int = 100) -> ImportReport:
    """The report of an import, as it was given."""
    batch = ImportBatch.objects.filter(id=batch_id).first()
    if batch is None or not (actor.reads_all or _reaches(actor, batch.firm_id)):
        raise NotFound("import")
    refused = RefusedRow.objects.filter(batch=batch).order_by("line_no")[: min(most, 1000)]
    return ImportReport(
        batch_id=batch.id,
        rows_read=batch.rows_read,
        rows_new=batch.rows_new,
        rows_known=batch.rows_known,
        rows_refused=batch.rows_refused,
        refused_by_reason=batch.refused_by_reason,
        refused=tuple(RefusedLine(r.line_no, r.field, r.reason) for r in refused),
    )


def batches_of(actor: Actor, *, firm_id: UUID, most: int = 50) -> list[ImportLine]:
    """The imports of a firm, newest first."""
    _require_firm(actor, firm_id=firm_id)
    batches = ImportBatch.objects.filter(firm_id=firm_id).order_by("-id")[: min(most, 500)]
    return [
        ImportLine(b.id, b.name, b.source, b.imported_at, b.rows_read, b.rows_new, b.rows_known, b.rows_refused)
        for b in batches
    ]


def files_of(actor: Actor, *, party_id: UUID, most: int = 50) -> list[StoredFileCard]:
    """The files of a party, newest first, without their content."""
    _require_firm(actor, firm_id=party_id)
    return [
        _card(f) for f in StoredFile.objects.filter(party_id=party_id).defer("sealed_content").order_by("-id")[:most]
    ]


def read_file(actor: Actor, *, file_id: UUID) -> tuple[StoredFileCard, bytes]:
    """A file and its content, opened."""
    file = StoredFile.objects.filter(id=file_id).first()
    if file is None or file.erased_at is not None or not (actor.reads_all or _reaches(actor, file.party_id)):
        raise NotFound("file")
    return _card(file), unseal_bytes(bytes(file.sealed_content))


def _card(file: StoredFile) -> StoredFileCard:
    return StoredFileCard(file.id, file.party_id, file.name, file.media_type, file.size, file.sha256, file.stored_at)


def _reaches(actor: Actor, party_id: UUID | None) -> bool:
    return party_id is not None and party_ids_for(actor).filter(id=party_id).exists()


def _require_firm(actor: Actor, *, firm_id: UUID) -> None:
    if not actor.reads_all and not _reaches(actor, firm_id):
        raise NotFound("firm", where="firm_id")
