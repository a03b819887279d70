"""What can be done with indicators: write down a day."""

from collections.abc import Mapping
from datetime import date

from puhui.conduct.indicators.contracts import DEFINITIONS
from puhui.conduct.indicators.models import DailyFigure
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id


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
