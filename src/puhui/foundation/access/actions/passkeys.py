"""Passkeys: kept, named, ended, and asked for a signature. A door, so questions and answers read the clock.

A question is answered once, rightly or wrongly, within five minutes; that is written at once and outside of any use
case, so that no rollback opens it again. What a passkey did stands in the audit log.
"""

from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from puhui.foundation.access.contracts import NoSecondFactor, NotProved, PasskeyUnfit
from puhui.foundation.access.models import User
from puhui.foundation.access.passkey_models import Passkey, PasskeyQuestion
from puhui.foundation.access.passkeys import answered_by, origin, question, registered, registration, signed
from puhui.foundation.access.queries import active_factor, actor_of
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import STAFF_ROLES, Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

Purpose = Literal["keep", "second", "alone", "again"]
LIFE: Final = timedelta(minutes=5)
KEPT: Final = timedelta(days=1)
MOST_PASSKEYS: Final = 10
LONGEST_NAME: Final = 60
# For which purposes the device must have told who holds it: where no password was given just before.
VERIFIED: Final = frozenset({"alone", "again"})


class Asked(NamedTuple):
    """A question to a passkey: its id, and what the browser is told."""

    question_id: UUID
    options: dict[str, Any]


def ask_to_keep(user_id: UUID) -> Asked:
    """Begins a new passkey of somebody who has an app for codes, which stays their way in without one."""
    user = User.objects.filter(id=user_id, party_id=None, is_active=True).first()
    if user is None or not origin():
        raise NotFound("user")
    if active_factor(user_id) is None:
        raise NoSecondFactor
    known = [bytes(one.credential) for one in _of(user_id)]
    options, challenge = registration(user_id, login_name=user.login_name, shown=str(user), known=known)
    return _asked("keep", user_id, options, challenge)


def ask_passkey(purpose: Purpose, *, user_id: UUID | None = None) -> Asked | None:
    """Asks for a signature: of one of somebody's passkeys, or of whoever comes; None where nobody could answer."""
    known = [bytes(one.credential) for one in _of(user_id)] if user_id else []
    if not origin() or (user_id and not known):
        return None
    options, challenge = question(known, verified=purpose in VERIFIED)
    return _asked(purpose, user_id, options, challenge)


def prove_by_passkey(call: Call, purpose: Purpose, *, question_id: UUID, answer: str, user_id: UUID | None) -> UUID:
    """Who answered a question rightly; refuses every fault in the same words. The question is used up either way.

    `call` gives the key and the channel; it is acted by whom the passkey belongs to.
    """
    challenge = _used_up(purpose, question_id, user_id=user_id)
    kept = Passkey.objects.filter(credential_id=answered_by(answer), ended_at=None).select_related("user").first()
    if challenge is None or kept is None or user_id not in (None, kept.user_id):
        raise NotProved
    found = signed(answer, challenge=challenge, credential=bytes(kept.credential), verified=purpose in VERIFIED)
    if found is None or found.user_id not in (None, kept.user_id) or not kept.user.roles & STAFF_ROLES:
        raise NotProved
    own = Call(actor_of(kept.user), call.key, call.at, call.channel, {**call.meta, "purpose": purpose})
    _use(own, passkey_id=kept.id, sign_count=found.sign_count)
    return kept.user_id


@use_case("access.use_passkey", answers=UUID, subject="passkey_id")
def _use(call: Call, *, passkey_id: UUID, sign_count: int) -> UUID:
    """The count must rise where the device counts at all: one that does not tells of a copy."""
    rises = Q(sign_count__lt=sign_count) if sign_count else Q(sign_count=0)
    mine = Passkey.objects.filter(rises, id=passkey_id, user_id=call.actor.id, ended_at=None)
    if not mine.update(sign_count=sign_count, last_used_at=call.at):
        raise NotProved
    return passkey_id


@use_case("access.keep_passkey", answers=UUID)
def keep_passkey(call: Call, *, question_id: UUID, answer: str, name: str) -> UUID:
    """Keeps the public half of a new pair under a name of one's own."""
    shown = name.strip() if isinstance(name, str) else ""
    if not (1 <= len(shown) <= LONGEST_NAME and shown.isprintable()):
        raise InvalidInput("name", f"a name of 1 to {LONGEST_NAME} characters")
    user = User.objects.select_for_update().filter(id=call.actor.id, party_id=None, is_active=True).first()
    if user is None:
        raise NotFound("user")
    if active_factor(user.id) is None:
        raise NoSecondFactor
    challenge = _used_up("keep", question_id, user_id=user.id)
    new = registered(answer, challenge=challenge) if challenge else None
    if new is None or _of(user.id).count() >= MOST_PASSKEYS:
        raise PasskeyUnfit(most=MOST_PASSKEYS)
    kept = Passkey(
        id=new_id(),
        user=user,
        credential_id=new.credential_id,
        credential=new.credential,
        name=shown,
        sign_count=new.sign_count,
        is_synced=new.is_synced,
        made_at=call.at,
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        raise PasskeyUnfit(most=MOST_PASSKEYS) from None
    return kept.id


@use_case("access.end_passkey", answers=UUID, subject="passkey_id")
def end_passkey(call: Call, *, passkey_id: UUID) -> UUID:
    """Ends a passkey of one's own: nobody comes in with it from now on."""
    mine = Passkey.objects.filter(id=passkey_id, user_id=call.actor.id)
    if not mine.exists():
        raise NotFound("passkey", where="passkey_id")
    mine.filter(ended_at=None).update(ended_at=call.at, ended_by=call.actor.id)
    return passkey_id


def end_passkeys_of(call: Call, *, user_id: UUID) -> None:
    """Ends all of somebody's passkeys, within a use case: their second factor is gone."""
    Passkey.objects.filter(user_id=user_id, ended_at=None).update(ended_at=call.at, ended_by=call.actor.id)


def _of(user_id: UUID) -> QuerySet[Passkey]:
    return Passkey.objects.filter(user_id=user_id, ended_at=None).order_by("id")


def _asked(purpose: Purpose, user_id: UUID | None, options: dict[str, Any], challenge: str) -> Asked:
    now = timezone.now()
    PasskeyQuestion.objects.filter(asked_at__lt=now - KEPT).delete()
    kept = PasskeyQuestion.objects.create(
        id=new_id(), user_id=user_id, purpose=purpose, challenge=challenge, asked_at=now
    )
    return Asked(kept.id, options)


def _used_up(purpose: Purpose, question_id: UUID, *, user_id: UUID | None) -> str | None:
    """The challenge of a question that waits, which it does no longer: only one of two answers gets it."""
    now = timezone.now()
    whose = Q(user_id=user_id) if user_id else Q(user__isnull=True)
    waiting = PasskeyQuestion.objects.filter(whose, id=question_id, purpose=purpose, answered_at=None)
    kept = waiting.filter(asked_at__gt=now - LIFE).first()
    return kept.challenge if kept and waiting.update(answered_at=now) else None
