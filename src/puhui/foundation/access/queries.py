"""What can be asked of access: who a user or a token is, and who works here."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from puhui.foundation.access.contracts import (
    VISITOR,
    BranchLine,
    Colleague,
    FactorState,
    PasskeyLine,
    RemovalLine,
    SignInLine,
    StaffLine,
    TokenLine,
)
from puhui.foundation.access.door_policy import must_have_second_factor
from puhui.foundation.access.models import (
    AccessGrant,
    ApiToken,
    Branch,
    FactorRemoval,
    RecoveryCode,
    SecondFactor,
    SignIn,
    User,
)
from puhui.foundation.access.passkey_models import Passkey
from puhui.foundation.access.sealing import same, token_hash
from puhui.foundation.evidence.facade import written_once
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text

MOST_STAFF = 500
READING = (Role.ADMINISTRATOR, Role.AUDITOR, Role.COMPLIANCE)


def actor_of(user: AbstractBaseUser | AnonymousUser) -> Actor:
    """Who acts when this user does; a visitor who has not signed in may do nothing that needs a role."""
    if not isinstance(user, User):
        return VISITOR
    return Actor(id=user.id, roles=user.roles, party_id=user.party_id, name=str(user))


def actor_by_token(token: str, *, at: datetime) -> Actor | None:
    """Who acts when a program shows this token; None for one that is unknown, revoked or past its end."""
    prefix, _, rest = token.partition("_") if isinstance(token, str) and len(token) <= 200 else ("", "", "")
    token_id, _, secret = rest.partition("_")
    try:
        kept = next(iter(_valid_token(UUID(hex=token_id))), None) if prefix == "puhui" else None
    except ValueError:
        return None
    if kept is None or not same(kept.secret_hash, token_hash(secret)):
        return None
    if kept.expires_at is not None and at >= kept.expires_at:
        return None
    return Actor(id=kept.id, roles=frozenset(Role(role) for role in kept.roles), party_id=kept.party_id, name=kept.name)


@written_once
def _valid_token(token_id: UUID) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(id=token_id, revoked_at=None)


def user_by_id(user_id: UUID) -> User | None:
    """The user to put into a session, when active."""
    return User.objects.filter(id=user_id, is_active=True).first()


def user_id_of(login_name: str) -> UUID:
    """The id behind a sign-in name; refuses one that nobody has."""
    found = User.objects.filter(login_name=login_name, party_id=None).values_list("id", flat=True).first()
    if found is None:
        raise NotFound("user", where="login_name")
    return found


def display_names(user_ids: list[UUID]) -> dict[UUID, str]:
    """Names of staff by id, for histories and queues."""
    return {user.id: str(user) for user in User.objects.filter(id__in=user_ids, party_id=None)}


def roles_of_staff(user_ids: Collection[UUID]) -> dict[UUID, tuple[Role, ...]]:
    """The roles that members of staff hold or last held, by id: what a customer is told instead of a name."""
    found: dict[UUID, list[Role]] = {}
    for user_id, role in AccessGrant.objects.filter(user_id__in=list(user_ids)).values_list("user_id", "role"):
        found.setdefault(user_id, []).append(Role(role))
    return {user_id: tuple(sorted(set(roles))) for user_id, roles in found.items()}


def colleagues(*, roles: Iterable[Role] = (), login_names: Iterable[str] = ()) -> list[Colleague]:
    """Who works here now and holds one of the roles, or has one of the login names. For other rooms: no rights."""
    active = User.objects.filter(party_id=None, is_active=True)
    held = AccessGrant.objects.filter(revoked_at=None)
    holding = held.filter(role__in=[str(role) for role in roles]).values("user_id")
    wanted = active.filter(Q(id__in=holding) | Q(login_name__in=list(login_names))).order_by("login_name")[:MOST_STAFF]
    users, granted = list(wanted), defaultdict(set)
    for user_id, role in held.filter(user__in=users).values_list("user_id", "role"):
        granted[user_id].add(Role(role))
    return [Colleague(user.id, user.login_name, str(user), frozenset(granted[user.id])) for user in users]


def staff_list(actor: Actor, *, branch_id: UUID | None = None, user_id: UUID | None = None) -> list[StaffLine]:
    """Everybody who works here (or at a branch), with the roles they hold, the branch and the second factor."""
    actor.require(*READING, verb="list staff")
    users = User.objects.filter(party_id=None).order_by("login_name")
    if branch_id is not None:
        users = users.filter(branch_id=branch_id)
    if user_id is not None:
        users = users.filter(id=user_id)
    held: dict[UUID, list[Role]] = {}
    for holder_id, role in AccessGrant.objects.filter(revoked_at=None).values_list("user_id", "role"):
        held.setdefault(holder_id, []).append(Role(role))
    confirmed = SecondFactor.objects.filter(ended_at=None, confirmed_at__isnull=False)
    with_factor = set(confirmed.values_list("user_id", flat=True))
    return [
        StaffLine(
            u.id,
            u.login_name,
            u.display_name,
            tuple(sorted(held.get(u.id, []))),
            u.is_active,
            u.last_login,
            u.branch_id,
            u.id in with_factor,
        )
        for u in users
    ]


def branch_of_staff() -> dict[UUID, UUID]:
    """The branch of everybody who belongs to one, also of those who left; one query. No rights are looked at."""
    return dict(User.objects.filter(party_id=None, branch__isnull=False).values_list("id", "branch_id"))


def branches(actor: Actor) -> list[BranchLine]:
    """The branches by code, with how many people work there; staff may know them."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="list branches")
    counted = dict(
        User.objects.filter(is_active=True, branch__isnull=False)
        .values_list("branch_id")
        .annotate(n=Count("id"))
        .values_list("branch_id", "n")
    )
    return [
        BranchLine(
            b.id, b.code, Text(en=b.name_en, zh=b.name_zh), b.region_code, b.closed_at is None, counted.get(b.id, 0)
        )
        for b in Branch.objects.order_by("code")[:1000]
    ]


def active_factor(user_id: UUID) -> SecondFactor | None:
    """The second factor that is switched on, if any."""
    return SecondFactor.objects.filter(user_id=user_id, ended_at=None, confirmed_at__isnull=False).first()


def has_second_factor(user_id: UUID) -> bool:
    """True when somebody is asked for a code beside the password."""
    return active_factor(user_id) is not None


def factor_state(actor: Actor) -> FactorState:
    """How the actor proves who they are."""
    factor = active_factor(actor.id)
    left = RecoveryCode.objects.filter(user_id=actor.id, ended_at=None).count() if factor else 0
    since = factor.confirmed_at if factor else None
    return FactorState(factor is not None, since, left, must_have_second_factor(actor.roles))


def passkeys_of(actor: Actor) -> list[PasskeyLine]:
    """One's own passkeys, oldest first."""
    kept = Passkey.objects.filter(user_id=actor.id, ended_at=None).order_by("id")
    return [PasskeyLine(one.id, one.name, one.is_synced, one.made_at, one.last_used_at) for one in kept]


def open_removals(actor: Actor) -> list[RemovalLine]:
    """Requests to take a lost second factor away that wait for a second person."""
    actor.require(*READING, verb="list requests about second factors")
    waiting = FactorRemoval.objects.filter(decided_at=None).order_by("id")[:200]
    return [RemovalLine(r.id, r.user_id, r.reason, r.asked_by, r.asked_at) for r in waiting]


def sign_ins(actor: Actor, *, user_id: UUID | None = None, most: int = 50) -> list[SignInLine]:
    """One's own sessions, newest use first; those of a colleague for who may list staff."""
    whose = actor.id if user_id is None else user_id
    if whose != actor.id:
        actor.require(*READING, verb="list sessions")
        if not User.objects.filter(id=whose, party_id=None).exists():
            raise NotFound("user", where="user_id")
    kept = SignIn.objects.filter(user_id=whose).order_by("-last_seen_at", "-id")
    return [sign_in_line(one) for one in kept[: min(most, 200)]]


def sign_in_line(kept: SignIn) -> SignInLine:
    """A session, as pages show it."""
    return SignInLine(
        kept.id, kept.user_id, kept.began_at, kept.last_seen_at, kept.proved_at, kept.device, kept.place, kept.ended_at
    )


def token_list(actor: Actor) -> list[TokenLine]:
    """The tokens that were issued, newest first, without their secrets."""
    actor.require(*READING, verb="list tokens")
    return [
        TokenLine(t.id, t.name, tuple(Role(r) for r in t.roles), t.party_id, t.made_at, t.expires_at, t.revoked_at)
        for t in ApiToken.objects.order_by("-id")[:500]
    ]
