"""Where parties are, as a column for the sums of other rooms: one statement counts a book by region."""

from django.db.models import OuterRef, Subquery

from puhui.foundation.party.models import Party


def region_column(party_id: str) -> Subquery:
    """The region of the party that a column names, to group by. For sums of flows: no rights are looked at."""
    return Subquery(Party.objects.filter(id=OuterRef(party_id)).values("region")[:1])
