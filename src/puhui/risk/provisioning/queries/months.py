"""Which loans were late when a month ended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput
from puhui.risk.provisioning.models import MonthEndBand
from puhui.risk.provisioning.rules.migration import STATES

MOST = 200


@dataclass(frozen=True, slots=True)
class LateAtMonthEnd:
    """A loan that was late at the end of a month, in which band of days past due, and what it owed of principal."""

    loan_id: UUID
    product_code: str
    band: str
    principal_minor: int


def late_at_month_end(month: date) -> set[UUID]:
    """The loans that were late at the end of a month, named by its first day. For flows: no rights are looked at."""
    return set(MonthEndBand.objects.filter(month=month).values_list("loan_id", flat=True))


def late_loans_of_month(
    actor: Actor, *, month: date, band: str, product_code: str = "", after: UUID | None = None, most: int = 50
) -> list[LateAtMonthEnd]:
    """The loans of a band of days past due at the end of a month, in the order of their ids."""
    rows = _late(actor, month=month, band=band, product_code=product_code).order_by("loan_id")
    if after:
        rows = rows.filter(loan_id__gt=after)
    return [
        LateAtMonthEnd(row.loan_id, row.product_code, STATES[row.state], row.principal_minor)
        for row in rows[: max(1, min(most, MOST))]
    ]


def late_sum_of_month(actor: Actor, *, month: date, band: str, product_code: str = "") -> tuple[int, int]:
    """How many these are, and what they owed; one query."""
    rows = _late(actor, month=month, band=band, product_code=product_code)
    told = rows.aggregate(n=Count("id"), principal=Sum("principal_minor"))
    return told["n"], int(told["principal"] or 0)


def _late(actor: Actor, *, month: date, band: str, product_code: str) -> QuerySet[MonthEndBand]:
    actor.require(*READING_ROLES, verb="read provisions")
    if band not in STATES[1:-1]:
        raise InvalidInput("band", f"one of {', '.join(STATES[1:-1])}")
    rows = MonthEndBand.objects.filter(month=month.replace(day=1), state=STATES.index(band))
    return rows.filter(product_code=product_code) if product_code else rows
