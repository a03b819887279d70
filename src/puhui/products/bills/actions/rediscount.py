"""Bills of ours go on to another institution before their day: proposed, decided, sold with recourse, and ended."""

from datetime import date
from typing import Final
from uuid import UUID

from puhui.finmath.discounts import Discount, discounted
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.bills.actions.holding import income_clock
from puhui.products.bills.actions.limits import HIGHEST_RATE, bank_of
from puhui.products.bills.actions.taking import locked_bill
from puhui.products.bills.contracts import (
    OWED,
    BillState,
    NewRediscount,
    RediscountMoved,
    RediscountState,
)
from puhui.products.bills.models import Bill, Rediscount
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.queries.rediscounts import borne_of
from puhui.products.bills.refusals import BillNotInState, CannotRediscount, LimitFourEyes, NotYetDue

OPEN: Final = (RediscountState.PROPOSED, RediscountState.SELLING, *OWED)


@use_case("bills.propose_rediscount", answers=RediscountMoved, subject="bill_id")
def propose_rediscount(call: Call, *, bill_id: UUID, asked: NewRediscount) -> RediscountMoved:
    """Proposes to sell a bill of ours on to a bank, at the yearly rate that the bank keeps; a second person decides."""
    call.actor.require(Role.FINANCE, verb="propose a rediscount")
    row, today = locked_bill(bill_id, states=(BillState.HELD,)), business_date()
    _check(row, today=today)
    rate = asked.annual_rate_pct
    if not (rate.is_finite() and 0 < rate <= HIGHEST_RATE and rate == round(rate, 4)):
        raise InvalidInput("annual_rate_pct", f"above 0, at most {HIGHEST_RATE}, with four decimals")
    if Rediscount.objects.filter(bill=row, state__in=OPEN).exists():
        raise CannotRediscount(where="bill_id", why="it was proposed already", why_zh="已有待复核的转贴现")
    taker = bank_of(asked.taker, where="taker")
    made = Rediscount.objects.create(
        id=new_id(),
        bill=row,
        taker_name=taker.name,
        taker_code=taker.code,
        annual_rate_pct=rate,
        state=RediscountState.PROPOSED,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=today,
    )
    return RediscountMoved(made.id, RediscountState.PROPOSED)


def decide(call: Call, *, rediscount_id: UUID, agree: bool) -> tuple[Rediscount, Discount | None]:
    """A second person lets the bill go, at the discount of today, or keeps it. A part of a flow."""
    call.actor.require(Role.RISK_OFFICER, verb="decide a rediscount")
    row = _locked(rediscount_id, states=(RediscountState.PROPOSED,))
    if row.proposed_by == call.actor.id:
        raise LimitFourEyes(where="rediscount_id")
    row.decided_by_name = call.actor.name[:80]
    if not agree:
        row.state = RediscountState.DECLINED
        row.save(update_fields=["state", "decided_by_name"])
        return row, None
    today, bill = business_date(), locked_bill(row.bill_id, states=(BillState.HELD,))
    _check(bill, today=today)
    travel = (bill.ends_on - bill.pays_on).days
    found = discounted(
        bill.face_minor,
        annual_rate_pct=row.annual_rate_pct,
        bought_on=today,
        due_on=bill.due_on,
        rule=bill_policy(today).discount_rule(travel_days=travel),
    )
    row.state, row.days, row.interest_minor = RediscountState.SELLING, found.days, found.interest_minor
    row.save(update_fields=["state", "decided_by_name", "days", "interest_minor"])
    _set(bill, BillState.REDISCOUNTED)
    return row, found


def settle_rediscount_sale(rediscount_id: UUID, *, today: date) -> Rediscount:
    """The taker has paid us: from today on its part is borne day by day, and we owe the face until the bill is paid."""
    row = _locked(rediscount_id, states=(RediscountState.SELLING,))
    row.state, row.settled_on = RediscountState.SOLD, max(today, income_clock(today).earned_until)
    row.save(update_fields=["state", "settled_on"])
    return row


def cancel_rediscount(rediscount_id: UUID) -> Rediscount:
    """The taker did not pay: the bill is in our hands as before."""
    row = _locked(rediscount_id, states=(RediscountState.SELLING,))
    row.state, row.days, row.interest_minor = RediscountState.CANCELLED, 0, 0
    row.save(update_fields=["state", "days", "interest_minor"])
    _set(locked_bill(row.bill_id, states=(BillState.REDISCOUNTED,)), BillState.HELD)
    return row


def sold_rediscount(bill_id: UUID, *, today: date) -> Rediscount:
    """The rediscount of a bill whose day has come, locked: its taker was paid, or asks us. A part of a flow."""
    bill = locked_bill(bill_id, states=(BillState.REDISCOUNTED,))
    if today < bill.pays_on:
        raise NotYetDue(where="bill_id", on=bill.pays_on)
    row = Rediscount.objects.select_for_update().select_related("bill").get(bill=bill, state__in=OPEN)
    if row.state != RediscountState.SOLD:
        raise BillNotInState(where="bill_id", state=row.state)
    return row


def mark_returning(row: Rediscount) -> None:
    """The money for it is on its way back to the taker."""
    row.state = RediscountState.RETURNING
    row.save(update_fields=["state"])


def stay_sold(rediscount_id: UUID) -> Rediscount:
    """The bank could not pay the taker: we owe as before."""
    row = _locked(rediscount_id, states=(RediscountState.RETURNING,))
    row.state = RediscountState.SOLD
    row.save(update_fields=["state"])
    return row


def end_rediscount(rediscount_id: UUID, *, state: RediscountState, today: date) -> tuple[int, UUID]:
    """We owe nothing for it any more: the acceptor has paid the taker, or we have.

    Gives what was not borne yet, in minor units, and the bill. A bill that came back is ours, unpaid: those before
    us may be asked.
    """
    row = _locked(rediscount_id, states=OWED)
    left = row.interest_minor - borne_of(row, on=income_clock(today).earned_until)
    row.state, row.ended_on = state, today
    row.save(update_fields=["state", "ended_on"])
    if state == RediscountState.RETURNED:
        bill = locked_bill(row.bill_id, states=(BillState.REDISCOUNTED,))
        bill.ended_on = today
        _set(bill, BillState.DISHONOURED)
    return left, row.bill_id


def _locked(rediscount_id: UUID, *, states: tuple[RediscountState, ...]) -> Rediscount:
    row = Rediscount.objects.select_for_update(of=("self",)).select_related("bill").filter(id=rediscount_id).first()
    if row is None:
        raise NotFound("rediscount", where="rediscount_id")
    if row.state not in states:
        raise BillNotInState(where="rediscount_id", state=row.state)
    return row


def _check(row: Bill, *, today: date) -> None:
    if today >= row.pays_on:
        raise CannotRediscount(where="bill_id", why="its day has come", why_zh="票据已到期")


def _set(bill: Bill, state: BillState) -> None:
    bill.state = state
    bill.save(update_fields=["state", "ended_on"])
