"""The session of a staff member, request by request: still open, seen now, and how long ago its proof is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY, login, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from puhui.foundation.access.facade import SignInLine, begin_sign_in, leave, seen_sign_in
from puhui.kernel.actors import Proof

KEPT = "puhui_sign_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PATHS = ("/workbench/", "/api/")


class StaffDoor:
    """Signs out whose session was ended, notes the others as seen; customers and programs pass by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Looks before the page, and after it for who has signed out."""
        if not request.path.startswith(PATHS) or SESSION_KEY not in request.session:
            return self.get_response(request)
        session = _session_of(request)
        request.staff_session = session  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if session is not None and SESSION_KEY not in request.session:
            leave(session.sign_in_id)
        return answer


def let_in(request: HttpRequest, user: Any) -> None:
    """Begins a session of somebody who has proved who they are."""
    login(request, user, backend=BACKEND)
    begun = _begin(request, user.pk, proved=True)
    request.session[KEPT] = str(begun.sign_in_id)
    request.staff_session = begun  # type: ignore[attr-defined]


def session_of(request: HttpRequest) -> SignInLine | None:
    """The session that this request belongs to; None for customers and programs."""
    return getattr(request, "staff_session", None)


def proof_of(request: HttpRequest) -> Proof:
    """How long ago who sits here proved who they are."""
    kept: Proof | None = getattr(request, "staff_proof", None)
    if kept is None:
        session = session_of(request)
        proved_at = session.proved_at if session else None
        kept = Proof(age=timezone.now() - proved_at if proved_at else None)
        request.staff_proof = kept  # type: ignore[attr-defined]
    return kept


def _session_of(request: HttpRequest) -> SignInLine | None:
    user = request.user
    if not user.is_authenticated or getattr(user, "party_id", None) is not None:
        return None
    kept = request.session.get(KEPT)
    if kept is None:  # a session that did not come through this door: known from now on, and without a proof
        begun = _begin(request, user.pk, proved=False)
        request.session[KEPT] = str(begun.sign_in_id)
        return begun
    found = seen_sign_in(UUID(kept), user_id=user.pk)
    if found is None:
        logout(request)
    return found


def _begin(request: HttpRequest, user_id: UUID, *, proved: bool) -> SignInLine:
    told = request.META
    return begin_sign_in(
        user_id, agent=told.get("HTTP_USER_AGENT", ""), address=told.get("REMOTE_ADDR", ""), proved=proved
    )
