"""What is known of promises."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.collections.contracts import PromiseState, PromiseView
from puhui.products.collections.models import Promise


def promises_of(actor: Actor, *, loan_id: UUID, most: int = 50) -> list[PromiseView]:
    """The promises of a loan within the actor's reach, newest first."""
    kept = Promise.objects.filter(loan_id=loan_id)
    if not actor.reads_all:
        kept = kept.filter(party_id__in=party_ids_for(actor))
    return [promise_view(row) for row in kept.order_by("-id")[: min(most, 200)]]


def promises_due(*, buckets: Sequence[tuple[int, int]], through: date, most: int = 5000) -> list[PromiseView]:
    """Open promises whose day has come, in these ranges of buckets. For flows: no rights are looked at."""
    rows = Promise.objects.filter(state=PromiseState.OPEN, due_on__lte=through)
    found = (rows.filter(bucket__range=span).order_by("due_on", "bucket")[:most] for span in buckets)
    return [promise_view(row) for part in found for row in part]


def promise_view(row: Promise) -> PromiseView:
    """The row as people read it."""
    return PromiseView(
        id=row.id,
        loan_id=row.loan_id,
        party_id=row.party_id,
        amount=Money(row.amount_minor, row.currency),
        due_on=row.due_on,
        made_on=row.made_on,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        by_customer=row.by_customer,
        state=PromiseState(row.state),
        paid=Money(row.paid_minor, row.currency),
        judged_on=row.judged_on,
    )
