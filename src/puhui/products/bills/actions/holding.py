"""Buys bills, earns their discount day by day, and ends them: paid, not paid, paid by those before us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from puhui.finmath.discounts import Discount, earned_minor
from puhui.foundation.catalogue.facade import parameter
from puhui.foundation.party.facade import identity_of, organisation_by_uscc
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.dates import add_months
from puhui.kernel.ids import new_id
from puhui.products.bills.actions.limits import give_back
from puhui.products.bills.actions.taking import locked_bill
from puhui.products.bills.contracts import IN_HAND, OURS, BillState
from puhui.products.bills.models import Bill, IncomeClock, RecourseClaim
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.queries.bills import endorsements_of, firms_of
from puhui.products.bills.queries.rediscounts import borne_of, came_back, owed_rediscounts
from puhui.products.bills.refusals import CannotRecourse, NotYetDue, QuoteOver
from puhui.products.bills.rules.chain import liable_before


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtBill:
    """Under which product and on which sheet a bill is bought."""

    product_code: str
    product_version: int
    discount: Discount
    sheet: Mapping[str, Any]
    is_without_recourse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedBill:
    """A bill that ended: what of its discount was not earned in the books yet, in minor units."""

    bill_id: UUID
    product: str
    face_minor: int
    unearned_minor: int


def begin_purchase(call: Call, *, bill_id: UUID, bought: BoughtBill, today: date) -> Bill:
    """The holder has confirmed: the bill is endorsed to us, and the money is on its way. A part of a flow."""
    row = locked_bill(bill_id, states=(BillState.QUOTED,), actor=call.actor)
    if row.quoted_until is None or today > row.quoted_until:
        raise QuoteOver(where="bill_id", until=row.quoted_until)
    discount = bought.discount
    row.state, row.bought_on = BillState.BUYING, today
    row.product_code, row.product_version = bought.product_code, bought.product_version
    row.is_without_recourse, row.annual_rate_pct = bought.is_without_recourse, discount.annual_rate_pct
    row.days, row.interest_minor, row.ends_on = discount.days, discount.interest_minor, discount.ends_on
    row.sheet, row.sheet_hash = dict(bought.sheet), digest(bought.sheet)
    row.save()
    return row


def settle_purchase(bill_id: UUID, *, today: date) -> Bill:
    """The bank has paid the holder: from today on the discount is earned."""
    row = locked_bill(bill_id, states=(BillState.BUYING,))
    row.state, row.settled_on = BillState.HELD, max(today, income_clock(today).earned_until)
    row.save(update_fields=["state", "settled_on"])
    return row


def cancel_purchase(bill_id: UUID) -> Bill:
    """The bank could not pay: the bill is its holder's as before, and may be sold while the quote holds."""
    row = locked_bill(bill_id, states=(BillState.BUYING,))
    row.state, row.interest_minor, row.days, row.is_without_recourse = BillState.QUOTED, 0, 0, False
    row.annual_rate_pct = row.limit.annual_rate_pct if row.limit else row.annual_rate_pct
    row.save(update_fields=["state", "interest_minor", "days", "is_without_recourse", "annual_rate_pct"])
    return row


def require_due(bill_id: UUID, *, today: date) -> Bill:
    """A bill of ours that may be presented now."""
    row = locked_bill(bill_id, states=IN_HAND)
    if today < row.pays_on:
        raise NotYetDue(where="bill_id", on=row.pays_on)
    return row


def mark_dishonoured(bill_id: UUID, *, today: date) -> Bill:
    """The acceptor did not pay."""
    row = locked_bill(bill_id, states=IN_HAND)
    if row.state == BillState.HELD:
        row.state, row.ended_on = BillState.DISHONOURED, today
        row.save(update_fields=["state", "ended_on"])
    return row


def end_bill(bill_id: UUID, *, state: BillState, today: date) -> EndedBill:
    """The acceptor has paid, or somebody in its place."""
    row = locked_bill(bill_id, states=OURS)
    earned_until = income_clock(today).earned_until
    earned = earned_of(row, on=earned_until)
    row.state, row.ended_on = state, today
    row.save(update_fields=["state", "ended_on"])
    give_back(row.limit_id, minor=row.face_minor)
    return EndedBill(
        bill_id=row.id,
        product=row.product_code,
        face_minor=row.face_minor,
        unearned_minor=row.interest_minor - earned,
    )


def ask_next(call: Call, *, bill_id: UUID, debtor_code: str = "", today: date) -> RecourseClaim:
    """Asks the next of those before us to pay: the nearest who was not asked yet, or, where policy allows, any.

    Refused while one who was asked has not answered, and when the months of the law are over. Who sold it to us without
    recourse is not asked: what those before them do not pay, we bear.
    """
    row = locked_bill(bill_id, states=(BillState.DISHONOURED,))
    _check_in_time(row, today=today)
    asked = list(RecourseClaim.objects.filter(bill=row).order_by("n"))
    if any(one.outcome == "asked" for one in asked):
        raise CannotRecourse(where="bill_id", why="one who was asked has not answered", why_zh="上一追索尚未有结果")
    drawer, payee, acceptor = firms_of(row)
    released = identity_of(row.holder_id).identifier if row.is_without_recourse else ""
    liable = liable_before(drawer, payee=payee, endorsements=endorsements_of(row), acceptor=acceptor, released=released)
    left = [firm for firm in liable if firm.code not in {one.debtor_code for one in asked}]
    if not left:
        raise CannotRecourse(where="bill_id", why="everybody was asked", why_zh="已无可追索的前手")
    chosen = next((firm for firm in left if firm.code == debtor_code), None) if debtor_code else left[0]
    if chosen is None or (chosen != left[0] and bill_policy(today).recourse_order == "nearest_first"):
        raise CannotRecourse(
            where="debtor_code", why=f"the next one is {left[0].name}", why_zh=f"应先向 {left[0].name} 追索"
        )
    return RecourseClaim.objects.create(
        id=new_id(),
        bill=row,
        n=len(asked) + 1,
        debtor_id=organisation_by_uscc(chosen.code),
        debtor_name=chosen.name,
        debtor_code=chosen.code,
        amount_minor=row.face_minor,
        claimed_on=today,
        outcome="asked",
        by_name=call.actor.name[:80],
    )


def note_outcome(bill_id: UUID, *, is_paid: bool) -> RecourseClaim:
    """What came of the claim that is open."""
    locked_bill(bill_id, states=(BillState.DISHONOURED,))
    row = RecourseClaim.objects.select_for_update().filter(bill_id=bill_id, outcome="asked").first()
    if row is None:
        raise CannotRecourse(where="bill_id", why="nobody was asked", why_zh="尚未发起追索")
    row.outcome = "paid" if is_paid else "refused"
    row.save(update_fields=["outcome"])
    return row


@dataclass(frozen=True, slots=True)
class DaysDone:
    """What days brought that were not in the books yet, in minor units by product and currency."""

    earned: Mapping[tuple[str, str], int]
    borne: Mapping[tuple[str, str], int]


def earn_until(day: date) -> DaysDone:
    """What bills earned, and rediscounts cost, up to the beginning of a day, that is not in the books yet.

    Moves the clock there, so that no day is counted twice. A part of the day close, which posts the sums.
    """
    clock = income_clock(day)
    done = DaysDone(_earned_between(clock.earned_until, day), _borne_between(clock.earned_until, day))
    if day > clock.earned_until:
        clock.earned_until = day
        clock.save(update_fields=["earned_until"])
    return done


def _earned_between(start: date, day: date) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for row in (
        Bill.objects.filter(state__in=OURS)
        .only("product_code", "currency", "interest_minor", "settled_on", "ends_on")
        .iterator(chunk_size=2000)
    ):
        earned = earned_of(row, on=day) - earned_of(row, on=start)
        sums[row.product_code, row.currency] = sums.get((row.product_code, row.currency), 0) + earned
    return sums


def _borne_between(start: date, day: date) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for row in owed_rediscounts().iterator(chunk_size=2000):
        key = row.bill.product_code, row.bill.currency
        sums[key] = sums.get(key, 0) + borne_of(row, on=day) - borne_of(row, on=start)
    return sums


def income_clock(today: date) -> IncomeClock:
    """The clock, locked."""
    IncomeClock.objects.bulk_create([IncomeClock(id=1, earned_until=today)], ignore_conflicts=True)
    return IncomeClock.objects.select_for_update().get(id=1)


def earned_of(row: Bill, *, on: date) -> int:
    """What of a bill's discount is earned at the beginning of a day."""
    return earned_minor(row.interest_minor, starts_on=row.settled_on or on, ends_on=row.ends_on, on=on)


def _check_in_time(row: Bill, *, today: date) -> None:
    name = "bill_further_recourse_months" if came_back([row.id]) else "bill_recourse_months"
    months = int(parameter(name, on=today).number)
    if row.ended_on and today > add_months(row.ended_on, months):
        raise CannotRecourse(where="bill_id", why=f"{months} months are over", why_zh=f"已超过 {months} 个月")
