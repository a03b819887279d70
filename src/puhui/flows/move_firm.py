"""A firm says where it is, or that it has moved: from then on it is dealt with by what holds there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from puhui.foundation.catalogue.facade import Customer, Product, products_on, reasons_against
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import move_organisation, party_card, require_party
from puhui.foundation.regions.facade import Tier, atlas, caps_in, local_on, require_licensed
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class FirmMoved:
    """The firm, where it was (empty: unknown) and where it is, by codes of regions."""

    firm_id: UUID
    before: str
    region: str


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for a firm in a place: tier, whether we lend there, local rules, products, and the cap on rates."""

    region: str
    tier: Tier | None
    refusal: Text | None
    local: tuple[Text, ...]
    rate_cap_pct: Decimal | None
    products: tuple[Product, ...]


@use_case("flows.move_firm", answers=FirmMoved, subject="firm_id")
def move_firm(call: Call, *, firm_id: UUID, region: str, on: date) -> FirmMoved:
    """Keeps where the firm is, by code or name. What is signed already stays as it is signed."""
    call.actor.require(Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, verb="say where a firm is")
    require_party(call.actor, party_id=firm_id)
    code = atlas().resolve(region, on=on)
    return FirmMoved(firm_id, move_organisation(party_id=firm_id, region=code), code)


def places(actor: Actor, *, firm_id: UUID, region: str, on: date) -> tuple[Place, Place]:
    """What holds where the firm is, and what would hold in another place; nothing is changed."""
    here = party_card(actor, party_id=firm_id).region
    return _place(here, on=on), _place(atlas().resolve(region, on=on), on=on)


def _place(region: str, *, on: date) -> Place:
    known = atlas()
    code = region if known.find(region) else ""
    tier = known.tier(code) if code else None
    customer = Customer(kind="organisation", region=code, tier=tier)
    cap = caps_in(code, on=on)[0] if code else None
    return Place(
        region=code,
        tier=tier,
        refusal=_refusal(region, on=on),
        local=tuple(one.name for one in local_on(code, on=on)) if code else (),
        rate_cap_pct=cap[1] if cap else None,
        products=tuple(one for one in products_on(on) if not reasons_against(one, customer=customer, on=on)),
    )


def _refusal(region: str, *, on: date) -> Text | None:
    try:
        require_licensed(region, on=on)
    except Refusal as refusal:
        return refusal.message
    return None
