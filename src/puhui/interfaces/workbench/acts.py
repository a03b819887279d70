"""Forms of one page that ask for different acts on one thing: the form names the act, one use case does it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from puhui.interfaces.workbench.frame import call_from, done
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput

Form = Mapping[str, str]
Act = Callable[[Call, UUID, Form], object]


def acted(request: HttpRequest, acts: Mapping[str, Act], subject_id: UUID, *, then: str) -> HttpResponse:
    """Does what the form asks for and goes on to a page; what is refused is said there."""
    call = call_from(request)
    return done(
        request,
        lambda: _act_of(acts, request.POST)(call, subject_id, request.POST),
        then=then,
        message=_("Done."),
    )


def _act_of(acts: Mapping[str, Act], form: Form) -> Act:
    chosen = acts.get(form.get("act", ""))
    if chosen is None:
        raise InvalidInput("act", "choose one of the acts")
    return chosen
