"""Risk grants limits: to sellers, with product and rate; for debtors, with the days in which they pay."""

from datetime import date
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.catalogue.facade import check_price, product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money, exponent_of
from puhui.products.receivables.contracts import LimitSet, LimitSide, NewLimit
from puhui.products.receivables.models import TradeLimit
from puhui.products.receivables.refusals import LimitPassed, NoLimit
from puhui.products.receivables.rules.words import SIDES


@use_case("receivables.grant_limit", answers=LimitSet)
def grant_limit(call: Call, *, asked: NewLimit) -> LimitSet:
    """Grants a limit, or sets the one that there is anew: a lower one stops new sales and touches no old one."""
    call.actor.require(Role.RISK_OFFICER, verb="grant a limit")
    require_party(call.actor, party_id=asked.party_id)
    _check(asked)
    version = _product_version(asked)
    row = TradeLimit.objects.select_for_update().filter(party_id=asked.party_id, side=asked.side).first()
    row = row or TradeLimit(id=new_id(), party_id=asked.party_id, side=asked.side, currency=asked.limit.currency)
    if row.currency != asked.limit.currency:
        raise InvalidInput("limit", f"the limit is in {row.currency}")
    row.limit_minor, row.valid_until = asked.limit.minor, asked.valid_until
    row.product_code, row.product_version = asked.product_code, version
    row.annual_rate_pct, row.payment_days = asked.annual_rate_pct, asked.payment_days
    row.reason = clean_text(asked.reason, where="reason", least=2, most=500)
    row.granted_by, row.granted_by_name, row.granted_at = call.actor.id, call.actor.name[:80], call.at
    row.save()
    return LimitSet(row.id, row.party_id)


def locked_limits(seller_id: UUID, debtor_ids: set[UUID]) -> tuple[TradeLimit, dict[UUID, TradeLimit]]:
    """The limits of a sale in force today, locked in one order, so that two sales never wait for each other."""
    rows = TradeLimit.objects.select_for_update().filter(party_id__in={seller_id, *debtor_ids})
    found = {(row.party_id, row.side): row for row in rows.order_by("id")}
    today = business_date()
    seller = _in_force(found.get((seller_id, LimitSide.SELLER)), LimitSide.SELLER, today)
    debtors = {id_: _in_force(found.get((id_, LimitSide.DEBTOR)), LimitSide.DEBTOR, today) for id_ in debtor_ids}
    return seller, debtors


def use_limit(row: TradeLimit, *, minor: int, side: LimitSide) -> None:
    """Takes an amount of a locked limit; refuses what does not fit."""
    free = row.limit_minor - row.used_minor
    if minor > free:
        words = SIDES[side]
        left, asked = Money(max(free, 0), row.currency), Money(minor, row.currency)
        raise LimitPassed(where="limit", side=words.en, side_zh=words.zh, free=left, asked=asked)
    row.used_minor += minor
    row.save(update_fields=["used_minor"])


def give_back(*, seller_id: UUID, debtor_id: UUID, minor: int) -> None:
    """What was paid or ended no longer counts against the limits."""
    rows = TradeLimit.objects.select_for_update().filter(party_id__in=[seller_id, debtor_id]).order_by("id")
    for row in rows:
        is_meant = (row.party_id, row.side) in ((seller_id, LimitSide.SELLER), (debtor_id, LimitSide.DEBTOR))
        if is_meant and minor:
            row.used_minor -= minor
            row.save(update_fields=["used_minor"])


def _in_force(row: TradeLimit | None, side: LimitSide, today: date) -> TradeLimit:
    if row is None or row.valid_until < today:
        raise NoLimit(where="limit", side=SIDES[side].en, side_zh=SIDES[side].zh)
    return row


def _check(asked: NewLimit) -> None:
    exponent_of(asked.limit.currency)
    if asked.limit.minor < 0:
        raise InvalidInput("limit", "not below zero")
    if bounded_date(asked.valid_until, where="valid_until") < business_date():
        raise InvalidInput("valid_until", "this day has passed")
    if asked.side not in set(LimitSide):
        raise InvalidInput("side", f"one of {', '.join(LimitSide)}")
    if asked.side == LimitSide.DEBTOR and not 1 <= asked.payment_days <= 360:
        raise InvalidInput("payment_days", "in how many days the debtor pays after the invoice, 1 to 360")


def _product_version(asked: NewLimit) -> int:
    """Sellers sell under a factoring product; its version of today holds for what they sell."""
    if asked.side == LimitSide.DEBTOR:
        return 0
    found = product(asked.product_code, on=business_date())
    if found.form != "factoring" or found.currency != asked.limit.currency:
        raise InvalidInput("product_code", "a factoring product in the currency of the limit")
    check_price(found, annual_rate_pct=asked.annual_rate_pct)
    return found.version
