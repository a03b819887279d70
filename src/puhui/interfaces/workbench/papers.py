"""Papers of a loan as staff print them: the statement as a page, and all of them as files."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.flows.print_papers import Printed, print_contract_copy, print_loan_paper
from puhui.interfaces.ports import current_ports
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.kernel.dates import parse_optional_date
from puhui.products.lending.facade import loan_statement


@require_GET
@staff_page("lending")
def statement_of_loan(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """What happened between two days, and what was owed at both ends."""
    since, until = _day(request, "from"), _day(request, "to")
    found = loan_statement(actor_from(request), loan_id, from_date=since, to_date=until)
    return page(request, "loan_paper", _("Loan statement"), found=found, loan_id=loan_id)


@require_GET
@staff_page("lending")
def loan_paper(request: HttpRequest, loan_id: UUID, kind: str, form: str) -> HttpResponse:
    """A paper as a file, in the language of the page."""
    printed = print_loan_paper(
        actor_from(request),
        loan_id=loan_id,
        kind=kind.replace("-", "_"),
        form=form,
        language=get_language() or "en",
        from_date=_day(request, "from"),
        to_date=_day(request, "to"),
    )
    return _as_file(printed)


@require_GET
@staff_page("origination")
def contract_copy(request: HttpRequest, contract_id: UUID) -> HttpResponse:
    """The words of a signed contract as PDF."""
    ports = current_ports()
    made = print_contract_copy(
        actor_from(request), contract_id=contract_id, signing=ports.signing, at=ports.clock.now()
    )
    return _as_file(made)


def _as_file(printed: Printed) -> HttpResponse:
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    response.headers["X-Content-SHA256"] = printed.sha256
    return response


def _day(request: HttpRequest, name: str) -> date | None:
    return parse_optional_date(request.GET.get(name, ""), where=name)
