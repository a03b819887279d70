"""Issues and revokes the tokens that programs show at the door."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from puhui.foundation.access.contracts import NotGrantable
from puhui.foundation.access.models import ApiToken
from puhui.foundation.access.rules import grantable
from puhui.foundation.access.sealing import keyed_hash, token_hash
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

PREFIX = "puhui"
LONGEST_NAME = 80


def issue_token(
    call: Call,
    *,
    name: str,
    roles: Iterable[Role | str],
    party_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> str:
    """Makes a token and gives it once, as `puhui_<id>_<secret>`; only its hash is kept.

    The secret is the keyed hash of the caller and the idempotency key, so that the same request gets the same answer
    although the answer is stored nowhere.
    """
    secret = keyed_hash("token", f"{call.actor.id}/{call.key}")
    wanted = tuple(sorted(str(role) for role in roles))
    token_id = _keep_token(call, name=name, roles=wanted, party_id=party_id, expires_at=expires_at)
    return f"{PREFIX}_{token_id.hex}_{secret}"


@use_case("access.issue_token", answers=UUID)
def _keep_token(
    call: Call, *, name: str, roles: tuple[str, ...], party_id: UUID | None, expires_at: datetime | None
) -> UUID:
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="issue a token")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInput("name", f"a name of 1 to {LONGEST_NAME} printable characters is needed")
    token = ApiToken.objects.create(
        id=new_id(),
        name=name,
        secret_hash=token_hash(keyed_hash("token", f"{call.actor.id}/{call.key}")),
        roles=_roles_of_token(roles, party_id),
        party_id=party_id,
        made_by=call.actor.id,
        made_at=call.at,
        expires_at=expires_at,
    )
    return token.id


def _roles_of_token(roles: tuple[str, ...], party_id: UUID | None) -> list[str]:
    """A token acts for one customer, or holds staff roles other than the administrator's."""
    if roles == (Role.CUSTOMER.value,) and party_id is not None:
        return list(roles)
    wanted = sorted(role.value for role in grantable(roles))
    if not wanted or party_id is not None or Role.ADMINISTRATOR.value in wanted:
        raise NotGrantable(where="roles", role=",".join(roles)[:40] or "-")
    return wanted


@use_case("access.revoke_token", answers=UUID, subject="token_id")
def revoke_token(call: Call, *, token_id: UUID) -> UUID:
    """Ends a token at once."""
    call.actor.require(Role.ADMINISTRATOR, Role.SYSTEM, verb="revoke a token")
    if not ApiToken.objects.filter(id=token_id).exists():
        raise NotFound("token", where="token_id")
    ApiToken.objects.filter(id=token_id, revoked_at=None).update(revoked_at=call.at)
    return token_id
