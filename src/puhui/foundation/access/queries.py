"""What can be asked of access: who a user or a token is, and who works here."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from puhui.foundation.access.contracts import VISITOR, StaffLine, TokenLine
from puhui.foundation.access.models import AccessGrant, ApiToken, User
from puhui.foundation.access.sealing import same, token_hash
from puhui.kernel.actors import Actor, Role

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
        kept = ApiToken.objects.filter(id=UUID(hex=token_id), revoked_at=None).first() if prefix == "puhui" else None
    except ValueError:
        return None
    if kept is None or not same(kept.secret_hash, token_hash(secret)):
        return None
    if kept.expires_at is not None and at >= kept.expires_at:
        return None
    return Actor(id=kept.id, roles=frozenset(Role(role) for role in kept.roles), party_id=kept.party_id, name=kept.name)


def user_by_id(user_id: UUID) -> User | None:
    """The user to put into a session, when active."""
    return User.objects.filter(id=user_id, is_active=True).first()


def display_names(user_ids: list[UUID]) -> dict[UUID, str]:
    """Names of staff by id, for histories and queues."""
    return {user.id: str(user) for user in User.objects.filter(id__in=user_ids, party_id=None)}


def staff_list(actor: Actor) -> list[StaffLine]:
    """Everybody who works here, with the roles they hold."""
    actor.require(*READING, verb="list staff")
    held: dict[UUID, list[Role]] = {}
    for user_id, role in AccessGrant.objects.filter(revoked_at=None).values_list("user_id", "role"):
        held.setdefault(user_id, []).append(Role(role))
    return [
        StaffLine(u.id, u.login_name, u.display_name, tuple(sorted(held.get(u.id, []))), u.is_active, u.last_login)
        for u in User.objects.filter(party_id=None).order_by("login_name")
    ]


def token_list(actor: Actor) -> list[TokenLine]:
    """The tokens that were issued, newest first, without their secrets."""
    actor.require(*READING, verb="list tokens")
    return [
        TokenLine(t.id, t.name, tuple(Role(r) for r in t.roles), t.party_id, t.made_at, t.expires_at, t.revoked_at)
        for t in ApiToken.objects.order_by("-id")[:500]
    ]
