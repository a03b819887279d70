"""Who knocks: a bearer token or a signed-in browser; and the call that their request makes."""

from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from puhui.foundation.access.facade import actor_by_token, actor_of
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor, Call


class TokenDoor(HttpBearer):
    """`Authorization: Bearer <token>`: a program with roles of its own."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The token's actor, or None."""
        return actor_by_token(token, at=current_ports().clock.now()) if len(token) <= 200 else None


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
    return Call(actor_from(request), key, current_ports().clock.now(), "rest_api")
