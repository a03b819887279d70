"""Holds the debtors of a household together, so that what they owe stays as it was read until the transaction ends."""

from uuid import UUID

from puhui.foundation.party.models import Party, PartyGroup
from puhui.foundation.party.relation_queries import household_of


def hold_debtors(party_id: UUID) -> None:
    """Locks the household of a party, or the party itself where it lives in none; on SQLite one writes at a time.

    Whoever adds up what a household owes, to lend it more, takes this lock first: of two adults who sign at once the
    second then sees what the first has signed. It is taken before every other lock of the use case. A part of a flow.
    """
    home = household_of(party_id)
    rows = PartyGroup.objects.filter(id=home) if home else Party.objects.filter(id=party_id)
    rows.select_for_update(no_key=True).values_list("id", flat=True).get()
