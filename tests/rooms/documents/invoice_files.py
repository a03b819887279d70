"""Invoice files for tests: lines, what an import gives, all that it may change."""

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Q, Sum

from puhui.foundation.documents.facade import FileContent, ImportReport, import_invoices
from puhui.foundation.documents.models import ImportBatch, Invoice, InvoiceMonth, RefusedRow
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.dates import month_number
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HEADER = "side,invoice_no,invoice_date,counterparty_id,amount,tax,total,void"
GOOD = "out,1001,2026-01-15,B1,100.00,13.00,113.00,false"
FIRM = UUID("019a0000-0000-7000-8000-00000000000f")
OTHER = UUID("019a0000-0000-7000-8000-00000000000e")


def call() -> Call:
    return Call(SYSTEM, str(new_id()), AT)


def load(*lines: str, header: str = HEADER, firm_id: UUID = FIRM) -> ImportReport:
    content = "\n".join([header, *lines]).encode()
    return load_bytes(content, firm_id=firm_id)


def load_bytes(content: bytes, *, firm_id: UUID = FIRM, file_format: str = "csv") -> ImportReport:
    file = FileContent.of_bytes(content)
    return import_invoices(call(), firm_id=firm_id, file=file, file_format=file_format, name="a.csv", source="upload")


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    assert report.rows_read == report.rows_new + report.rows_known + report.rows_refused
    return report.rows_read, report.rows_new, report.rows_known, report.rows_refused


def everything() -> tuple[object, ...]:
    """All that an import may change."""
    return (
        sorted(Invoice.objects.values_list("firm_id", "invoice_no", "amount_minor")),
        sorted(InvoiceMonth.objects.values_list("firm_id", "month_no", "counterparty_id", "count", "amount_minor")),
        ImportBatch.objects.count(),
        RefusedRow.objects.count(),
    )


def assert_roll_up_equals_invoices() -> None:
    valid = Q(is_void=False)
    expected: dict[tuple[object, ...], list[int]] = {}
    for i in Invoice.objects.all():
        key = (i.firm_id, month_number(i.invoice_date), i.side, i.counterparty_id)
        sums = expected.setdefault(key, [0] * 6)
        red = not i.is_void and i.amount_minor < 0
        parts = [not i.is_void, (not i.is_void) * i.amount_minor, (not i.is_void) * i.tax_minor, i.is_void, red]
        for place, part in enumerate([*parts, red * i.amount_minor]):
            sums[place] += int(part)
    kept = {
        (m.firm_id, m.month_no, m.side, m.counterparty_id): [
            m.count, m.amount_minor, m.tax_minor, m.void_count, m.negative_count, m.negative_minor
        ]
        for m in InvoiceMonth.objects.all()
    }  # fmt: skip
    assert kept == expected
    assert Invoice.objects.filter(valid).aggregate(n=Count("*"))["n"] == (
        InvoiceMonth.objects.aggregate(n=Sum("count"))["n"] or 0
    )
