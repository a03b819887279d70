"""Divides a bill that may be divided, and passes a bill on: other rows stand in its place, and add up to it."""

from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import identity_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.bills.actions.limits import give_back
from puhui.products.bills.actions.taking import OPEN, keep_chain, locked_bill
from puhui.products.bills.contracts import BillDivided, BillPassed, BillState, EndorsementIn, Firm, SubRange
from puhui.products.bills.models import Bill
from puhui.products.bills.queries.bills import endorsements_of, part_of
from puhui.products.bills.refusals import BillNotInState, CannotDivide, ChainNotContinuous
from puhui.products.bills.rules.parts import divided


@use_case("bills.divide_bill", answers=BillDivided, subject="bill_id")
def divide_bill(call: Call, *, bill_id: UUID, amount: Money) -> BillDivided:
    """A holder divides a bill: a part of this amount, and the rest. Both are as far as the bill was."""
    call.actor.require(Role.CUSTOMER, verb="divide a bill")
    row = locked_bill(bill_id, states=OPEN, actor=call.actor)
    part = part_of(row)
    if part is None:
        raise CannotDivide(where="bill_id", number=row.number)
    parts, chain = divided(part, minor=amount.minor), endorsements_of(row)
    state, row.state = row.state, BillState.DIVIDED
    row.save(update_fields=["state"])
    made = [_instead_of(row, part=one, state=state) for one in parts]
    for one in made:
        keep_chain(one, chain)
    return BillDivided(bill_id, tuple(one.id for one in made))


def pass_on(call: Call, *, bill_id: UUID, to_id: UUID) -> BillPassed:
    """Its holder has endorsed the bill to another firm, who holds it now and may show it. A part of a flow.

    What was found at the registry was found for the holder before: the bill is checked again, and its limit is free.
    """
    call.actor.require(Role.CUSTOMER, verb="pass a bill on")
    row, today = locked_bill(bill_id, states=OPEN, actor=call.actor), business_date()
    if today >= row.due_on:
        raise BillNotInState(where="bill_id", state="due")
    giver, taker = (Firm(name=one.name, code=one.identifier) for one in map(identity_of, (row.holder_id, to_id)))
    chain = endorsements_of(row)
    if giver.code == taker.code:
        raise ChainNotContinuous(where="to_uscc", n=len(chain) + 1, why="it goes to the same firm", why_zh="背书给自己")
    give_back(row.limit_id, minor=row.face_minor)
    row.limit, row.state = None, BillState.PASSED_ON
    row.save(update_fields=["limit", "state"])
    after = _instead_of(row, part=part_of(row), state=BillState.SUBMITTED)
    after.holder_id, after.annual_rate_pct, after.quoted_until = to_id, None, None
    after.registry_reference, after.checked_by, after.checked_by_name = "", None, ""
    after.save()
    keep_chain(after, [*chain, EndorsementIn(giver=giver, taker=taker, on=today, part=part_of(row))])
    return BillPassed(bill_id, after.id)


def _instead_of(row: Bill, *, part: SubRange | None, state: str) -> Bill:
    """A row like this one that stands in its place, whole or for a part."""
    told = {field.attname: getattr(row, field.attname) for field in Bill._meta.concrete_fields}
    told |= {"id": new_id(), "parent_id": row.id, "state": state}
    if part is not None:
        told |= {"first": part.first, "last": part.last, "face_minor": part.minor}
    return Bill.objects.create(**told)
