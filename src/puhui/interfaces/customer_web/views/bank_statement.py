"""Bringing a bank statement of the firm: a file in, sums by month known."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from puhui.flows.bring_bank_statement import StatementBrought, bring_bank_statement
from puhui.foundation.consent.facade import NoConsent
from puhui.foundation.party.facade import require_party
from puhui.interfaces.customer_web.forms_bank import BankStatementForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.consents import to_consent
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def bank_statement(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """The file, how it is written, and the account; afterwards what is known from it."""
    require_party(actor, party_id=firm_id)
    form = BankStatementForm(request.POST or None, request.FILES or None)

    def bring(data: dict[str, object]) -> StatementBrought:
        content = request.FILES["file"].read()  # type: ignore[union-attr] # one file, the form has checked it
        return bring_bank_statement(
            call_of(request, actor),
            firm_id=firm_id,
            content=content,
            form=str(data["file_format"]),
            account=str(data["account"]),
        )

    if request.method == "POST":
        if form.attempt(bring) is not None:
            return go("known", firm_id)
        if isinstance(form.refusal, NoConsent):
            return to_consent(form.refusal, firm_id=firm_id, back=reverse("bank_statement", args=[firm_id]))
    return page(request, "bank_statement", {"form": form, "firm_id": firm_id}, status=form.status)
