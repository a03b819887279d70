"""Somebody wants to draw: what it costs is shown, and the room is held while they read."""

from datetime import date
from uuid import UUID

from puhui.flows.draw_facility.answers import DrawShown
from puhui.flows.draw_facility.holders import require_holder
from puhui.flows.draw_facility.quote import check_cost, product_of_facility, quote_draw
from puhui.flows.originate_loan.audience import require_audience
from puhui.flows.protect_person.before_lending import reading_seconds
from puhui.foundation.access.facade import limit_rate
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import region_of
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.kernel.texts import LANGUAGES
from puhui.products.facilities.facade import (
    DrawMoved,
    FacilityFrozen,
    FacilityView,
    NewDraw,
    check_draw,
    draw,
    facility,
    facility_policy,
    release_draw,
    reserve_draw,
)
from puhui.products.lending.facade import loans_of_borrowers
from puhui.products.origination.facade import cost_sheet, sheet_digest

DAY_SECONDS = 86_400


@use_case("draw_facility.show_draw", answers=DrawShown, subject="facility_id")
def show_draw(
    call: Call, *, facility_id: UUID, amount: Money, purpose: str, language: str, term_months: int | None = None
) -> DrawShown:
    """Holds room for the draw and gives its cost sheet; the server's own clock measures the reading from now on."""
    if language not in LANGUAGES:
        raise InvalidInput("language", f"one of {', '.join(LANGUAGES)}")
    shown = facility(call.actor, facility_id)
    require_holder(call.actor, shown, verb="draw on a limit")
    on = business_date()
    check_draw(facility_id, amount=amount)
    _check_not_late(shown, on=on)
    _check_purpose(shown, purpose)
    _check_audience(shown, on=on)
    limit_rate(f"draw/{facility_id}", most=facility_policy(on).draws_a_day, seconds=DAY_SECONDS, at=call.at)
    quote = quote_draw(shown, amount=amount, term_months=term_months, on=on)
    sheet = cost_sheet(quote)
    check_cost(quote, all_in_cost_pct=sheet["all_in_cost_pct"], on=on, region=region_of(shown.holder_id))
    wanted = NewDraw(
        amount=amount,
        purpose=purpose,
        term_months=quote.term_months,
        method=shown.method,
        sheet=sheet,
        sheet_hash=sheet_digest(sheet),
        language=language,
    )
    moved = reserve_draw(call, facility_id=facility_id, new=wanted)
    kept = draw(call.actor, moved.draw_id)
    return DrawShown(
        draw_id=kept.id,
        facility_id=facility_id,
        amount=amount,
        sheet=sheet,
        sheet_hash=kept.sheet_hash,
        minimum_seconds=reading_seconds(shown.holder_id, on=on),
        reserved_until=kept.reserved_until,
    )


@use_case("draw_facility.give_up_draw", answers=DrawMoved, subject="draw_id")
def give_up_draw(call: Call, *, draw_id: UUID) -> DrawMoved:
    """Whoever draws thinks better of it: the room is free again. What the bank was asked for cannot be taken back."""
    kept = draw(call.actor, draw_id)
    require_holder(call.actor, facility(call.actor, kept.facility_id), verb="draw on a limit")
    return release_draw(call, draw_id=draw_id, why="given up")


def _check_not_late(shown: FacilityView, *, on: date) -> None:
    """Whoever is late by so many days does not draw, whether the day close has frozen the limit yet or not."""
    least = facility_policy(on).freeze_days_past_due
    loans = loans_of_borrowers(borrower_ids=[shown.holder_id], least=1, on=on)
    if any(max(one.principal_age, one.interest_age) >= least for one in loans):
        raise FacilityFrozen(where="facility_id")


def _check_audience(shown: FacilityView, *, on: date) -> None:
    """Who is no longer one of those for whom the product is does not draw; a birthday takes nobody's limit away."""
    require_audience(product_of_facility(shown), party_id=shown.holder_id, on=on, ages_on=shown.granted_on)


def _check_purpose(shown: FacilityView, purpose: str) -> None:
    known = [one.code for one in product_of_facility(shown).purposes]
    if purpose not in known:
        raise InvalidInput("purpose", f"one of {', '.join(known)}")
