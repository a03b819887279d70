"""The life of an import: proposed, confirmed by a second person, booked, or given up."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from puhui.foundation.party.facade import seal_bytes
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id
from puhui.products.lending.models import LoanTape, LoanTapeLine
from puhui.products.lending.tape_contracts import TapeFourEyes, TapeMoved, TapeState

WHO: Final = (Role.OPERATIONS, Role.FINANCE, Role.SYSTEM)


def propose_tape(
    call: Call,
    *,
    name: str,
    file_name: str,
    sha256: str,
    check: Mapping[str, Any],
    as_of: date,
    accept_reason: str,
    tape: bytes = b"",
    events: bytes = b"",
) -> UUID:
    """Notes an import that was tried; the same files under the same name are the import that is there already."""
    call.actor.require(*WHO, verb="propose an import")
    kept = LoanTape.objects.filter(name=name, sha256=sha256).exclude(state=TapeState.REJECTED).first()
    if kept is not None:
        return kept.id
    return LoanTape.objects.create(
        id=new_id(),
        name=name,
        sha256=sha256,
        state=TapeState.PROPOSED,
        as_of=as_of,
        check_result=dict(check),
        accept_reason=accept_reason,
        sealed_tape=seal_bytes(tape) if tape else b"",
        sealed_events=seal_bytes(events) if events else b"",
        file_name=file_name,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
    ).id


def confirm_tape(call: Call, *, tape_id: UUID, alone: bool = False) -> None:
    """A second person agrees; `alone` where this installation lets one person do it (never in production)."""
    call.actor.require(*WHO, verb="confirm an import")
    row = _locked(tape_id)
    if row.state == TapeState.CONFIRMED:
        return
    if row.state != TapeState.PROPOSED:
        raise TapeMoved(where="tape_id", reason=f"it is {row.state}")
    if row.proposed_by == call.actor.id and not alone:
        raise TapeFourEyes(where="tape_id")
    row.state = TapeState.CONFIRMED
    row.confirmed_by, row.confirmed_by_name = call.actor.id, call.actor.name[:80]
    row.save(update_fields=["state", "confirmed_by", "confirmed_by_name"])


def reject_tape(call: Call, *, tape_id: UUID) -> None:
    """Gives an import up before anything was booked; its files are emptied."""
    call.actor.require(*WHO, verb="reject an import")
    row = _locked(tape_id)
    if row.state == TapeState.REJECTED:
        raise TapeMoved(where="tape_id", reason=f"it is {row.state}")
    if row.state == TapeState.BOOKED or LoanTapeLine.objects.filter(tape=row).exists():
        raise TapeMoved(where="tape_id", reason="loans of it are booked")
    row.state, row.sealed_tape, row.sealed_events = TapeState.REJECTED, b"", b""
    row.save(update_fields=["state", "sealed_tape", "sealed_events"])


def finish_tape(call: Call, *, tape_id: UUID) -> None:
    """All rows are booked; the files are emptied."""
    row = _locked(tape_id)
    if row.state != TapeState.CONFIRMED:
        raise TapeMoved(where="tape_id", reason=f"it is {row.state}")
    row.state, row.booked_at, row.sealed_tape, row.sealed_events = TapeState.BOOKED, call.at, b"", b""
    row.save(update_fields=["state", "booked_at", "sealed_tape", "sealed_events"])


def require_confirmed(tape_id: UUID) -> tuple[str, str]:
    """The name and the accepted reason of a confirmed import; locks it."""
    row = _locked(tape_id)
    if row.state != TapeState.CONFIRMED:
        raise TapeMoved(where="tape_id", reason=f"it is {row.state}")
    return row.name, row.accept_reason


def _locked(tape_id: UUID) -> LoanTape:
    row = LoanTape.objects.select_for_update().defer("sealed_tape", "sealed_events").filter(id=tape_id).first()
    if row is None:
        raise NotFound("import", where="tape_id")
    return row
