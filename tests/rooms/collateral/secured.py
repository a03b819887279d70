"""A lender whose loans are secured: small words for the tests of collateral."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.rooms.collections.late import COLLECTOR as OPERATOR
from tests.rooms.collections.late import FINANCE, MANAGER, RISK, SECOND_RISK, kept
from tests.rooms.lending.world import World

from puhui.flows.secure_loan.pledge import pledge_asset
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    GuaranteeMode,
    Means,
    NewAsset,
    NewGuarantee,
    NewValuation,
    perfect_pledge,
    register_asset,
    value_asset,
)

__all__ = ["FINANCE", "MANAGER", "OPERATOR", "RISK", "SECOND_RISK", "kept"]
PLOT = "3701021001002000123"


def machine(owner_id: UUID, number: str = "HX-2026-0001", **changes: Any) -> NewAsset:
    """A machine tool."""
    told = {"kind": "equipment", "description": "Lathe CK6140", "identifiers": (("serial_number", number),), **changes}
    return NewAsset(owner_id=owner_id, **told)


def plot(owner_id: UUID, until: date, number: str = PLOT) -> NewAsset:
    """The right to manage an orchard."""
    return NewAsset(
        owner_id=owner_id,
        kind="farmland_right",
        description="Apple orchard, 42.5 mu",
        identifiers=(("plot", number),),
        right_until=until,
        area_mu=Decimal("42.5"),
    )


def registered(world: World, asset: NewAsset, *, worth_minor: int | None = 400_000_00) -> UUID:
    """A thing in the register, valued today for a year."""
    asset_id = register_asset(world.call(MANAGER), asset=asset).asset_id
    if worth_minor:
        value_asset(world.call(MANAGER), asset_id=asset_id, valuation=valued(worth_minor))
    return asset_id


def valued(minor: int, *, days: int = 365, **changes: Any) -> NewValuation:
    today = business_date()
    told = {
        "value": Money(minor),
        "method": "market",
        "valuer": "示例资产评估公司",
        "valued_on": today,
        "valid_until": today + timedelta(days=days),
        **changes,
    }
    return NewValuation(**told)


def pledged(world: World, asset_id: UUID, loan_id: UUID, minor: int, **how: Any) -> UUID:
    """A perfected pledge."""
    made = pledge_asset(world.call(MANAGER), asset_id=asset_id, loan_id=loan_id, secured=Money(minor), **how)
    perfect_pledge(world.call(OPERATOR), pledge_id=made.pledge_id, registration="ZD-2026-000123", on=business_date())
    return made.pledge_id


def guarantor(party_id: UUID, **changes: Any) -> NewGuarantee:
    told: dict[str, Any] = {
        "guarantor_id": party_id,
        "mode": GuaranteeMode.JOINT,
        "share_pct": Decimal(100),
        "most": Money(1_000_000_00),
        "means": Means(assets_minor=300_000_00, income_minor=100_000_00, debts_minor=50_000_00),
        **changes,
    }
    return NewGuarantee(**told)
