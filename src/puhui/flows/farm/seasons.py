"""A loan follows the crop: due after its harvest, open while its year begins, paid in parts inside of its windows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.change_loan.finish import finish_change
from puhui.flows.change_loan.preview import show_change
from puhui.flows.secure_loan.covers import require_cover
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import region_of
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.farms.facade import (
    OutOfSeason,
    Season,
    TrancheState,
    loan_of_tranche,
    plan_tranches,
    season_of,
    take_tranche,
    tranche_asked,
    tranche_waits_again,
    tranches_of,
)
from puhui.products.lending.facade import ChangeAsked, ChangeState, keep_change, loan, loan_changes, lock_loan

EARLY_DAYS: Final = 45  # so long before its first window a season's money can be asked for


@dataclass(frozen=True, slots=True)
class PartAsked:
    """The bank is asked to pay this part of a seasonal loan."""

    loan_id: UUID
    tranche_id: UUID
    amount: Money


def seasoned(product: Product, *, crop: str, party_id: UUID, on: date) -> Product:
    """The product with the due day of the crop where the borrower farms; one without a season is as it is."""
    if product.season is None:
        return product
    season = season_for(crop, party_id=party_id, on=on)
    due = {"settlement_day": season.due_on.day, "settlement_months": (season.due_on.month,)}
    return product.model_copy(update={"dues": product.dues.model_copy(update=due)})


def season_for(crop: str, *, party_id: UUID, on: date) -> Season:
    """The season that a loan of a day would be for, where the borrower farms."""
    return season_of(crop, region=region_of(party_id), on=on)


def check_season(product: Product, *, crop: str, party_id: UUID, on: date) -> None:
    """Refuses money in parts for a season that is far away: until the due day before it, and then until its windows
    come near. A loan over several harvests is asked for at any time.
    """
    if product.season is None or not product.season.in_parts:
        return
    season = season_for(crop, party_id=party_id, on=on)
    first = season.windows[0]
    last_due = date(season.due_on.year - 1, season.due_on.month, season.due_on.day)
    opens = max(first.opens_on - timedelta(days=EARLY_DAYS), last_due + timedelta(days=1))
    if not opens <= on <= first.closes_on:
        raise OutOfSeason(
            where="purpose", crop=season.name.en, crop_zh=season.name.zh, opens=opens, closes=first.closes_on
        )


def plan_season(product: Product, *, loan_id: UUID, crop: str, party_id: UUID, on: date, amount: Money) -> None:
    """Writes down in which parts the money will be paid."""
    if product.season is None or not product.season.in_parts:
        return
    season = season_for(crop, party_id=party_id, on=on)
    plan_tranches(loan_id=loan_id, season=season, amount=amount)


@use_case("farm.draw_part", answers=PartAsked, subject="tranche_id")
def draw_part(call: Call, *, tranche_id: UUID) -> PartAsked:
    """The borrower asks for one part, inside of its window: the contract has agreed to it, so the bank is asked.

    A part whose payout the bank refused can be asked for again. Refused while the cover is missing that the product
    asks for: a certificate that ran out since the first part counts no more.
    """
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="draw a part of a seasonal loan")
    loan_id = _loan_of(call, tranche_id)
    lock_loan(loan_id)
    require_cover(loan(SYSTEM, loan_id))
    _free_refused(loan_id, tranche_id)
    part = take_tranche(call, tranche_id=tranche_id)
    shown = show_change(SYSTEM, loan_id=loan_id, asked=ChangeAsked(kind="disbursement", amount=part.amount))
    kept = keep_change(
        call,
        previewed=shown.preview,
        reason=f"part {part.n} of the season: {part.stage}",
        state=ChangeState.PAYING,
        needs_second=False,
        needs_consent=False,
        open_until=part.closes_on,
    )
    finish_change(call, kept, shown=shown, consent={"way": "contract", "part": str(part.n)})
    tranche_asked(tranche_id=tranche_id, change_id=kept.id)
    return PartAsked(loan_id, tranche_id, part.amount)


def _loan_of(call: Call, tranche_id: UUID) -> UUID:
    """The loan of a part, when it is the actor's to see."""
    found = loan_of_tranche(tranche_id)
    if found is None:
        raise NotFound("part of a loan", where="tranche_id")
    loan(call.actor, found)
    return found


def _free_refused(loan_id: UUID, tranche_id: UUID) -> None:
    """A part whose change came to nothing waits again."""
    part = next(one for one in tranches_of(loan_id) if one.id == tranche_id)
    if part.state != TrancheState.ASKED:
        return
    ended = {change.id for change in loan_changes(SYSTEM, loan_id) if change.state == ChangeState.REJECTED}
    if part.change_id in ended:
        tranche_waits_again(tranche_id=tranche_id)
