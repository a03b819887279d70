"""Which business date is open."""

from datetime import date

from django.db.models import QuerySet

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.ledger.contracts import NoBusinessDate
from puhui.foundation.ledger.models import BusinessDate


def business_date() -> date:
    """The open business date; refused before the books were opened."""
    opened = _opened()
    if not opened:
        raise NoBusinessDate
    return opened[0]


@written_once
def _opened() -> QuerySet[BusinessDate, date]:
    return BusinessDate.objects.filter(is_open=True).order_by("business_date").values_list("business_date", flat=True)
