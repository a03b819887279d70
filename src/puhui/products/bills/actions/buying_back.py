"""The holder of a bill takes it back before its day: the price is that of the day on which they ask."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.finmath.discounts import TakenBack
from puhui.kernel.actors import Call
from puhui.products.bills.actions.holding import earned_of, income_clock
from puhui.products.bills.actions.limits import give_back
from puhui.products.bills.actions.taking import locked_bill
from puhui.products.bills.contracts import BillState
from puhui.products.bills.models import Bill, Rediscount
from puhui.products.bills.queries.bills import price_back
from puhui.products.bills.refusals import CannotBuyBack


@dataclass(frozen=True, slots=True, kw_only=True)
class BackBill:
    """A bill that was taken back: what of its discount the books had not earned, and had earned too much. Minor units.

    `over_minor`: earned in the books between the day of the price and the day on which the money came.
    """

    row: Bill
    unearned_minor: int
    over_minor: int


def begin_buy_back(call: Call, *, bill_id: UUID, today: date) -> tuple[Bill, TakenBack]:
    """The holder has confirmed: their money is on its way to us. A part of a flow.

    Refused while it is proposed to go on to a bank.
    """
    row = locked_bill(bill_id, states=(BillState.HELD,), actor=call.actor)
    if Rediscount.objects.filter(bill=row, state="proposed").exists():
        raise CannotBuyBack(where="bill_id", why="it is about to go on to a bank", why_zh="该票据正在办理转贴现")
    found = price_back(row, on=today)
    row.state, row.back_on, row.back_minor = BillState.BUYING_BACK, today, found.price_minor
    row.save(update_fields=["state", "back_on", "back_minor"])
    return row, found


def end_buy_back(bill_id: UUID, *, today: date) -> BackBill:
    """The holder has paid: the bill is theirs, and may be shown to us again."""
    row = locked_bill(bill_id, states=(BillState.BUYING_BACK,))
    earned = earned_of(row, on=income_clock(today).earned_until)
    returned = row.face_minor - row.back_minor
    row.state, row.ended_on = BillState.BOUGHT_BACK, today
    row.save(update_fields=["state", "ended_on"])
    give_back(row.limit_id, minor=row.face_minor)
    unearned = row.interest_minor - earned
    return BackBill(row=row, unearned_minor=unearned, over_minor=returned - unearned)


def cancel_buy_back(bill_id: UUID) -> Bill:
    """The holder did not pay: the bill is ours as before."""
    row = locked_bill(bill_id, states=(BillState.BUYING_BACK,))
    row.state, row.back_on, row.back_minor = BillState.HELD, None, 0
    row.save(update_fields=["state", "back_on", "back_minor"])
    return row
