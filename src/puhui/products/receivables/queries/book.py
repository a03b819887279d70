"""The book of receivables: one with its history, pages, sums by debtor, exposures of parties."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.facade import party_ids_for
from puhui.foundation.payments.facade import Purpose, open_amounts
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.products.receivables.contracts import (
    LIVE,
    OPEN,
    Exposure,
    HappenedView,
    Kind,
    ReceivableView,
    State,
)
from puhui.products.receivables.models import Happened, Receivable

MONEY = (
    "face", "collected", "diluted", "bought_back", "written_off", "outstanding", "advance", "reserve", "discount",
    "fee", "reserve_left", "claim_left", "allowance",
)  # fmt: skip
SAME = (
    "id", "sale_id", "seller_id", "debtor_id", "invoice_no", "invoice_date", "due_on", "with_recourse", "notified_on",
    "acknowledged_on", "funded_on", "disputed_on", "dispute_until", "dispute_reason", "closed_on", "write_off_by",
    "write_off_by_name",
)  # fmt: skip


def receivable(actor: Actor, receivable_id: UUID) -> ReceivableView:
    """One receivable with what happened to it: staff, its seller, its debtor."""
    row = _within_reach(actor).filter(id=receivable_id).first()
    if row is None:
        raise NotFound("receivable", where="receivable_id")
    happened = Happened.objects.filter(receivable=row).order_by("n")
    return _view(row, happened=tuple(_happened(one, row.currency, actor) for one in happened[:500]))


def receivables_page(
    actor: Actor,
    *,
    seller_id: UUID | None = None,
    debtor_id: UUID | None = None,
    sale_id: UUID | None = None,
    state: str = "",
    before: UUID | None = None,
    most: int = 50,
) -> list[ReceivableView]:
    """Receivables, newest first: staff see all, sellers and debtors their own."""
    if state and state not in set(State):
        raise InvalidInput("state", f"one of {', '.join(State)}")
    asked = {"seller_id": seller_id, "debtor_id": debtor_id, "sale_id": sale_id, "state": state, "id__lt": before}
    found = _within_reach(actor).filter(**{name: value for name, value in asked.items() if value})
    return [_view(row) for row in found.order_by("-id")[: min(most, 200)]]


def receivables_among(receivable_ids: Collection[UUID]) -> list[ReceivableView]:
    """These receivables, with whether a payment of the debtor is on its way. For flows: no rights are looked at."""
    paying = open_amounts(Purpose.DEBTOR_PAYMENT, subject_ids=list(receivable_ids)) if receivable_ids else {}
    rows = Receivable.objects.filter(id__in=receivable_ids).order_by("id")
    return [replace(_view(row), is_paying=row.id in paying) for row in rows]


def parties_in(receivable_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID, str]]:
    """Seller, debtor and number of receivables. For flows: no rights are looked at."""
    rows = Receivable.objects.filter(id__in=receivable_ids)
    return {row[0]: (row[1], row[2], row[3]) for row in rows.values_list("id", "seller_id", "debtor_id", "invoice_no")}


def open_of_seller(seller_id: UUID) -> dict[UUID, int]:
    """What is live of a seller, by debtor, in minor units."""
    rows = Receivable.objects.filter(seller_id=seller_id, state__in=LIVE).values_list("debtor_id")
    return dict(rows.annotate(Sum("outstanding_minor")).order_by())


def exposures(party_ids: Collection[UUID], *, on: date) -> dict[UUID, Exposure]:
    """What could be lost with each of these parties. For flows: no rights are looked at.

    A debtor stands for what it must pay where the seller does not answer for it; a seller for the money that was
    advanced with recourse, and for what it owes of credit notes and buy-backs.
    """
    del on  # what is open today; the past is in the events
    wanted = set(party_ids)
    sums: dict[UUID, list[int]] = {}
    for seller, debtor, recourse, state, open_minor, reserve, claim in _at_risk(wanted):
        at_risk = max(open_minor - reserve, 0) if state in (State.FUNDING, *OPEN) else 0
        sums.setdefault(seller, [0, 0])[0] += claim + (at_risk if recourse else 0)
        sums.setdefault(debtor, [0, 0])[1] += 0 if recourse else at_risk
    return {party: Exposure(party, *sums[party]) for party in sums if party in wanted}


@written_once
def _at_risk(party_ids: Collection[UUID]) -> QuerySet[Receivable, Any]:
    rows = Receivable.objects.filter(Q(seller_id__in=party_ids) | Q(debtor_id__in=party_ids))
    return rows.filter(Q(state__in=[State.FUNDING, *OPEN]) | Q(claim_left_minor__gt=0)).values_list(
        "seller_id", "debtor_id", "with_recourse", "state", "outstanding_minor", "reserve_minor", "claim_left_minor"
    )


def _within_reach(actor: Actor) -> QuerySet[Receivable]:
    found = Receivable.objects.all()
    if actor.reads_all:
        return found
    own = party_ids_for(actor)
    return found.filter(Q(seller_id__in=own) | Q(debtor_id__in=own))


def _view(row: Receivable, *, happened: tuple[HappenedView, ...] = ()) -> ReceivableView:
    money: dict[str, Any] = {name: Money(getattr(row, f"{name}_minor"), row.currency) for name in MONEY}
    same = {name: getattr(row, name) for name in SAME}
    acknowledged = row.acknowledged_by_name if row.acknowledged_on else ""
    return ReceivableView(**same, **money, state=State(row.state), acknowledged_by_name=acknowledged, happened=happened)


def _happened(row: Happened, currency: str, actor: Actor) -> HappenedView:
    """Customers are not told the names of staff, nor what they wrote."""
    is_inside = actor.reads_all
    return HappenedView(
        n=row.n,
        kind=Kind(row.kind),
        on=row.on,
        amount=Money(row.amount_minor, currency),
        note=row.note if is_inside else "",
        by_name=row.by_name if is_inside else "",
    )
