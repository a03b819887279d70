"""Products in the workbench: what is sold, the drafts with their faults, the comparison, the way to publication."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.product_workshop.checked import check_product_text
from puhui.flows.product_workshop.publish_product import (
    drop_product,
    publish_product,
    return_product,
    submit_product,
    withdraw_from_sale,
)
from puhui.flows.product_workshop.simulate_product import simulate_product
from puhui.flows.product_workshop.write_product import change_product_text, change_product_values, start_product_draft
from puhui.foundation.catalogue.facade import (
    ProductDraftView,
    all_versions,
    document_of,
    product_draft,
    product_drafts,
    product_releases,
    product_text,
    product_version,
    products_on,
)
from puhui.foundation.drafts.facade import DraftState
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.acts import done_by
from puhui.interfaces.workbench.draft_forms import effective_from, revision_of, rights_on
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, said, staff_page
from puhui.interfaces.workbench.product_fields import changed_values, shown_boxes
from puhui.kernel.actors import Actor, Role
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal

WRITING = frozenset({Role.RISK_OFFICER, Role.ADMINISTRATOR})
PUBLISHING = WRITING | {Role.COMPLIANCE}
SIMULATED = 10_000


@require_GET
@staff_page("catalogue")
def products(request: HttpRequest) -> HttpResponse:
    """What is sold today and what comes; drafts; publications; the form that begins a draft."""
    return _list_page(request)


@require_POST
@staff_page("catalogue")
def start_product(request: HttpRequest) -> HttpResponse:
    """Begins a draft as a copy of a version, or with a text; a refusal is shown beside the form."""
    form, call = request.POST, call_from(request)
    try:
        made = start_product_draft(
            call,
            based_on=form.get("based_on", ""),
            text=form.get("text", "").replace("\r\n", "\n"),
            note=form.get("note", ""),
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        return _list_page(request, refused=said(refusal), status=refusal.http_status)
    then = reverse("workbench:product_draft", args=[made.draft_id])
    return done(request, lambda: None, then=then, message=_("The draft is there."))


def _list_page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    actor, on = actor_from(request), business_date()
    sold = products_on(on)
    now = {(one.code, one.version) for one in sold}
    return page(
        request,
        "products",
        _("Products"),
        status=status,
        sold=sold,
        coming=[one for one in all_versions() if one.effective_from > on],
        past=[one for one in all_versions() if one.effective_from <= on and (one.code, one.version) not in now],
        open_drafts=product_drafts(actor),
        over=product_drafts(actor, is_over=True, most=20),
        releases=product_releases(actor, most=20),
        may_write=bool(actor.roles & WRITING),
        refused=refused,
    )


@require_GET
@staff_page("catalogue")
def show_product(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """One version: what it says, and whether it still stands before every clause; `?form=toml` gives the file."""
    actor, on = actor_from(request), business_date()
    text, found = product_text(code, version), product_version(code, version)
    if request.GET.get("form") == "toml":
        return _file(text, name=f"{code}-{version}")
    return page(
        request,
        "product",
        f"{code} {version}",
        found=found,
        text=text,
        faults=check_product_text(actor, text=text, on=max(on, found.effective_from)).faults,
        is_sold=any((one.code, one.version) == (code, version) for one in products_on(on)),
        may_withdraw=bool(actor.roles & PUBLISHING),
        today=on,
    )


@require_POST
@staff_page("catalogue")
def withdraw_product(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a product from sale."""
    form, call = request.POST, call_from(request)

    def act() -> object:
        day = parse_date(form.get("from_on", ""), where="from_on")
        return withdraw_from_sale(call, code=code, from_on=day, reason=form.get("reason", ""))

    return done(request, act, then=reverse("workbench:products"), message=_("It is taken from sale."))


@require_GET
@staff_page("catalogue")
def show_product_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft: its faults by key, what differs from the version in force, the lab, and what can be done with it."""
    actor, on = actor_from(request), business_date()
    found = product_draft(actor, draft_id)
    if request.GET.get("form") == "toml":
        return _file(found.text, name=f"{found.code}-draft")
    checked = check_product_text(actor, text=found.text, on=on)
    document: dict[str, Any] = {}
    with suppress(InvalidInput):
        document = document_of(found.text)
    return page(
        request,
        "product_draft",
        _("Draft of %(product)s") % {"product": found.code},
        found=found,
        checked=checked,
        boxes=shown_boxes(document, faults=checked.faults),
        lab=_lab(found),
        today=on,
        tomorrow=on + timedelta(days=1),
        **_rights(actor, found),
    )


def _lab(found: ProductDraftView) -> dict[str, Any] | None:
    """What the lab found, the version in force beside the draft; and whether the text has changed since."""
    told = found.simulation
    if told is None:
        return None
    arms = [told.get("in_force"), told["draft"]]
    return {
        "firms": told["firms"],
        "who": told.get("who", "firms"),  # what was tried earlier was tried on firms
        "not_simulated": told.get("not_simulated", []),
        "policy": told["policy"],
        "is_old": told["revision"] != found.revision,
        "lines": [
            (_("Who may ask"), [arm and arm["asked"] for arm in arms]),
            (_("Approved at once"), [arm and arm["approved"] for arm in arms]),
            (_("Lent, yuan"), [_yuan(arm, "amount_minor") for arm in arms]),
            (_("Mean rate, percent"), [_figure(arm, "mean_rate_e4", 10_000) for arm in arms]),
            (_("Defaults believed, percent"), [_believed(arm) for arm in arms]),
        ],
    }


def _yuan(arm: Any, name: str) -> str | None:
    return f"{arm['figures'][name] // 100:,}" if arm and "figures" in arm else None


def _figure(arm: Any, name: str, parts: int) -> str | None:
    return f"{arm['figures'][name] / parts:.2f}" if arm and "figures" in arm else None


def _believed(arm: Any) -> str | None:
    return f"{arm['figures']['believed']['bad_ppm'] / 10_000:.2f}" if arm and "figures" in arm else None


def _rights(actor: Actor, found: ProductDraftView) -> dict[str, bool]:
    publishes = bool(actor.roles & PUBLISHING)
    in_work = found.state in {DraftState.OPEN, DraftState.SUBMITTED}
    rights = rights_on(found.state, writes=bool(actor.roles & WRITING), publishes=publishes)
    return rights | {"may_simulate": in_work and publishes}


@require_POST
@staff_page("catalogue")
def act_on_product_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Changes the text or single values, simulates, submits, gives back, publishes or drops."""
    form, call = request.POST, call_from(request)
    acts: dict[str, Callable[[], object]] = {
        "text": lambda: change_product_text(
            call, draft_id=draft_id, revision=revision_of(form), text=form.get("text", "").replace("\r\n", "\n")
        ),
        "values": lambda: change_product_values(
            call, draft_id=draft_id, revision=revision_of(form), values=_values(call.actor, draft_id, form)
        ),
        "simulate": lambda: simulate_product(call, draft_id=draft_id, firms=SIMULATED),
        "submit": lambda: submit_product(call, draft_id=draft_id),
        "return": lambda: return_product(call, draft_id=draft_id, note=form.get("note", "")),
        "publish": lambda: publish_product(call, draft_id=draft_id, effective_from=effective_from(form)),
        "drop": lambda: drop_product(call, draft_id=draft_id),
    }
    return done_by(request, acts, then=reverse("workbench:product_draft", args=[draft_id]))


def _values(actor: Actor, draft_id: UUID, form: Any) -> dict[str, str]:
    return changed_values(form, document=document_of(product_draft(actor, draft_id).text))


def _file(text: str, *, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer
