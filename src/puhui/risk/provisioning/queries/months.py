"""Which loans were late when a month ended. For flows."""

from datetime import date
from uuid import UUID

from puhui.risk.provisioning.models import MonthEndBand


def late_at_month_end(month: date) -> set[UUID]:
    """The loans that were late at the end of a month, named by its first day."""
    return set(MonthEndBand.objects.filter(month=month).values_list("loan_id", flat=True))
