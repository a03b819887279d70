"""Keeps what a form said while who sent it proves again who they are."""

from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from puhui.interfaces.staff_door import proof_of

STOPPED = "puhui_stopped"
LONGEST_FORM = 400_000


def to_proof(request: HttpRequest) -> HttpResponse | None:
    """Where an act goes that was stopped for want of a fresh proof; None when nothing was stopped."""
    act = proof_of(request).asked_for
    form = request.POST.urlencode()
    if not act or request.method != "POST" or len(form) > LONGEST_FORM:
        return None
    list(get_messages(request))  # what the page was about to say of the refusal is said by the next page
    request.session[STOPPED] = {
        "path": request.path,
        "form": form,
        "act": act,
        "had_file": bool(request.FILES),
        "back": _back(request),
    }
    answer = HttpResponseRedirect(reverse("workbench:prove_again"))
    answer.status_code = 303
    return answer


def _back(request: HttpRequest) -> str:
    """The page that the form stood on, for who thinks better of it."""
    come = urlsplit(request.META.get("HTTP_REFERER", ""))
    is_ours = come.netloc == request.get_host() and come.path.startswith("/workbench/")
    return come.path + (f"?{come.query}" if come.query else "") if is_ours else reverse("workbench:dashboard")
