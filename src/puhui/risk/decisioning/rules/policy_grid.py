"""A decision table as a grid that a form can hold, and back: rows are added, deleted and moved by their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.segments import APPLICANT
from puhui.risk.decisioning.rules.segments import KEY as SEGMENTS
from puhui.risk.decisioning.rules.segments import OUTPUT as SEGMENT_OUTPUT
from puhui.risk.decisioning.rules.tables import MOST_ROWS


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows as text; an empty cell of an input says `-`, which is anything."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple["GridRow", ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One rule: its id, and a text for each input and output."""

    id: str
    when: tuple[str, ...]
    then: tuple[str, ...]


def grid_of(table: Mapping[str, Any]) -> Grid:
    """The grid of a table as it is written, faults and all."""
    inputs, outputs = tuple(table.get("inputs", {})), tuple(table.get("outputs", {}))
    return Grid(inputs, outputs, tuple(_row(plain(row), inputs, outputs) for row in table.get("rows", [])))


def _row(row: Mapping[str, Any], inputs: Sequence[str], outputs: Sequence[str]) -> GridRow:
    when, then = row.get("when", {}), row.get("then", {})
    return GridRow(
        str(row.get("id", "")),
        tuple(str(when.get(name, "-")) for name in inputs),
        tuple(str(then.get(name, "")) for name in outputs),
    )


def table_in(document: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """A table of a policy document, the segments among them; None where it is not there or is no table."""
    place = document if name == SEGMENTS else document.get("tables")
    found = place.get(name) if isinstance(place, Mapping) else None
    return found if isinstance(found, Mapping) else None


def with_table(document: Mapping[str, Any], name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The document with another table in the place of one."""
    if name == SEGMENTS:
        return {**document, SEGMENTS: table}
    return {**document, "tables": {**document["tables"], name: table}}


def with_segment_column(document: Mapping[str, Any], name: str, *, facts: Mapping[str, str]) -> dict[str, Any]:
    """The document whose segments look at one more column; begins the table where there is none."""
    kinds = segment_columns(facts)
    if name not in kinds:
        raise InvalidInput("column", words_of("no_fact"))
    table = table_in(document, SEGMENTS) or {"hit_policy": "first", "inputs": {}, "outputs": SEGMENT_OUTPUT, "rows": []}
    return with_table(document, SEGMENTS, {**table, "inputs": {**table["inputs"], name: kinds[name]}})


def segment_columns(facts: Mapping[str, str]) -> dict[str, str]:
    """What segments may look at, with the types: the applicant, and every known fact."""
    return {**APPLICANT, **facts}


def without_segments(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document in which one model scores everybody."""
    return {key: value for key, value in document.items() if key != SEGMENTS}


def with_rows(table: Mapping[str, Any], rows: Sequence[GridRow]) -> dict[str, Any]:
    """The table with these rows; why a rule is there stays with its id."""
    if len(rows) > MOST_ROWS:
        raise InvalidInput("rows", words_of("rows_most", most=MOST_ROWS))
    grid = grid_of(table)
    why = {row["id"]: row["why"] for row in table.get("rows", []) if "why" in row}
    return {
        **table,
        "rows": [
            {
                "id": row.id,
                "when": {n: c for n, c in zip(grid.inputs, row.when, strict=True) if c.strip() not in {"", "-"}},
                "then": {n: c for n, c in zip(grid.outputs, row.then, strict=True) if c.strip()},
                **({"why": why[row.id]} if row.id in why else {}),
            }
            for row in rows
        ],
    }


def moved(grid: Grid, act: str, *, place: int = -1) -> list[GridRow]:
    """The rows after an act: `add` after a place (the end when there is none), `delete`, `up` or `down`."""
    rows = list(grid.rows)
    if act == "add":
        at = len(rows) if place < 0 else place + 1
        rows.insert(at, GridRow(_new_id(rows), ("-",) * len(grid.inputs), ("",) * len(grid.outputs)))
        return rows
    if not 0 <= place < len(rows):
        raise InvalidInput("act", words_of("no_row"))
    if act == "delete":
        del rows[place]
        return rows
    other = place - 1 if act == "up" else place + 1
    if act not in {"up", "down"} or not 0 <= other < len(rows):
        raise InvalidInput("act", words_of("row_moves"))
    rows[place], rows[other] = rows[other], rows[place]
    return rows


def _new_id(rows: Sequence[GridRow]) -> str:
    taken = {row.id for row in rows}
    return next(f"R{n}" for n in range(1, len(rows) + 2) if f"R{n}" not in taken)
