"""Tokens of programs: issued by the administrator, shown once, ended at once."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.access.facade import issue_token, revoke_token, token_list
from puhui.interfaces.ports import current_ports
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.labels import ROLE_NAMES
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput

PRESET_DAYS = 90
MOST_DAYS = 366
TOKEN_ROLES = sorted(STAFF_ROLES - {Role.ADMINISTRATOR})


@require_GET
@staff_page("access")
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that were issued, without their secrets."""
    return _tokens_page(request)


@require_POST
@staff_page("access")
def add_token(request: HttpRequest) -> HttpResponse:
    """Issues a token and shows it, this once."""
    form, call = request.POST, call_from(request)
    call.actor.require(Role.ADMINISTRATOR, verb="issue a token")
    expires_at = _end_of(form.get("last_day", ""), at=call.at)
    issued = issue_token(call, name=form.get("name", "").strip(), roles=form.getlist("roles"), expires_at=expires_at)
    answer = _tokens_page(request, issued=issued)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@staff_page("access")
def end_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Ends a token at once."""
    call = call_from(request)
    return done(
        request,
        lambda: revoke_token(call, token_id=token_id),
        then=reverse("workbench:tokens"),
        message=_("The token is revoked."),
    )


def _tokens_page(request: HttpRequest, *, issued: str = "") -> HttpResponse:
    actor, now = actor_from(request), current_ports().clock.now()
    return page(
        request,
        "tokens",
        _("Tokens of programs"),
        tokens=token_list(actor),
        now=now,
        issued=issued,
        preset=(now + timedelta(days=PRESET_DAYS)).date(),
        roles=[(role.value, ROLE_NAMES[role]) for role in TOKEN_ROLES],
        may_change=Role.ADMINISTRATOR in actor.roles,
    )


def _end_of(text: str, *, at: datetime) -> datetime:
    """The end, in UTC, of the last day that a token works; a token lasts at most a year."""
    last_day = parse_date(text, where="last_day")
    if not at.date() <= last_day <= at.date() + timedelta(days=MOST_DAYS):
        raise InvalidInput("last_day", f"from today to {MOST_DAYS} days ahead")
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=UTC)
