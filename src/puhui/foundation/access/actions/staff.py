"""Makes staff users, grants and revokes their roles, switches them off."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from puhui.foundation.access.actions.sign_ins import end_all_sign_ins
from puhui.foundation.access.contracts import (
    LastAdministrator,
    LoginNameTaken,
    NotGrantable,
    OwnGrant,
    Sealed,
    WeakPassword,
)
from puhui.foundation.access.models import LONGEST_PASSWORD, AccessGrant, User
from puhui.foundation.access.rules import checked_login_name, grantable
from puhui.foundation.access.sealing import sealed
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

LONGEST_NAME = 80
GRANTING = (Role.ADMINISTRATOR, Role.SYSTEM)


def create_staff(call: Call, *, login_name: str, display_name: str, roles: Iterable[Role | str], password: str) -> UUID:
    """Makes a staff member who can sign in, with roles."""
    wanted = tuple(sorted(grantable(roles)))
    return _create_staff(
        call,
        login_name=login_name,
        display_name=display_name,
        roles=wanted,
        password=sealed(password, where="password"),
    )


@use_case("access.create_staff", answers=UUID)
def _create_staff(call: Call, *, login_name: str, display_name: str, roles: tuple[Role, ...], password: Sealed) -> UUID:
    call.actor.require(*GRANTING, verb="create staff")
    name = checked_login_name(login_name)
    if not isinstance(display_name, str) or len(display_name) > LONGEST_NAME or not display_name.isprintable():
        raise InvalidInput("display_name", f"a name of at most {LONGEST_NAME} characters is needed")
    user = User(id=new_id(), login_name=name, display_name=display_name)
    _put_password(user, password.opened())
    if User.objects.bulk_create([user], ignore_conflicts=True) and not User.objects.filter(id=user.id).exists():
        raise LoginNameTaken(where="login_name")
    for role in roles:
        _grant(call, user=user, role=role)
    return user.id


@use_case("access.grant_role", answers=UUID, subject="user_id")
def grant_role(call: Call, *, user_id: UUID, role: Role | str) -> UUID:
    """Gives a staff member a role; one that is held already stays. Answers the user's id."""
    call.actor.require(*GRANTING, verb="grant a role")
    (wanted,) = grantable([role])
    if _grant(call, user=_staff_member(call, user_id), role=wanted):
        end_all_sign_ins(call, user_id=user_id)
    return user_id


@use_case("access.revoke_role", answers=UUID, subject="user_id")
def revoke_role(call: Call, *, user_id: UUID, role: Role | str) -> UUID:
    """Takes a role back; the last administrator keeps theirs. Answers the user's id."""
    call.actor.require(*GRANTING, verb="revoke a role")
    (unwanted,) = grantable([role])
    user = _staff_member(call, user_id)
    _keep_an_administrator(user, roles={unwanted})
    AccessGrant.objects.filter(user=user, role=unwanted, revoked_at=None).update(
        revoked_at=call.at, revoked_by=call.actor.id
    )
    end_all_sign_ins(call, user_id=user_id)
    return user_id


@use_case("access.deactivate_user", answers=UUID, subject="user_id")
def deactivate_user(call: Call, *, user_id: UUID) -> UUID:
    """Switches a staff member off: no sign-in, and open sessions end with their next request."""
    call.actor.require(*GRANTING, verb="deactivate a user")
    user = _staff_member(call, user_id)
    _keep_an_administrator(user, roles=frozenset(Role))
    AccessGrant.objects.filter(user=user, revoked_at=None).update(revoked_at=call.at, revoked_by=call.actor.id)
    User.objects.filter(id=user_id).update(is_active=False)
    end_all_sign_ins(call, user_id=user_id)
    return user_id


def set_password(call: Call, *, user_id: UUID, password: str) -> UUID:
    """Sets a staff member's password, by the administrator or by themselves; it ends a lock and open sessions."""
    return _set_password(call, user_id=user_id, password=sealed(password, where="password"))


@use_case("access.set_password", answers=UUID, subject="user_id")
def _set_password(call: Call, *, user_id: UUID, password: Sealed) -> UUID:
    if call.actor.id != user_id:
        call.actor.require(*GRANTING, verb="set a password")
    user = User.objects.filter(id=user_id, party_id=None, is_active=True).first()
    if user is None:
        raise NotFound("user", where="user_id")
    _put_password(user, password.opened())
    user.wrong_tries, user.last_wrong_at = 0, None
    user.save(update_fields=["password", "wrong_tries", "last_wrong_at"])
    end_all_sign_ins(call, user_id=user_id)
    return user_id


def _put_password(user: User, password: str) -> None:
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(where="password")
    try:
        validate_password(password, user)
    except ValidationError:
        raise WeakPassword(where="password") from None
    user.set_password(password)


def _staff_member(call: Call, user_id: UUID) -> User:
    """The staff member, when there is one and it is not the caller; their row is locked."""
    if user_id == call.actor.id:
        raise OwnGrant(where="user_id")
    user = User.objects.select_for_update().filter(id=user_id, party_id=None, is_active=True).first()
    if user is None:
        raise NotFound("user", where="user_id")
    return user


def _grant(call: Call, *, user: User, role: Role) -> bool:
    """True when the role was not held before."""
    if role in (Role.SYSTEM, Role.CUSTOMER):
        raise NotGrantable(where="role", role=role)
    grant = AccessGrant(user=user, role=role, granted_by=call.actor.id, granted_at=call.at)
    AccessGrant.objects.bulk_create([grant], ignore_conflicts=True)
    return AccessGrant.objects.filter(id=grant.id).exists()


def _keep_an_administrator(user: User, *, roles: Iterable[Role]) -> None:
    """Refuses to take the role from the last administrator; the grants are locked, so that two cannot race to zero."""
    if Role.ADMINISTRATOR not in roles:
        return
    grants = AccessGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, revoked_at=None).order_by("id")
    if [grant.user_id for grant in grants] == [user.id]:
        raise LastAdministrator(where="user_id")
