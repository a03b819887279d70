"""What is true of products and rulebooks: which version holds on a day, and what a product allows."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, TypeVar

from puhui.foundation.catalogue.contracts import BreaksRule, OutsideProduct
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.rulebook import Parameter, RateQuote
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

STEPS: Final = Text(en="{lowest} to {highest} in steps of {step}", zh="{lowest} 至 {highest}、以 {step} 为单位的金额")


class _Span(Protocol):
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_until(self) -> date | None: ...


D = TypeVar("D", bound=_Span)


def in_force(items: Iterable[D], *, on: date) -> D | None:
    """The item that holds on the day: begun, not over, and the last one to have begun."""
    holding = [i for i in items if i.effective_from <= on and (i.effective_until is None or on <= i.effective_until)]
    return max(holding, key=lambda i: (i.effective_from, getattr(i, "version", 0)), default=None)


def in_sale(
    *,
    files: Iterable[Product],
    shipped: Container[tuple[str, int]],
    published: Sequence[Product],
    withdrawn_from: Iterable[date],
    on: date,
) -> Product | None:
    """The version of one product that is sold on the day.

    What the lender has published by the day takes the place of every shipped version, whatever its date; files of its
    own folder are its own word too, and the later one holds. A withdrawal ends the versions that began up to its day.
    """
    own_began = any(p.effective_from <= on for p in published)
    known = [p for p in files if not (own_began and (p.code, p.version) in shipped)]
    found = in_force([*known, *published], on=on)
    if found is None or any(found.effective_from <= day <= on for day in withdrawn_from):
        return None
    return found


def rate_on(rates: Sequence[RateQuote], *, on: date, tenor: str) -> Decimal | None:
    """The loan prime rate that holds on the day, in percent; None before the first one."""
    known = [r for r in rates if r.effective_from <= on]
    if not known:
        return None
    return max(known, key=lambda r: r.effective_from).pct(tenor)


def benchmark_name(jurisdiction: str, tenor: str) -> str:
    """The name that a loan keeps of what its rate follows, such as "cn/1Y"."""
    return f"{jurisdiction}/{tenor}"


def check_request(product: Product, *, amount: Money, term_months: int, method: str, purpose: str) -> None:
    """Refuses what the product does not have, naming the field and what is allowed."""
    check_amount(product, amount=amount)
    _among("term_months", term_months, product.terms_months)
    _among("method", method, product.methods)
    _among("purpose", purpose, [p.code for p in product.purposes])


def check_amount(product: Product, *, amount: Money) -> None:
    """Refuses an amount outside of the range, off the step or in another currency."""
    _among("currency", amount.currency, [product.currency])
    fits = product.lowest.minor <= amount.minor <= product.highest.minor and amount.minor % product.step.minor == 0
    if not fits:
        allowed = STEPS.filled(lowest=product.lowest, highest=product.highest, step=product.step)
        raise OutsideProduct(where="amount", allowed=allowed, given=amount)


def check_price(product: Product, *, annual_rate_pct: Decimal) -> None:
    """Refuses a contract rate outside of the product's range."""
    price = product.price
    if not price.lowest_pct <= annual_rate_pct <= price.highest_pct:
        allowed = f"{price.lowest_pct}..{price.highest_pct} %"
        raise OutsideProduct(where="annual_rate_pct", allowed=allowed, given=f"{annual_rate_pct} %")


def forbidden_method(product: Product, *, forbidden: Parameter | None) -> str:
    """The first repayment method of the product that the rulebook forbids; empty when none is."""
    named = forbidden.names if forbidden is not None else ()
    return next((method for method in product.methods if method in named), "")


def check_all_in(
    cost_pct: Decimal, *, what: str, cap: Parameter | None, multiple: Parameter | None, lpr_pct: Decimal | None
) -> None:
    """Refuses an all-in cost above a cap in force: a fixed one, or a multiple of the one-year LPR."""
    if cap is not None and cost_pct > cap.number:
        raise broken(cap, what=what, value=f"{cost_pct} %", limit=f"{cap.value} %")
    if multiple is not None and lpr_pct is not None and cost_pct > multiple.number * lpr_pct:
        raise broken(multiple, what=what, value=f"{cost_pct} %", limit=f"{multiple.number * lpr_pct} %")


def broken(rule: Parameter, *, what: str, value: object, limit: object) -> BreaksRule:
    """The refusal that names the rule."""
    return BreaksRule(
        where=rule.name,
        what=what,
        rule=rule.rule_id,
        source=rule.source,
        article=rule.article,
        value=str(value),
        limit=str(limit),
    )


def _among(where: str, given: object, allowed: Sequence[object]) -> None:
    if given not in allowed:
        raise OutsideProduct(where=where, allowed=", ".join(str(a) for a in allowed), given=str(given)[:60])
