"""What a product costs: its terms as the loan engine reads them, its fees in money, and the dearest it can get."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.finmath.loans.calendar import resolved_moves
from puhui.finmath.loans.terms import Fee, LoanTerms, Method
from puhui.foundation.catalogue.schema.product import Product
from puhui.foundation.catalogue.schema.terms import FeeRule
from puhui.kernel.money import Money, round_minor


def fee_minor(rule: FeeRule, *, amount: Money) -> int:
    """What a fee comes to each time it is charged; zero when exempt. Rounded half up to the minor unit."""
    if rule.is_exempt:
        return 0
    share = round_minor(rule.rate_pct * amount.minor / 100)
    return share + Money.parse(rule.fixed, amount.currency, where=rule.code).minor


def loan_terms(
    product: Product,
    *,
    amount: Money,
    term_months: int,
    method: str,
    annual_rate_pct: Decimal,
    disbursement_on: date,
) -> LoanTerms:
    """The product's terms for one loan: what `finmath.loans.engine.replay` folds, in an offer and in its loan alike."""
    dues, growth = product.dues, product.growth if method == "graduated" else None
    residual_pct = product.lease.residual_pct if product.lease else Decimal(0)
    charged = [(rule.kind, fee_minor(rule, amount=amount)) for rule in product.fees]
    terms = LoanTerms(
        principal_minor=amount.minor,
        currency=amount.currency,
        annual_rate_pct=annual_rate_pct,
        method=cast(Method, method),  # the engine itself refuses one that it does not know
        n=term_months // dues.months,
        every=1,
        unit=dues.unit,
        disbursement_date=disbursement_on,
        day_count=product.day_count,
        rounding=product.rounding,
        fees=tuple(Fee(kind=kind, amount_minor=minor) for kind, minor in charged if minor),
        penalty_multiple=product.penalty_multiple,
        grace_days=product.grace_days,
        compound_interest=product.compound_interest,
        allocation=product.allocation_terms,
        growth_pct=growth.pct if growth else Decimal(0),
        growth_every=growth.every if growth else 12,
        principal_grace=product.season.grace_dues if product.season else 0,
        balloon_minor=int(amount.minor * residual_pct // 100),
        settlement_day=dues.settlement_day,
        settlement_months=dues.settlement_months,
        first_period=dues.first_period,
        due_shift=dues.due_shift,
        calendar=dues.calendar,
        shift_interest=dues.shift_interest,
    )
    return replace(terms, moved_dues=resolved_moves(terms))


def worst_all_in_pct(product: Product, on: date, besides_pct: Decimal = Decimal(0)) -> Decimal:
    """The dearest loan of the product: its highest rate on its smallest amount, over all terms and methods.

    `besides_pct`: of the amount, at payout, for what the product asks of the borrower beside its own fees.
    """
    costs = []
    highest = max(product.price.highest_pct, product.repricing.highest_pct if product.repricing else Decimal(0))
    besides = Fee(kind="at_disbursement", amount_minor=round_minor(product.lowest.minor * besides_pct / 100))
    for term_months in product.terms_months:
        for method in product.methods:
            terms = loan_terms(
                product,
                amount=product.lowest,
                term_months=term_months,
                method=method,
                annual_rate_pct=highest,
                disbursement_on=on,
            )
            if besides.amount_minor:
                terms = replace(terms, fees=(*terms.fees, besides))
            costs.append(all_in_pct(terms, schedule_of(terms)))
    return max(costs)
