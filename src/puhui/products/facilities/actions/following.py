"""Keeps facilities in step with their loans: what was repaid is free again, in the act that booked the payment."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from puhui.kernel.actors import Call
from puhui.products.facilities.actions.keeping import Happened, locked_many, record
from puhui.products.facilities.contracts import DrawState
from puhui.products.facilities.models import Facility, FacilityDraw
from puhui.products.facilities.rules.balances import outstanding_by_draw


def follow_loans(call: Call, *, principals: Mapping[UUID, int]) -> int:
    """Brings facilities to what their loans owe in principal now; how many moved. Loans without one cost one look.

    A part of every flow that books on a loan. A returned payment may bring more into use than the limit: then nothing
    is free until it is repaid.
    """
    lines = {
        row.loan_id: row.id for row in Facility.objects.filter(loan_id__in=principals).only("loan_id") if row.loan_id
    }
    rest = [loan_id for loan_id in principals if loan_id not in lines]
    drawn = FacilityDraw.objects.filter(loan_id__in=rest).only("loan_id", "facility_id")
    others = {draw.loan_id: draw.facility_id for draw in drawn if draw.loan_id}
    if not lines and not others:
        return 0
    rows = locked_many({*lines.values(), *others.values()})
    moved = {**_moves(lines, rows, principals), **_moves_of_draws(others, principals)}
    draws = _drawn(rows, moved=moved)
    for loan_id in moved:
        own = [d for d in draws if d.loan_id == loan_id]
        left = outstanding_by_draw([draw.amount_minor for draw in own], principal=principals[loan_id])
        for draw, outstanding in zip(own, left, strict=True):
            draw.outstanding_minor = outstanding
    if moved:
        places = {**lines, **others}
        record(call, *(_event(rows[places[loan_id]], by) for loan_id, by in moved.items()))
        FacilityDraw.objects.bulk_update(draws, ["outstanding_minor"])
    return len(moved)


def _moves(
    lines: Mapping[UUID, UUID], rows: Mapping[UUID, Facility], principals: Mapping[UUID, int]
) -> dict[UUID, int]:
    """By how much the loans of lines owe more (or less) than their facilities say."""
    by = {loan_id: principals[loan_id] - rows[facility_id].drawn_minor for loan_id, facility_id in lines.items()}
    return {loan_id: minor for loan_id, minor in by.items() if minor}


def _moves_of_draws(others: Mapping[UUID, UUID], principals: Mapping[UUID, int]) -> dict[UUID, int]:
    """The same for draws that are loans of their own; one that is not paid out yet has nothing to follow."""
    drawn = FacilityDraw.objects.filter(loan_id__in=others, state=DrawState.DRAWN)
    by = {id_: principals[id_] - left for id_, left in drawn.values_list("loan_id", "outstanding_minor") if id_}
    return {loan_id: minor for loan_id, minor in by.items() if minor}


def _drawn(rows: Mapping[UUID, Facility], *, moved: Mapping[UUID, int]) -> list[FacilityDraw]:
    """The draws on these loans over which what is owed is spread, the oldest first.

    Those that still owe something, and, where a payment came back, all of them.
    """
    back = [loan_id for loan_id, by in moved.items() if by > 0]
    asked = Q(loan_id__in=moved, outstanding_minor__gt=0) | Q(loan_id__in=back)
    found = FacilityDraw.objects.filter(asked, facility_id__in=rows, state=DrawState.DRAWN)
    return list(found.order_by("drawn_on", "id"))


def _event(row: Facility, moved: int) -> Happened:
    return Happened(row, "returned" if moved > 0 else "repaid", abs(moved))
