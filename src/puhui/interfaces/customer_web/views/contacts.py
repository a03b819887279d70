"""Persons who stand by me: whom I named, who named me, and saying yes, no, or that it is over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from puhui.flows.protect_person.contact_person import name_contact_person
from puhui.foundation.party.facade import (
    RelationKind,
    confirm_relation,
    decline_relation,
    end_relation,
    relations_of,
)
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms_trade import ContactForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.person import own_id
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput

OVER = "ended by themselves on the pages"


@require_http_methods(["GET", "POST"])
@personal_page
def contacts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom I named and who named me; and naming somebody, who is told at once."""
    form = ContactForm(request.POST or None)
    if request.method == "POST":
        named = form.attempt(lambda data: name_contact_person(call_of(request, actor), **data))
        if named is not None:
            return go("contacts")
    return _shown(request, actor, form)


@require_POST
@personal_page
def answer(request: HttpRequest, actor: Actor, relation_id: UUID) -> HttpResponse:
    """Yes, no, or: it is over."""
    call, form = call_of(request, actor), PageForm(request.POST)
    acts = {
        "yes": lambda: confirm_relation(call, relation_id=relation_id),
        "no": lambda: decline_relation(call, relation_id=relation_id),
        "end": lambda: end_relation(call, relation_id=relation_id, evidence=OVER),
    }

    def act(_: object) -> object:
        chosen = acts.get(request.POST.get("answer", ""))
        if chosen is None:
            raise InvalidInput("answer", "yes, no or end")
        return chosen()

    return go("contacts") if form.attempt(act) is not None else _shown(request, actor, form)


def _shown(request: HttpRequest, actor: Actor, form: PageForm) -> HttpResponse:
    me = own_id(actor)
    kept = [one for one in relations_of(actor, party_id=me) if one.kind is RelationKind.CONTACT_PERSON]
    context = {
        "form": form,
        "contact_form": form if isinstance(form, ContactForm) else ContactForm(),
        "named": [one for one in kept if one.subject_id == me],
        "named_me": [one for one in kept if one.other_id == me],
    }
    return page(request, "contacts", context, status=form.status)
