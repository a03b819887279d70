"""What the lender's own book says of a firm and its group: facts for affordability and concentration."""

from datetime import date
from uuid import UUID

from puhui.foundation.party.facade import group_of
from puhui.products.lending.facade import debts_of
from puhui.risk.decisioning.facade import FactValue


def facts_of_book(firm_id: UUID, *, on: date) -> dict[str, FactValue]:
    """Amounts in fen. The group: the people behind the firm, and every firm behind which they are."""
    members = group_of(firm_id)
    own, group = debts_of({firm_id}, on=on), debts_of(members, on=on)
    return {
        "borrower.exposure_minor": own.exposure_minor,
        "group.exposure_minor": group.exposure_minor,
        "group.monthly_due_minor": group.monthly_due_minor,
        "group.members": len(members),
    }
