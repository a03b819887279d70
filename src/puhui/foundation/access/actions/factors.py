"""Second factors: begun, confirmed by a first code, exchanged, ended; a lost one is taken away by two people."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.access.actions.passkeys import end_passkeys_of
from puhui.foundation.access.actions.proofs import used_step
from puhui.foundation.access.actions.sign_ins import end_all_sign_ins
from puhui.foundation.access.contracts import (
    FactorBegun,
    FactorRequired,
    FourEyes,
    NoSecondFactor,
    NotProved,
    RemovalOpen,
    Sealed,
)
from puhui.foundation.access.door_policy import must_have_second_factor
from puhui.foundation.access.encryption import resealed, seal, sealing_key, unseal
from puhui.foundation.access.models import FactorRemoval, RecoveryCode, SecondFactor, User
from puhui.foundation.access.queries import active_factor
from puhui.foundation.access.rules import recovery_words
from puhui.foundation.access.sealing import keyed_hash, sealed
from puhui.foundation.access.totp import address_of, new_secret
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

RECOVERY_CODES = 10
PENDING_LIFE = timedelta(minutes=30)
AGREEING = (Role.ADMINISTRATOR, Role.COMPLIANCE)
LONGEST_REASON = 200


def begin_second_factor(call: Call) -> FactorBegun:
    """Makes a secret that waits for its first code; shown while it waits, and never again after."""
    factor_id = _begin(call)
    return waiting_second_factor(call, factor_id=factor_id)


def waiting_second_factor(call: Call, *, factor_id: UUID | None = None) -> FactorBegun:
    """The secret that waits for its first code, for the page that shows it; refuses when none waits."""
    factor = _waiting(call, factor_id=factor_id)
    secret = unseal(factor.secret_sealed)
    return FactorBegun(secret, address_of(secret, account=User.objects.get(id=call.actor.id).login_name))


@use_case("access.begin_second_factor", answers=UUID)
def _begin(call: Call) -> UUID:
    user = _myself(call)
    SecondFactor.objects.filter(user=user, confirmed_at=None, ended_at=None).update(
        ended_at=call.at, ended_by=call.actor.id
    )
    factor = SecondFactor.objects.create(
        id=new_id(), user=user, secret_sealed=seal(new_secret()), sealed_with=sealing_key(), begun_at=call.at
    )
    return factor.id


def confirm_second_factor(call: Call, *, code: str) -> tuple[str, ...]:
    """Switches the waiting factor on with its first code; gives the recovery codes, this once.

    The codes are keyed hashes of the caller and the idempotency key, so that the same request gets the same answer
    although the answer is stored nowhere.
    """
    _confirm(call, code=sealed(code, where="code"))
    return _recovery_codes(call)


@use_case("access.confirm_second_factor", answers=UUID)
def _confirm(call: Call, *, code: Sealed) -> UUID:
    user, factor = _myself(call), _waiting(call)
    step = used_step(factor, code=code.opened())
    if step is None:
        raise NotProved(where="code")
    _end_factors(call, user=user)
    SecondFactor.objects.filter(id=factor.id).update(confirmed_at=call.at, last_step=step)
    _keep_recovery_codes(call, user=user)
    return factor.id


def renew_recovery_codes(call: Call) -> tuple[str, ...]:
    """New recovery codes in place of the old ones; shown this once."""
    _renew(call)
    return _recovery_codes(call)


@use_case("access.renew_recovery_codes", answers=UUID)
def _renew(call: Call) -> UUID:
    user = _myself(call)
    if active_factor(user.id) is None:
        raise NoSecondFactor
    _keep_recovery_codes(call, user=user)
    return user.id


@use_case("access.end_second_factor", answers=UUID)
def end_second_factor(call: Call) -> UUID:
    """Switches one's own second factor off, passkeys with it, where the institution does not ask for one."""
    user = _myself(call)
    if active_factor(user.id) is None:
        raise NoSecondFactor
    if must_have_second_factor(user.roles):
        raise FactorRequired
    _end_factors(call, user=user)
    end_passkeys_of(call, user_id=user.id)
    return user.id


@use_case("access.ask_factor_removal", answers=UUID, subject="user_id")
def ask_factor_removal(call: Call, *, user_id: UUID, reason: str) -> UUID:
    """Asks to take a colleague's lost second factor away; answers the request, which another person decides."""
    call.actor.require(Role.ADMINISTRATOR, verb="take a second factor away")
    if not (isinstance(reason, str) and 5 <= len(reason.strip()) <= LONGEST_REASON and reason.isprintable()):
        raise InvalidInput("reason", f"a reason of 5 to {LONGEST_REASON} characters is needed")
    user = User.objects.filter(id=user_id, party_id=None).first()
    if user is None:
        raise NotFound("user", where="user_id")
    if user_id == call.actor.id:
        raise FourEyes(where="user_id")
    if active_factor(user_id) is None:
        raise NoSecondFactor(where="user_id")
    removal = FactorRemoval(id=new_id(), user=user, reason=reason.strip(), asked_by=call.actor.id, asked_at=call.at)
    try:
        with transaction.atomic():
            removal.save(force_insert=True)
    except IntegrityError:
        raise RemovalOpen(where="user_id") from None
    return removal.id


@use_case("access.decide_factor_removal", answers=UUID, subject="removal_id")
def decide_factor_removal(call: Call, *, removal_id: UUID, agree: bool) -> UUID:
    """A second person agrees: factor, passkeys, recovery codes and sessions end; or declines, and all stays."""
    call.actor.require(*AGREEING, verb="agree to take a second factor away")
    removal = FactorRemoval.objects.select_for_update().filter(id=removal_id, decided_at=None).first()
    if removal is None:
        raise NotFound("request", where="removal_id")
    if call.actor.id in (removal.asked_by, removal.user_id):
        raise FourEyes(where="removal_id")
    removal.decided_by, removal.decided_at, removal.agreed = call.actor.id, call.at, agree
    removal.save(update_fields=["decided_by", "decided_at", "agreed"])
    if agree:
        _end_factors(call, user=removal.user)
        end_passkeys_of(call, user_id=removal.user_id)
        end_all_sign_ins(call, user_id=removal.user_id)
    return removal_id


@use_case("access.reencrypt_batch", answers=int)
def reencrypt_factors(call: Call, *, most: int = 500) -> int:
    """Seals up to `most` secrets with the first key; answers how many. Repeat until it answers 0."""
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="rotate keys")
    waiting = SecondFactor.objects.select_for_update().exclude(sealed_with=sealing_key()).order_by("id")[:most]
    factors = list(waiting)
    for factor in factors:
        factor.secret_sealed, factor.sealed_with = resealed(factor.secret_sealed), sealing_key()
    SecondFactor.objects.bulk_update(factors, ["secret_sealed", "sealed_with"], batch_size=200)
    return len(factors)


def _myself(call: Call) -> User:
    user = User.objects.select_for_update().filter(id=call.actor.id, party_id=None, is_active=True).first()
    if user is None:
        raise NotFound("user")
    return user


def _waiting(call: Call, *, factor_id: UUID | None = None) -> SecondFactor:
    found = SecondFactor.objects.filter(user_id=call.actor.id, confirmed_at=None, ended_at=None)
    if factor_id is not None:
        found = found.filter(id=factor_id)
    factor = found.filter(begun_at__gt=call.at - PENDING_LIFE).order_by("-id").first()
    if factor is None:
        raise NoSecondFactor
    return factor


def _end_factors(call: Call, *, user: User) -> None:
    ended = {"ended_at": call.at, "ended_by": call.actor.id}
    SecondFactor.objects.filter(user=user, ended_at=None, confirmed_at__isnull=False).update(**ended)
    RecoveryCode.objects.filter(user=user, ended_at=None).update(ended_at=call.at)
    User.objects.filter(id=user.id).update(wrong_codes=0, last_wrong_code_at=None)


def _recovery_codes(call: Call) -> tuple[str, ...]:
    seeds = (keyed_hash("recovery", f"{call.actor.id}/{call.key}/{n}") for n in range(RECOVERY_CODES))
    return tuple(recovery_words(seed) for seed in seeds)


def _keep_recovery_codes(call: Call, *, user: User) -> None:
    RecoveryCode.objects.filter(user=user, ended_at=None).update(ended_at=call.at)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(
            id=new_id(), user=user, code_hash=keyed_hash("recovery_code", f"{user.id}/{code}"), made_at=call.at
        )
        for code in _recovery_codes(call)
    )
