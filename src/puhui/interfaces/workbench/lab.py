"""The policy lab: runs so far, asking for one, its comparison with charts, and the signatures of the committee."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.policy_lab.start_run import DRAFT, PRODUCT, RunAsked, name_of, start_run
from puhui.foundation.catalogue.facade import Product, products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.interfaces.workbench.lab_shown import shown_of
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.dates import parse_optional_date
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import MODEL_READERS, DraftView, drafts, known_policies, models_list
from puhui.risk.lab.facade import (
    COMMITTEE,
    STARTERS,
    lab_run,
    lab_runs,
    pre_approval_passes,
    pre_approvals,
    shocks_on,
    sign_run,
)

PAGE = 30
MOST_BYTES = 400_000
UNFINISHED = frozenset({"waiting", "running"})


@require_GET
@staff_page("lab")
def lab(request: HttpRequest) -> HttpResponse:
    """Runs so far, newest first, and the form for another one; `?product=` or `?draft=` says what it is about."""
    return _lab_page(request, product=request.GET.get("product", ""), draft=request.GET.get("draft", ""))


@require_POST
@staff_page("lab")
def start_lab(request: HttpRequest) -> HttpResponse:
    """Asks for a run; a refusal is shown beside the form, and nothing was written down."""
    try:
        run_id = start_run(call_from(request), asked=_asked(request)).run_id
    except Forbidden:
        raise
    except Refusal as refusal:
        asked = request.POST.get("product", "")
        return _lab_page(request, product=asked, refused=said(refusal), form=request.POST, status=refusal.http_status)
    return done(
        request,
        lambda: None,
        then=reverse("workbench:lab_run", args=[run_id]),
        message=_("The run is queued; a worker takes it."),
    )


@require_GET
@staff_page("lab")
def show_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One run: how far it is, what came out, who signed."""
    actor = actor_from(request)
    run = lab_run(actor, run_id=run_id)
    signed = {one.by_id for one in run.signatures}
    may_sign = run.state == "done" and bool(actor.roles & set(COMMITTEE)) and actor.id not in {run.by_id, *signed}
    return page(
        request,
        "lab_run",
        run.title,
        run=run,
        shown=shown_of(run) if run.result else None,
        is_unfinished=run.state in UNFINISHED,
        may_sign=may_sign,
        is_mine=run.by_id == actor.id,
        draft_id=UUID(run.inputs["draft"].partition("@")[0]) if "draft" in run.inputs else None,
    )


@require_GET
@staff_page("lab")
def show_pre_approvals(request: HttpRequest) -> HttpResponse:
    """Who could be lent how much today, and the passes so far."""
    actor = actor_from(request)
    found = pre_approvals(actor, on=business_date(), after=after_of(request), most=PAGE)
    return page(
        request,
        "pre_approvals",
        _("Pre-approvals"),
        found=found,
        names=party_names(actor, party_ids={one.firm_id for one in found}),
        passes=pre_approval_passes(actor),
        next=found[-1].firm_id if len(found) == PAGE else None,
    )


@require_GET
@staff_page("lab")
def lab_progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The part of the page that tells how far the run is; asks for the whole page when there is more to see."""
    run = lab_run(actor_from(request), run_id=run_id)
    answer = page(request, "lab_progress", run.title, run=run, is_unfinished=run.state in UNFINISHED)
    if run.state not in UNFINISHED:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff_page("lab")
def sign_lab_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """A member of the committee approves or rejects the result."""
    form, call = request.POST, call_from(request)
    return done(
        request,
        lambda: sign_run(call, run_id=run_id, verdict=form.get("verdict", ""), comment=form.get("comment", "")),
        then=reverse("workbench:lab_run", args=[run_id]),
        message=_("Signed."),
    )


def _lab_page(
    request: HttpRequest, *, product: str = "", draft: str = "", status: int = 200, **context: object
) -> HttpResponse:
    actor, on = actor_from(request), business_date()
    decided = [one for one in products_on(on) if known_policies(one.code)]
    open_drafts = drafts(actor)
    tried = next((one for one in open_drafts if str(one.id) == draft), None)
    chosen = _chosen(decided, product or _first_product(tried))
    found = lab_runs(actor, after=after_of(request), most=PAGE)
    may_read_models = bool(actor.roles & set(MODEL_READERS))
    return page(
        request,
        "lab",
        _("Policy lab"),
        status=status,
        found=found,
        products=decided,
        product=chosen,
        is_for_firms="organisation" in chosen.eligibility.kinds,
        policies=[name_of(policy) for policy in known_policies(chosen.code)],
        drafts=[(f"{DRAFT}{one.id}", one) for one in open_drafts if chosen.code in _products_of(one)],
        tried=f"{DRAFT}{tried.id}" if tried else "",
        models=[f"{one.model_id}@{one.version}" for one in models_list(actor)] if may_read_models else [],
        shocks=shocks_on(on),
        today=on,
        may_start=bool(actor.roles & set(STARTERS)),
        next=found[-1].id if len(found) == PAGE else None,
        **context,
    )


def _chosen(decided: list[Product], code: str) -> Product:
    """The product that was asked for, or the one that the page begins with."""
    by_code = {one.code: one for one in decided}
    return by_code.get(code) or by_code.get(PRODUCT) or decided[0]


def _products_of(found: DraftView) -> list[str]:
    """What a draft decides on; a draft may hold anything."""
    named = found.document.get("products")
    return [one for one in named if isinstance(one, str)] if isinstance(named, list) else []


def _first_product(found: DraftView | None) -> str:
    return next(iter(_products_of(found)), "") if found else ""


def _asked(request: HttpRequest) -> RunAsked:
    form = request.POST
    return RunAsked(
        title=form.get("title", ""),
        portfolio="history" if form.get("portfolio") == "history" else "simulated",
        firms=_number(form.get("firms", ""), "firms"),
        seed=_number(form.get("seed", ""), "seed"),
        since=parse_optional_date(form.get("since", ""), where="since"),
        until=parse_optional_date(form.get("until", ""), where="until"),
        policy=form.get("policy", ""),
        policy_text=_draft(request),
        model=form.get("model", ""),
        shocks=tuple(form.getlist("shocks")),
        months=_number(form.get("months", ""), "months"),
        product=form.get("product", "") or PRODUCT,
    )


def _draft(request: HttpRequest) -> str:
    given = request.FILES.get("draft")
    if given is None:
        return ""
    if (given.size or 0) > MOST_BYTES:
        raise InvalidInput("draft", Text(en=f"at most {MOST_BYTES // 1000} KB", zh=f"文件最大{MOST_BYTES // 1000} KB"))
    try:
        return bytes(given.read()).decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("draft", Text(en="a text file in UTF-8 is needed", zh="应为UTF-8编码的文本文件")) from None


def _number(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        raise InvalidInput(where, Text(en="a whole number is needed", zh="应为整数"))
    return int(text)
