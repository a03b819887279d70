"""Sells a thing for its debts: begun, step by step, proceeds named by one person and confirmed by another."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.actions.register import locked_asset
from puhui.products.collateral.contracts import LIVE, AssetState, EnforcementMoved, EnforcementState, PledgeState
from puhui.products.collateral.models import Enforcement, EnforcementShare, EnforcementStep, Pledge
from puhui.products.collateral.policy_files import collateral_policy
from puhui.products.collateral.refusals import AnotherPerson, CannotEnforce, PledgeNotOpen
from puhui.products.collateral.rules.proceeds import Owed, Split, split_proceeds

STEPS: Final = ("notice", "agreement", "application", "ruling", "valuation", "auction", "sale", "handed_over", "other")
OPEN: Final = (EnforcementState.OPEN, EnforcementState.PROPOSED)
MOST_STEPS = 200


def start_enforcement(
    call: Call, *, asset_id: UUID, days_past_due: Mapping[UUID, int], reason: str
) -> EnforcementMoved:
    """Begins to sell a thing, when a debt behind which it stands is late enough; only a perfected pledge counts.

    A part of a flow, which knows how late.
    """
    call.actor.require(Role.RISK_OFFICER, Role.OPERATIONS, verb="enforce collateral")
    asset, today = locked_asset(asset_id), business_date()
    if asset.state != AssetState.HELD:
        raise PledgeNotOpen(where="asset_id", state=asset.state)
    least = collateral_policy(today).enforce_days_past_due
    debts = Pledge.objects.filter(asset=asset, state=PledgeState.PERFECTED).values_list("debt_id", flat=True)
    if not any(days_past_due.get(debt_id, 0) >= least for debt_id in debts):
        raise CannotEnforce(where="asset_id", days=least)
    row = Enforcement.objects.create(
        id=new_id(),
        asset=asset,
        reason=clean_text(reason, where="reason", least=4, most=500),
        state=EnforcementState.OPEN,
        began_on=today,
    )
    asset.state = AssetState.ENFORCING
    asset.save(update_fields=["state"])
    return _moved(row)


@use_case("collateral.note_step", answers=EnforcementMoved, subject="enforcement_id")
def note_step(call: Call, *, enforcement_id: UUID, kind: str, on: date, note: str = "") -> EnforcementMoved:
    """Writes down a step; steps are never changed."""
    call.actor.require(Role.RISK_OFFICER, Role.OPERATIONS, verb="enforce collateral")
    row = locked_enforcement(enforcement_id, states=OPEN)
    if kind not in STEPS:
        raise InvalidInput("kind", f"one of {', '.join(STEPS)}")
    if not row.began_on <= on <= business_date():
        raise InvalidInput("on", f"a day from {row.began_on} to today")
    if EnforcementStep.objects.filter(enforcement=row).count() >= MOST_STEPS:
        raise InvalidInput("kind", f"at most {MOST_STEPS} steps")
    EnforcementStep.objects.create(
        id=new_id(),
        enforcement=row,
        kind=kind,
        on=on,
        note=clean_text(note, where="note", least=0, most=500),
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
    )
    return _moved(row)


@use_case("collateral.stop_enforcement", answers=EnforcementMoved, subject="enforcement_id")
def stop_enforcement(call: Call, *, enforcement_id: UUID) -> EnforcementMoved:
    """The thing is not sold after all (the debt was paid): it stands as before."""
    call.actor.require(Role.RISK_OFFICER, verb="stop an enforcement")
    row = locked_enforcement(enforcement_id, states=OPEN)
    row.state, row.asset.state = EnforcementState.STOPPED, AssetState.HELD
    row.save(update_fields=["state"])
    row.asset.save(update_fields=["state"])
    return _moved(row)


@use_case("collateral.propose_proceeds", answers=EnforcementMoved, subject="enforcement_id")
def propose_proceeds(
    call: Call, *, enforcement_id: UUID, proceeds: Money, costs: Money, sold_on: date
) -> EnforcementMoved:
    """Names what the sale brought and what it cost; another person confirms before any money is booked."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="name proceeds")
    row = locked_enforcement(enforcement_id, states=OPEN)
    currency = row.asset.currency
    if not proceeds.currency == costs.currency == currency or proceeds.minor <= 0:
        raise InvalidInput("proceeds", f"an amount of {currency} above zero")
    if not 0 <= costs.minor <= proceeds.minor:
        raise InvalidInput("costs", "not below zero, and no more than the proceeds")
    if not row.began_on <= sold_on <= business_date():
        raise InvalidInput("sold_on", f"a day from {row.began_on} to today")
    row.state, row.proceeds_minor, row.costs_minor, row.sold_on = (
        EnforcementState.PROPOSED,
        proceeds.minor,
        costs.minor,
        sold_on,
    )
    row.proposed_by, row.proposed_by_name = call.actor.id, call.actor.name[:80]
    row.save()
    return _moved(row)


def distribute(call: Call, *, enforcement_id: UUID, owed_minor: Mapping[UUID, int]) -> Split:
    """A second person confirms a sale: the proceeds are split, and every pledge on the thing ends.

    A part of a flow, which holds the locks of the debts and tells what each comes to today.
    """
    call.actor.require(Role.FINANCE, Role.RISK_OFFICER, verb="confirm proceeds")
    row = locked_enforcement(enforcement_id, states=(EnforcementState.PROPOSED,))
    if row.proposed_by == call.actor.id:
        raise AnotherPerson(where="enforcement_id")
    live = Pledge.objects.filter(asset=row.asset, state__in=LIVE)
    pledges = [one for one in live.order_by("rank") if one.state == PledgeState.PERFECTED]
    claims = [Owed(p.id, p.rank, p.secured_minor, owed_minor[p.debt_id]) for p in pledges]
    split = split_proceeds(row.proceeds_minor, costs_minor=row.costs_minor, owed=claims)
    EnforcementShare.objects.bulk_create(
        EnforcementShare(
            id=new_id(), enforcement=row, pledge=p, owed_minor=claim.owed_minor, paid_minor=split.paid[p.id]
        )
        for p, claim in zip(pledges, claims, strict=True)
    )
    row.state, row.surplus_minor, row.costs_paid_minor = (
        EnforcementState.DISTRIBUTED,
        split.surplus_minor,
        split.costs_minor,
    )
    row.confirmed_by_name, row.asset.state = call.actor.name[:80], AssetState.GONE
    row.save()
    row.asset.save(update_fields=["state"])
    live.update(state=PledgeState.ENFORCED, released_on=business_date())
    return split


def locked_enforcement(enforcement_id: UUID, *, states: tuple[EnforcementState, ...]) -> Enforcement:
    """The enforcement under the lock of its thing; refuses one that has moved on."""
    found = Enforcement.objects.filter(id=enforcement_id).values_list("asset_id", flat=True).first()
    if found is None:
        raise NotFound("enforcement", where="enforcement_id")
    asset = locked_asset(found)
    row = Enforcement.objects.select_for_update().get(id=enforcement_id)
    if row.state not in states:
        raise PledgeNotOpen(where="enforcement_id", state=row.state)
    row.asset = asset
    return row


def _moved(row: Enforcement) -> EnforcementMoved:
    return EnforcementMoved(row.id, row.asset_id, EnforcementState(row.state))
