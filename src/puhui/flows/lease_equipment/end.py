"""How a lease ends: everything is paid and the thing is the lessee's, or it comes back and is sold."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.lease_equipment.early_return import early_return_or_none
from puhui.flows.lease_equipment.required import KIND
from puhui.foundation.casework.facade import open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.money import Money
from puhui.products.leasing.facade import (
    EarlyReturn,
    LeaseLine,
    LeaseMoved,
    LeaseState,
    LeaseStep,
    NoReturnPrice,
    call_guarantee,
    guarantee_called,
    lease,
    leases_of_loans,
    move_thing,
)
from puhui.products.lending.facade import Booked, LoanState, loan

DAYS_TO_SELL: Final = 60  # our own choice
_STAFF = (Role.OPERATIONS,)


def leases_follow(call: Call, booked: Iterable[Booked]) -> None:
    """A loan that a booking has closed by payment makes the thing the lessee's, in the same act."""
    closed = [one.loan_id for one in booked if one.closed]
    for thing in leases_of_loans(closed).values() if closed else ():
        if thing.state is LeaseState.IN_USE:
            move_thing(call, lease_id=thing.id, step=LeaseStep.BUY, note="all rents are paid")


@use_case("lease_equipment.take_equipment_back", answers=LeaseMoved, subject="lease_id")
def take_equipment_back(call: Call, *, lease_id: UUID, note: str, by_agreement: bool) -> LeaseMoved:
    """The thing comes back, by agreement or because rents are not paid; what is owed stays owed until it is sold."""
    call.actor.require(*_STAFF, verb="take equipment back")
    thing = lease(call.actor, lease_id).line
    step = LeaseStep.RETURN if by_agreement else LeaseStep.TAKE_BACK
    price = early_return_or_none(SYSTEM, lease_id) if by_agreement else None
    if price is not None and business_date() < price.from_on:
        raise NoReturnPrice(where="lease_id", from_on=price.from_on)
    moved = move_thing(call, lease_id=lease_id, step=step, note=note, amount=price.to_pay if price else None)
    open_case(
        call,
        kind=KIND,
        subject=str(lease_id),
        party_id=thing.lessee_id,
        due_on=business_date() + timedelta(days=DAYS_TO_SELL),
        reason=f"{thing.maker} {thing.model} is back: have it valued and sell it" + _agreed(price),
    )
    return moved


@use_case("lease_equipment.sell_equipment", answers=LeaseMoved, subject="lease_id")
def sell_equipment(call: Call, *, lease_id: UUID, amount: Money, note: str) -> LeaseMoved:
    """Notes the sale and what of it is the lessee's: proceeds above the debt go back (Civil Code, article 758).

    The money itself comes in by the bank statement and is booked on the loan there, as every payment is.
    """
    call.actor.require(*_STAFF, verb="sell equipment")
    thing = lease(call.actor, lease_id).line
    moved = move_thing(call, lease_id=lease_id, step=LeaseStep.SELL, amount=amount, note=note)
    if thing.loan_id:
        called = _called(thing, sold_for=amount)
        if called.minor:
            call_guarantee(call, lease_id=lease_id, amount=called)
        open_case(
            call,
            kind=KIND,
            subject=f"{lease_id}/proceeds",
            party_id=thing.lessee_id,
            due_on=business_date() + timedelta(days=5),
            reason=_proceeds(thing.loan_id, amount) + _made_good(called) + _most_to_ask(call.actor, lease_id),
        )
    return moved


def _called(thing: LeaseLine, *, sold_for: Money) -> Money:
    """What the supplier makes good of the residual, when it agreed to."""
    assert thing.loan_id is not None
    shown = loan(SYSTEM, thing.loan_id)
    owed = shown.outstanding.total if shown.state is LoanState.ACTIVE else 0
    currency = sold_for.currency
    return guarantee_called(thing.guaranteed, residual=thing.residual, sold_for=sold_for, owed=Money(owed, currency))


def _made_good(called: Money) -> str:
    return f"; ask the supplier for {called}, as it guaranteed, and book it on the loan" if called.minor else ""


def _agreed(price: EarlyReturn | None) -> str:
    """What the published price binds us to."""
    if price is None:
        return ""
    return (
        f"; at the published price the lessee pays {price.to_pay} and gets {price.to_lessee}, whatever it is sold for"
    )


def _most_to_ask(actor: Actor, lease_id: UUID) -> str:
    """When it was given back at the published price, no more than that is asked of the lessee."""
    agreed = [e.amount for e in lease(actor, lease_id).events if e.step is LeaseStep.RETURN and e.amount is not None]
    return f"; given back at the published price: ask the lessee for {agreed[0]} at the most" if agreed else ""


def _proceeds(loan_id: UUID, amount: Money) -> str:
    """What operations have to do with the proceeds, in sums."""
    shown = loan(SYSTEM, loan_id)
    owed = Money(shown.outstanding.total, amount.currency) if shown.state is LoanState.ACTIVE else Money(0)
    to_loan = Money(min(owed.minor, amount.minor), amount.currency)
    rest = Money(amount.minor - to_loan.minor, amount.currency)
    left = Money(owed.minor - to_loan.minor, amount.currency)
    return f"sold for {amount}: {to_loan} to loan {loan_id}, {rest} back to the lessee, {left} still owed"
