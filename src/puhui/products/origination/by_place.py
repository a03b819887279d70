"""Applications by place: how many were decided, and how many of them could borrow."""

from typing import Any

from django.db.models import Count, Q

from puhui.products.origination.contracts import ApplicationState
from puhui.products.origination.models import Application

COULD_BORROW = (
    ApplicationState.APPROVED,
    ApplicationState.ACCEPTED,
    ApplicationState.SIGNED,
    ApplicationState.EXPIRED,
)


def decided_by_place(place: Any) -> dict[str, tuple[int, int]]:
    """Approved and declined, by a column that says where a firm is (an expression over `firm_id`); one statement."""
    rows = Application.objects.exclude(decided_on=None).annotate(place=place).values_list("place")
    told = rows.annotate(
        approved=Count("id", filter=Q(state__in=COULD_BORROW)),
        declined=Count("id", filter=Q(state=ApplicationState.DECLINED)),
    )
    return {at or "": (approved, declined) for at, approved, declined in told.order_by()}
