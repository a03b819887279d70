"""Moves the parts of a voucher: divided, passed on, pledged. Every move spends one living part and makes others."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import signer, use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import firm_traits, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.vouchers.contracts import HoldingState, PartKind, PartMoved, VoucherState
from puhui.products.vouchers.models import Holding, Voucher, VoucherPart
from puhui.products.vouchers.policy_files import voucher_policy
from puhui.products.vouchers.refusals import ChainTooDeep, PartNotFree, ToItself, TooManyParts
from puhui.products.vouchers.rules.chain import PURPOSE, Link, sealed
from puhui.products.vouchers.rules.terms import divided

MOST_AT_ONCE = 100


class Piece(NamedTuple):
    """A part to be made."""

    holder_id: UUID
    amount_minor: int
    kind: PartKind


@use_case("vouchers.split_part", answers=PartMoved, subject="part_id")
def split_part(call: Call, *, part_id: UUID, amounts: Sequence[Money]) -> PartMoved:
    """Divides a part among itself: the holder keeps all, in pieces."""
    holding = own_part(call.actor, part_id)
    if not 1 <= len(amounts) <= MOST_AT_ONCE:
        raise InvalidInput("amounts", f"1 to {MOST_AT_ONCE} amounts")
    held = Money(holding.amount_minor, holding.voucher.currency)
    parts = divided(held, amounts=amounts, least_minor=voucher_policy(business_date()).least_minor)
    if len(parts) < 2:  # the part itself again
        raise InvalidInput("amounts", "less than the part, so that something is left")
    pieces = [Piece(holding.holder_id, minor, PartKind.SPLIT) for minor in parts]
    return spend(call, holding, pieces)


def pass_on(call: Call, *, part_id: UUID, to_id: UUID, amount: Money) -> PartMoved:
    """Gives a part, or some of it, to another firm. A part of a flow, which has checked the holder's word."""
    holding = own_part(call.actor, part_id)
    if to_id in (holding.holder_id, holding.voucher.issuer_id):
        raise ToItself(where="to_id")
    if to_id not in firm_traits([to_id]):
        raise InvalidInput("to_id", "a firm that is registered here")
    return spend(call, holding, pieces_of(holding, amount=amount, to_id=to_id, kind=PartKind.PASSED))


@use_case("vouchers.pledge_part", answers=PartMoved, subject="part_id")
def pledge_part(call: Call, *, part_id: UUID, pledged_for: str) -> PartMoved:
    """Writes down that a part stands behind a debt: it does not move until it is released."""
    call.actor.require(Role.OPERATIONS, verb="pledge a voucher")
    holding = free_part(part_id)
    holding.state = HoldingState.PLEDGED
    holding.pledged_for = clean_text(pledged_for, where="pledged_for", least=3, most=80)
    holding.save(update_fields=["state", "pledged_for"])
    return PartMoved(part_id, holding.voucher_id)


def release(part_id: UUID) -> Holding:
    """Ends a pledge; of a voucher that was paid meanwhile the holder's money is due now. A part of a flow."""
    holding = _locked(part_id)
    if holding.state != HoldingState.PLEDGED:
        raise PartNotFree(where="part_id", why="it is not pledged", why_zh="该凭证未质押")
    is_redeemed = holding.voucher.state == VoucherState.REDEEMED
    holding.state, holding.pledged_for = HoldingState.DUE if is_redeemed else HoldingState.FREE, ""
    holding.save(update_fields=["state", "pledged_for"])
    return holding


def own_part(actor: Actor, part_id: UUID) -> Holding:
    """A living part that its holder may move now, with its voucher locked; for others it is not there."""
    actor.require(Role.CUSTOMER, verb="move a voucher")
    holding = free_part(part_id)
    require_party(actor, party_id=holding.holder_id)
    return holding


def free_part(part_id: UUID) -> Holding:
    """A living part of a voucher that runs, locked; refuses one that is spent, pledged or past its day."""
    holding = _locked(part_id)
    if holding.voucher.state != VoucherState.LIVE:
        raise PartNotFree(
            where="part_id", why=f"the voucher is {holding.voucher.state}", why_zh=f"凭证状态为 {holding.voucher.state}"
        )
    if holding.state != HoldingState.FREE:
        raise PartNotFree(where="part_id", why=f"it is {holding.state}", why_zh=f"当前状态为 {holding.state}")
    if business_date() >= holding.voucher.due_on:
        raise PartNotFree(where="part_id", why="its day has come", why_zh="已到期")
    return holding


def pieces_of(holding: Holding, *, amount: Money, to_id: UUID, kind: PartKind) -> list[Piece]:
    """What comes of a part when an amount of it goes to somebody: that, and the rest that stays."""
    held = Money(holding.amount_minor, holding.voucher.currency)
    given, *rest = divided(held, amounts=[amount], least_minor=voucher_policy(business_date()).least_minor)
    return [Piece(to_id, given, kind), *(Piece(holding.holder_id, minor, PartKind.REST) for minor in rest)]


def first_part(call: Call, voucher: Voucher, *, today: date) -> None:
    """The part that all others come from: the whole, with the supplier."""
    _make(call, voucher, None, [Piece(voucher.supplier_id, voucher.amount_minor, PartKind.ISSUED)], today=today)


def spend(call: Call, holding: Holding, pieces: Sequence[Piece]) -> PartMoved:
    """Spends a living part of a locked voucher, and makes others of it; refuses one that somebody else has spent."""
    voucher, policy = holding.voucher, voucher_policy(business_date())
    parent = VoucherPart.objects.get(id=holding.part_id)
    if parent.depth >= policy.deepest_chain:
        raise ChainTooDeep(where="part_id", most=policy.deepest_chain)
    if voucher.parts + len(pieces) > policy.most_parts:
        raise TooManyParts(where="part_id", most=policy.most_parts)
    gone, _ = Holding.objects.filter(part_id=holding.part_id).delete()
    if gone != 1:
        raise PartNotFree(where="part_id", why="it was spent", why_zh="已被转出")
    made = _make(call, voucher, parent, pieces, today=business_date())
    return PartMoved(parent.id, voucher.id, tuple(part.id for part in made))


def locked_voucher(voucher_id: UUID) -> Voucher:
    """The voucher, locked: its parts move one after the other."""
    row = Voucher.objects.select_for_update().filter(id=voucher_id).first()
    if row is None:
        raise NotFound("voucher", where="voucher_id")
    return row


def _locked(part_id: UUID) -> Holding:
    """A living part, read again under the lock of its voucher; one that was spent is told from one that never was."""
    voucher_id = VoucherPart.objects.filter(id=part_id).values_list("voucher_id", flat=True).first()
    if voucher_id is None:
        raise NotFound("part of a voucher", where="part_id")
    voucher = locked_voucher(voucher_id)
    holding = Holding.objects.filter(part_id=part_id).first()
    if holding is None:
        raise PartNotFree(where="part_id", why="it was spent", why_zh="已被转出")
    holding.voucher = voucher
    return holding


def _make(
    call: Call, voucher: Voucher, parent: VoucherPart | None, pieces: Sequence[Piece], *, today: date
) -> list[VoucherPart]:
    sign, before = signer(PURPOSE), parent.seal if parent else ""
    links = [
        Link(
            id=new_id(),
            voucher_id=voucher.id,
            parent_id=parent.id if parent else None,
            place=place,
            depth=parent.depth + 1 if parent else 0,
            holder_id=piece.holder_id,
            amount_minor=piece.amount_minor,
            kind=piece.kind.value,
            made_on=today,
            seal="",
        )
        for place, piece in enumerate(pieces, start=1)
    ]
    rows = [VoucherPart(made_by=call.actor.id, **sealed(link, before=before, sign=sign)._asdict()) for link in links]
    VoucherPart.objects.bulk_create(rows)
    Holding.objects.bulk_create(
        Holding(
            part_id=row.id,
            voucher=voucher,
            holder_id=row.holder_id,
            amount_minor=row.amount_minor,
            state=HoldingState.FREE,
        )
        for row in rows
    )
    voucher.parts += len(rows)
    voucher.save(update_fields=["parts"])
    return rows
