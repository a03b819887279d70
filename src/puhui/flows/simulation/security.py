"""A few customers of the made-up business stand something behind their loans, through the real flows."""

from datetime import timedelta
from typing import Final

from puhui.flows.secure_loan.guarantee import claim_guarantee_scheme
from puhui.flows.secure_loan.pledge import pledge_asset
from puhui.flows.simulation.world import World
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    NewAsset,
    NewValuation,
    perfect_pledge,
    register_asset,
    value_asset,
)
from puhui.products.lending.facade import LoanLine, LoanState, loans_page

SECURED, NEWEST = 6, 60
PRODUCT: Final = "working-capital"
SCHEME: Final = "county-guarantee-company"
THINGS: Final = (
    ("equipment", "serial_number", "数控车床 CK6140", "HX-{n:06d}"),
    ("vehicle", "vin", "轻型厢式货车", "LSVAA49J13204{n:04d}"),
    ("real_estate", "real_estate_unit", "沿街商铺 86 平方米", "370102001001GB00012F0000{n:04d}"),
)


def secure_some(world: World) -> None:
    """The newest loans to small firms get a thing behind them, by turns of a kind; every second one a scheme as well.

    What the rules refuse (a thing worth too little) is counted, as everything that happens is.
    """
    lines = loans_page(SYSTEM, state=LoanState.ACTIVE, most=NEWEST).loans
    to_firms = [line for line in lines if line.product_code == PRODUCT]
    for n, line in enumerate(to_firms[:SECURED]):
        try:
            _secure(world, line, n=n)
            if n % 2:
                claim_guarantee_scheme(world.call(world.staff["risk"]), loan_id=line.id, scheme=SCHEME)
        except Refusal as refusal:
            world.count(f"security refused: {refusal.code}")
        else:
            world.count("loans secured")


def _secure(world: World, line: LoanLine, *, n: int) -> None:
    """A thing that is worth two to three times the loan, registered, valued, pledged and perfected."""
    kind, number, description, pattern = THINGS[n % len(THINGS)]
    keeper, clerk, today = world.staff["risk"], world.staff["operations"], business_date()
    new = NewAsset(
        owner_id=line.borrower_id,
        kind=kind,
        description=description,
        identifiers=((number, pattern.format(n=world.seed % 1000 + n)),),
    )
    asset_id = register_asset(world.call(keeper), asset=new).asset_id
    value = Money(line.principal.minor * (20 + 2 * n) // 10, line.principal.currency)
    told = NewValuation(
        value=value,
        method="market",
        valuer="示例资产评估有限公司",
        valued_on=today,
        valid_until=today + timedelta(days=20 + 60 * n),
    )
    value_asset(world.call(keeper), asset_id=asset_id, valuation=told)
    made = pledge_asset(
        world.call(keeper),
        asset_id=asset_id,
        loan_id=line.id,
        secured=line.principal,
        is_beyond_value=True,
    )
    perfect_pledge(world.call(clerk), pledge_id=made.pledge_id, registration=f"示例登记-{world.seed}-{n}", on=today)
