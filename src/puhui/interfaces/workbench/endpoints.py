"""Who may call what: every address of every face, and every act with the roles that may do it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from puhui.interfaces.rights.table import FACES, acts, endpoints
from puhui.interfaces.workbench.frame import page, staff_page
from puhui.interfaces.workbench.labels import ROLE_NAMES
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.errors import InvalidInput

PAGE = 100
COLUMNS = (*sorted(STAFF_ROLES), Role.AGENT, Role.CUSTOMER)
ACTS = "acts"
FACE_NAMES = {
    "customers": gettext_lazy("Customer pages"),
    "workbench": gettext_lazy("Workbench"),
    "records": gettext_lazy("Look up records"),
    "api": gettext_lazy("Programs (API)"),
    ACTS: gettext_lazy("Acts"),
}


@require_GET
@staff_page("access")
def show_endpoints(request: HttpRequest) -> HttpResponse:
    """The table of one face, narrowed by words of the address or by a role, a page at a time."""
    face, words = request.GET.get("face", FACES[1]), request.GET.get("words", "").strip()[:100]
    role, start = request.GET.get("role", ""), _start(request.GET.get("start", ""))
    if face not in FACE_NAMES or (role and role not in set(COLUMNS)):
        raise InvalidInput("face", "choose one of the faces and roles")
    rows = _acts(words, role) if face == ACTS else _addresses(face, words, role)
    return page(
        request,
        "endpoints",
        _("Who may call what"),
        rows=rows[start : start + PAGE],
        count=len(rows),
        face=face,
        faces=FACE_NAMES.items(),
        words=words,
        role=role,
        columns=[(one.value, ROLE_NAMES[one]) for one in COLUMNS],
        next=start + PAGE if len(rows) > start + PAGE else None,
    )


def _addresses(face: str, words: str, role: str) -> list[tuple[str, str, bool, list[bool], str]]:
    """Method, path, whether anyone may, each column, and the scope that a partner's program needs."""
    return [
        (one.method, one.path, one.rule.anyone, [one.rule.lets(column) for column in COLUMNS], one.rule.scope)
        for one in endpoints()
        if one.face == face and words in one.path and one.rule is not None and (not role or one.rule.lets(Role(role)))
    ]


def _acts(words: str, role: str) -> list[tuple[str, str, bool, list[bool], str]]:
    return [
        (str(_("fresh proof")) if one.asks_proof else "", one.verb, False, [c in one.roles for c in COLUMNS], "")
        for one in acts()
        if one.roles is not None and words in one.verb and (not role or role in one.roles)
    ]


def _start(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) < 7):
        raise InvalidInput("start", "this is not a number")
    return int(text or 0)
