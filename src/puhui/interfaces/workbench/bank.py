"""Bank statements in the workbench: bring one in, see what does not match, say what it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.reconcile_statements.match import import_bank_file, reconcile_statement
from puhui.flows.reconcile_statements.report import check_bank_account
from puhui.flows.reconcile_statements.suspense import accept_match, confirm_line, place_line, return_line
from puhui.foundation.payments.facade import (
    LineState,
    line,
    lines_page,
    reconciliation,
    statement,
    statement_formats,
    statements_page,
)
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput, NotFound

PAGE = 50
MOST_BYTES = 20_000_000


@require_GET
@staff_page("ledger")
def statements(request: HttpRequest) -> HttpResponse:
    """The statements, what waits, and whether the ledger's bank account is explained."""
    actor = actor_from(request)
    return page(
        request,
        "statements",
        _("Bank statements"),
        found=statements_page(actor),
        waiting=lines_page(actor, states=[LineState.SUSPENDED], after=after_of(request), most=PAGE),
        check=_check(actor),
        forms=["camt.053", *sorted(statement_formats())],
        threshold=reconciliation().four_eyes_above,
        most=PAGE,
    )


@require_POST
@staff_page("ledger")
def bring_statement(request: HttpRequest) -> HttpResponse:
    """Imports a file and matches its lines."""

    def act() -> None:
        upload = request.FILES.get("file")
        if upload is None or (upload.size or 0) > MOST_BYTES:
            raise InvalidInput("file", f"a file of at most {MOST_BYTES // 1_000_000} MB is needed")
        call = call_from(request)
        said = {name: request.POST.get(name, "") for name in ("account", "number")}
        found = import_bank_file(call.step("import"), content=upload.read(), form=request.POST.get("form", ""), **said)
        for statement_id in found.statement_ids:
            reconcile_statement(call.step("match"), statement_id=statement_id)

    return done(request, act, then=reverse("workbench:statements"), message=_("The statement is kept and matched."))


@require_GET
@staff_page("ledger")
def show_statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """One statement with its lines."""
    actor = actor_from(request)
    found = statement(actor, statement_id=statement_id)
    lines = lines_page(actor, statement_id=statement_id, after=after_of(request), most=PAGE)
    return page(request, "bank_statement", _("Bank statement"), found=found, lines=lines, most=PAGE)


@require_GET
@staff_page("ledger")
def show_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """One line: what it may be, and what can be done with it."""
    actor = actor_from(request)
    found = line(actor, line_id=line_id)
    mine = found.proposed_by == actor.id
    return page(
        request,
        "statement_line",
        _("Statement line"),
        line=found,
        mine=mine,
        threshold=reconciliation().four_eyes_above,
    )


@require_POST
@staff_page("ledger")
def act_on_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Takes a suggestion, places, returns, confirms or declines."""
    call, act = call_from(request), request.POST.get("act", "")
    acts = {
        "accept": lambda: accept_match(call, line_id=line_id, order_ids=tuple(_ids(request.POST.get("orders", "")))),
        "place": lambda: place_line(call, line_id=line_id, loan_id=_id(request.POST.get("loan", ""))),
        "return": lambda: return_line(call, line_id=line_id, reason=request.POST.get("reason", "")),
        "confirm": lambda: confirm_line(call, line_id=line_id, agree=True),
        "decline": lambda: confirm_line(call, line_id=line_id, agree=False),
    }
    if act not in acts:
        raise InvalidInput("act", "choose what is to be done")
    return done(request, acts[act], then=reverse("workbench:statement_line", args=[line_id]), message=_("Done."))


def _check(actor: Actor) -> object:
    try:
        return check_bank_account(actor)
    except NotFound:
        return None


def _ids(text: str) -> list[UUID]:
    return [_id(part) for part in text.split(",") if part]


def _id(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        raise InvalidInput("id", "this is not an id") from None
