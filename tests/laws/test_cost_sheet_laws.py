"""Law: what a product's cost sheet says is what a customer has paid when all went to plan, to the fen.

For every product file that is lent by the loan engine, every method, the shortest and the longest term, the smallest
and the largest amount, the lowest and the highest rate: the sheet is made as an offer makes it, then each instalment
is paid on its day and the loan is folded anew from those payments.
"""

from datetime import date
from decimal import Decimal

import pytest

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.foundation.catalogue.facade import Product
from puhui.foundation.catalogue.loading import SHIPPED, read_catalogue
from puhui.kernel.money import Money
from puhui.products.origination.actions.offers import check_offer
from puhui.products.origination.contracts import OfferDraft
from puhui.products.origination.rules.cost_sheet import cost_sheet

pytestmark = pytest.mark.django_db  # rules of the law may have been published
TODAY = date(2026, 11, 26)
LENT = [one for one in read_catalogue([SHIPPED]).products if one.form in ("loan", "facility", "checkout")]


@pytest.mark.parametrize("product", LENT, ids=lambda one: f"{one.code}-{one.version}")
def test_the_sheet_is_what_was_paid(product: Product) -> None:
    cases = {
        (method, months, amount.minor, rate)
        for method in product.methods
        for months in (min(product.terms_months), max(product.terms_months))
        for amount, rate in (
            (product.lowest, product.price.highest_pct),
            (product.highest, product.price.lowest_pct),
            (product.highest, product.price.highest_pct),
        )
    }
    for method, months, amount_minor, rate in sorted(cases):
        as_the_sheet_says(product, method=method, months=months, amount_minor=amount_minor, rate=rate)


def as_the_sheet_says(product: Product, *, method: str, months: int, amount_minor: int, rate: Decimal) -> None:
    on = max(TODAY, product.effective_from)
    draft = OfferDraft(amount_minor=amount_minor, term_months=months, method=method, annual_rate_pct=rate)
    quote = check_offer(product, draft=draft, purpose=product.purposes[0].code, on=on, paid_to=None)
    sheet, terms = cost_sheet(quote), quote.terms
    drawn = [] if terms.paid_out else [LoanEvent("drawn", on, "disbursement", terms.principal_minor)]
    plan = [(date.fromisoformat(line["due_date"]), minor(line["total"])) for line in sheet["schedule"]]
    paid = [LoanEvent(f"paid-{n}", day, "payment", total) for n, (day, total) in enumerate(plan) if total]
    state = replay(terms, [*drawn, *paid], as_of=plan[-1][0])
    assert state.outstanding.total == 0
    assert state.unapplied_minor == 0
    assert not any(any(line.unpaid) for line in state.instalments)
    upfront = terms.fee_minor("at_disbursement")
    handed_over = sum(event.amount_minor for event in paid) + upfront
    assert handed_over == minor(sheet["total_to_pay"])
    assert handed_over - amount_minor == minor(sheet["total_cost"])
    assert state.paid.interest + state.paid.fees + upfront == minor(sheet["total_cost"])
    assert state.paid.penalty == 0


def minor(text: str) -> int:
    return Money.parse(text, "CNY").minor


def test_all_products_of_the_engine_are_looked_at() -> None:
    assert len(LENT) >= 18
    assert {one.form for one in LENT} == {"loan", "facility", "checkout"}
