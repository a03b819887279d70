"""Models in the workbench: what is registered, each with its card, who may decide in which slot, and the shadows."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.compare_models import matured_loans
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.model_words import CURVE_MONTHS, pd_curve, share_in_bps
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.interfaces.workbench.model_charts import bar_width, calibration_line, roc_line, score_bars
from puhui.interfaces.workbench.model_shown import beside_of, groups_of_card, stability_of
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.actors import Actor
from puhui.kernel.dates import parse_optional_date
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.risk.decisioning.facade import (
    MODEL_APPROVERS,
    MODEL_REGISTRARS,
    ModelRole,
    RoleLine,
    RoleState,
    decide_model,
    decide_role,
    end_role,
    model_view,
    models_list,
    propose_role,
    register_model,
    retire_model,
    roles_of_slot,
    score_counts,
    shadow_summary,
    slots,
)

PAGE = 50
MOST_BYTES = 20_000_000


@require_GET
@staff_page("decisioning")
def models(request: HttpRequest) -> HttpResponse:
    """Every registered package, who decides in which slot, and the form that brings another one."""
    return _list_page(request)


@require_POST
@staff_page("decisioning")
def bring_model(request: HttpRequest) -> HttpResponse:
    """Registers the files of a package; a refusal is shown beside the form."""
    form, call = request.POST, call_from(request)
    try:
        made = register_model(
            call,
            files=_files(request),
            purpose=form.get("purpose", ""),
            segment=form.get("segment", ""),
            reason=form.get("reason", ""),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return _list_page(request, refused=said(refusal), status=refusal.http_status)
    return done(
        request,
        lambda: None,
        then=reverse("workbench:model", args=[made.package_id]),
        message=_("Registered as a draft: a colleague approves it."),
    )


@require_GET
@staff_page("decisioning")
def show_model(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """One model: its card with charts, its roles, what it would have decided, its history."""
    actor = actor_from(request)
    view = model_view(actor, package_id)
    groups = view.card.get("out_of_fold", {}).get("calibration", [])
    shadow, bars = shadow_summary(actor, package_id), score_bars(score_counts(actor, package_id))
    return page(
        request,
        "model",
        f"{view.line.model_id} {view.line.version}",
        view=view,
        card=view.card,
        calibration=calibration_line(groups),
        roc=roc_line(groups),
        groups=groups,
        stability=stability_of(view.card, on=business_date()),
        fairness=groups_of_card(view.card),
        beside=beside_of(actor, view, on=business_date()),
        bars=bars,
        bar_width=bar_width(len(bars)),
        shadow=shadow,
        matured=matured_loans(actor, package_id=package_id, on=business_date()),
        moves=sorted(shadow.moves.items(), key=lambda move: -move[1]),
        curve=list(zip(CURVE_MONTHS, pd_curve(shadow.pd), strict=True)) if shadow.pd is not None else [],
        actor_id=actor.id,
        may_approve=bool(actor.roles.intersection(MODEL_APPROVERS)),
        may_propose=bool(actor.roles.intersection(MODEL_REGISTRARS)),
        slots=slots(),
        role_kinds=list(ModelRole),
        today=business_date(),
    )


@require_POST
@staff_page("decisioning")
def act_on_model(request: HttpRequest, package_id: UUID) -> HttpResponse:
    """Approves, declines or retires a model, or proposes a role for it."""
    form, call = request.POST, call_from(request)
    reason, first = form.get("reason", ""), parse_optional_date(form.get("effective_from", ""), where="effective_from")
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: decide_model(call, package_id=package_id, agree=True, reason=reason, effective_from=first),
        "decline": lambda: decide_model(call, package_id=package_id, agree=False, reason=reason),
        "retire": lambda: retire_model(call, package_id=package_id, reason=reason),
        "assign": lambda: propose_role(
            call,
            package_id=package_id,
            slot=form.get("slot", ""),
            role=form.get("role", ""),
            share_bps=share_in_bps(form.get("share") or "0"),
            effective_from=first,
            reason=reason,
        ),
    }
    return _acted(request, acts, then=reverse("workbench:model", args=[package_id]))


@require_POST
@staff_page("decisioning")
def act_on_role(request: HttpRequest, package_id: UUID, role_id: UUID) -> HttpResponse:
    """Agrees to a proposed role, declines it, or ends one in force."""
    call, reason = call_from(request), request.POST.get("reason", "")
    acts: dict[str, Callable[[], object]] = {
        "agree": lambda: decide_role(call, role_id=role_id, agree=True, reason=reason),
        "decline": lambda: decide_role(call, role_id=role_id, agree=False, reason=reason),
        "end": lambda: end_role(call, role_id=role_id, reason=reason),
    }
    return _acted(request, acts, then=reverse("workbench:model", args=[package_id]))


def _acted(request: HttpRequest, acts: dict[str, Callable[[], object]], *, then: str) -> HttpResponse:
    return done(request, chosen(request.POST, acts), then=then, message=_("Done."))


def _list_page(request: HttpRequest, *, status: int = 200, refused: str = "") -> HttpResponse:
    actor = actor_from(request)
    found = models_list(actor, after=after_of(request), most=PAGE)
    return page(
        request,
        "models",
        _("Models"),
        status=status,
        found=found,
        next=found[-1].id if len(found) == PAGE else None,
        held=[_held(actor, slot) for slot in slots()],
        may_register=bool(actor.roles.intersection(MODEL_REGISTRARS)),
        refused=refused,
        today=business_date(),
    )


def _held(actor: Actor, slot: str) -> tuple[str, list[RoleLine], bool]:
    """Who holds a role in a slot, and whether one of them is champion by now."""
    roles = [role for role in roles_of_slot(actor, slot) if role.state == RoleState.IN_FORCE]
    today = business_date()
    return slot, roles, any(one.role == ModelRole.CHAMPION and one.effective_from <= today for one in roles)


def _files(request: HttpRequest) -> dict[str, bytes]:
    files = request.FILES.getlist("files")
    if sum(one.size or 0 for one in files) > MOST_BYTES:
        raise InvalidInput("files", f"at most {MOST_BYTES // 1_000_000} MB")
    return {one.name or "": one.read() for one in files}
