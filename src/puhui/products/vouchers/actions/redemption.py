"""Ends vouchers: paid on their day by the issuer, or late; then the holders are paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.kernel.errors import Conflict, NotFound
from puhui.products.vouchers.actions.issue import give_back
from puhui.products.vouchers.actions.parts import locked_voucher
from puhui.products.vouchers.actions.purchases import Ended, collect_purchases
from puhui.products.vouchers.contracts import LENDER_ID, UNPAID, HoldingState, PurchaseState, VoucherState
from puhui.products.vouchers.models import Holding, Purchase, Voucher
from puhui.products.vouchers.refusals import NotYetDue, VoucherNotInState


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A voucher that was paid: what was ours, and who else is to be paid how much, by part."""

    voucher_id: UUID
    ended: tuple[Ended, ...]
    others_minor: int
    due: tuple[tuple[UUID, UUID, int], ...]


def require_due(voucher_id: UUID, *, today: date) -> Voucher:
    """A voucher that the issuer must pay now, locked; refuses one whose day has not come, or of which a sale waits."""
    row = locked_voucher(voucher_id)
    if row.state not in UNPAID:
        raise VoucherNotInState(where="voucher_id", state=row.state)
    if today < row.pays_on:
        raise NotYetDue(where="voucher_id", on=row.pays_on)
    if Purchase.objects.filter(voucher=row, state=PurchaseState.REQUESTED).exists():
        raise Conflict("the bank has not answered on a part that was sold", where="voucher_id")
    return row


def redeem(voucher_id: UUID, *, today: date) -> Redeemed:
    """The issuer has paid: our parts end, those of others are due to them; pledged ones wait for their release."""
    row = require_due(voucher_id, today=today)
    ended = collect_purchases(row, today=today)
    row.state, row.ended_on = VoucherState.REDEEMED, today
    row.save(update_fields=["state", "ended_on"])
    give_back(row.program_id, minor=row.amount_minor)
    living = Holding.objects.filter(voucher=row)
    others = list(living.exclude(holder_id=LENDER_ID).order_by("part_id"))
    due = [(one.part_id, one.holder_id, one.amount_minor) for one in others if one.state == HoldingState.FREE]
    living.filter(holder_id=LENDER_ID).update(state=HoldingState.PAID)
    living.exclude(holder_id=LENDER_ID).filter(state=HoldingState.FREE).update(state=HoldingState.DUE)
    return Redeemed(row.id, tuple(ended), sum(one.amount_minor for one in others), tuple(due))


def mark_overdue(voucher_id: UUID) -> Voucher:
    """The issuer did not pay."""
    row = locked_voucher(voucher_id)
    if row.state == VoucherState.LIVE:
        row.state = VoucherState.OVERDUE
        row.save(update_fields=["state"])
    return row


def mark_paid(part_ids: Sequence[UUID]) -> int:
    """These holders have their money."""
    return Holding.objects.filter(part_id__in=part_ids, state=HoldingState.DUE).update(state=HoldingState.PAID)


def due_part(part_id: UUID) -> Holding:
    """A part whose holder waits for money, with its voucher locked."""
    found = Holding.objects.select_related("voucher").filter(part_id=part_id, state=HoldingState.DUE).first()
    if found is None:
        raise NotFound("part that is due", where="part_id")
    locked_voucher(found.voucher_id)
    return found
