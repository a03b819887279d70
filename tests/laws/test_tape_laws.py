"""Whatever stands in a cell or a file, a tape is read or refused by name; nothing else ever happens."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from puhui.flows.import_loans.reading import Shelf, read_rows
from puhui.kernel.errors import Refusal
from puhui.products.lending.rules.tape import TAPE_COLUMNS, document_of, event_of, read_row

AS_OF = date(2026, 6, 10)
TEXT = st.text(max_size=30) | st.sampled_from(
    ["", "1", "-1", "0.01", "1e9", "NaN", "true", "[]", "{}", "2026-01-31", "⁵"]
)
ANY = TEXT | st.integers() | st.booleans() | st.none() | st.floats() | st.dates() | st.lists(st.integers(), max_size=2)
GOOD: dict[str, Any] = {
    "loan_id": "A1",
    "borrower_uscc": "91110000000000001H",
    "borrower_name": "甲",
    "principal": "1000.00",
    "annual_rate_pct": "12",
    "n": "12",
    "disbursement_date": "2026-01-31",
    "outstanding_principal": "1000.00",
}


def read_or_refused(act: Callable[[], object]) -> None:
    named: list[str] = []
    try:
        act()
    except Refusal as refusal:
        named.append(refusal.where)
    assert all(named)


@given(change=st.dictionaries(st.sampled_from([column.name for column in TAPE_COLUMNS]), ANY, max_size=4))
@example(change={"n": "⁵"})
@example(change={"events": "1"})
@example(change={"n": "1" * 5000})
@example(change={"settlement_months": "[[1]]"})
@example(change={"events": '[{"kind": []}]'})
def test_any_cells_are_read_or_refused(change: dict[str, Any]) -> None:
    read_or_refused(lambda: read_row(document_of({**GOOD, **change}), [], line=2, as_of=AS_OF))


@given(cells=st.dictionaries(st.sampled_from(["date", "kind", "amount", "of", "n", "effect", "until", "x"]), ANY))
def test_any_events_are_read_or_refused(cells: dict[str, Any]) -> None:
    read_or_refused(lambda: read_row(document_of(GOOD), [event_of(cells)], line=2, as_of=AS_OF))


@given(content=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".jsonl", ".parquet"]))
@example(content=b'loan_id\n"open', suffix=".csv")
@example(content=b"[" * 3000, suffix=".jsonl")
@example(content=b'{"loan_id": "\\ud800"}', suffix=".jsonl")
@example(content=b"PAR1PAR1", suffix=".parquet")
def test_any_file_is_read_or_refused(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder, Shelf() as shelf:
        path = Path(folder) / f"tape{suffix}"
        path.write_bytes(content)
        read_or_refused(lambda: shelf.shelve(read_rows(path, heads=())))
