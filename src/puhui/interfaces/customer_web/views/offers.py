"""Offers side by side, the cost sheet of one with proof that it was shown, and accepting it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.originate_loan.accept_offer import accept_offer as accept_offer_flow
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page, shown_call
from puhui.interfaces.customer_web.languages import recorded_in
from puhui.interfaces.customer_web.plan import lines_of_sheet
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.products.origination.facade import OfferView, offers_of, proofs_of
from puhui.products.origination.facade import offer as offer_query


@require_GET
@personal_page
def offers(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Up to three offers, each with its all-in cost in large."""
    found = offers_of(actor, application_id)
    if not found:
        raise NotFound("offer")
    cheapest = min(found, key=lambda o: o.all_in_cost_pct).id if len(found) > 1 else None
    return page(request, "offers", {"offers": found, "cheapest": cheapest, "application_id": application_id})


@require_GET
@personal_page
def offer(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponse:
    """The cost sheet; that it is shown, from when on, and in which language, is kept as proof."""
    return _sheet_page(request, actor, offer_query(actor, offer_id), PageForm())


@require_POST
@personal_page
def accept_offer(request: HttpRequest, actor: Actor, offer_id: UUID) -> HttpResponse:
    """Takes the offer, once it was on the screen long enough by the server's clock."""
    form = PageForm(request.POST)
    proof_id = _proof(request)
    answer = form.attempt(
        lambda data: accept_offer_flow(
            call_of(request, actor), offer_id=offer_id, proof_id=proof_id, seconds_shown=None
        )
    )
    if answer is not None:
        return go("contract", answer.contract_id)
    return _sheet_page(request, actor, offer_query(actor, offer_id), form)


def _proof(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("proof", ""))
    except ValueError:
        return UUID(int=0)  # no proof has it: the flow refuses


def _sheet_page(request: HttpRequest, actor: Actor, shown: OfferView, form: PageForm) -> HttpResponse:
    lines = lines_of_sheet(shown.sheet["schedule"])
    context = {
        "offer": shown,
        "sheet": shown.sheet,
        "instalments": lines,
        "has_fees": any(line.fees for line in lines),
        "form": form,
    }
    if shown.state == "open":
        proof_id, seconds_left = _show(request, actor, shown)
        context |= {"proof_id": proof_id, "seconds_left": seconds_left}
    return page(request, "offer", context, status=form.status)


def _show(request: HttpRequest, actor: Actor, shown: OfferView) -> tuple[UUID, int]:
    """Records the showing once for a session and language, however often the page is loaded again."""
    language = recorded_in(get_language() or "zh-hans")
    call = shown_call(actor, f"web/show/{shown.id}/{language}/{request.session.session_key}")
    answer = show_offer(call, offer_id=shown.id, language=language)
    since = next(p.shown_at for p in proofs_of(actor, shown.id) if p.id == answer.proof_id)
    passed = (current_ports().clock.now() - since).total_seconds()
    return answer.proof_id, max(0, -int(-(answer.minimum_seconds - passed) // 1))
