"""Clauses on how much is lent to whom, for what and for how long."""

from collections.abc import Iterator
from decimal import Decimal

from puhui.foundation.catalogue.rules.findings import Basis, Fault
from puhui.foundation.catalogue.schema.rulebook import Parameter

AT_ONCE = frozenset({"bullet", "interest_only"})  # the principal comes back at once at the end
DAYS_OF_MONTH = 31


def share_of_net_assets(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """The largest loan is within the share that one borrower, or one group, may owe of the lender's net assets."""
    most = Decimal(basis.net_assets_minor) * rule.number / 100
    if basis.product.highest.minor > most:
        yield Fault("amount.highest", f"{basis.product.highest}", f"{most / 100:.2f}")


def business_amount(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A business loan stays below the amount."""
    yield from _amount(basis, rule, use="business")


def consumption_amount(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A consumption loan or line stays below the amount."""
    yield from _amount(basis, rule, use="consumption")


def _amount(basis: Basis, rule: Parameter, *, use: str) -> Iterator[Fault]:
    if basis.product.use == use and basis.product.highest.minor > rule.number * 100:
        yield Fault("amount.highest", f"{basis.product.highest}", f"{rule.number * 100 / 100:.2f}")


def bullet_term(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """What is repaid at once at the end does not run long; a consumption line counts as such."""
    ways = AT_ONCE | ({"credit_line"} if basis.product.use == "consumption" else set())
    offered = [method for method in basis.product.methods if method in ways]
    longest = max(basis.product.terms_months)
    if offered and longest > rule.number:
        yield Fault("terms_months", f"{offered[0]}: {longest}", f"{rule.value}")


def purposes(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """No purpose is called what the money may not be used for; what it is really used for is watched elsewhere."""
    forbidden = rule.names
    for place, purpose in enumerate(basis.product.purposes):
        if purpose.code.startswith(forbidden):
            yield Fault(f"purposes.{place}.code", purpose.code, f"none of {rule.value}")


def bill_tenor(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A bill runs no longer than the months."""
    yield from _tenor(basis, rule, form="bill")


def voucher_tenor(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A payable voucher runs no longer than the months."""
    yield from _tenor(basis, rule, form="voucher")


def _tenor(basis: Basis, rule: Parameter, *, form: str) -> Iterator[Fault]:
    product = basis.product
    if product.form != form or product.trade is None:
        return
    longest = max(product.terms_months)
    if longest > rule.number:
        yield Fault("terms_months", f"{longest}", f"{rule.value}")
    if product.trade.longest_days > rule.number * DAYS_OF_MONTH:
        yield Fault("trade.longest_days", f"{product.trade.longest_days}", f"{rule.number * DAYS_OF_MONTH}")


def youngest(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """Nobody below the age borrows."""
    audience = basis.product.audience
    if audience and audience.age_from is not None and audience.age_from < rule.number:
        yield Fault("audience.age_from", str(audience.age_from), str(rule.value))


def scheme_room(basis: Basis, rule: Parameter) -> Iterator[Fault]:
    """A scheme that must carry a share of the largest loan may carry that much for one borrower."""
    asked = basis.product.guarantee
    if rule.value is not True or asked is None or not asked.least_share_pct:
        return
    needed = basis.product.highest.minor * asked.least_share_pct / 100
    rooms = [basis.schemes[code].per_borrower_minor for code in asked.schemes if code in basis.schemes]
    if rooms and max(rooms) < needed:
        yield Fault("guarantee.least_share_pct", f"{needed / 100:.2f}", f"{max(rooms) / 100:.2f}")
