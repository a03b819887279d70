"""What can be done with indicators: write down a day, and whom the institution reaches."""

from collections.abc import Iterable, Mapping
from datetime import date

from puhui.conduct.indicators.contracts import DEFINITIONS, Group, PlaceSum, Reached
from puhui.conduct.indicators.models import DailyFigure, PlaceFigure, ReachedBorrower
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id

TOGETHER = 2000


def record_day(call: Call, *, on: date, values: Mapping[str, int]) -> int:
    """Writes the figures of a business date; a day that is already written stays as it is. Gives how many are new."""
    call.actor.require(Role.SYSTEM, Role.OPERATIONS, Role.FINANCE, Role.ADMINISTRATOR, verb="record indicators")
    unknown = set(values) - set(DEFINITIONS)
    if unknown:
        raise ValueError(f"figures without a definition: {sorted(unknown)}")
    known = set(DailyFigure.objects.filter(business_date=on).values_list("name", flat=True))
    rows = [
        DailyFigure(id=new_id(), business_date=on, name=name, value=value)
        for name, value in sorted(values.items())
        if name not in known
    ]
    DailyFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def record_reach(call: Call, *, on: date, borrowers: Iterable[Reached], sums: Iterable[PlaceSum]) -> None:
    """Puts a count of the whole book in the place of the one before. In a running transaction; the system's."""
    call.actor.require(Role.SYSTEM, verb="record whom we reach")
    ReachedBorrower.objects.all().delete()
    PlaceFigure.objects.all().delete()
    rows = [
        ReachedBorrower(
            party_id=one.party_id,
            counted_on=on,
            place=one.place,
            loans=one.loans,
            outstanding_minor=one.outstanding_minor,
            **{group.value: group in one.groups for group in Group},
        )
        for one in borrowers
    ]
    ReachedBorrower.objects.bulk_create(rows, batch_size=TOGETHER)
    figures = [
        PlaceFigure(
            id=new_id(),
            counted_on=on,
            place=one.place,
            product_code=one.product_code,
            name=one.name,
            value=one.value,
        )
        for one in sums
    ]
    PlaceFigure.objects.bulk_create(figures, batch_size=TOGETHER)
