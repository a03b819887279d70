"""Draws: room is reserved, confirmed, and drawn or released. Each step is a part of a flow, which knows the rights."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.facilities.actions.keeping import Happened, locked, locked_many, record
from puhui.products.facilities.contracts import UNDER_WAY, DrawMoved, DrawState, FacilityState, NewDraw
from puhui.products.facilities.models import Facility, FacilityDraw
from puhui.products.facilities.policy_files import facility_policy
from puhui.products.facilities.refusals import DrawNotOpen, DrawTooSmall, FacilityFrozen, FacilityOver, NotEnoughRoom

MOST_EXPIRED = 500


def reserve_draw(call: Call, *, facility_id: UUID, new: NewDraw) -> DrawMoved:
    """Holds room for a draw while its cost sheet is read: it fits under the limit, or it is refused.

    What was reserved before and ran out gives its room back first.
    """
    row = locked(facility_id)
    _give_back(call, [row], at=call.at)
    check_drawable(row, amount=new.amount)
    _check_sub_limit(row, purpose=new.purpose, asked=new.amount)
    policy = facility_policy(business_date())
    draw = FacilityDraw(
        id=new_id(),
        facility=row,
        amount_minor=new.amount.minor,
        purpose=new.purpose,
        term_months=new.term_months,
        method=new.method,
        state=DrawState.RESERVED,
        reserved_until=call.at + timedelta(minutes=policy.reserve_minutes),
        shown_to=call.actor.party_id or call.actor.id,
        shown_at=call.at,
        language=new.language,
        sheet=dict(new.sheet),
        sheet_hash=new.sheet_hash,
    )
    record(call, Happened(row, "reserved", new.amount.minor, draw.id))
    draw.save(force_insert=True)
    return _moved(draw, row)


def check_draw(facility_id: UUID, *, amount: Money) -> None:
    """Refuses early what could not be drawn, before its cost is reckoned; the reservation itself looks again."""
    row = Facility.objects.filter(id=facility_id).first()
    if row is None:
        raise NotFound("facility", where="facility_id")
    check_drawable(row, amount=amount)


def confirm_draw(call: Call, *, draw_id: UUID, seconds_measured: int, loan_id: UUID) -> DrawMoved:
    """The holder has confirmed: the bank is asked to pay, on this loan. Refused when the reservation ran out."""
    draw, row = locked_draw(draw_id)
    if draw.state != DrawState.RESERVED or call.at >= draw.reserved_until:
        state = draw.state if draw.state != DrawState.RESERVED else "out of time"
        raise DrawNotOpen(where="draw_id", state=state)
    check_standing(row)
    draw.state, draw.confirmed_at = DrawState.PAYING, call.at
    draw.seconds_measured, draw.loan_id = seconds_measured, loan_id
    draw.save(update_fields=["state", "confirmed_at", "seconds_measured", "loan_id"])
    return _moved(draw, row)


def settle_draw(call: Call, *, draw_id: UUID) -> DrawMoved:
    """The bank has paid: what was reserved is drawn."""
    draw, row = locked_draw(draw_id)
    if draw.state != DrawState.PAYING:
        raise DrawNotOpen(where="draw_id", state=draw.state)
    draw.state, draw.drawn_on, draw.outstanding_minor = DrawState.DRAWN, business_date(), draw.amount_minor
    draw.save(update_fields=["state", "drawn_on", "outstanding_minor"])
    record(call, Happened(row, "drawn", draw.amount_minor, draw.id))
    return _moved(draw, row)


def release_draw(call: Call, *, draw_id: UUID, why: str) -> DrawMoved:
    """The draw came to nothing: its room is free again."""
    draw, row = locked_draw(draw_id)
    if draw.state not in UNDER_WAY:
        raise DrawNotOpen(where="draw_id", state=draw.state)
    _release(call, [draw], {row.id: row}, why=why)
    return _moved(draw, row)


def release_expired(call: Call, *, at: datetime) -> int:
    """Gives back what was reserved and never confirmed, at most some hundred at a time; how many."""
    late = FacilityDraw.objects.filter(state=DrawState.RESERVED, reserved_until__lte=at).order_by("id")
    ids = list(late.values_list("facility_id", flat=True)[:MOST_EXPIRED])
    return _give_back(call, list(locked_many(ids).values()), at=at)


def check_drawable(row: Facility, *, amount: Money) -> None:
    """Refuses a draw that the facility does not allow, whatever is free."""
    check_standing(row)
    if amount.currency != row.currency:
        raise InvalidInput("amount.currency", f"the limit is in {row.currency}")
    if amount.minor < max(1, row.lowest_draw_minor):
        lowest = Money(max(1, row.lowest_draw_minor), row.currency)
        raise DrawTooSmall(where="amount", lowest=lowest)


def check_standing(row: Facility) -> None:
    """Refuses when nothing may be drawn: over, no longer available, or frozen."""
    if row.state != FacilityState.OPEN or business_date() > row.available_until:
        state = row.state if row.state != FacilityState.OPEN else FacilityState.EXPIRED
        raise FacilityOver(where="facility_id", until=row.available_until, state=state)
    if row.freezes:
        raise FacilityFrozen(where="facility_id")


def locked_draw(draw_id: UUID) -> tuple[FacilityDraw, Facility]:
    """A draw under the lock of its facility."""
    facility_id = FacilityDraw.objects.filter(id=draw_id).values_list("facility_id", flat=True).first()
    if facility_id is None:
        raise NotFound("draw", where="draw_id")
    row = locked(facility_id)
    return FacilityDraw.objects.select_for_update().get(id=draw_id), row


def _check_sub_limit(row: Facility, *, purpose: str, asked: Money) -> None:
    """Of one purpose no more is in use than its own limit says."""
    most = row.sub_limits.get(purpose)
    if most is None:
        return
    same = FacilityDraw.objects.filter(facility=row, purpose=purpose)
    drawn = same.aggregate(sum=Sum("outstanding_minor"))["sum"] or 0
    coming = same.filter(state__in=UNDER_WAY).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    free = max(0, most - drawn - coming)
    if asked.minor > free:
        raise NotEnoughRoom(where="purpose", free=Money(free, row.currency), asked=asked)


def _give_back(call: Call, rows: Sequence[Facility], *, at: datetime) -> int:
    """Releases what ran out on these locked facilities."""
    late = FacilityDraw.objects.filter(
        facility_id__in=[row.id for row in rows], state=DrawState.RESERVED, reserved_until__lte=at
    )
    draws = list(late.order_by("id"))
    _release(call, draws, {row.id: row for row in rows}, why="expired")
    return len(draws)


def _release(call: Call, draws: Sequence[FacilityDraw], rows: dict[UUID, Facility], *, why: str) -> None:
    if not draws:
        return
    for draw in draws:
        draw.state, draw.ended_why = DrawState.RELEASED, why[:40]
    FacilityDraw.objects.bulk_update(draws, ["state", "ended_why"])
    events = [Happened(rows[draw.facility_id], "released", draw.amount_minor, draw.id, why) for draw in draws]
    record(call, *events)


def _moved(draw: FacilityDraw, row: Facility) -> DrawMoved:
    amount = Money(draw.amount_minor, row.currency)
    return DrawMoved(draw.id, row.id, DrawState(draw.state), amount, draw.loan_id)
