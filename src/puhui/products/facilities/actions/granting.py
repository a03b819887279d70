"""Grants a facility when its contract is signed."""

from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.facilities.actions.keeping import Happened, record
from puhui.products.facilities.contracts import FacilityState, NewFacility
from puhui.products.facilities.models import Facility


def grant_facility(call: Call, *, new: NewFacility) -> UUID:
    """Grants what a signed contract says; one contract has one facility, whatever comes twice. A part of a flow."""
    today = business_date()
    if new.limit.minor <= 0 or not today <= new.available_until <= new.expires_on:
        raise InvalidInput("limit", "an amount above zero, for days that are still to come")
    kept = Facility.objects.filter(contract_id=new.contract_id).first()
    if kept is not None:
        return kept.id
    facility_id = new_id()
    row = Facility.objects.create(
        id=facility_id,
        bucket=bucket_of(facility_id),
        holder_id=new.holder_id,
        household_id=new.household_id,
        product_code=new.product_code,
        product_version=new.product_version,
        contract_id=new.contract_id,
        loan_id=new.loan_id,
        drawn_as=new.drawn_as,
        method=new.method,
        currency=new.limit.currency,
        ceiling_minor=new.limit.minor,
        limit_minor=0,
        lowest_draw_minor=new.lowest_draw_minor,
        sub_limits=dict(new.sub_limits),
        annual_rate_pct=new.annual_rate_pct,
        undrawn_counts_pct=new.undrawn_counts_pct,
        commitment_fee_pct=new.commitment_fee_pct,
        fee_from=today,
        state=FacilityState.OPEN,
        granted_on=today,
        available_until=new.available_until,
        expires_on=new.expires_on,
        review_on=new.review_on,
    )
    record(call, Happened(row, "granted", new.limit.minor))
    return facility_id
