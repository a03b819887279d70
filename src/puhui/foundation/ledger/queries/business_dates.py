"""Which business date is open."""

from datetime import date

from puhui.foundation.ledger.contracts import NoBusinessDate
from puhui.foundation.ledger.models import BusinessDate


def business_date() -> date:
    """The open business date; refused before the books were opened."""
    opened = BusinessDate.objects.filter(is_open=True).values_list("business_date", flat=True).first()
    if opened is None:
        raise NoBusinessDate
    return opened
