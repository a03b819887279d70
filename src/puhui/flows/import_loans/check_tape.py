"""The dry run: every row read, replayed and compared, cent by cent; nothing is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from puhui.finmath.loans.engine import replay
from puhui.flows.import_loans.reading import RawRow, Shelf, read_rows
from puhui.foundation.party.facade import normal_text, normal_uscc, party_ids_for
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.products.lending.facade import (
    ComparedLoan,
    RefusedCell,
    TapeCheck,
    TapeLoan,
    differences_between,
    document_of,
    event_of,
    known_rows,
    opening_amounts,
    read_row,
)

CHUNK: Final = 200
MOST_TOLD: Final = 1000
WHO: Final = (Role.OPERATIONS, Role.FINANCE, Role.AUDITOR, Role.SYSTEM)
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeFiles:
    """The files of an import, the name under which its rows are known, and the day that it speaks of."""

    tape: Path
    name: str
    as_of: date
    events: Path | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: those that were understood, and those that are refused."""

    read: int
    loans: list[ComparedLoan]
    known: set[str]
    refused: list[RefusedCell]
    change_minor: int


def check_tape(actor: Actor, *, files: TapeFiles, told: Told = lambda _: None) -> TapeCheck:
    """What a tape comes to. Refused rows and differences are counted exactly, and the first ones told."""
    actor.require(*WHO, verb="check a loan tape")
    rows = loans = known = refused = differing = principal = change = 0
    cells: list[RefusedCell] = []
    found: list[tuple[str, Any]] = []
    for chunk in chunks_of(actor, files):
        rows += chunk.read
        loans += len(chunk.loans)
        known += len(chunk.known)
        refused += len(chunk.refused)
        principal += sum(one.principal_minor for one in chunk.loans)
        change += chunk.change_minor
        differs = [(one.loan.row_key, one.differences) for one in chunk.loans if one.differences]
        differing += len(differs)
        cells += chunk.refused[: MOST_TOLD - len(cells)]
        found += differs[: MOST_TOLD - len(found)]
        told(rows)
    return TapeCheck(
        as_of=files.as_of,
        rows=rows,
        loans=loans,
        known=known,
        refused_rows=refused,
        differing=differing,
        principal_minor=principal,
        difference_minor=change,
        refused=tuple(cells),
        differences=tuple(found),
    )


def chunks_of(actor: Actor, files: TapeFiles) -> Iterator[Chunk]:
    """The tape in pieces; at its end, events whose loan the tape does not have."""
    with Shelf() as shelf:
        if files.events is not None:
            shelf.shelve(read_rows(files.events, heads=("loan_id", "date", "kind")))
        rows = read_rows(files.tape)
        while piece := list(islice(rows, CHUNK)):
            yield _chunk(actor, files, shelf, piece)
        strays = [
            RefusedCell(row.line, "events.loan_id", "the tape has no such loan") for row in shelf.strays(MOST_TOLD)
        ]
        if strays:
            yield Chunk(0, [], set(), strays, 0)


def _chunk(actor: Actor, files: TapeFiles, shelf: Shelf, piece: list[RawRow]) -> Chunk:
    loans: list[TapeLoan] = []
    refused: list[RefusedCell] = []
    for row in piece:
        try:
            loans.append(_understood(row, files, shelf))
        except Refusal as refusal:
            refused.append(_cell(row, refusal))
    loans, unknown = _with_borrowers(actor, loans)
    compared: list[ComparedLoan] = []
    change = 0
    for loan in loans:
        try:
            one, minor = _replayed(loan, files.as_of)
        except Refusal as refusal:
            refused.append(RefusedCell(loan.line, refusal.where or "terms", _why(refusal), loan.row_key))
            continue
        compared.append(one)
        change += minor
    known = known_rows(files.name, [one.loan.row_key for one in compared])
    return Chunk(len(piece), compared, known, sorted([*refused, *unknown], key=lambda cell: cell.line), change)


def _understood(row: RawRow, files: TapeFiles, shelf: Shelf) -> TapeLoan:
    if "" in row.cells:
        raise InvalidInput("row", str(row.cells[""]))
    document = document_of(row.cells)
    key = str(document.get("loan_id", "")).strip()
    if not key.isprintable():
        raise InvalidInput("loan_id", "is made of printable characters")
    events = [event_of(event.cells) for event in shelf.events_of(key)]
    if key and not shelf.is_new(key):
        raise InvalidInput("loan_id", f"{key[:60]!r} stands on an earlier line already")
    loan = read_row(document, events, line=row.line, as_of=files.as_of)
    if loan.borrower_id is None:
        normal_uscc(loan.borrower_uscc, where="borrower_uscc")
        normal_text(loan.borrower_name, most=100, least=2, where="borrower_name")
    return loan


def _with_borrowers(actor: Actor, loans: list[TapeLoan]) -> tuple[list[TapeLoan], list[RefusedCell]]:
    """Those whose borrower is known, or will be made."""
    wanted = {loan.borrower_id for loan in loans if loan.borrower_id}
    there = set(party_ids_for(actor).filter(id__in=wanted)) if wanted else set()
    unknown = [
        RefusedCell(loan.line, "borrower_id", "there is no such party", loan.row_key)
        for loan in loans
        if loan.borrower_id and loan.borrower_id not in there
    ]
    return [loan for loan in loans if not loan.borrower_id or loan.borrower_id in there], unknown


def _replayed(loan: TapeLoan, as_of: date) -> tuple[ComparedLoan, int]:
    state = replay(loan.terms, loan.events, as_of=as_of)
    _, change = opening_amounts(loan, state)
    sides = sum(minor if name.endswith("_up") else -minor for name, minor in change.items() if "unapplied" not in name)
    return ComparedLoan(loan, differences_between(loan, state), state.outstanding.principal), sides


def _cell(row: RawRow, refusal: Refusal) -> RefusedCell:
    key = row.cells.get("loan_id")
    return RefusedCell(row.line, refusal.where or "row", _why(refusal), str(key)[:60] if key else "")


def _why(refusal: Refusal) -> str:
    return str(refusal.detail.get("reason") or refusal.message.en)[:200]


def check_as_json(check: TapeCheck, *, currency: str = "CNY") -> Mapping[str, Any]:
    """The result for programs, for a report, and to be kept."""
    return {
        "as_of": check.as_of.isoformat(),
        "rows": check.rows,
        "loans": check.loans,
        "known": check.known,
        "refused_rows": check.refused_rows,
        "differing": check.differing,
        "principal": str(Money(check.principal_minor, currency)),
        "difference": str(Money(check.difference_minor, currency)),
        "refused": [asdict(cell) for cell in check.refused],
        "differences": [
            {"loan_id": key, "columns": [asdict(one) for one in differences]} for key, differences in check.differences
        ],
    }
