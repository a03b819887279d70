"""Whom a product is for, asked of a party on record: at an application, at a sale of paper and at each draw."""

from datetime import date
from typing import Final
from uuid import UUID

from puhui.flows.originate_loan.standing import months_since
from puhui.foundation.catalogue.facade import Customer, Group, Product, check_eligible
from puhui.foundation.party.facade import (
    FirmTraits,
    PartyKind,
    household_of,
    party_traits,
    registration_of,
    years_old,
)
from puhui.foundation.regions.facade import atlas

# GB 32100-2015, table 1: the first two places of a unified social credit code say who registered what.
GROUP_OF_CODE: Final[dict[str, Group]] = {"91": "small_firm", "92": "sole_trader", "93": "cooperative"}


def require_audience(
    product: Product, *, party_id: UUID, on: date, ages_on: date | None = None, known: FirmTraits | None = None
) -> None:
    """Refuses a party for whom the product is not, with the first reason in words; what is not known excludes nobody.

    `ages_on`: the day on which the ages of a person and of a business are counted; a draw counts them on the day its
    limit was granted, because nobody loses a contract by a birthday. `known`: the traits, where they were asked for.
    """
    check_eligible(product, customer=customer_of(party_id, on=ages_on or on, known=known), on=on)


def customer_of(party_id: UUID, *, on: date, known: FirmTraits | None = None) -> Customer:
    """What is known of a party; a region that is no official code is not known."""
    known = known or party_traits([party_id])[party_id]
    region = known.region if known.region.isdecimal() else ""
    return Customer(
        kind=known.kind,
        groups=_groups(party_id, kind=known.kind),
        industry=known.industry,
        months=months_since(known.founded_on, on=on),
        region=region,
        tier=atlas().tier(region) if region else None,
        age=years_old(party_id, on=on) if known.kind == PartyKind.PERSON else None,
    )


def _groups(party_id: UUID, *, kind: str) -> tuple[Group, ...]:
    """A person is one of a farm household when they live in a household on record; a firm is what its code says.

    A firm that keeps the register of a cooperative is one, whatever its code says.
    """
    if kind == PartyKind.PERSON:
        return ("individual", "farm_household") if household_of(party_id) else ("individual",)
    registrar, leads_cooperative = registration_of(party_id)
    by_code = GROUP_OF_CODE.get(registrar)
    led: tuple[Group, ...] = ("cooperative",) if leads_cooperative else ()
    return (*((by_code,) if by_code else ()), *led)
