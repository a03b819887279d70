"""Forms of one page that ask for different acts on one thing: the form names the act, one use case does it."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from puhui.interfaces.workbench.frame import call_from, done
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

Form = Mapping[str, str]
Act = Callable[[Call, UUID, Form], object]
Chosen = TypeVar("Chosen")


def acted(request: HttpRequest, acts: Mapping[str, Act], subject_id: UUID, *, then: str) -> HttpResponse:
    """Does what the form asks for and goes on to a page; what is refused is said there."""
    call, form = call_from(request), request.POST
    return done(request, lambda: chosen(form, acts)(call, subject_id, form), then=then, message=_("Done."))


def done_by(request: HttpRequest, acts: Mapping[str, Callable[[], object]], *, then: str) -> HttpResponse:
    """Does the act that the form names, and goes on to a page; what is refused is said there."""

    def act() -> object:
        return chosen(request.POST, acts)()

    return done(request, act, then=then, message=_("Done."))


def chosen(form: Form, acts: Mapping[str, Chosen]) -> Chosen:
    """What stands under the act that the form names; refuses one that is not there."""
    act = form.get("act", "")
    if act not in acts:
        raise InvalidInput("act", Text(en="choose one of the acts", zh="请选择一项操作"))
    return acts[act]
