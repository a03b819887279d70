"""Everything that is wrong with a policy document, each fault by the cell it stands in."""

from collections.abc import Iterator, Mapping
from typing import Any

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.policy_contracts import Finding
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.policy import OUTPUTS, check_table, parse_policy, table_of
from puhui.risk.decisioning.rules.policy_sections import parse_sections
from puhui.risk.decisioning.rules.segments import KEY as SEGMENTS
from puhui.risk.decisioning.rules.tables import DecisionTable, parse_output
from puhui.risk.decisioning.rules.unary_tests import PYTHON_TYPES, parse_test

MOST_FINDINGS = 50


def findings_of(document: Mapping[str, Any], *, facts: Mapping[str, str]) -> list[Finding]:
    """The faults, at most fifty; a document without any can be published. `effective_from` is a date here."""
    found: list[Finding] = []
    for finding in _all(document, facts):
        if finding not in found:
            found.append(finding)
        if len(found) == MOST_FINDINGS:
            break
    return found


def _all(document: Mapping[str, Any], facts: Mapping[str, str]) -> Iterator[Finding]:
    try:
        sections = parse_sections(document, facts=facts)
    except PolicyInvalid as fault:
        yield _finding(fault)
        return
    known = {**facts, **dict.fromkeys((*sections.facts, *(m.name for m in sections.measures)), "number")}
    tables = document.get("tables")
    clean = True
    for finding in _of_cells(document.get(SEGMENTS), SEGMENTS):
        clean = False
        yield finding
    for key in OUTPUTS:
        for finding in _of_table(tables if isinstance(tables, Mapping) else {}, key, known):
            clean = False
            yield finding
    if clean:
        try:
            parse_policy(document, facts=facts)
        except Refusal as fault:
            yield _finding(fault)


def _of_table(tables: Mapping[str, Any], key: str, known: Mapping[str, str]) -> Iterator[Finding]:
    cells = list(_of_cells(tables.get(key), key))
    yield from cells
    if cells:
        return
    try:
        table: DecisionTable = table_of(tables, key, facts=known)
        faults = check_table(table)
    except PolicyInvalid as fault:
        faults = [(fault.where, _reason_of(fault))]
    yield from (Finding(where, reason) for where, reason in faults)


def _of_cells(document: Any, key: str) -> Iterator[Finding]:
    """Cells that cannot be read; what is wrong with the shape of a table is found by reading all of it."""
    if not isinstance(document, Mapping) or not isinstance(document.get("rows", []), list):
        return
    for row in document.get("rows", []):
        if not isinstance(row, Mapping):
            continue
        for part, columns in (("when", document.get("inputs")), ("then", document.get("outputs"))):
            said = row.get(part, {})
            if isinstance(columns, Mapping) and isinstance(said, Mapping):
                yield from _of_row(said, columns, part, f"{key}.{row.get('id', '?')}.{part}")


def _of_row(said: Mapping[str, Any], columns: Mapping[str, Any], part: str, where: str) -> Iterator[Finding]:
    for name, value in said.items():
        column = columns.get(name)
        if column is None:
            yield Finding(f"{where}.{name}", words_of("no_column"))
            continue
        kind: Any = column.get("type") if isinstance(column, Mapping) else column
        if kind not in PYTHON_TYPES:
            continue
        try:
            if part == "when":
                parse_test(str(value), kind=kind, where=f"{where}.{name}")
            else:
                parse_output(value, kind=kind, where=f"{where}.{name}")
        except PolicyInvalid as fault:
            yield _finding(fault)


def _finding(fault: Refusal) -> Finding:
    return Finding(fault.where, _reason_of(fault))


def _reason_of(fault: Refusal) -> Text:
    """The reason alone, without the sentence around it; the whole sentence where there is none."""
    reason = fault.detail.get("reason")
    return reason if isinstance(reason, Text) else fault.message
