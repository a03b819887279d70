"""Proves who somebody is: by the second factor where there is one, else by the password. A door, so it reads the clock.

What is counted here is written at once and outside of any use case, so that no rollback gives a try back.
"""

from uuid import UUID

from django.db.models import F
from django.utils import timezone

from puhui.foundation.access.contracts import LOCK_TIME, PASSWORD_TRIES, ProofNeeded
from puhui.foundation.access.door_policy import door_policy
from puhui.foundation.access.encryption import unseal
from puhui.foundation.access.models import RecoveryCode, SecondFactor, User
from puhui.foundation.access.queries import active_factor
from puhui.foundation.access.rules import normal_recovery_words
from puhui.foundation.access.sealing import keyed_hash
from puhui.foundation.access.totp import step_of
from puhui.kernel.actors import Call

LONGEST_CODE = 40


def prove(user_id: UUID, *, given: str) -> bool:
    """True when what was given proves who it is: a code of the second factor if there is one, else the password."""
    user = User.objects.filter(id=user_id, party_id=None, is_active=True).first()
    if user is None:
        return False
    return user.check_password(given) if active_factor(user_id) is None else prove_by_code(user_id, code=given)


def prove_by_code(user_id: UUID, *, code: str) -> bool:
    """True for a fresh code of the second factor, or an unused recovery code; each works once.

    Five wrong ones rest for fifteen minutes, as passwords do; the try is counted before it is looked at.
    """
    factor, now = active_factor(user_id), timezone.now()
    if factor is None or not 1 <= len(code) <= LONGEST_CODE:
        return False
    me = User.objects.filter(id=user_id, is_active=True)
    me.filter(last_wrong_code_at__lte=now - LOCK_TIME).update(wrong_codes=0, last_wrong_code_at=None)
    tries = me.filter(wrong_codes__lt=PASSWORD_TRIES)
    if not tries.update(wrong_codes=F("wrong_codes") + 1, last_wrong_code_at=now):
        return False
    if not (_use_code(factor, code=code) or _use_recovery_code(user_id, code=code)):
        return False
    me.update(wrong_codes=0, last_wrong_code_at=None)
    return True


def used_step(factor: SecondFactor, *, code: str) -> int | None:
    """The step of a code that fits now and was not used; None otherwise. Does not use it up."""
    bare = "".join(code.split())
    return step_of(unseal(factor.secret_sealed), code=bare, at=timezone.now(), after=factor.last_step)


def require_fresh_proof(call: Call, verb: str) -> None:
    """Guards every use case: an act of the policy's list wants a proof that is not older than so many minutes.

    Only people at a page have a proof to show; a program's token is limited by its roles, its end and its revocation.
    """
    proof = call.proof
    if proof is None:
        return
    policy = door_policy()
    if verb not in policy.fresh_acts or (proof.age is not None and proof.age <= policy.fresh_for):
        return
    proof.asked_for = verb
    raise ProofNeeded(where=verb)


def _use_code(factor: SecondFactor, *, code: str) -> bool:
    """Uses the code up: only one of two requests with the same code moves the step."""
    step = used_step(factor, code=code)
    if step is None:
        return False
    return bool(SecondFactor.objects.filter(id=factor.id, ended_at=None, last_step__lt=step).update(last_step=step))


def _use_recovery_code(user_id: UUID, *, code: str) -> bool:
    hashed = keyed_hash("recovery_code", f"{user_id}/{normal_recovery_words(code)}")
    kept = RecoveryCode.objects.filter(user_id=user_id, code_hash=hashed, ended_at=None)
    return bool(kept.update(ended_at=timezone.now()))
