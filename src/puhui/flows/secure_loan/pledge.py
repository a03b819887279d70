"""Pledges a registered thing for a loan, and gives a pledge up again."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.secure_loan.debts import claim_today, debt_of
from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    PledgeMoved,
    ReleaseMoved,
    ReleaseState,
    ask_release,
    collateral_policy,
    create_pledge,
    decide_release,
    pledge,
)
from puhui.products.lending.facade import lock_loan

KIND: Final = "collateral"


@use_case("secure_loan.pledge_asset", answers=PledgeMoved, subject="asset_id")
def pledge_asset(
    call: Call, *, asset_id: UUID, loan_id: UUID, secured: Money, rank: int | None = None, is_beyond_value: bool = False
) -> PledgeMoved:
    """Pledges a thing for a loan, up to an amount, in the next rank."""
    debt = debt_of(call.actor, loan_id)
    return create_pledge(
        call, asset_id=asset_id, debt=debt, secured=secured, rank=rank, is_beyond_value=is_beyond_value
    )


@use_case("secure_loan.release_pledge", answers=ReleaseMoved, subject="pledge_id")
def release_pledge(
    call: Call,
    *,
    pledge_id: UUID,
    reason: str,
    keeps: Money | None = None,
    replaced_by: UUID | None = None,
    is_exception: bool = False,
) -> ReleaseMoved:
    """Gives a pledge up, whole or down to what it keeps; another pledge may take its place.

    Refused while less would be left behind the loan than policy asks; as an exception it waits for a second person.
    """
    found = pledge(call.actor, pledge_id)
    lock_loan(found.debt_id)
    moved = ask_release(
        call,
        pledge_id=pledge_id,
        keeps=keeps or Money(0, found.secured.currency),
        owed_minor=claim_today(found.debt_id),
        reason=reason,
        replaced_by=replaced_by,
        is_exception=is_exception,
    )
    if moved.state == ReleaseState.PROPOSED:
        today = business_date()
        open_case(
            call,
            kind=KIND,
            subject=str(moved.release_id),
            party_id=found.borrower_id,
            due_on=today + timedelta(days=collateral_policy(today).case_days),
            reason=f"release of a pledge behind loan {found.debt_id} leaves less than policy asks: {reason}"[:2000],
        )
    return moved


@use_case("secure_loan.confirm_release", answers=ReleaseMoved, subject="release_id")
def confirm_release(call: Call, *, release_id: UUID, agree: bool) -> ReleaseMoved:
    """A second person agrees to a release that leaves less than policy asks, or does not."""
    moved = decide_release(call, release_id=release_id, agree=agree)
    drop_case(call, kind=KIND, subject=str(release_id), outcome=moved.state.value)
    return moved
