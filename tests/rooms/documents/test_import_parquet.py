"""Invoices from Parquet: floats are fen exactly; files of many firms, of which those of a mapping are taken."""

import io
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.rooms.documents.invoice_files import (
    FIRM,
    GOOD,
    HEADER,
    OTHER,
    assert_roll_up_equals_invoices,
    call,
    counted,
    load,
    load_bytes,
)

from puhui.foundation.documents.facade import (
    import_many,
    invoice_summary,
    summaries_of_file,
)
from puhui.foundation.documents.models import Invoice
from puhui.kernel.errors import Refusal
from puhui.risk.facts.facade import facts_from_invoices


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
