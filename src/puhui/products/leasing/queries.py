"""What can be asked of leasing; the rights of who asks are looked at in each."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.leasing.contracts import LeaseEventView, LeaseLine, LeaseState, LeaseStep, LeaseView, ReadingView
from puhui.products.leasing.models import LeasedThing, LeaseEvent, MeterReading

MOST: Final = 200


def leases_page(
    actor: Actor, *, lessee_id: UUID | None = None, state: str = "", before: UUID | None = None, most: int = 50
) -> list[LeaseLine]:
    """Leased things that the actor may see, newest first."""
    rows = _seen_by(actor)
    if lessee_id is not None:
        rows = rows.filter(lessee_id=lessee_id)
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [line_of(row) for row in rows.order_by("-id")[: min(most, MOST)]]


def lease(actor: Actor, lease_id: UUID) -> LeaseView:
    """One leased thing; for others it is not there."""
    row = _seen_by(actor).filter(id=lease_id).first()
    if row is None:
        raise NotFound("lease", where="lease_id")
    events = LeaseEvent.objects.filter(thing=row).order_by("n")[:MOST]
    return LeaseView(line=line_of(row), events=tuple(_event(row, event) for event in events), meters=_meters(row.id))


def readings(actor: Actor, lease_id: UUID, *, meter: str, most: int = 100) -> list[ReadingView]:
    """What a meter said, newest first."""
    row = _seen_by(actor).filter(id=lease_id).first()
    if row is None:
        raise NotFound("lease", where="lease_id")
    found = MeterReading.objects.filter(thing=row, meter=meter).order_by("-read_at")[: min(most, MOST)]
    return [_reading(one) for one in found]


def lease_of_application(application_id: UUID) -> LeaseLine | None:
    """What was chosen for an application. For flows."""
    row = LeasedThing.objects.filter(application_id=application_id).exclude(state=LeaseState.CANCELLED).first()
    return line_of(row) if row else None


def leases_of_loans(loan_ids: Collection[UUID]) -> dict[UUID, LeaseLine]:
    """The leased things of these loans, in one statement. For flows."""
    rows = LeasedThing.objects.filter(loan_id__in=list(loan_ids))
    return {row.loan_id: line_of(row) for row in rows if row.loan_id}


def leases_in_use(*, after: UUID | None = None, most: int = 500) -> list[LeaseLine]:
    """Things that are in use, in the order of their ids. For flows."""
    rows = LeasedThing.objects.filter(state=LeaseState.IN_USE)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [line_of(row) for row in rows.order_by("id")[:most]]


def line_of(row: LeasedThing) -> LeaseLine:
    """A row as outsiders see it."""
    return LeaseLine(
        id=row.id,
        lessee_id=row.lessee_id,
        supplier_id=row.supplier_id,
        application_id=row.application_id,
        loan_id=row.loan_id,
        kind=row.kind,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        price=Money(row.price_minor, row.currency),
        financed=Money(row.financed_minor, row.currency),
        residual=Money(row.residual_minor, row.currency),
        insured_until=row.insured_until,
        state=LeaseState(row.state),
        accepted_on=row.accepted_on,
        guaranteed=Money(row.guaranteed_minor, row.currency),
    )


def _seen_by(actor: Actor) -> QuerySet[LeasedThing]:
    """All to staff and to the system; to customers what they lease."""
    if actor.reads_all:
        return LeasedThing.objects.all()
    return LeasedThing.objects.filter(lessee_id__in=party_ids_for(actor))


def _event(row: LeasedThing, event: LeaseEvent) -> LeaseEventView:
    return LeaseEventView(
        n=event.n,
        step=LeaseStep(event.step),
        on=event.on,
        amount=None if event.amount_minor is None else Money(event.amount_minor, row.currency),
        note=event.note,
        by_name=event.by_name,
        at=event.at,
    )


def _meters(lease_id: UUID) -> tuple[ReadingView, ...]:
    """The last reading of each meter, in one statement."""
    last = MeterReading.objects.filter(thing_id=lease_id, meter=OuterRef("meter")).order_by("-read_at").values("id")[:1]
    rows = MeterReading.objects.filter(thing_id=lease_id, id=Subquery(last)).order_by("meter")[:MOST]
    return tuple(_reading(row) for row in rows)


def _reading(row: MeterReading) -> ReadingView:
    return ReadingView(meter=row.meter, value=row.value, read_at=row.read_at, source=row.source)
