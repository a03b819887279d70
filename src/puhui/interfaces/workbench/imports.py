"""Loan tapes in the workbench: upload, see what differs, propose, and let a colleague confirm."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.import_loans.book_tape import confirm_upload, propose_upload, reject_import, try_upload
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.products.lending.facade import tape, tapes

MOST_BYTES = 8_000_000
Upload = tuple[str, bytes]


@require_GET
@staff_page("lending")
def imports(request: HttpRequest) -> HttpResponse:
    """Imports so far, and the form for another one."""
    return _page(request)


@require_POST
@staff_page("lending")
def upload(request: HttpRequest) -> HttpResponse:
    """Tries a tape and shows what it comes to, or proposes it; a refusal is shown beside the form."""
    name, actor = request.POST.get("name", ""), actor_from(request)
    try:
        files = {"tape": _file(request, "tape"), "events": _optional(request, "events")}
        if files["tape"] is None:
            raise InvalidInput("tape", "a file is needed")
        if request.POST.get("act") != "propose":
            check = try_upload(actor, name=name, tape=files["tape"], events=files["events"])
            return _page(request, check=check, tape_name=name)
        reason = request.POST.get("reason", "")
        found = propose_upload(
            call_from(request), name=name, tape=files["tape"], events=files["events"], accept_reason=reason
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return _page(request, refused=said(refusal), tape_name=name, status=refusal.http_status)
    return done(
        request,
        lambda: None,
        then=reverse("workbench:import", args=[found.tape_id]),
        message=_("Proposed: a colleague confirms it."),
    )


@require_GET
@staff_page("lending")
def show_import(request: HttpRequest, tape_id: UUID) -> HttpResponse:
    """One import: what it came to, and who decides."""
    actor = actor_from(request)
    found = tape(actor, tape_id=tape_id)
    return page(request, "import", _("Loan tape"), tape=found, check=found.check, mine=found.proposed_by == actor.id)


@require_POST
@staff_page("lending")
def act_on_import(request: HttpRequest, tape_id: UUID) -> HttpResponse:
    """A second person confirms, and the loans are booked; or rejects."""
    call = call_from(request)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "confirm": (lambda: confirm_upload(call, tape_id=tape_id), _("The loans are booked.")),
        "reject": (lambda: reject_import(call, tape_id=tape_id), _("Rejected; nothing was booked.")),
    }
    if request.POST.get("act") not in acts:
        raise InvalidInput("act", "choose what is to be done")
    act, message = acts[request.POST["act"]]
    return done(request, act, then=reverse("workbench:import", args=[tape_id]), message=message)


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    return page(request, "imports", _("Loan tapes"), status=status, found=tapes(actor_from(request)), **context)


def _optional(request: HttpRequest, field: str) -> Upload | None:
    return _file(request, field) if request.FILES.get(field) else None


def _file(request: HttpRequest, field: str) -> Upload | None:
    given = request.FILES.get(field)
    if given is None:
        return None
    if (given.size or 0) > MOST_BYTES:
        raise InvalidInput(field, f"at most {MOST_BYTES // 1_000_000} MB here; use the command for larger files")
    return given.name or field, given.read()
