"""Limits in the workbench: a list, one with its use and history, and what may be done with it, by two where asked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from puhui.flows.draw_facility.change_limit import change_limit, confirm_limit
from puhui.flows.exposures import exposure_seen
from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_names
from puhui.interfaces.workbench.acts import chosen
from puhui.interfaces.workbench.frame import actor_from, call_from, done, page, staff_page
from puhui.interfaces.workbench.paging import after_of
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.facilities.facade import Act, facilities_page, facility, facility_policy, proposals_open

PAGE = 50
ACTS: tuple[Act, ...] = ("cut", "frozen", "unfrozen", "raised", "reviewed", "closed")
TABS = ("", "open", "frozen", "expired", "closed")


@require_GET
@staff_page("facilities")
def facilities(request: HttpRequest) -> HttpResponse:
    """Limits, newest first; above them what waits for a second person."""
    actor, tab = actor_from(request), request.GET.get("state", "")
    if tab not in TABS:
        raise InvalidInput("state", "choose one of the states")
    rows = facilities_page(
        actor,
        state="" if tab == "frozen" else tab,
        only_frozen=tab == "frozen",
        before=after_of(request),
        most=PAGE,
    )
    return page(
        request,
        "facilities",
        _("Limits"),
        rows=[(row, _share(row.drawn.minor + row.reserved.minor, row.limit.minor)) for row in rows],
        tab=tab,
        tabs=TABS,
        names=party_names(actor, party_ids={row.holder_id for row in rows}),
        products={one.code: one.name for one in products_on(business_date())},
        waiting=proposals_open(actor),
        next=rows[-1].id if len(rows) == PAGE else None,
    )


@require_GET
@staff_page("facilities")
def show_facility(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """One limit: use, exposure of the group, draws, events, and what the actor may do."""
    actor = actor_from(request)
    view, policy = facility(actor, facility_id), facility_policy(business_date())
    used = view.line.drawn.minor + view.line.reserved.minor
    return page(
        request,
        "facility",
        _("Limit"),
        facility=view,
        holder=party_names(actor, party_ids={view.holder_id}).get(view.holder_id, "–"),
        exposure=exposure_seen(actor, party_id=view.holder_id),
        drawn_share=_share(view.line.drawn.minor, max(view.line.limit.minor, used)),
        used_share=_share(used, max(view.line.limit.minor, used)),
        acts=[(act, bool(policy.rule(act).second)) for act in ACTS if actor.roles & set(policy.rule(act).roles)],
        may_decide={
            one.id
            for one in view.proposals
            if one.state == "proposed"
            and one.proposed_by != actor.id
            and any(one.kind == act and actor.roles & set(policy.rule(act).second) for act in ACTS)
        },
    )


@require_POST
@staff_page("facilities")
def act_on_facility(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """Does, or proposes, what the form says; or agrees to what another proposed."""
    form, call = request.POST, call_from(request)

    def act() -> object:
        if form.get("proposal"):
            return confirm_limit(call, proposal_id=_id(form["proposal"]), agree=form.get("agree") == "yes")
        wanted = chosen(form, {one: one for one in ACTS})
        limit = Money.parse(form["limit"].replace(",", ""), where="limit") if form.get("limit") else None
        return change_limit(call, facility_id=facility_id, act=wanted, reason=form.get("reason", ""), limit=limit)

    return done(request, act, then=reverse("workbench:facility", args=[facility_id]), message=_("Done."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("proposal", "choose one of the proposals") from None


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0
