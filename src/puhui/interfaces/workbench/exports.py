"""Takes a table out of the workbench as CSV, XLSX or PDF: a posted act, written in the audit log."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from puhui.flows.dashboards.facade import ExportAsked, export_table
from puhui.interfaces.workbench.frame import call_from, staff_page

MOST_PARAMETERS, LONGEST = 20, 100


@require_POST
@staff_page()
def export(request: HttpRequest) -> HttpResponse:
    """The table of a dashboard or a whole list under the filters of its page."""
    form = request.POST
    made = export_table(
        call_from(request),
        ExportAsked(
            what=form.get("what", ""),
            sheet=form.get("sheet", ""),
            params=filters_of(form.get("query", "")),
            form=form.get("form", ""),
            language=get_language() or "en",
            purpose=form.get("purpose", ""),
        ),
    )
    response = HttpResponse(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def filters_of(query: str) -> dict[str, str]:
    """The filters of an address, each at most once and not long."""
    kept = list(QueryDict(query[:2000]).items())[:MOST_PARAMETERS]
    return {name: str(value)[:LONGEST] for name, value in kept if value and name != "after"}
