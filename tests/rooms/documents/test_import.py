"""Importing invoices: every row is new, known or refused; twice is once; nothing half done."""

from datetime import date

import pytest
from tests.rooms.documents.invoice_files import (
    AT,
    FIRM,
    GOOD,
    HEADER,
    OTHER,
    assert_roll_up_equals_invoices,
    call,
    counted,
    everything,
    load,
    load_bytes,
)

from puhui.foundation.documents.facade import (
    REASONS,
    FileContent,
    FileTooLarge,
    InvoiceFileRefused,
    import_invoices,
    invoice_span,
    invoice_summary,
)
from puhui.foundation.documents.models import ImportBatch, Invoice, RefusedRow
from puhui.kernel.dates import month_number
from puhui.kernel.ids import new_id


@pytest.mark.django_db
class TestImport:
    def test_a_file_comes_in_exactly(self) -> None:
        report = load(
            GOOD,
            "in,0001002,2026-02-01,S1,-0.10,0,-0.10,0",
            'out,A-77,2026-02-03,"Bread, and butter",9999999999.99,0.01,10000000000.00,true',
        )
        assert counted(report) == (3, 3, 0, 0)
        rows = Invoice.objects.order_by("line_no").values_list(
            "line_no", "side", "invoice_no", "invoice_date", "counterparty_id", "amount_minor", "tax_minor", "is_void"
        )
        assert list(rows) == [
            (2, "out", "1001", date(2026, 1, 15), "B1", 10_000, 1_300, False),
            (3, "in", "1002", date(2026, 2, 1), "S1", -10, 0, False),
            (4, "out", "A-77", date(2026, 2, 3), "Bread, and butter", 999_999_999_999, 1, True),
        ]
        assert_roll_up_equals_invoices()
        batch = ImportBatch.objects.get()
        assert (batch.firm_id, batch.rows_new, batch.imported_at) == (FIRM, 3, AT)

    def test_twice_is_once(self) -> None:
        lines = [f"out,{n},2026-01-15,B{n % 3},{n}.50,0,{n}.50,false" for n in range(1, 50)]
        load(*lines)
        before = everything()[:2]
        assert counted(load(*lines)) == (49, 0, 49, 0)
        assert everything()[:2] == before

    def test_a_row_that_comes_twice_in_a_file_is_known(self) -> None:
        assert counted(load(GOOD, GOOD)) == (2, 1, 1, 0)
        assert_roll_up_equals_invoices()

    @pytest.mark.parametrize(
        "other",
        [
            GOOD.replace("100.00,13.00,113.00", "100.01,13.00,113.01"),
            GOOD.replace("2026-01-15", "2026-01-16"),
            GOOD.replace("false", "true"),
        ],
    )
    def test_a_known_invoice_with_another_content_is_refused(self, other: str) -> None:
        load(GOOD)
        before = everything()[:2]
        report = load(other, GOOD.replace("1001", "1002"))
        assert counted(report) == (2, 1, 0, 1)
        assert [(r.line_no, r.reason) for r in report.refused] == [(2, "conflict")]
        kept = Invoice.objects.get(invoice_no="1001")
        assert (kept.amount_minor, kept.invoice_date, kept.is_void) == (10_000, date(2026, 1, 15), False)
        assert before[0][0] in everything()[0]
        assert_roll_up_equals_invoices()

    def test_two_suppliers_may_use_one_number(self) -> None:
        assert counted(load("in,7,2026-01-01,S1,1,0,1,0", "in,7,2026-01-01,S2,2,0,2,0"))[1] == 2

    @pytest.mark.parametrize(
        ("field", "line"),
        [
            ("side", GOOD.replace("out", "OUT")),
            ("side", GOOD.replace("out", "")),
            ("invoice_no", GOOD.replace("1001", "")),
            ("invoice_no", GOOD.replace("1001", "1" * 31)),
            ("invoice_no", GOOD.replace("1001", "-5")),
            ("invoice_no", GOOD.replace("1001", "1;DROP")),
            ("date", GOOD.replace("2026-01-15", "2026-02-30")),
            ("date", GOOD.replace("2026-01-15", "15.01.2026")),
            ("date", GOOD.replace("2026-01-15", "")),
            ("date", GOOD.replace("2026-01-15", "2026-1-5")),
            ("date_too_early", GOOD.replace("2026-01-15", "1900-01-01")),
            ("date_too_early", GOOD.replace("2026-01-15", "1989-12-31")),
            ("date_in_future", GOOD.replace("2026-01-15", "9999-12-31")),
            ("date_in_future", GOOD.replace("2026-01-15", "2026-11-24")),
            ("counterparty", GOOD.replace("B1", "")),
            ("counterparty", GOOD.replace("B1", "B" * 65)),
            ("counterparty", GOOD.replace("B1", "B\x001")),
            ("amount", GOOD.replace("100.00", "a lot")),
            ("amount", GOOD.replace("100.00", "")),
            ("amount", GOOD.replace("100.00", "1e3")),
            ("amount", GOOD.replace("100.00", "NaN")),
            ("amount", GOOD.replace("100.00", "inf")),
            ("amount", GOOD.replace("100.00", "1,00")),
            ("too_many_decimals", GOOD.replace("100.00", "100.005")),
            ("too_large", GOOD.replace("100.00", "10000000000.01")),
            ("too_large", GOOD.replace("100.00", "9" * 400)),
            ("amount", GOOD.replace("13.00", "x")),
            ("total_differs", GOOD.replace("113.00", "114.00")),
            ("void", GOOD.replace("false", "perhaps")),
            ("void", GOOD.replace("false", "")),
            ("columns", GOOD + ",more"),
            ("columns", "out,1"),
            ("columns", GOOD.replace("B1", "B\r1")),
            ("quotes", GOOD.replace("B1", 'B"1')),
            ("too_long", GOOD.replace("B1", "B" * 10_000_000)),
        ],
    )
    def test_refused_rows(self, field: str, line: str) -> None:
        if line.count(",") > 7 and field == "amount":
            field = "columns"  # a comma in an amount is one column more
        report = load(line, GOOD.replace("1001", "1002"))
        assert counted(report) == (2, 1, 0, 1)
        assert [(r.line_no, r.reason) for r in report.refused] == [(2, field)]
        assert report.refused_by_reason == {field: 1}
        assert field in REASONS
        assert list(Invoice.objects.values_list("invoice_no", "line_no")) == [("1002", 3)]
        assert list(RefusedRow.objects.values_list("line_no", "reason")) == [(2, field)]
        assert_roll_up_equals_invoices()

    def test_a_row_that_is_not_utf8_is_refused_and_its_neighbours_are_not(self) -> None:
        lines = [HEADER.encode(), GOOD.encode(), GOOD.replace("1001", "2").replace("B1", "张三").encode("gb18030")]
        report = load_bytes(b"\n".join([*lines, GOOD.replace("1001", "3").replace("B1", "张三").encode()]))
        assert counted(report) == (3, 2, 0, 1)
        assert [(r.line_no, r.reason) for r in report.refused] == [(3, "encoding")]
        assert Invoice.objects.filter(counterparty_id="张三").count() == 1

    @pytest.mark.parametrize(
        ("content", "where"),
        [
            (b"", "side"),
            (b"side,invoice_no\n", "invoice_date"),
            (HEADER.replace("tax", "taxes").encode(), "tax"),
            ((HEADER + ",voids").encode(), "columns"),
            ((HEADER + ",void").encode(), "columns"),
            (b"\xff\xfe\x00", "header"),
            (b"\x00" * 1000, "side"),
            (b"x" * 10_000_000, "side"),
        ],
    )
    def test_files_that_are_not_invoices(self, content: bytes, where: str) -> None:
        load(GOOD)
        before = everything()
        with pytest.raises(InvoiceFileRefused) as refused:
            load_bytes(content)
        assert refused.value.where == where
        assert everything() == before

    @pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1", HEADER.encode()])
    def test_files_that_are_not_parquet(self, content: bytes) -> None:
        before = everything()
        with pytest.raises(InvoiceFileRefused):
            load_bytes(content, file_format="parquet")
        assert everything() == before

    def test_an_unknown_format_and_a_huge_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = everything()
        with pytest.raises(InvoiceFileRefused):
            load_bytes(b"", file_format="xlsx")
        huge = FileContent(sha256="", size=300_000_000)
        with pytest.raises(FileTooLarge) as refused:
            import_invoices(call(), firm_id=FIRM, file=huge, file_format="csv", name="", source="upload")
        assert refused.value.http_status == 413
        assert everything() == before

    def test_a_header_with_byte_order_mark_and_windows_line_ends(self) -> None:
        content = b"\xef\xbb\xbf" + HEADER.encode() + b"\r\n" + GOOD.encode() + b"\r\n\r\n"
        assert counted(load_bytes(content)) == (1, 1, 0, 0)

    def test_a_firm_column_must_not_change(self) -> None:
        header = "firm_id," + HEADER
        report = load("E1," + GOOD, "E2," + GOOD.replace("1001", "1002"), header=header)
        assert counted(report) == (2, 1, 0, 1)
        assert report.refused[0].reason == "other_firm"

    def test_the_report_keeps_the_first_and_counts_all(self) -> None:
        report = load(*["out"] * 1500)
        assert counted(report) == (1500, 0, 0, 1500)
        assert len(report.refused) == 100
        assert [r.line_no for r in report.refused[:3]] == [2, 3, 4]
        assert RefusedRow.objects.count() == 1000


@pytest.mark.django_db
class TestSummary:
    def test_nothing_after_the_day_and_nothing_of_others(self) -> None:
        load("out,1,2026-10-31,B1,5,0,5,0", "out,2,2026-11-01,B1,7,0,7,0", "out,3,2023-10-01,B1,9,0,9,0")
        load("out,1,2026-10-31,B1,11,0,11,0", firm_id=OTHER)
        summary = invoice_summary(firm_id=FIRM, as_of=date(2026, 11, 23))
        assert [(line.month_no, line.amount_minor) for line in summary.lines] == [
            (month_number(date(2026, 10, 1)), 500)
        ]
        assert len(invoice_summary(firm_id=FIRM, as_of=date(2026, 11, 30)).lines) == 2
        assert invoice_summary(firm_id=FIRM, as_of=date(2023, 12, 1)).lines[0].counterparty_id == "B1"
        assert invoice_summary(firm_id=new_id(), as_of=date(2026, 11, 23)).lines == ()

    def test_span(self) -> None:
        assert invoice_span(firm_id=FIRM) is None
        load("out,1,2026-10-31,B1,5,0,5,0", "in,2,2026-03-01,B1,7,0,7,1")
        span = invoice_span(firm_id=FIRM)
        assert span is not None
        assert (span.first_month, span.last_month, span.invoices) == (date(2026, 3, 1), date(2026, 10, 1), 2)
