"""Importing invoices: every row is new, known or refused; twice is once; nothing half done."""

import io
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection, connections, transaction
from django.db.models import Count, Q, Sum

from puhui.foundation.documents.facade import (
    REASONS,
    FileContent,
    FileTooLarge,
    ImportReport,
    InvoiceFileRefused,
    import_invoices,
    import_many,
    invoice_span,
    invoice_summary,
    summaries_of_file,
)
from puhui.foundation.documents.models import ImportBatch, Invoice, InvoiceMonth, RefusedRow
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.dates import month_number
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id
from puhui.risk.facts.facade import facts_from_invoices

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


def parquet(**columns: object) -> bytes:
    table = {
        "side": ["out"], "invoice_no": [1001], "invoice_date": [date(2026, 1, 15)], "counterparty_id": ["B1"],
        "amount": [100.0], "tax": [13.0], **columns,
    }  # fmt: skip
    out = io.BytesIO()
    pq.write_table(pa.table(table), out)
    return out.getvalue()


@pytest.mark.django_db
class TestParquet:
    @pytest.mark.parametrize(
        ("amount", "minor"),
        [
            (0.1 + 0.2, 30),
            (-9823008.85, -982_300_885),
            (9999984.51, 999_998_451),
            (10_000_000_000.0, 10**12),
            (8.29, 829),
            (1.1 * 3, 330),
        ],
    )
    def test_floats_are_fen_exactly(self, amount: float, minor: int) -> None:
        load_bytes(parquet(amount=[amount]), file_format="parquet")
        assert Invoice.objects.get().amount_minor == minor

    @pytest.mark.parametrize(
        ("reason", "columns"),
        [
            ("amount", {"amount": [float("nan")]}),
            ("amount", {"amount": [float("inf")]}),
            ("amount", {"amount": pa.array([None], pa.float64())}),
            ("too_large", {"amount": [1e300]}),
            ("too_large", {"amount": [10**17]}),
            ("too_many_decimals", {"amount": [1.005]}),
            ("date", {"invoice_date": pa.array([None], pa.date32())}),
            ("date_in_future", {"invoice_date": [date(9999, 12, 31)]}),
            ("date", {"invoice_date": ["2026-02-30"]}),
            ("void", {"void": pa.array([None], pa.bool_())}),
            ("counterparty", {"counterparty_id": ["B" * 10_000_000]}),
        ],
    )
    def test_refused_rows(self, reason: str, columns: dict[str, object]) -> None:
        report = load_bytes(parquet(**columns), file_format="parquet")
        assert counted(report) == (1, 0, 0, 1)
        assert report.refused_by_reason == {reason: 1}
        assert not Invoice.objects.exists()

    @pytest.mark.parametrize(
        "columns",
        [
            {"side": [["out"]]},
            {"counterparty_id": [b"\xff"]},
            {"invoice_no": [1.5]},
            {"amount": [[1]]},
            {"void": [1.5]},
        ],
    )
    def test_columns_of_a_wrong_type(self, columns: dict[str, object]) -> None:
        with pytest.raises(Refusal):
            load_bytes(parquet(**columns), file_format="parquet")
        assert not Invoice.objects.exists()

    def test_other_types_that_say_the_same(self) -> None:
        load_bytes(
            parquet(
                amount=pa.array(["100.00"]).cast(pa.decimal128(12, 4)),
                tax=[13],
                invoice_no=["001001"],
                invoice_date=[datetime(2026, 1, 15, 12, 30)],
                void=["1"],
            ),
            file_format="parquet",
        )
        assert counted(load(GOOD.replace("false", "true"))) == (1, 0, 1, 0)


@pytest.mark.django_db
class TestManyFirms:
    def test_firms_of_the_mapping_only(self, tmp_path: Path) -> None:
        path = tmp_path / "many.parquet"
        rows = 4
        pq.write_table(
            pa.table(
                {
                    "firm_id": ["E1", "E2", "E9", None],
                    "side": ["out"] * rows,
                    "invoice_no": [1] * rows,
                    "invoice_date": [date(2026, 1, 5)] * rows,
                    "counterparty_id": ["B"] * rows,
                    "amount": [1.0] * rows,
                    "tax": [0.0] * rows,
                }
            ),
            path,
        )
        report = import_many(call(), path=path, firm_ids={"E1": FIRM, "E2": OTHER}, source="book")
        assert counted(report) == (4, 2, 0, 2)
        assert report.refused_by_reason == {"other_firm": 2}
        assert set(Invoice.objects.values_list("firm_id", flat=True)) == {FIRM, OTHER}

    def test_a_summary_from_the_file_gives_the_same_facts_as_from_the_database(self, tmp_path: Path) -> None:
        lines = ["firm_id," + HEADER]
        for n in range(400):
            month, partner = n % 30, n * 7 % 11
            on = date(2024 + (month // 12), month % 12 + 1, n % 28 + 1)
            amount, void = (n * 97 % 1000 - 40), "true" if n % 17 == 0 else "false"
            side = "in" if n % 3 else "out"
            lines.append(f"E1,{side},{n % 390},{on},P{partner},{amount},0,{amount},{void}")
        path = tmp_path / "one.csv"
        path.write_text("\n".join(lines))
        import_many(call(), path=path, firm_ids={"E1": FIRM}, file_format="csv", source="book")
        as_of = date(2026, 6, 15)
        from_file = summaries_of_file(path, as_of=as_of, file_format="csv")["E1"]
        from_database = invoice_summary(firm_id=FIRM, as_of=as_of)
        assert facts_from_invoices(from_file) == facts_from_invoices(from_database)
        assert summaries_of_file(path, as_of={"E2": as_of}, file_format="csv") == {}
        assert_roll_up_equals_invoices()


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


def big_file(path: Path, rows: int) -> int:
    """Every tenth row is broken, in turn in another way; gives how many are."""
    broken = 0
    breaks = [("2026-01", "1850-01"), ("out", "sideways"), (",false", ""), (".50", ".505"), ("B", "")]
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for n in range(rows):
            line = f"out,{n},2026-01-{n % 28 + 1:02d},B{n % 500},{n % 9999}.50,0,{n % 9999}.50,false"
            if n % 10 == 0:
                broken += 1
                before, after = breaks[n // 10 % len(breaks)]
                line = line.replace(f",B{n % 500}," if before == "B" else before, ",," if before == "B" else after, 1)
            file.write(line + "\n")
    return broken


def peak_kilobytes() -> int:
    return max(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [60_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_a_large_upload_with_broken_rows_in_bounded_memory(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "big.csv"
    broken = big_file(path, rows)
    load(GOOD)  # what is loaded once, is
    before = peak_kilobytes()
    file = FileContent.of_path(path)
    report = import_invoices(call(), firm_id=OTHER, file=file, file_format="csv", name="big.csv", source="upload")
    assert counted(report) == (rows, rows - broken, 0, broken)
    assert len(report.refused_by_reason) == 5
    assert peak_kilobytes() - before < 300_000
    assert Invoice.objects.filter(firm_id=OTHER).count() == rows - broken


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_imports_at_once_take_every_row_once() -> None:
    lines = [f"out,{n},2026-01-15,B{n % 9},{n}.00,0,{n}.00,false" for n in range(3000)]
    reports: list[ImportReport] = []
    gate = threading.Barrier(3)

    def act(part: list[str]) -> None:
        gate.wait()
        reports.append(load(*part))
        connections.close_all()

    parts = [lines[:2000], lines[1000:], list(reversed(lines))]
    threads = [threading.Thread(target=act, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(reports) == 3
    assert sum(r.rows_new for r in reports) == 3000
    assert sum(r.rows_known for r in reports) == 4000
    assert sum(r.rows_refused for r in reports) == 0
    assert_roll_up_equals_invoices()


CHILD = """
import sys, django
django.setup()
from django.db import connection
from puhui.foundation.documents import actions
from tests.rooms.documents.test_import import *
what, path = sys.argv[1:]
if what == "prepare":
    with connection.schema_editor() as editor:
        for model in (Invoice, InvoiceMonth, ImportBatch, RefusedRow):
            editor.create_model(model)
if what == "import":
    real = actions.store_rows
    def told(table, *, batch_id):
        stored = real(table, batch_id=batch_id)
        print("stored", stored.new, flush=True)
        return stored
    actions.store_rows = told
    file = FileContent.of_path(Path(path))
    import_invoices(call(), firm_id=FIRM, file=file, file_format="csv", name="big.csv", source="upload")
print(Invoice.objects.count(), InvoiceMonth.objects.count(), ImportBatch.objects.count(), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_nothing_is_there_and_the_next_ones_take_all_once(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    rows = (f"out,{n},2026-01-15,B{n % 9},{n}.00,0,{n}.00,false" for n in range(120_000))
    path.write_text("\n".join([HEADER, *rows]))
    server = connection.settings_dict
    url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    if connection.vendor == "postgresql":
        login = f"{server['USER']}:{server['PASSWORD']}".rstrip(":")
        url = f"postgresql://{login}@{server['HOST']}:{server['PORT']}/{server['NAME']}"

    def child(what: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "PUHUI_DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "puhui.config.settings"
        command = [sys.executable, "-c", CHILD, what, str(path)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    if connection.vendor == "sqlite":
        assert child("prepare").communicate(timeout=60)[0].split() == ["0", "0", "0"]
    killed = child("import")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "stored 50000\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    assert child("count").communicate(timeout=60)[0].split() == ["0", "0", "0"]
    two = [child("import"), child("import")]
    ends = sorted(one.communicate(timeout=120)[0].split()[-3:] for one in two)
    assert ends[-1] == ["120000", "9", "2"], "the second of two at once finds every row known"


@pytest.mark.django_db(transaction=True)
def test_an_import_belongs_to_its_transaction() -> None:
    def fails_later() -> None:
        with transaction.atomic():
            load(GOOD)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_later()
    assert everything() == ([], [], 0, 0)
