"""The search over everything that the actor may see, as a page, and the same as JSON for the command palette."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.flows.search_everything import Hit, search_everything
from puhui.interfaces.workbench.desk_words import HIT_KINDS
from puhui.interfaces.workbench.frame import actor_from, page, staff_page
from puhui.interfaces.workbench.labels import LOAN_STATE_NAMES, STATE_NAMES
from puhui.interfaces.workbench.navigation import navigation
from puhui.kernel.texts import Text

MOST_PAGES = 10
PAGE_OF = {
    "customer": "customer",
    "loan": "loan",
    "application": "application",
    "contract": "application",
    "case": "case",
    "queue": "queue",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the answer: what it is, its name, a word beside it, and where it leads."""

    kind: str
    name: str
    detail: str
    href: str


@require_GET
@staff_page()
def search(request: HttpRequest) -> HttpResponse:
    """The page of the search; it works without scripts."""
    wanted = request.GET.get("q", "")
    return page(request, "search", _("Search"), searched=wanted, rows=_found(request, wanted))


@require_GET
@staff_page()
def quick_search(request: HttpRequest) -> HttpResponse:
    """The same for the command palette; with an empty text the pages that the actor may open."""
    rows = _found(request, request.GET.get("q", ""), with_all_pages=True)
    lines = [{"kind": one.kind, "name": one.name, "detail": one.detail, "href": one.href} for one in rows]
    answer = JsonResponse({"found": lines})
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, wanted: str, *, with_all_pages: bool = False) -> list[Found]:
    hits = search_everything(actor_from(request), text=wanted)
    pages = _pages(request, wanted.strip()) if wanted.strip() or with_all_pages else []
    return pages + [_line(hit) for hit in hits]


def _pages(request: HttpRequest, text: str) -> list[Found]:
    """Pages of the sidebar whose name holds the text: each role has its own."""
    items = [item for group in navigation(request) for item in group["items"]]
    fitting = [item for item in items if text.casefold() in str(item["title"]).casefold()]
    return [Found(_("Page"), str(item["title"]), "", item["link"]) for item in fitting[:MOST_PAGES]]


def _line(hit: Hit) -> Found:
    states = LOAN_STATE_NAMES if hit.kind == "loan" else STATE_NAMES
    detail = _said(hit.detail)
    return Found(str(HIT_KINDS[hit.kind]), _said(hit.name) or "–", str(states.get(detail, detail)), _address(hit))


def _address(hit: Hit) -> str:
    if hit.kind == "product":
        code, _slash, version = hit.id.partition("/")
        return reverse("workbench:product", args=[code, int(version)])
    return reverse(f"workbench:{PAGE_OF[hit.kind]}", args=[hit.id])


def _said(text: str | Text) -> str:
    return text.in_language(get_language() or "en") if isinstance(text, Text) else text
