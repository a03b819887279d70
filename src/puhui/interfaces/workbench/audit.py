"""The audit log: who did what, when."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.foundation.evidence.facade import audit_lines
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.paging import after_of

PAGE = 50


@require_GET
@staff_page("evidence")
def audit(request: HttpRequest) -> HttpResponse:
    """Acts, newest first; `?subject=` narrows to one object."""
    subject = request.GET.get("subject", "").strip()[:100]
    rows = audit_lines(actor_from(request), subject=subject, before=after_of(request), most=PAGE)
    more = rows[-1].id if len(rows) == PAGE else None
    return page(request, "audit", _("Audit log"), rows=rows, subject=subject, next=more)
