"""What parties and their groups owe, and what they may still draw: over all products, in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import connected_with, require_party
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.products.bills.facade import exposures as bill_exposures
from puhui.products.facilities.facade import Commitment, commitments_each
from puhui.products.lending.facade import Debts, debts_each
from puhui.products.orders.facade import exposures as order_exposures
from puhui.products.receivables.facade import exposures as receivable_exposures
from puhui.products.vouchers.facade import exposures as voucher_exposures

NOTHING_OWED = Debts(0, 0, 0)
NOTHING_GRANTED = Commitment(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyExposure:
    """Minor units. `owed`: principal of loans, payouts on their way included; `undrawn`: what facilities leave to draw.

    `trade` is what could be lost with a party by vouchers, bills, receivables and orders. `counted` is what counts
    against limits: owed and trade, with what is reserved and the share of undrawn that products name.
    """

    loans: int = 0
    facilities: int = 0
    owed_minor: int = 0
    monthly_due_minor: int = 0
    reserved_minor: int = 0
    undrawn_minor: int = 0
    trade_minor: int = 0
    counted_minor: int = 0

    def with_(self, other: "PartyExposure") -> "PartyExposure":
        """Both together."""
        return PartyExposure(
            loans=self.loans + other.loans,
            facilities=self.facilities + other.facilities,
            owed_minor=self.owed_minor + other.owed_minor,
            monthly_due_minor=self.monthly_due_minor + other.monthly_due_minor,
            reserved_minor=self.reserved_minor + other.reserved_minor,
            undrawn_minor=self.undrawn_minor + other.undrawn_minor,
            trade_minor=self.trade_minor + other.trade_minor,
            counted_minor=self.counted_minor + other.counted_minor,
        )


@dataclass(frozen=True, slots=True)
class GroupExposure:
    """One party, the group of connected parties that it belongs to, and its household (itself included in both).

    The household is its adults, who sign for its debts together; a firm, and who lives in none, is a household alone.
    """

    own: PartyExposure
    group: PartyExposure
    members: int
    household: PartyExposure
    adults: int


def exposures_each(
    party_ids: Collection[UUID], *, on: date, currency: str = "CNY", without: UUID | None = None
) -> dict[UUID, PartyExposure]:
    """The exposure of each party that has one, over all products. For flows: no rights are looked at.

    `without` leaves one facility out. A further product line adds its own sums here; the paper of trade is in CNY.
    """
    debts = debts_each(party_ids, on=on, currency=currency)
    granted = commitments_each(party_ids, on=on, currency=currency, without=without)
    trade = _trade(party_ids, on=on) if currency == "CNY" else {}
    return {
        party_id: _together(
            debts.get(party_id, NOTHING_OWED), granted.get(party_id, NOTHING_GRANTED), trade.get(party_id, 0)
        )
        for party_id in {*debts, *granted, *trade}
    }


def exposures_of_groups(
    party_ids: Collection[UUID], *, on: date, currency: str = "CNY", without: UUID | None = None
) -> dict[UUID, GroupExposure]:
    """Each party with its group: the people behind it and all that they stand behind, each member counted once."""
    connected = connected_with(party_ids)
    everyone = {member for one in connected.values() for member in (*one.group, *one.debtors)}
    each = exposures_each(everyone, on=on, currency=currency, without=without)
    return {
        party_id: GroupExposure(
            each.get(party_id, PartyExposure()),
            _sum(each, one.group),
            len(one.group),
            _sum(each, one.debtors),
            len(one.debtors),
        )
        for party_id, one in connected.items()
    }


def exposure_seen(actor: Actor, *, party_id: UUID) -> GroupExposure:
    """The exposure of a party and its group today. Staff only, of whom they may know."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read exposures")
    require_party(actor, party_id=party_id)
    return exposures_of_groups([party_id], on=business_date())[party_id]


def _sum(each: Mapping[UUID, PartyExposure], members: Collection[UUID]) -> PartyExposure:
    total = PartyExposure()
    for member in members:
        total = total.with_(each.get(member, PartyExposure()))
    return total


def _trade(party_ids: Collection[UUID], *, on: date) -> dict[UUID, int]:
    """What could be lost with each party by paper and trade, in minor units; who answers for another counts too."""
    found: dict[UUID, int] = defaultdict(int)
    for party_id, held in voucher_exposures(party_ids, on=on).items():
        found[party_id] += held.owed_minor + held.contingent_minor
    for party_id, bought in bill_exposures(party_ids, on=on).items():
        found[party_id] += bought.owed_minor + bought.contingent_minor
    for party_id, sold in receivable_exposures(party_ids, on=on).items():
        found[party_id] += sold.as_seller_minor + sold.as_debtor_minor
    for party_id, coming in order_exposures(party_ids, on=on).items():
        found[party_id] += coming
    return {party_id: minor for party_id, minor in found.items() if minor}


def _together(owed: Debts, granted: Commitment, trade_minor: int) -> PartyExposure:
    return PartyExposure(
        loans=owed.loans,
        facilities=granted.facilities,
        owed_minor=owed.exposure_minor,
        monthly_due_minor=owed.monthly_due_minor,
        reserved_minor=granted.coming_minor,
        undrawn_minor=granted.undrawn_minor,
        trade_minor=trade_minor,
        counted_minor=owed.exposure_minor + trade_minor + granted.coming_minor + granted.counted_minor,
    )
