"""Papers of a customer's own loans: the statement as a page, and all of them as files."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from puhui.flows.print_papers import Printed, print_contract_copy, print_loan_paper
from puhui.interfaces.customer_web.frame import language_of, page, personal_page
from puhui.interfaces.customer_web.languages import recorded_in
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.dates import parse_optional_date
from puhui.products.lending.facade import loan_statement


@require_GET
@personal_page
def statement(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """What happened between two days, and what was owed at both ends."""
    found = loan_statement(actor, loan_id, from_date=_day(request, "from"), to_date=_day(request, "to"))
    return page(request, "statement", {"found": found, "loan_id": loan_id})


@require_GET
@personal_page
def loan_paper(request: HttpRequest, actor: Actor, loan_id: UUID, kind: str, form: str) -> HttpResponse:
    """A paper as a file, in the language of the page."""
    printed = print_loan_paper(
        actor,
        loan_id=loan_id,
        kind=kind.replace("-", "_"),
        form=form,
        language=recorded_in(language_of(request)),
        from_date=_day(request, "from"),
        to_date=_day(request, "to"),
    )
    return as_file(printed)


@require_GET
@personal_page
def contract_copy(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """The words of the signed contract as PDF."""
    del request
    ports = current_ports()
    made = print_contract_copy(actor, contract_id=contract_id, signing=ports.signing, at=ports.clock.now())
    return as_file(made)


def as_file(printed: Printed) -> HttpResponse:
    """The file as a download, with its hash."""
    response = HttpResponse(printed.content, content_type=printed.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{printed.name}"'
    response.headers["X-Content-SHA256"] = printed.sha256
    return response


def _day(request: HttpRequest, name: str) -> date | None:
    return parse_optional_date(request.GET.get(name, ""), where=name)
