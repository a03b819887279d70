"""A firm says where it is, or that it has moved: what holds there counts once somebody of ours has looked."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.flows.telling_borrowers import tell_borrower
from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.catalogue.facade import Customer, Product, products_on, reasons_against
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import decide_move, last_move, move_organisation, party_card, state_move
from puhui.foundation.regions.facade import Tier, atlas, caps_in, local_on, require_licensed
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

CASE: Final = "relocation"
DAYS_TO_ANSWER: Final = 5


@dataclass(frozen=True, slots=True)
class FirmMoved:
    """The firm, where it was (empty: unknown) and where it is said to be, by codes of regions.

    `waits_for`: the statement that somebody has to look at first; until then the place before counts.
    """

    firm_id: UUID
    before: str
    region: str
    waits_for: UUID | None = None


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
def move_firm(call: Call, *, firm_id: UUID, region: str, on: date, evidence: str = "") -> FirmMoved:
    """Keeps where the firm says it is, by code or name. What is signed already stays as it is signed.

    A place is worth a price, a subsidy and a limit. So a firm whose place is known does not change it on its own word:
    its people name what shows it, and a case asks a colleague to look; whoever of staff says so needs another one.
    """
    call.actor.require(Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, verb="say where a firm is")
    before = party_card(call.actor, party_id=firm_id).region
    code = atlas().resolve(region, on=on)
    if not before or before == code:
        return FirmMoved(firm_id, move_organisation(party_id=firm_id, region=code), code)
    drop_move(call, firm_id=firm_id)
    move_id = ask_colleague(call, firm_id=firm_id, before=before, region=code, evidence=evidence, on=on)
    return FirmMoved(firm_id, before, code, move_id)


def ask_colleague(
    call: Call, *, firm_id: UUID, before: str, region: str, evidence: str, on: date, why: str = ""
) -> UUID:
    """Keeps what is said of a firm's place, and opens the case of a colleague who looks at it. A part of a use case."""
    move_id = state_move(call, party_id=firm_id, before=before, region=region, evidence=evidence)
    open_case(
        call,
        kind=CASE,
        subject=str(move_id),
        party_id=firm_id,
        due_on=on + timedelta(days=DAYS_TO_ANSWER),
        reason=f"{before} -> {region}{why}",
    )
    return move_id


def drop_move(call: Call, *, firm_id: UUID) -> None:
    """The case of a statement that a newer one replaces is over."""
    waiting = last_move(call.actor, party_id=firm_id)
    if waiting is not None and waiting.state == "stated":
        drop_case(call, kind=CASE, subject=str(waiting.id), outcome="replaced")


@use_case("flows.confirm_move", answers=FirmMoved, subject="move_id")
def confirm_move(call: Call, *, move_id: UUID, agree: bool, reason: str) -> FirmMoved:
    """A colleague has looked: the new place counts from now on, or the one before stays; the firm hears of it."""
    seen = decide_move(call, move_id=move_id, agree=agree, reason=reason)
    drop_case(call, kind=CASE, subject=str(move_id), outcome="confirmed" if agree else "declined")
    names = atlas()
    place = Text(en=names.path(seen.region, language="en"), zh=names.path(seen.region, language="zh-hans"))
    if agree:
        tell_borrower(call, borrower_id=seen.party_id, kind="move_confirmed", sms=False, place=place)
    else:
        tell_borrower(call, borrower_id=seen.party_id, kind="move_declined", sms=False, place=place, why=seen.reason)
    return FirmMoved(seen.party_id, seen.before, seen.region)


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
