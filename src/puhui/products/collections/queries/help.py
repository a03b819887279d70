"""What is known of requests for help."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collections.help_contracts import HelpState, HelpView
from puhui.products.collections.models import HelpRequest


def help_requests(actor: Actor, *, loan_id: UUID) -> list[HelpView]:
    """The requests about a loan within the actor's reach, newest first."""
    kept = HelpRequest.objects.filter(loan_id=loan_id)
    if not actor.reads_all:
        kept = kept.filter(party_id__in=party_ids_for(actor))
    return [help_view(row) for row in kept.order_by("-id")[:50]]


def help_request(actor: Actor, *, help_id: UUID) -> HelpView:
    """One request within the actor's reach."""
    kept = HelpRequest.objects.filter(id=help_id)
    if not actor.reads_all:
        kept = kept.filter(party_id__in=party_ids_for(actor))
    found = kept.first()
    if found is None:
        raise NotFound("request", where="help_id")
    return help_view(found)


def offered_help(*, buckets: Sequence[tuple[int, int]], most: int = 1000) -> list[HelpView]:
    """Requests whose plan waits, in these ranges of buckets. For flows: no rights are looked at."""
    within = Q()
    for span in buckets:
        within |= Q(bucket__range=span)
    rows = HelpRequest.objects.filter(within, state=HelpState.OFFERED).order_by("id")[:most]
    return [help_view(row) for row in rows]


def help_view(row: HelpRequest) -> HelpView:
    """The row as people read it."""
    return HelpView(
        id=row.id,
        loan_id=row.loan_id,
        party_id=row.party_id,
        case_id=row.case_id,
        reason=row.reason,
        can_pay=None if row.can_pay_minor is None else Money(row.can_pay_minor, row.currency),
        better_on=row.better_on,
        asked_at=row.asked_at,
        asked_on=row.asked_on,
        state=HelpState(row.state),
        change_id=row.change_id,
        observed_until=row.observed_until,
        ended_on=row.ended_on,
    )
