"""Books a tape that was checked: in chunks, each whole or not at all, and again without harm after a kill."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from puhui.flows.import_loans.check_tape import TapeFiles, Told, check_as_json, check_tape, chunks_of
from puhui.flows.import_loans.reading import file_digest
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import normal_uscc, register_organisations
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import InvalidInput
from puhui.products.lending.facade import (
    TapeCheck,
    TapeDiffers,
    TapeHasRefusedRows,
    TapeLoan,
    TapeMoved,
    TapeSource,
    confirm_tape,
    finish_tape,
    import_loans,
    propose_tape,
    reject_tape,
    require_confirmed,
    tape_files,
)

MOST_UPLOAD_MEGABYTES: Final = 8
MOST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class TapeProposed:
    """An import that waits for a second person."""

    tape_id: UUID


@dataclass(frozen=True, slots=True)
class TapeBooked:
    """How many loans are new, and how many were there before."""

    tape_id: UUID
    booked: int
    known: int


@use_case("import_loans.propose", answers=TapeProposed, subject="tape_id")
def propose_import(
    call: Call, *, name: str, file_name: str, sha256: str, check: TapeCheck, accept_reason: str, tape: bytes = b"",
    events: bytes = b"",
) -> TapeProposed:  # fmt: skip
    """Notes an import that holds: no row refused, differences accepted with a reason, the tape's day the open one."""
    _require_sound(check, accept_reason)
    shown = dict(check_as_json(check))
    shown["differences"] = shown["differences"][:200]
    tape_id = propose_tape(
        call,
        name=name,
        file_name=file_name[-120:],
        sha256=sha256,
        check=shown,
        as_of=check.as_of,
        accept_reason=accept_reason.strip(),
        tape=tape,
        events=events,
    )
    return TapeProposed(tape_id)


@use_case("import_loans.confirm", answers=TapeProposed, subject="tape_id")
def confirm_import(call: Call, *, tape_id: UUID, alone: bool = False) -> TapeProposed:
    """A second person agrees."""
    confirm_tape(call, tape_id=tape_id, alone=alone)
    return TapeProposed(tape_id)


@use_case("import_loans.reject", answers=TapeProposed, subject="tape_id")
def reject_import(call: Call, *, tape_id: UUID) -> TapeProposed:
    """Gives an import up."""
    reject_tape(call, tape_id=tape_id)
    return TapeProposed(tape_id)


def try_upload(
    actor: Actor, *, name: str, tape: tuple[str, bytes], events: tuple[str, bytes] | None
) -> Mapping[str, Any]:
    """What an uploaded tape comes to; nothing is kept."""
    with tempfile.TemporaryDirectory(prefix="puhui-upload-") as folder:
        return check_as_json(check_tape(actor, files=upload_files(Path(folder), name=name, tape=tape, events=events)))


def propose_upload(
    call: Call, *, name: str, tape: tuple[str, bytes], events: tuple[str, bytes] | None, accept_reason: str
) -> TapeProposed:
    """Tries an uploaded tape and notes it; its files are kept, sealed, until it is booked."""
    with tempfile.TemporaryDirectory(prefix="puhui-upload-") as folder:
        files = upload_files(Path(folder), name=name, tape=tape, events=events)
        check = check_tape(call.actor, files=files)
        return propose_import(
            call,
            name=name,
            file_name=tape[0],
            sha256=file_digest(files.tape, files.events),
            check=check,
            accept_reason=accept_reason,
            tape=tape[1],
            events=(Path(events[0]).suffix.encode() + b"\n" + events[1]) if events else b"",
        )


def upload_files(folder: Path, *, name: str, tape: tuple[str, bytes], events: tuple[str, bytes] | None) -> TapeFiles:
    """The uploaded files on disk, where they are read."""
    paths: list[Path | None] = []
    for stem, upload in (("tape", tape), ("events", events)):
        if upload is None:
            paths.append(None)
            continue
        if len(upload[1]) > MOST_UPLOAD_MEGABYTES * 1_000_000:
            raise InvalidInput(stem, f"at most {MOST_UPLOAD_MEGABYTES} MB here; use the command for larger files")
        path = folder / f"{stem}{Path(upload[0]).suffix.lower()}"
        path.write_bytes(upload[1])
        paths.append(path)
    assert paths[0] is not None, "a tape is there"
    return TapeFiles(tape=paths[0], name=_clean_name(name), as_of=business_date(), events=paths[1])


def confirm_upload(call: Call, *, tape_id: UUID) -> TapeBooked:
    """A second person agrees, and the kept files are booked."""
    confirm_import(call, tape_id=tape_id)
    file_name, tape, events = tape_files(tape_id)
    if not tape:
        raise TapeMoved(where="tape_id", reason="its files are not kept here; book it with the command")
    suffix, _, rest = events.partition(b"\n")
    told_events = (f"events{suffix.decode()}", rest) if events else None
    with tempfile.TemporaryDirectory(prefix="puhui-upload-") as folder:
        files = upload_files(Path(folder), name="kept", tape=(file_name, tape), events=told_events)
        return book_tape(call, tape_id=tape_id, files=files)


def book_tape(call: Call, *, tape_id: UUID, files: TapeFiles, told: Told = lambda _: None) -> TapeBooked:
    """Books what is not booked yet. Killed and run again it goes on; run once more it changes nothing."""
    name, _ = _confirmed(call.step(f"{tape_id}/open"), tape_id=tape_id)
    files = replace(files, name=name)
    _require_today(files.as_of)
    booked = known = rows = 0
    for chunk in chunks_of(call.actor, files):
        if chunk.refused:
            first = chunk.refused[0]
            raise TapeHasRefusedRows(
                where=f"line {first.line}", count=len(chunk.refused), line=first.line, column=first.column,
                reason=first.reason,
            )  # fmt: skip
        fresh = [one.loan for one in chunk.loans if one.loan.row_key not in chunk.known]
        known += len(chunk.known)
        if fresh:
            step = call.step(f"{tape_id}/{fresh[0].line}-{fresh[-1].line}")
            booked += _book_chunk(step, tape_id=tape_id, rows=fresh)
        rows += chunk.read
        told(rows)
    _finish(call.step(f"{tape_id}/done"), tape_id=tape_id)
    return TapeBooked(tape_id, booked, known)


@use_case("import_loans.book_chunk", answers=int, subject="tape_id")
def _book_chunk(call: Call, *, tape_id: UUID, rows: Sequence[TapeLoan]) -> int:
    name, reason = require_confirmed(tape_id)
    named = {row.borrower_uscc: row.borrower_name for row in rows if row.borrower_id is None}
    made = register_organisations(call, organisations=named) if named else {}
    whole = [row if row.borrower_id else replace(row, borrower_id=made[normal_uscc(row.borrower_uscc)]) for row in rows]
    return import_loans(call, source=TapeSource(tape_id, name, reason), rows=whole)


@use_case("import_loans.open", answers=tuple[str, str], subject="tape_id")
def _confirmed(call: Call, *, tape_id: UUID) -> tuple[str, str]:
    del call
    return require_confirmed(tape_id)


@use_case("import_loans.finish", answers=UUID, subject="tape_id")
def _finish(call: Call, *, tape_id: UUID) -> UUID:
    finish_tape(call, tape_id=tape_id)
    return tape_id


def _require_sound(check: TapeCheck, accept_reason: str) -> None:
    if check.refused:
        first = check.refused[0]
        raise TapeHasRefusedRows(
            where=f"line {first.line}", count=check.refused_rows, line=first.line, column=first.column,
            reason=first.reason,
        )  # fmt: skip
    if check.differing and not accept_reason.strip():
        raise TapeDiffers(where="tape", count=check.differing)
    if len(accept_reason) > MOST_REASON or not accept_reason.isprintable():
        raise InvalidInput("accept_reason", f"at most {MOST_REASON} printable characters")
    _require_today(check.as_of)


def _require_today(as_of: date) -> None:
    if as_of != business_date():
        raise TapeMoved(where="as_of", reason=f"the tape speaks of {as_of}, and the open day is {business_date()}")


def _clean_name(name: str) -> str:
    if not 1 <= len(name.strip()) <= 60 or not name.isprintable():
        raise InvalidInput("name", "1 to 60 printable characters")
    return name.strip()
