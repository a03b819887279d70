"""Offers run out: part of the day close, set-wise and safe to repeat."""

from datetime import date

from puhui.flows.originate_loan.answers import OffersExpired
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.products.origination.facade import expire_on


@use_case("originate_loan.expire_offers", answers=OffersExpired)
def expire_offers(call: Call, *, on: date) -> OffersExpired:
    """Expires every application whose offers were valid until a day before `on` and that is not signed."""
    call.actor.require(Role.SYSTEM, Role.OPERATIONS, verb="expire offers")
    return OffersExpired(len(expire_on(on)))
