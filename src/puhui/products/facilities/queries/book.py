"""Sums and checks over all facilities: what parties have in use and free, what is to be reviewed, kept = folded."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.ledger.facade import Fault, control_total
from puhui.products.facilities.contracts import UNDER_WAY, Commitment, DrawnAs, DrawState, FacilityState
from puhui.products.facilities.models import Facility, FacilityDraw, FacilityEvent, FacilityFee
from puhui.products.facilities.rules.balances import folded

AT_ONCE = 400  # ids in one statement, for SQLite


def commitments_each(
    party_ids: Collection[UUID], *, on: date, currency: str = "CNY", without: UUID | None = None
) -> dict[UUID, Commitment]:
    """What the facilities of each party come to, of those that have one. For flows: no rights are looked at.

    What is undrawn counts as long as it can be drawn, by the share that the product says; frozen or not: a freeze can
    be lifted any day. `without` leaves one facility out.
    """
    ids, found = list(party_ids), dict[UUID, Commitment]()
    for start in range(0, len(ids), AT_ONCE):
        kept = [row for row in _alive(ids[start : start + AT_ONCE], currency) if row.id != without]
        loans_coming = _loans_coming([row.id for row in kept if row.reserved_minor and row.drawn_as == DrawnAs.LOANS])
        for row in kept:
            _add(found, row, on=on, loans_coming=loans_coming.get(row.id, 0))
    return found


@written_once
def _alive(holder_ids: Collection[UUID], currency: str) -> QuerySet[Facility]:
    rows = Facility.objects.filter(holder_id__in=holder_ids, currency=currency)
    return rows.exclude(state=FacilityState.CLOSED).order_by("id")


def _loans_coming(facility_ids: list[UUID]) -> dict[UUID, int]:
    """Draws that are loans already, whose money is on its way: lending counts them."""
    if not facility_ids:
        return {}
    coming = FacilityDraw.objects.filter(facility_id__in=facility_ids, state=DrawState.PAYING)
    return dict(coming.values_list("facility_id").annotate(Sum("amount_minor")).order_by())


def _add(found: dict[UUID, Commitment], row: Facility, *, on: date, loans_coming: int) -> None:
    so_far = found.get(row.holder_id, Commitment(0, 0, 0, 0, 0))
    is_open = row.state == FacilityState.OPEN and on <= row.available_until
    undrawn = max(0, row.limit_minor - row.drawn_minor - row.reserved_minor) if is_open else 0
    counted = -(-undrawn * row.undrawn_counts_pct // 100)  # up, so that a limit is never passed by rounding
    found[row.holder_id] = Commitment(
        so_far.facilities + 1,
        so_far.drawn_minor + row.drawn_minor,
        so_far.coming_minor + row.reserved_minor - loans_coming,
        so_far.undrawn_minor + undrawn,
        so_far.counted_minor + counted,
    )


def to_review(*, buckets: Sequence[tuple[int, int]], until: date, most: int = 1000) -> list[tuple[UUID, UUID, date]]:
    """Facilities whose review falls due until a day: id, holder, day of the review. For flows."""
    rows = _in(buckets).filter(review_on__lte=until).order_by("id")
    return list(rows.values_list("id", "holder_id", "review_on")[:most])


def frozen_in(*, buckets: Sequence[tuple[int, int]]) -> dict[UUID, tuple[UUID, tuple[str, ...]]]:
    """Facilities on which new draws are stopped: holder and reasons. For flows: no rights are looked at."""
    rows = _in(buckets).filter(is_frozen=True).order_by("id")
    return {id_: (holder, tuple(codes)) for id_, holder, codes in rows.values_list("id", "holder_id", "freezes")}


def held_by(holder_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The facilities of these parties that are not closed, each with its holder. For flows: no rights are looked at."""
    ids, found = list(holder_ids), dict[UUID, UUID]()
    for start in range(0, len(ids), AT_ONCE):
        rows = Facility.objects.filter(holder_id__in=ids[start : start + AT_ONCE]).exclude(state=FacilityState.CLOSED)
        found |= dict(rows.values_list("id", "holder_id"))
    return found


def _in(buckets: Sequence[tuple[int, int]]) -> QuerySet[Facility]:
    within = Q()
    for first, last in buckets:
        within |= Q(bucket__range=(first, last))
    return Facility.objects.filter(within).exclude(state=FacilityState.CLOSED)


def facility_faults(*, most: int = 5000) -> list[Fault]:
    """Where what is kept is not what the last event says, or what draws under way come to; one check of the books."""
    last = FacilityEvent.objects.filter(facility=OuterRef("pk")).order_by("-n")
    rows = Facility.objects.annotate(
        last_limit=Subquery(last.values("limit_minor")[:1]),
        last_drawn=Subquery(last.values("drawn_minor")[:1]),
        last_reserved=Subquery(last.values("reserved_minor")[:1]),
    )
    same = Q(limit_minor=F("last_limit"), drawn_minor=F("last_drawn"), reserved_minor=F("last_reserved"))
    wrong = rows.exclude(same, last_limit__isnull=False).values_list("id", "limit_minor", "drawn_minor")[:100]
    faults = [Fault("facilities.balances", str(id_), f"kept {a}, {b}: not the last event") for id_, a, b in wrong]
    coming = dict(
        FacilityDraw.objects.filter(state__in=UNDER_WAY)
        .values_list("facility_id")
        .annotate(Sum("amount_minor"))
        .order_by()
    )
    kept = dict(Facility.objects.filter(Q(reserved_minor__gt=0) | Q(id__in=coming)).values_list("id", "reserved_minor"))
    faults += [
        Fault("facilities.reserved", str(id_), f"kept {minor}, draws under way {coming.get(id_, 0)}")
        for id_, minor in kept.items()
        if minor != coming.get(id_, 0)
    ]
    return [*faults, *_fee_faults()][:most]


def _fee_faults() -> list[Fault]:
    """Fees that are owed, against what the books say is receivable, by currency."""
    owed = FacilityFee.objects.values_list("facility__currency").annotate(Sum("amount_minor"), Sum("paid_minor"))
    sums = {currency: charged - paid for currency, charged, paid in owed.order_by()}
    books = {currency: control_total("facilities.fee_receivable", currency=currency) for currency in {"CNY", *sums}}
    return [
        Fault("facilities.fees", currency, f"ledger {books[currency]}, fees owed {sums.get(currency, 0)}")
        for currency in sorted(books)
        if books[currency] != sums.get(currency, 0)
    ]


def drawn_page(*, after: UUID | None = None, most: int = 1000) -> dict[UUID, int]:
    """What facilities have drawn, in the order of their ids. For the comparison with loans in flows."""
    rows = Facility.objects.order_by("id")
    if after:
        rows = rows.filter(id__gt=after)
    return dict(rows.values_list("id", "drawn_minor")[:most])


def replayed(facility_id: UUID) -> tuple[int, int, int]:
    """Limit, drawn and reserved as all events of a facility come to them, folded from the first one on."""
    events = FacilityEvent.objects.filter(facility_id=facility_id).order_by("n").values_list("kind", "amount_minor")
    balances = folded(events)
    return balances.limit, balances.drawn, balances.reserved
