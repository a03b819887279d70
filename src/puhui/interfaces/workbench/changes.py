"""Changing a loan: choose the kind, say what, look at what it would do, and only then propose it."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.change_loan.accept_change import record_consent
from puhui.flows.change_loan.answers import ChangeShown
from puhui.flows.change_loan.confirm_change import confirm_change, kind_policy_of, reject_change, withdraw_change
from puhui.flows.change_loan.payment_day import payment_day_change
from puhui.flows.change_loan.preview import kinds_for, show_change
from puhui.flows.change_loan.propose_change import propose_change
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.change_forms import ChangeForm
from puhui.interfaces.workbench.frame import actor_from, call_from, page, said, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    ChangeAsked,
    ChangeState,
    ChangeView,
    changes_page,
    loan,
    loan_change,
)

PAGE = 50
FILTERS = tuple(ChangeState)


@require_GET
@staff_page("lending")
def changes(request: HttpRequest) -> HttpResponse:
    """Proposals of all loans, oldest first."""
    wanted = request.GET.get("state", ChangeState.PROPOSED.value)
    if wanted not in FILTERS:
        raise InvalidInput("state", "choose one of the states")
    rows = changes_page(actor_from(request), state=ChangeState(wanted), after=after_of(request), most=PAGE)
    following = rows[-1].id if len(rows) == PAGE else None
    return page(request, "changes", _("Changes of loans"), rows=rows, state=wanted, filters=FILTERS, next=following)


@require_http_methods(["GET", "POST"])
@staff_page("lending")
def change_a_loan(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Step one and two: the kind, then what it needs; step three: the preview, with what was typed kept in it."""
    actor = actor_from(request)
    allowed = kinds_for(actor)
    if not allowed:
        raise Forbidden("change a loan")
    shown = loan(actor, loan_id)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind and kind not in allowed:
        raise InvalidInput("kind", "choose one of the kinds")
    if not kind:
        kinds = [(name, CHANGE_KINDS[name].name) for name in allowed]
        return page(request, "change_kind", _("Change this loan"), loan=shown, kinds=kinds)
    form = ChangeForm(request.POST or None, kind=kind, currency=shown.line.principal.currency)
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            return _previewed_or_proposed(request, actor, loan_id, form)
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            form.refuse(refusal.where, said(refusal))
    status = 422 if request.method == "POST" and "back" not in request.POST else 200
    name = CHANGE_KINDS[kind].name
    return page(request, "change_form", _("Change this loan"), status=status, loan=shown, form=form, kind_name=name)


@require_http_methods(["GET", "POST"])
@staff_page("lending")
def undo_event(request: HttpRequest, loan_id: UUID, event_id: UUID) -> HttpResponse:
    """What undoing an event would do; with a reason it is proposed."""
    actor = actor_from(request)
    asked = ChangeAsked(kind="reversal", of=event_id)
    reason, problem = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            return _proposed(request, loan_id, asked, reason)
        except (NotFound, Forbidden):
            raise
        except Refusal as refusal:
            problem = said(refusal)
    seen = show_change(actor, loan_id=loan_id, asked=asked)
    status = 422 if problem else 200
    context = {"seen": seen, "reason": reason, "problem": problem, "loan_id": loan_id}
    return page(request, "change_undo", _("Undo an event"), status=status, **context)


@require_GET
@staff_page("lending")
def show_loan_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """One proposal: what it would do on the loan as it stands now, and what the actor may do with it."""
    actor = actor_from(request)
    change = loan_change(actor, change_id)
    seen, problem = _seen(actor, change)
    policy = kind_policy_of(change)
    is_proposer = change.proposed_by == actor.id
    return page(
        request,
        "change",
        _("Change of a loan"),
        change=change,
        seen=seen,
        problem=problem,
        moved_on=seen is not None and seen.preview.after_n != change.after_n,
        is_proposer=is_proposer,
        may_confirm=not is_proposer and bool(actor.roles.intersection(policy.confirm)),
        may_record=bool(actor.roles.intersection(policy.propose)),
    )


@require_POST
@staff_page("lending")
def act_on_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Confirms, rejects, withdraws, or records the borrower's consent."""
    form, call = request.POST, call_from(request)
    text = form.get("text", "")
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm_change(call, change_id=change_id, note=text),
        "reject": lambda: reject_change(call, change_id=change_id, note=text),
        "withdraw": lambda: withdraw_change(call, change_id=change_id),
        "consent": lambda: record_consent(call, change_id=change_id, evidence=text),
    }
    return done_by(request, acts, then=reverse("workbench:loan_change", args=[change_id]))


def _previewed_or_proposed(request: HttpRequest, actor: Actor, loan_id: UUID, form: ChangeForm) -> HttpResponse:
    day = form.payment_day
    asked = payment_day_change(actor, loan_id=loan_id, day=day) if day else form.asked()
    if "propose" in request.POST:
        return _proposed(request, loan_id, asked, form.cleaned_data["reason"])
    seen = show_change(actor, loan_id=loan_id, asked=asked)
    return page(request, "change_preview", _("What this change would do"), seen=seen, form=form, loan_id=loan_id)


def _proposed(request: HttpRequest, loan_id: UUID, asked: ChangeAsked, reason: str) -> HttpResponse:
    after = request.POST.get("after_n", "")
    after_n = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else None
    moved = propose_change(call_from(request), loan_id=loan_id, asked=asked, reason=reason, after_n=after_n)
    return HttpResponseRedirect(reverse("workbench:loan_change", args=[moved.change_id]))


def _seen(actor: Actor, change: ChangeView) -> tuple[ChangeShown | None, str]:
    """The preview of an open proposal; in words why there is none any more."""
    if not change.is_open or change.state == ChangeState.PAYING:
        return None, ""
    try:
        return show_change(actor, loan_id=change.loan_id, asked=change.asked), ""
    except Refusal as refusal:
        return None, said(refusal)
