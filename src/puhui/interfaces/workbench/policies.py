"""Decision policies in the workbench: what decides, what comes, the drafts, and the way to publication."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.foundation.drafts.facade import DraftState
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.draft_forms import effective_from, revision_of, rights_on
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.interfaces.workbench.policy_words import column_label
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Forbidden, Refusal
from puhui.risk.decisioning.facade import (
    FACT_TYPES,
    POLICY_TABLES,
    SEGMENTS,
    DraftView,
    as_decision_model,
    as_toml,
    case_results,
    change_draft,
    coverage_of,
    differences_of,
    document_from_text,
    draft,
    drafts,
    drop_draft,
    findings,
    grid_of,
    policies_list,
    policy_by_hash,
    policy_from_document,
    publish_policy,
    return_draft,
    segment_columns,
    start_draft,
    submit_draft,
    table_in,
    with_segment_column,
    without_segments,
)
from puhui.risk.lab.facade import STARTERS, runs_of_draft

COVERED = 300
WRITING = frozenset({Role.RISK_OFFICER, Role.ADMINISTRATOR})
PUBLISHING = WRITING | {Role.COMPLIANCE}


@require_GET
@staff_page("decisioning")
def policies(request: HttpRequest) -> HttpResponse:
    """Versions in force, coming and past; drafts; the form that begins a draft."""
    return _list_page(request)


@require_POST
@staff_page("decisioning")
def start_policy(request: HttpRequest) -> HttpResponse:
    """Begins a draft as a copy of a version, or with the text that was given; a refusal is shown beside the form."""
    form, call = request.POST, call_from(request)
    text = form.get("text", "").strip()
    try:
        given = document_from_text(text) if text else None
        made = start_draft(call, based_on=form.get("based_on", ""), document=given, note=form.get("note", ""))
    except Forbidden:
        raise
    except Refusal as refusal:
        return _list_page(request, refused=said(refusal), status=refusal.http_status)
    return done(
        request,
        lambda: None,
        then=reverse("workbench:policy_draft", args=[made.draft_id]),
        message=_("The draft is there: edit its tables."),
    )


def _list_page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor = actor_from(request)
    lines = policies_list(actor)
    return page(
        request,
        "policies",
        _("Decision policies"),
        status=status,
        lines=lines,
        open_drafts=drafts(actor),
        over=drafts(actor, is_over=True, most=20),
        may_write=bool(actor.roles & WRITING),
        refused=refused,
    )


@require_GET
@staff_page("decisioning")
def show_policy(request: HttpRequest, key: str) -> HttpResponse:
    """One version with its tables and formulas; `?form=toml` or `jdm` gives the file."""
    actor = actor_from(request)
    policy = policy_by_hash(actor, key)
    form = request.GET.get("form", "")
    if form in {"toml", "jdm"}:
        return _file(policy.document, form=form, name=f"{policy.id}-{policy.version}")
    line = next(line for line in policies_list(actor) if line.hash == key)
    return page(
        request,
        "policy",
        f"{policy.id} {policy.version}",
        line=line,
        tables=_tables(policy.document),
        sections=policy.sections,
        reasons=policy.reasons,
        coverage=coverage_of(actor, policy=policy, most=COVERED) if "cover" in request.GET else None,
    )


def _file(document: Any, *, form: str, name: str) -> HttpResponse:
    if form == "toml":
        answer: HttpResponse = HttpResponse(as_toml(document), content_type="application/toml; charset=utf-8")
    else:
        answer = JsonResponse(as_decision_model(document), json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}.{"toml" if form == "toml" else "json"}"'
    return answer


@require_GET
@staff_page("decisioning")
def show_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft: its faults, what differs, its test cases, what it would have said, and what can be done with it."""
    actor = actor_from(request)
    found = draft(actor, draft_id)
    if request.GET.get("form") == "toml":
        return _file(found.document, form="toml", name=f"{found.policy_id}-draft")
    faults = findings(found.document)
    return page(
        request,
        "policy_draft",
        _("Draft of %(policy)s") % {"policy": found.policy_id},
        found=found,
        faults=faults,
        differences=differences_of(policy_by_hash(actor, found.based_on).document, found.document),
        tables=_tables(found.document),
        text=as_toml(found.document),
        today=business_date(),
        tomorrow=business_date() + timedelta(days=1),
        runs=[(one, one.inputs["draft"].rpartition("-")[2]) for one in runs_of_draft(actor, draft_id=found.id)],
        may_try=not faults
        and bool(actor.roles & set(STARTERS))
        and found.state in {DraftState.OPEN, DraftState.SUBMITTED},
        has_segments=table_in(found.document, SEGMENTS) is not None,
        segment_columns=_labelled(found.document),
        **_tried(actor, found, with_faults=bool(faults)),
        **rights_on(found.state, writes=bool(actor.roles & WRITING), publishes=bool(actor.roles & PUBLISHING)),
    )


def _labelled(document: Any) -> list[tuple[str, str]]:
    """What segments may look at and do not yet, by the words for it."""
    kept = (table_in(document, SEGMENTS) or {}).get("inputs", {})
    return [(name, column_label(name, document)) for name in segment_columns(FACT_TYPES) if name not in kept]


def _tried(actor: Actor, found: DraftView, *, with_faults: bool) -> dict[str, Any]:
    """Test cases and coverage, which need a policy without a fault; why they could not be run otherwise."""
    if with_faults:
        return {"cases": None, "coverage": None, "untried": ""}
    try:
        policy = policy_from_document(found.document)
        return {
            "cases": case_results(policy, on=business_date()),
            "coverage": coverage_of(actor, policy=policy, most=COVERED),
            "untried": "",
        }
    except Refusal as refusal:
        return {"cases": None, "coverage": None, "untried": said(refusal)}


@require_POST
@staff_page("decisioning")
def act_on_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Replaces the text, submits, gives back, publishes or drops."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "text": lambda: change_draft(
            call, draft_id=draft_id, revision=revision_of(form), document=document_from_text(form.get("text", ""))
        ),
        "column": lambda: _rewritten(
            call,
            draft_id,
            form,
            lambda document: with_segment_column(document, form.get("column", ""), facts=FACT_TYPES),
        ),
        "no_segments": lambda: _rewritten(call, draft_id, form, without_segments),
        "submit": lambda: submit_draft(call, draft_id=draft_id),
        "return": lambda: return_draft(call, draft_id=draft_id, note=form.get("note", "")),
        "publish": lambda: publish_policy(call, draft_id=draft_id, effective_from=effective_from(form)),
        "drop": lambda: drop_draft(call, draft_id=draft_id),
    }
    return done_by(request, acts, then=reverse("workbench:policy_draft", args=[draft_id]))


def _rewritten(call: Call, draft_id: UUID, form: Any, change: Callable[[Any], Any]) -> object:
    """The draft with a changed document, if nobody else changed it since it was seen."""
    document = change(draft(call.actor, draft_id).document)
    return change_draft(call, draft_id=draft_id, revision=revision_of(form), document=document)


def _tables(document: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "hit_policy": table.get("hit_policy", ""),
            "grid": (grid := grid_of(table)),
            "inputs": [column_label(column, document) for column in grid.inputs],
            "outputs": [column_label(column, document) for column in grid.outputs],
        }
        for name in (SEGMENTS, *POLICY_TABLES)
        if (table := table_in(document, name)) is not None
    ]
