"""The audit log: who did what to what, when; searched by each of these."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.foundation.access.facade import user_id_of
from puhui.foundation.evidence.facade import AuditSearch, audit_lines, use_case_verbs
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

PAGE = 50
FIELDS = ("who", "act", "subject", "from", "until")
LONGEST = 100


@require_GET
@staff_page("evidence")
def audit(request: HttpRequest) -> HttpResponse:
    """Acts, newest first, narrowed by who, act, object and days."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in FIELDS}
    rows = audit_lines(actor_from(request), search=_search(asked), before=after_of(request), most=PAGE)
    return page(
        request,
        "audit",
        _("Audit log"),
        rows=rows,
        asked=asked,
        until=asked["until"],
        since=asked["from"],
        verbs=sorted(use_case_verbs()),
        kept=urlencode({name: value for name, value in asked.items() if value}),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


def _search(asked: dict[str, str]) -> AuditSearch:
    since, until = _day(asked["from"], where="from"), _day(asked["until"], where="until")
    if since and until and since > until:
        raise InvalidInput("until", Text(en="the last day is before the first", zh="结束日期早于开始日期"))
    return AuditSearch(
        actor_id=_actor(asked["who"]), verb=asked["act"], subject=asked["subject"], since=since, until=until
    )


def _actor(text: str) -> UUID | None:
    """Who is meant: a sign-in name of staff, or the id of anybody."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return user_id_of(text)


def _day(text: str, *, where: str) -> date | None:
    return parse_date(text, where=where) if text else None
