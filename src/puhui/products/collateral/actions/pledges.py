"""Sets things as security for debts, by rank, and notes when a pledge holds against others."""

from datetime import date
from uuid import UUID

from django.db.models import Max

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.collateral.actions.register import KEEPERS, locked_asset
from puhui.products.collateral.contracts import LIVE, AssetState, DebtFacts, PledgeMoved, PledgeState
from puhui.products.collateral.models import Asset, Pledge
from puhui.products.collateral.policy_files import collateral_policy
from puhui.products.collateral.queries.book import claims_on, lendable_of
from puhui.products.collateral.refusals import CannotPledge, PledgeBeyondValue, PledgeNotOpen, RankTaken, RightEnds
from puhui.products.collateral.rules.values import free_minor, whole_months


def create_pledge(
    call: Call, *, asset_id: UUID, debt: DebtFacts, secured: Money, rank: int | None, is_beyond_value: bool
) -> PledgeMoved:
    """Pledges a thing for a debt. A part of a flow, which knows the debt.

    The first pledge has rank 1 and need not say so; a further one names its rank, which follows those before it. It
    may secure more than what is left of the value only when that is said (`is_beyond_value`).
    """
    call.actor.require(*KEEPERS, verb="pledge collateral")
    asset, today = locked_asset(asset_id), business_date()
    _check_asset(asset, debt=debt, secured=secured)
    _check_right(asset, debt=debt, today=today)
    place = _rank(asset, rank)
    free = free_minor(lendable_of(asset, on=today), claims_on(asset))
    if secured.minor > free and not is_beyond_value:
        raise PledgeBeyondValue(where="secured", free=Money(free, asset.currency), secured=secured)
    row = Pledge.objects.create(
        id=new_id(),
        bucket=bucket_of(debt.debt_id),
        asset=asset,
        debt_id=debt.debt_id,
        borrower_id=debt.borrower_id,
        rank=place,
        secured_minor=secured.minor,
        state=PledgeState.CREATED,
        is_beyond_value=secured.minor > free,
        created_on=today,
        term_months=min(max(whole_months(today, debt.ends_on) + 1, 1), 360),
    )
    return moved(row, asset)


@use_case("collateral.perfect_pledge", answers=PledgeMoved, subject="pledge_id")
def perfect_pledge(call: Call, *, pledge_id: UUID, registration: str, on: date) -> PledgeMoved:
    """Notes that a pledge holds against others: its number at the registry, or how the thing was handed over."""
    call.actor.require(Role.OPERATIONS, verb="note a registration")
    row = locked_pledge(pledge_id)
    if row.state != PledgeState.CREATED:
        raise PledgeNotOpen(where="pledge_id", state=row.state)
    if not row.created_on <= on <= business_date():
        raise InvalidInput("on", f"a day from {row.created_on} to today")
    row.registration = clean_text(registration, where="registration", least=4, most=60)
    row.state, row.perfected_on = PledgeState.PERFECTED, on
    row.save(update_fields=["registration", "state", "perfected_on"])
    return moved(row, row.asset)


def locked_pledge(pledge_id: UUID) -> Pledge:
    """The pledge, under the lock of its thing: what else stands on the thing does not move either."""
    found = Pledge.objects.filter(id=pledge_id).values_list("asset_id", flat=True).first()
    if found is None:
        raise NotFound("pledge", where="pledge_id")
    asset = locked_asset(found)
    row = Pledge.objects.select_for_update().get(id=pledge_id)
    row.asset = asset
    return row


def moved(row: Pledge, asset: Asset) -> PledgeMoved:
    """The answer about a pledge."""
    return PledgeMoved(row.id, PledgeState(row.state), row.rank, Money(row.secured_minor, asset.currency))


def _check_asset(asset: Asset, *, debt: DebtFacts, secured: Money) -> None:
    if asset.state != AssetState.HELD:
        raise CannotPledge(where="asset_id", why=f"the thing is {asset.state}", why_zh="该押品已在处置或已处置")
    if not asset.currency == debt.currency == secured.currency:
        raise CannotPledge(where="secured", why="thing, debt and amount differ in currency", why_zh="币种不一致")
    if secured.minor <= 0:
        raise InvalidInput("secured", "an amount above zero")
    if Pledge.objects.filter(asset=asset, debt_id=debt.debt_id, state__in=LIVE).exists():
        raise CannotPledge(where="asset_id", why="it stands behind this debt already", why_zh="该押品已为此笔债务担保")


def _check_right(asset: Asset, *, debt: DebtFacts, today: date) -> None:
    """A right that must outlast its debt runs at least until the last due date; any right must still run today."""
    kind = collateral_policy(today).kind(asset.kind)
    needed = debt.ends_on if kind.outlasts_debt else today
    if asset.right_until and asset.right_until < needed:
        raise RightEnds(where="asset_id", until=asset.right_until, needed=needed)


def _rank(asset: Asset, rank: int | None) -> int:
    """The rank of a new pledge: after all that there ever were, and named unless the thing is free."""
    last = Pledge.objects.filter(asset=asset).aggregate(last=Max("rank"))["last"] or 0
    is_free = not Pledge.objects.filter(asset=asset, state__in=LIVE).exists()
    if rank != last + 1 and not (rank is None and is_free):
        raise RankTaken(where="rank", rank=last + 1)
    return last + 1
