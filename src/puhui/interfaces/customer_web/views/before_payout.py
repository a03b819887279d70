"""What a loan still needs before its money is paid, in plain words, and where to bring it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from puhui.flows.secure_loan.before_payout import before_payout
from puhui.foundation.catalogue.facade import institution_on
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.customer_web.frame import page, personal_page
from puhui.kernel.actors import Actor


@require_GET
@personal_page
def needed(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """A certificate of cover or security that is missing; what was brought already; whom to call."""
    context = {"needed": before_payout(actor, loan_id), "contact": institution_on(business_date()).contact}
    return page(request, "needed", context)
