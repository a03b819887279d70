"""A customer who lost the old phone: a colleague proposes the new number, another looks at the paper and decides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.recover_phone import CASE, PhoneRecoveryAsked, ask_phone_recovery, decide_phone_recovery
from puhui.flows.send_papers import LOOKING
from puhui.foundation.access.facade import display_names
from puhui.foundation.documents.facade import MOST_MEGABYTES, FileTooLarge, papers_about
from puhui.foundation.party.facade import (
    DECIDING_ON_PHONES,
    PROPOSING_PHONES,
    REVEAL_PURPOSES,
    PartyKind,
    party_card,
    phone_proposed,
    phone_waiting_for,
)
from puhui.interfaces.workbench.acts import Act, acted
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.rights import require_queue
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text


@require_GET
@staff_page("party")
def lost_phone(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """What waits for this person, and the form for a new number."""
    actor = actor_from(request)
    card = party_card(actor, party_id=party_id)
    if card.kind != PartyKind.PERSON:
        raise NotFound("party", where="party_id")
    return page(
        request,
        "lost_phone",
        _("Customer who lost the old phone"),
        card=card,
        waits=phone_waiting_for(actor, party_id=party_id),
        may_propose=bool(actor.roles & set(PROPOSING_PHONES)) and card.is_identified,
        most=MOST_MEGABYTES,
    )


@require_POST
@staff_page("party")
def propose(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Sends the code to the new number, tells the old one, and opens the case."""

    def act() -> PhoneRecoveryAsked:
        given = request.FILES.get("file")
        if given is None:
            raise InvalidInput("file", Text(en="choose a file", zh="请选择文件"))
        if (given.size or 0) > MOST_MEGABYTES * 1_000_000:
            raise FileTooLarge(where="file", most_megabytes=MOST_MEGABYTES)
        form = request.POST
        said = {"phone": form.get("phone", "").strip()[:30], "seen": form.get("seen", "")}
        return ask_phone_recovery(call_from(request), party_id=party_id, content=given.read(), **said)

    then = reverse("workbench:lost_phone", args=[party_id])
    return done(request, act, then=then, message=_("The code is on its way. The customer enters it on their own page."))


@require_GET
@staff_page()
def show_proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The number, what was seen, the paper, and whether the customer has proven the number."""
    actor = actor_from(request)
    require_queue(actor, CASE)
    found = phone_proposed(actor, proposal_id=proposal_id)
    people = [one for one in (found.proposed_by, found.decided_by) if one]
    return page(
        request,
        "phone_proposal",
        _("Customer who lost the old phone"),
        found=found,
        card=party_card(actor, party_id=found.party_id),
        people=display_names(people),
        papers=papers_about(actor, subject_id=proposal_id),
        purposes=REVEAL_PURPOSES,
        may_look=bool(actor.roles & set(LOOKING)),
        may_decide=bool(actor.roles & set(DECIDING_ON_PHONES)) and found.is_waiting and found.proposed_by != actor.id,
    )


@require_POST
@staff_page()
def act_on_proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Agrees or declines, with what was looked at."""
    acts: dict[str, Act] = {
        name: lambda call, one, form, agree=agree: decide_phone_recovery(  # type: ignore[misc]
            call, proposal_id=one, agree=agree, reason=form.get("text", "")
        )
        for name, agree in (("confirm", True), ("decline", False))
    }
    return acted(request, acts, proposal_id, then=reverse("workbench:phone_proposal", args=[proposal_id]))
