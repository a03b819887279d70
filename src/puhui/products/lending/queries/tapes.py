"""Imports of existing books, as staff see them."""

from uuid import UUID

from puhui.foundation.party.facade import unseal_bytes
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import NotFound
from puhui.products.lending.models import LoanTape, LoanTapeLine
from puhui.products.lending.tape_contracts import TapeState, TapeView


def tape_files(tape_id: UUID) -> tuple[str, bytes, bytes]:
    """The name of the tape's file, the tape and its events, opened: for the flow that books them."""
    row = LoanTape.objects.filter(id=tape_id).first()
    if row is None:
        raise NotFound("import", where="tape_id")
    sealed = (bytes(row.sealed_tape), bytes(row.sealed_events))
    tape, events = (unseal_bytes(content) if content else b"" for content in sealed)
    return row.file_name, tape, events


def tapes(actor: Actor, *, most: int = 50) -> list[TapeView]:
    """Imports, newest first."""
    actor.require(*READING_ROLES, verb="read imports")
    rows = LoanTape.objects.defer("sealed_tape", "sealed_events").order_by("-id")[: min(most, 200)]
    return [_view(row) for row in rows]


def tape(actor: Actor, *, tape_id: UUID) -> TapeView:
    """One import."""
    actor.require(*READING_ROLES, verb="read imports")
    row = LoanTape.objects.defer("sealed_tape", "sealed_events").filter(id=tape_id).first()
    if row is None:
        raise NotFound("import", where="tape_id")
    return _view(row, loans=LoanTapeLine.objects.filter(tape=row).count())


def _view(row: LoanTape, *, loans: int = 0) -> TapeView:
    return TapeView(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        state=TapeState(row.state),
        as_of=row.as_of,
        check=row.check_result,
        accept_reason=row.accept_reason,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_at=row.proposed_at,
        confirmed_by_name=row.confirmed_by_name,
        booked_loans=loans,
        booked_at=row.booked_at,
    )
