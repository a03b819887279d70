"""Who knocks: a bearer token or a signed-in browser; and the call that their request makes."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.http import HttpRequest
from ninja import Router
from ninja.constants import NOT_SET
from ninja.security import HttpBearer, SessionAuth

from puhui.conduct.partners.facade import NotShared, actor_by_access_token
from puhui.foundation.access.facade import actor_by_token, actor_of
from puhui.interfaces.ports import current_ports
from puhui.interfaces.staff_door import proof_of, session_of
from puhui.kernel.actors import Actor, Call

ON_BEHALF_OF = "Puhui-On-Behalf-Of"
Operation = TypeVar("Operation", bound=Callable[..., object])


def about(subject: str) -> Callable[[Operation], Operation]:
    """Declares that an operation is about something else than its router: its scope begins with this subject."""

    def decorate(operation: Operation) -> Operation:
        operation.scope_subject = subject  # type: ignore[attr-defined]
        return operation

    return decorate


class TokenDoor(HttpBearer):
    """`Authorization: Bearer <token>`: a program with roles of its own, or a partner's program with scopes."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The token's actor, or None; refuses a partner's token whose scopes do not reach the operation."""
        if len(token) > 200:
            return None
        at, for_party = current_ports().clock.now(), request.headers.get(ON_BEHALF_OF, "")
        actor = actor_by_access_token(token, scope=self.scope, at=at, for_party=for_party)
        if actor is not None and for_party and request.method != "GET":
            raise NotShared(where=ON_BEHALF_OF)
        return actor or actor_by_token(token, at=at)


class BrowserDoor(SessionAuth):
    """The session of a signed-in customer or staff member; checks the CSRF token on writes."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The signed-in user's actor, or None."""
        return actor_of(request.user) if request.user.is_authenticated else None


def actor_from(request: HttpRequest) -> Actor:
    """The actor whom the door let in."""
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


def call_from(request: HttpRequest, key: str) -> Call:
    """The call that this request makes, under the client's idempotency key."""
    actor, session = actor_from(request), session_of(request)
    proof = proof_of(request) if session is not None and session.user_id == actor.id else None
    return Call(actor, key, current_ports().clock.now(), "rest_api", proof=proof)


def guard(router: Router, *, subject: str) -> None:
    """Gives every operation of a router its scope: reading for GET, acting for the rest; and its doors."""
    for view in router.path_operations.values():
        for operation in view.operations:
            about_ = getattr(operation.view_func, "scope_subject", subject)
            scope = f"{about_}:{'read' if operation.methods == ['GET'] else 'write'}"
            operation.openapi_extra = {**(operation.openapi_extra or {}), "x-scope": scope}
            if operation.auth_param is NOT_SET:
                operation.auth_param = operation.auth_callbacks = [TokenDoor(scope), BrowserDoor()]
