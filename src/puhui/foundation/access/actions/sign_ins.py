"""Sessions of staff: begun at the door, seen, proved anew, ended by their owner or by the administrator."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from puhui.foundation.access.contracts import SignInLine
from puhui.foundation.access.models import SignIn, User
from puhui.foundation.access.queries import sign_in_line
from puhui.foundation.access.rules import device_words, masked_place
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

SEEN_EVERY = timedelta(minutes=5)  # a page that is looked at writes nothing more often than this


def begin_sign_in(user_id: UUID, *, agent: str, address: str, proved: bool) -> SignInLine:
    """Notes a session; `proved` at the door, not for a session that came about in another way."""
    now = timezone.now()
    kept = SignIn.objects.create(
        id=new_id(),
        user_id=user_id,
        began_at=now,
        last_seen_at=now,
        proved_at=now if proved else None,
        device=device_words(agent),
        place=masked_place(address),
    )
    return sign_in_line(kept)


def seen_sign_in(sign_in_id: UUID, *, user_id: UUID) -> SignInLine | None:
    """The session that goes on, noted as seen now; None when it was ended or is another person's."""
    kept = SignIn.objects.filter(id=sign_in_id, user_id=user_id, ended_at=None).first()
    if kept is None:
        return None
    now = timezone.now()
    if now - kept.last_seen_at >= SEEN_EVERY:
        SignIn.objects.filter(id=kept.id).update(last_seen_at=now)
    return sign_in_line(kept)


def note_proof(sign_in_id: UUID) -> None:
    """Notes that who sits at this session has just proved who they are."""
    SignIn.objects.filter(id=sign_in_id, ended_at=None).update(proved_at=timezone.now())


def leave(sign_in_id: UUID) -> None:
    """Notes that somebody signed out."""
    SignIn.objects.filter(id=sign_in_id, ended_at=None).update(ended_at=timezone.now())


@use_case("access.end_sign_in", answers=UUID, subject="sign_in_id")
def end_sign_in(call: Call, *, sign_in_id: UUID) -> UUID:
    """Signs oneself out on another device."""
    ended = SignIn.objects.filter(id=sign_in_id, user_id=call.actor.id)
    if not ended.exists():
        raise NotFound("session", where="sign_in_id")
    ended.filter(ended_at=None).update(ended_at=call.at, ended_by=call.actor.id)
    return sign_in_id


@use_case("access.end_sign_ins_of", answers=UUID, subject="user_id")
def end_sign_ins_of(call: Call, *, user_id: UUID) -> UUID:
    """The administrator signs a colleague out everywhere."""
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="end a colleague's sessions")
    if not User.objects.filter(id=user_id, party_id=None).exists():
        raise NotFound("user", where="user_id")
    end_all_sign_ins(call, user_id=user_id)
    return user_id


def end_all_sign_ins(call: Call, *, user_id: UUID) -> None:
    """Ends every session of somebody, within a use case: their password, roles or second factor changed."""
    SignIn.objects.filter(user_id=user_id, ended_at=None).update(ended_at=call.at, ended_by=call.actor.id)
