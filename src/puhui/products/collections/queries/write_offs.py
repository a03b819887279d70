"""What is known of write-offs."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collections.help_contracts import ApprovalView, WriteOffState, WriteOffView
from puhui.products.collections.models import ContactAttempt, Promise, WriteOff, WriteOffApproval


def write_offs(actor: Actor, *, state: str = "", before: UUID | None = None, most: int = 50) -> list[WriteOffView]:
    """Write-offs, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read write-offs")
    rows = WriteOff.objects.order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows[: min(most, 1000)])
    spoken = _approvals([row.id for row in found])
    return [_view(row, spoken[row.id]) for row in found]


def write_off(actor: Actor, *, write_off_id: UUID) -> WriteOffView:
    """One write-off. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read write-offs")
    row = WriteOff.objects.filter(id=write_off_id).first()
    if row is None:
        raise NotFound("write-off", where="write_off_id")
    return _view(row, _approvals([row.id])[row.id])


def write_off_of_loan(actor: Actor, *, loan_id: UUID) -> WriteOffView | None:
    """The last write-off of a loan. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read write-offs")
    row = WriteOff.objects.filter(loan_id=loan_id).order_by("-id").first()
    return _view(row, _approvals([row.id])[row.id]) if row else None


def efforts_on(*, loan_id: UUID, party_id: UUID) -> dict[str, Any]:
    """The proof of pursuit: attempts by way and outcome, from when to when, and promises. No names. For flows."""
    own = ContactAttempt.objects.filter(party_id=party_id, is_automatic=False)
    span = own.aggregate(first=Min("local_on"), last=Max("local_on"), all=Count("id"))
    by_channel = own.values_list("channel").annotate(Count("id")).order_by("channel")
    reminders = ContactAttempt.objects.filter(loan_id=loan_id, is_automatic=True).count()
    promises = Promise.objects.filter(loan_id=loan_id).values_list("state").annotate(Count("id")).order_by("state")
    return {
        "attempts": span["all"],
        "first_on": span["first"].isoformat() if span["first"] else "",
        "last_on": span["last"].isoformat() if span["last"] else "",
        "by_channel": dict(by_channel),
        "reminders": reminders,
        "promises": dict(promises),
    }


def _approvals(ids: Collection[UUID]) -> dict[UUID, tuple[ApprovalView, ...]]:
    found: dict[UUID, list[ApprovalView]] = defaultdict(list)
    for a in WriteOffApproval.objects.filter(write_off_id__in=ids).order_by("id"):
        found[a.write_off_id].append(ApprovalView(by_id=a.by_id, by_name=a.by_name, at=a.at, note=a.note))
    return defaultdict(tuple, {key: tuple(value) for key, value in found.items()})


def _view(row: WriteOff, approvals: tuple[ApprovalView, ...]) -> WriteOffView:
    return WriteOffView(
        id=row.id,
        loan_id=row.loan_id,
        party_id=row.party_id,
        reason=row.reason,
        evidence=row.evidence,
        parts=row.parts,
        amount=Money(row.amount_minor, row.currency),
        efforts=row.efforts,
        days_past_due=row.days_past_due,
        after_n=row.after_n,
        state=WriteOffState(row.state),
        approvals_needed=row.approvals_needed,
        approvals=approvals,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_on=row.proposed_on,
        booked_on=row.booked_on,
        event_id=row.event_id,
    )
