"""Buys parts before their day: the part is ours at once, the discount is earned day by day, and it ends when paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from puhui.finmath.discounts import Discount, earned_minor
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import Conflict, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.vouchers.actions.parts import Piece, locked_voucher, own_part, pieces_of, spend
from puhui.products.vouchers.actions.programs import locked_program
from puhui.products.vouchers.contracts import (
    LENDER_ID,
    UNPAID,
    PartKind,
    PartMoved,
    ProgramState,
    PurchaseState,
    VoucherState,
)
from puhui.products.vouchers.models import Holding, IncomeClock, Purchase, Voucher
from puhui.products.vouchers.queries.chains import require_whole
from puhui.products.vouchers.refusals import NoProgram, NoRecourse, ProgramFull, VoucherNotInState


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A part that we buy: under which product, at which discount, and whether its seller answers for the issuer."""

    product_code: str
    product_version: int
    discount: Discount
    is_with_recourse: bool
    sheet: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A purchase that ended: what of its discount was not earned in the books yet, in minor units."""

    purchase_id: UUID
    product: str
    face_minor: int
    unearned_minor: int


def buy_part(call: Call, *, part_id: UUID, amount: Money, bought: Bought, today: date) -> tuple[UUID, PartMoved]:
    """A part, or some of it, becomes ours, within what we buy of its issuer. A part of a flow, which pays."""
    holding = own_part(call.actor, part_id)
    require_whole(part_id)
    program = locked_program(holding.voucher.program_id)
    if program.state != ProgramState.OPEN or program.valid_until < today:
        raise NoProgram(where="part_id")
    free = program.buying_limit_minor - program.bought_minor
    if amount.minor > free:
        left = Money(max(free, 0), program.currency)
        raise ProgramFull(where="amount", amount=amount, free=left)
    moved = spend(call, holding, pieces_of(holding, amount=amount, to_id=LENDER_ID, kind=PartKind.SOLD))
    program.bought_minor += amount.minor
    program.save(update_fields=["bought_minor"])
    return _keep(moved, holding, bought, amount).id, moved


def settle_purchase(purchase_id: UUID, *, today: date) -> Purchase:
    """The bank has paid the seller: from today on the discount is earned."""
    row = _locked(purchase_id, states=(PurchaseState.REQUESTED,))
    row.state, row.settled_on = PurchaseState.HELD, max(today, income_clock(today).earned_until)
    row.save(update_fields=["state", "settled_on"])
    return row


def cancel_purchase(call: Call, purchase_id: UUID, *, today: date) -> Purchase:
    """The bank could not pay: the part goes back to who sold it."""
    row = _locked(purchase_id, states=(PurchaseState.REQUESTED,))
    _return(call, row)
    _end(row, PurchaseState.CANCELLED, today=today)
    return row


def recover_purchase(call: Call, purchase_id: UUID, *, today: date) -> Ended:
    """Who sold it has paid in the issuer's place: the part is theirs again, with the claim on the issuer."""
    row = _locked(purchase_id, states=(PurchaseState.HELD,))
    ended = _ended(row, earned_until=income_clock(today).earned_until)
    _return(call, row)
    _end(row, PurchaseState.RECOVERED, today=today)
    return ended


def require_recourse(purchase_id: UUID) -> Purchase:
    """A purchase for which its seller must answer now, with its voucher locked."""
    row = _locked(purchase_id, states=(PurchaseState.HELD,))
    if not row.is_with_recourse:
        raise NoRecourse(where="purchase_id", why="it was bought without recourse", why_zh="该凭证为无追索权买入")
    if row.voucher.state != VoucherState.OVERDUE:
        raise NoRecourse(where="purchase_id", why="the issuer is not late", why_zh="开立人尚未逾期")
    return row


def collect_purchases(voucher: Voucher, *, today: date) -> list[Ended]:
    """The issuer has paid: what we held of the voucher ends. A part of the redemption, under the voucher's lock."""
    rows = list(Purchase.objects.select_for_update().filter(voucher=voucher, state=PurchaseState.HELD).order_by("id"))
    if not rows:
        return []
    clock = income_clock(today).earned_until
    ended = [_ended(row, earned_until=clock) for row in rows]
    for row in rows:
        row.state, row.ended_on = PurchaseState.COLLECTED, today
    Purchase.objects.bulk_update(rows, ["state", "ended_on"])
    _free_limit(voucher.program_id, minor=sum(row.face_minor for row in rows))
    return ended


def earn_until(day: date) -> dict[tuple[str, str], int]:
    """What purchases earned up to the beginning of a day that is not in the books yet, by product and currency.

    Moves the clock there, so that no day is earned twice. A part of the day close, which posts the sums.
    """
    clock = income_clock(day)
    sums: dict[tuple[str, str], int] = {}
    held = Purchase.objects.filter(state=PurchaseState.HELD).values_list(
        "product_code", "voucher__currency", "interest_minor", "settled_on", "ends_on"
    )
    for code, currency, interest, settled_on, ends_on in held.iterator(chunk_size=2000):
        starts_on = settled_on or day
        before, after = (
            earned_minor(interest, starts_on=starts_on, ends_on=ends_on, on=on) for on in (clock.earned_until, day)
        )
        sums[code, currency] = sums.get((code, currency), 0) + after - before
    if day > clock.earned_until:
        clock.earned_until = day
        clock.save(update_fields=["earned_until"])
    return sums


def income_clock(today: date) -> IncomeClock:
    """The clock, locked."""
    IncomeClock.objects.bulk_create([IncomeClock(id=1, earned_until=today)], ignore_conflicts=True)
    return IncomeClock.objects.select_for_update().get(id=1)


def _keep(moved: PartMoved, holding: Holding, bought: Bought, amount: Money) -> Purchase:
    purchase_id, discount = new_id(), bought.discount
    return Purchase.objects.create(
        id=purchase_id,
        bucket=bucket_of(purchase_id),
        part_id=moved.made[0],
        voucher=holding.voucher,
        seller_id=holding.holder_id,
        product_code=bought.product_code,
        product_version=bought.product_version,
        face_minor=amount.minor,
        interest_minor=discount.interest_minor,
        annual_rate_pct=discount.annual_rate_pct,
        days=discount.days,
        all_in_pct=discount.all_in_pct,
        is_with_recourse=bought.is_with_recourse,
        asked_on=discount.bought_on,
        ends_on=discount.ends_on,
        state=PurchaseState.REQUESTED,
        sheet=dict(bought.sheet),
        sheet_hash=digest(bought.sheet),
    )


def _locked(purchase_id: UUID, *, states: Sequence[PurchaseState]) -> Purchase:
    """The purchase, read under the lock of its voucher."""
    voucher_id = Purchase.objects.filter(id=purchase_id).values_list("voucher_id", flat=True).first()
    if voucher_id is None:
        raise NotFound("purchase of a voucher", where="purchase_id")
    voucher = locked_voucher(voucher_id)
    row = Purchase.objects.select_for_update().get(id=purchase_id)
    if row.state not in states:
        raise Conflict(f"the purchase is {row.state}", where="purchase_id")
    row.voucher = voucher
    return row


def _return(call: Call, row: Purchase) -> None:
    """The part goes back to its seller, although the day may have come."""
    if row.voucher.state not in UNPAID:
        raise VoucherNotInState(where="purchase_id", state=row.voucher.state)
    holding = Holding.objects.get(part_id=row.part_id)
    holding.voucher = row.voucher
    spend(call, holding, [Piece(row.seller_id, row.face_minor, PartKind.RETURNED)])


def _end(row: Purchase, state: PurchaseState, *, today: date) -> None:
    row.state, row.ended_on = state, today
    row.save(update_fields=["state", "ended_on"])
    _free_limit(row.voucher.program_id, minor=row.face_minor)


def _free_limit(program_id: UUID, *, minor: int) -> None:
    program = locked_program(program_id)
    program.bought_minor -= minor
    program.save(update_fields=["bought_minor"])


def _ended(row: Purchase, *, earned_until: date) -> Ended:
    starts_on = row.settled_on or earned_until
    earned = earned_minor(row.interest_minor, starts_on=starts_on, ends_on=row.ends_on, on=earned_until)
    return Ended(
        purchase_id=row.id,
        product=row.product_code,
        face_minor=row.face_minor,
        unearned_minor=row.interest_minor - earned,
    )
