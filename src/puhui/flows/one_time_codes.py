"""Whoever gives paper away or sells it confirms it with a one-time code: for one thing, one act and one signer."""

from uuid import UUID

from puhui.foundation.access.facade import Sealed, check_code, limit_rate, make_code
from puhui.foundation.notices.facade import send_code_notice
from puhui.foundation.party.facade import phone_of
from puhui.kernel.actors import Call


def send_code_for(call: Call, *, purpose: str, subject_id: UUID, holder_id: UUID) -> None:
    """Sends a new code to who asks, or for programs to the holder; an earlier one ends. A part of a use case."""
    limit_rate(f"{purpose}_code/{subject_id}", most=6, seconds=600, at=call.at)
    signer = call.actor.party_id or holder_id
    code = make_code(call, purpose=purpose, subject=_subject(subject_id, signer))
    send_code_notice(call, phone=phone_of(signer), code=code, purpose=purpose)


def use_code_for(call: Call, *, purpose: str, subject_id: UUID, holder_id: UUID, code: Sealed) -> None:
    """Uses the code up, or refuses. The last step of its use case: no try is used up by another refusal."""
    signer = call.actor.party_id or holder_id
    check_code(call, purpose=purpose, subject=_subject(subject_id, signer), code=code)


def _subject(subject_id: UUID, signer: UUID) -> str:
    return f"{subject_id}/{signer}"
