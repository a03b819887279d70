"""What the lender's own book says of a firm and its group: facts for affordability and concentration."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.flows.exposures import exposures_of_groups
from puhui.risk.decisioning.facade import FactValue


def facts_of_book(firm_id: UUID, *, on: date) -> dict[str, FactValue]:
    """Amounts in fen. The group: the people behind the firm, and every firm behind which they are."""
    return facts_of_books([firm_id], on=on)[firm_id]


def facts_of_books(firm_ids: Collection[UUID], *, on: date) -> dict[UUID, dict[str, FactValue]]:
    """The same for many firms, in a few statements for all of them; what facilities leave to draw counts too."""
    return {
        firm_id: {
            "borrower.exposure_minor": one.own.counted_minor,
            "group.exposure_minor": one.group.counted_minor,
            "group.monthly_due_minor": one.group.monthly_due_minor,
            "group.members": one.members,
        }
        for firm_id, one in exposures_of_groups(firm_ids, on=on).items()
    }
