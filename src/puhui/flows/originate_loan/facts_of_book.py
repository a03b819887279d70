"""What the lender's own book says of a firm and its group: facts for affordability and concentration."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from puhui.foundation.party.facade import groups_of
from puhui.products.lending.facade import debts_each, sum_of
from puhui.risk.decisioning.facade import FactValue


def facts_of_book(firm_id: UUID, *, on: date) -> dict[str, FactValue]:
    """Amounts in fen. The group: the people behind the firm, and every firm behind which they are."""
    return facts_of_books([firm_id], on=on)[firm_id]


def facts_of_books(firm_ids: Collection[UUID], *, on: date) -> dict[UUID, dict[str, FactValue]]:
    """The same for many firms, in four statements for all of them."""
    groups = groups_of(firm_ids)
    owed = debts_each({member for group in groups.values() for member in group}, on=on)
    found: dict[UUID, dict[str, FactValue]] = {}
    for firm_id, members in groups.items():
        own = sum_of([owed[firm_id]] if firm_id in owed else [])
        group = sum_of([owed[member] for member in members if member in owed])
        found[firm_id] = {
            "borrower.exposure_minor": own.exposure_minor,
            "group.exposure_minor": group.exposure_minor,
            "group.monthly_due_minor": group.monthly_due_minor,
            "group.members": len(members),
        }
    return found
