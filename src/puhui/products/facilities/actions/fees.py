"""The commitment fee: what was undrawn is charged at the end of each month and when a limit ends."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from puhui.finmath.commitment import fee_of
from puhui.kernel.ids import derived_id
from puhui.kernel.money import Money
from puhui.products.facilities.actions.keeping import count_undrawn, locked_many
from puhui.products.facilities.contracts import FacilityState, FeeCharged
from puhui.products.facilities.models import Facility, FacilityFee
from puhui.products.facilities.queries.facilities import told_fee

MOST = 500


def charge_undrawn(*, day: date, most: int = MOST) -> list[FeeCharged]:
    """Charges what was undrawn until the end of a day: all open limits at a month's end, ended ones at any close.

    The same again charges nothing more. Part of a flow, which books and collects what is charged.
    """
    until = day + timedelta(days=1)
    due = Q(fee_units__gt=0) & ~Q(state=FacilityState.OPEN)
    if until.day == 1:
        due |= Q(state=FacilityState.OPEN, fee_from__lt=until) | Q(state=FacilityState.OPEN, fee_units__gt=0)
    ids = list(Facility.objects.filter(due, commitment_fee_pct__gt=0).order_by("id").values_list("id", flat=True))
    charged = []
    for start in range(0, len(ids), most):
        rows = list(locked_many(ids[start : start + most]).values())
        charged += _charge(rows, until=until)
    return charged


def owed_fees(*, asked_before: date) -> list[FeeCharged]:
    """Fees that are owed and that nobody has been asked for since a day, oldest first; locked."""
    rows = (
        FacilityFee.objects.select_related("facility")
        .select_for_update(of=("self",))
        .filter(paid_minor__lt=F("amount_minor"), asked_on__lt=asked_before)
    )
    return [told_fee(row, row.facility) for row in rows.order_by("to_on", "id")[:MOST]]


def note_asked(fee_ids: Collection[UUID], *, on: date) -> None:
    """The bank was asked to collect these fees."""
    FacilityFee.objects.filter(id__in=fee_ids).update(asked_on=on, asked_n=F("asked_n") + 1)


def fee_paid(*, fee_id: UUID, amount: Money) -> FeeCharged:
    """The bank has collected a fee, whole; more than is owed would break the constraint of the table."""
    row = FacilityFee.objects.select_for_update().get(id=fee_id)
    row.paid_minor += amount.minor
    row.save(update_fields=["paid_minor"])
    return told_fee(row, row.facility)


def _charge(rows: Sequence[Facility], *, until: date) -> list[FeeCharged]:
    fees = []
    for row in rows:
        if row.state == FacilityState.OPEN:
            count_undrawn(row, to=until)
        amount, units = fee_of(row.fee_units, yearly_pct=row.commitment_fee_pct), row.fee_units
        row.fee_units = 0
        if amount:
            fees.append(
                FacilityFee(
                    id=derived_id(row.id, f"commitment fee/{until}"),
                    facility=row,
                    to_on=until,
                    units=units,
                    yearly_pct=row.commitment_fee_pct,
                    amount_minor=amount,
                    asked_on=until - timedelta(days=1),
                    asked_n=1,
                )
            )
    FacilityFee.objects.bulk_create(fees)
    Facility.objects.bulk_update(rows, ["fee_units", "fee_from"])
    return [told_fee(fee, fee.facility) for fee in fees]
