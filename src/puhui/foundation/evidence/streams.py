"""One part of a stream that many rooms feed: the newest rows of a query before a place."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from puhui.kernel.moments import Place

M = TypeVar("M", bound=Model)
MOST_MOMENTS = 200


def newest_before(rows: QuerySet[M], *, at: str, before: Place | None, most: int) -> list[M]:
    """The newest rows by the column `at`, then by id, that lie before the place."""
    if before is not None:
        rows = rows.filter(Q(**{f"{at}__lt": before.at}) | Q(**{at: before.at, "id__lt": before.id}))
    return list(rows.order_by(f"-{at}", "-id")[: max(1, min(most, MOST_MOMENTS))])
