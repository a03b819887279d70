"""Another phone number: the number first, then the two codes that prove the old one and the new one."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.change_phone import change_phone, request_phone_codes
from puhui.foundation.access.facade import user_by_id
from puhui.foundation.party.facade import seal, unseal
from puhui.interfaces.customer_web.forms_person import NewPhoneCodesForm, NewPhoneForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor

SEALED = "new_phone"  # in the session, between the two pages
FIELDS = ("sealed", "old", "new")


@require_http_methods(["GET", "POST"])
@personal_page
def new_phone(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks for the new number and sends the codes; the session keeps it sealed."""
    form = NewPhoneForm(request.POST or None)
    if request.method == "POST":
        sent = form.attempt(lambda data: request_phone_codes(call_of(request, actor), phone=data["phone"]))
        if sent is not None:
            kept = (seal(form.cleaned_data["phone"]), sent.old_phone, sent.new_phone)
            request.session[SEALED] = dict(zip(FIELDS, kept, strict=True))
            return go("new_phone_codes")
    return page(request, "new_phone", {"here": "my_data", "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@personal_page
def new_phone_codes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Both codes; then the number is changed, and the page says until when draws wait."""
    asked = request.session.get(SEALED)
    if not asked:
        return go("new_phone")
    form = NewPhoneCodesForm(request.POST or None)
    if request.method == "POST":
        done = form.attempt(lambda data: change_phone(call_of(request, actor), phone=unseal(asked["sealed"]), **data))
        if done is not None:
            del request.session[SEALED]
            if user := user_by_id(actor.id):
                update_session_auth_hash(request, user)  # this browser stays signed in
            context = {"here": "my_data", "phone": asked["new"], "until": done.draws_wait_until}
            return page(request, "new_phone_done", context)
    context = {"here": "my_data", "form": form, "old": asked["old"], "new": asked["new"]}
    return page(request, "new_phone_codes", context, status=form.status)
