"""Who worked on a case, as a column for sums of other rooms."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from puhui.foundation.casework.models import Case


def officer_column(case_id: str) -> Subquery:
    """Who proposed the outcome of the case that a column names, else who holds it. For sums: no rights."""
    rows = Case.objects.filter(id=OuterRef(case_id)).annotate(officer=Coalesce("proposed_by", "owner_id"))
    return Subquery(rows.values("officer")[:1])
