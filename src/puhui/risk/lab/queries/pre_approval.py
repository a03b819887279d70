"""Pre-approvals that hold on a day, and the passes that made them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.risk.lab.contracts import PreApprovalPass, PreApprovalView
from puhui.risk.lab.models import PreApproval, PreApprovalEnd, PreApprovalRun


def pre_approvals(actor: Actor, *, on: date, after: UUID | None = None, most: int = 50) -> list[PreApprovalView]:
    """Those that hold on the day for the product of the newest pass, in the order of the firms; staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read pre-approvals")
    newest = PreApprovalRun.objects.filter(on__lte=on).order_by("-on", "id").first()
    if newest is None:
        return []
    rows = holding(on, product_code=newest.product_code).select_related("run").order_by("firm_id")
    return [_view(row) for row in (rows.filter(firm_id__gt=after) if after else rows)[:most]]


def pre_approvals_of(actor: Actor, *, firm_ids: Collection[UUID], on: date) -> list[PreApprovalView]:
    """The newest pre-approval of each of these firms that holds on the day; of a customer's own firms only.

    The caller has made sure that the firm consented to be told.
    """
    mine = set(firm_ids) if actor.reads_all else set(firm_ids) & set(party_ids_for(actor))
    rows = holding(on).filter(firm_id__in=mine).select_related("run")
    newest = {row.firm_id: row for row in rows.order_by("from_day", "id")}
    return [_view(row) for row in newest.values()]


def holding(on: date, *, product_code: str = "") -> QuerySet[PreApproval]:
    """The pre-approvals that hold on a day: neither over, nor ended by then, nor followed by a newer one."""
    begun = PreApproval.objects.filter(from_day__lte=on, until__gte=on)
    if product_code:
        begun = begun.filter(run__product_code=product_code)
    newer = PreApproval.objects.filter(
        firm_id=OuterRef("firm_id"),
        run__product_code=OuterRef("run__product_code"),
        from_day__gt=OuterRef("from_day"),
        from_day__lte=on,
    )
    ended = PreApprovalEnd.objects.filter(pre_approval=OuterRef("id"), on__lte=on)
    return begun.filter(~Exists(newer), ~Exists(ended))


def pre_approval_passes(actor: Actor, *, most: int = 20) -> list[PreApprovalPass]:
    """The passes, newest first; staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read pre-approvals")
    return [pass_view(row) for row in PreApprovalRun.objects.order_by("-on", "id")[:most]]


def pass_view(row: PreApprovalRun) -> PreApprovalPass:
    """A pass as others see it."""
    return PreApprovalPass(
        run_id=row.id,
        on=row.on,
        product_code=row.product_code,
        policy_name=row.policy_name,
        asked=row.asked,
        offered=row.offered,
        borrowing=row.borrowing,
        one_by_one=row.one_by_one,
        measured=row.measured,
        changed=row.changed,
        ended=row.ended,
        is_finished=row.finished_at is not None,
    )


def _view(row: PreApproval) -> PreApprovalView:
    return PreApprovalView(
        firm_id=row.firm_id,
        product_code=row.run.product_code,
        limit_minor=row.limit_minor,
        currency=row.currency,
        term_months=row.term_months,
        annual_rate_pct=row.annual_rate_pct,
        band=row.band,
        until=row.until,
    )
