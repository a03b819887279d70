"""Anybody who holds a paper of ours can ask whether it is genuine; the file is looked at and not kept."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.foundation.access.facade import limit_rate
from puhui.interfaces.customer_web.forms_paper import ProofForm
from puhui.interfaces.customer_web.frame import open_page, page
from puhui.interfaces.ports import current_ports
from puhui.kernel.ports import SignatureFound

PROOFS_AN_HOUR: Final = 30  # for one address


@require_http_methods(["GET", "POST"])
@open_page
def prove_paper(request: HttpRequest) -> HttpResponse:
    """Who sealed a PDF, when, and whether a letter of it was changed since; `found` is None before a file is sent."""
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    found = None
    if request.method == "POST":
        at = current_ports().clock.now()
        limit_rate(f"paper/{request.META.get('REMOTE_ADDR', '')}", most=PROOFS_AN_HOUR, seconds=3600, at=at)
        found = form.attempt(_look)
    is_ours = bool(found) and all(one.holds for one in found or ())
    context = {
        "form": form,
        "found": found,
        "is_ours": is_ours,
        "is_ready": current_ports().signing.is_ready,
    }
    return page(request, "paper_proof", context, status=form.status if found is None else 200)


def _look(data: dict[str, Any]) -> list[SignatureFound]:
    return list(current_ports().signing.verify(data["file"].read()))
