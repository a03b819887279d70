"""How pages look, light or dark: kept with the person, so that it is the same on every device they sign in on."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from puhui.conduct.reports.facade import choose_theme, theme_of
from puhui.foundation.access.facade import actor_of
from puhui.interfaces.workbench.frame import call_from, done, staff_page
from puhui.interfaces.workbench.reports import back_of


def theme(request: HttpRequest) -> str:
    """What the person chose; `UNFOLD` names this function."""
    actor = actor_of(request.user)
    return theme_of(actor.id) if actor.roles else "auto"


def script(request: HttpRequest) -> str:
    """What tells the browser of it before the first paint; `UNFOLD` names this function."""
    del request
    return static("workbench/appearance.js")


@require_POST
@staff_page()
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen."""
    call, wanted = call_from(request), request.POST.get("theme", "")
    return done(request, lambda: choose_theme(call, theme=wanted), then=back_of(request), message=_("Done."))
