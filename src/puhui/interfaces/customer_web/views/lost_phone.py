"""Who lost the old phone: how it goes, and the code that came to the new number."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from puhui.flows.recover_phone import prove_new_phone
from puhui.foundation.access.facade import VISITOR, limit_rate
from puhui.interfaces.customer_web.forms_person import LostPhoneForm
from puhui.interfaces.customer_web.frame import call_of, open_page, page

TRIES_AN_HOUR = 600  # from one address, which many phones may share; the flow bounds each number


@require_http_methods(["GET", "POST"])
@open_page
def lost_phone(request: HttpRequest) -> HttpResponse:
    """The new number and its code; nobody is signed in by it: a second person of ours looks first."""
    form = LostPhoneForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda data: _prove(request, data["phone"], data["code"])):
        return page(request, "lost_phone_done")
    return page(request, "lost_phone", {"form": form}, status=form.status)


def _prove(request: HttpRequest, phone: str, code: str) -> bool:
    call = call_of(request, VISITOR)
    limit_rate(f"prove-phone/{request.META.get('REMOTE_ADDR', '')}", most=TRIES_AN_HOUR, seconds=3600, at=call.at)
    prove_new_phone(call, phone=phone, code=code)
    return True
