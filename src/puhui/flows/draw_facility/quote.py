"""What a draw costs: the very terms that it will have, as a cost sheet."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.catalogue.facade import Product, check_all_in_cost, loan_terms, lpr, product_version
from puhui.kernel.actors import SYSTEM
from puhui.kernel.dates import add_months
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.facilities.facade import DrawnAs, FacilityView
from puhui.products.lending.facade import CannotDisburse, LoanState, RateBasis, loan
from puhui.products.origination.facade import OfferDraft, QuoteTerms, contract, offer, quote_terms


def product_of_facility(shown: FacilityView) -> Product:
    """The product version that the facility was granted under."""
    return product_version(shown.line.product_code, shown.product_version)


def quote_draw(shown: FacilityView, *, amount: Money, term_months: int | None, on: date) -> QuoteTerms:
    """All that the cost sheet of a draw is made from; refuses a term that the product does not have.

    A draw on a line runs with it to its end. The price follows the facility: the rate of the line today, or, where the
    product follows a benchmark, today's rate of it with the margin of the contract.
    """
    if shown.drawn_as == DrawnAs.LINE:
        return _on_line(shown, amount=amount, term_months=term_months, on=on)
    product = product_of_facility(shown)
    months = _term(shown, term_months, on=on)
    rate = rate_of_draw(shown, product, on=on)
    draft = OfferDraft(
        amount_minor=amount.minor, term_months=months, method=shown.method, annual_rate_pct=rate, label="draw"
    )
    quote = quote_terms(product, draft=draft, on=on)
    return replace(quote, terms=terms_of_draw(product, quote), commitment=None)  # agreed with the limit


def terms_of_draw(product: Product, quote: QuoteTerms) -> LoanTerms:
    """The terms of the loan that a draw becomes."""
    return loan_terms(
        product,
        amount=Money(quote.terms.principal_minor, quote.terms.currency),
        term_months=quote.term_months,
        method=quote.terms.method,
        annual_rate_pct=quote.terms.annual_rate_pct,
        disbursement_on=quote.terms.disbursement_date,
    )


def check_cost(quote: QuoteTerms, *, all_in_cost_pct: str, on: date, region: str) -> None:
    """A draw keeps the caps on the all-in cost that hold on its day, whatever was agreed before."""
    product = product_version(quote.product_code, quote.product_version)
    what = f"draw under {quote.product_code}"
    check_all_in_cost(Decimal(all_in_cost_pct), what=what, on=on, of=product, region=region)


def rate_of_draw(shown: FacilityView, product: Product, *, on: date) -> Decimal:
    """The rate of a draw that becomes a loan today."""
    if product.repricing is None:
        return shown.line.annual_rate_pct
    margin = Decimal(_margin_bps(shown)) / 100
    rate = lpr(on, tenor=product.price.benchmark, jurisdiction=product.jurisdiction) + margin
    return min(max(rate, product.repricing.lowest_pct), product.repricing.highest_pct)


def basis_of_draw(shown: FacilityView, product: Product, *, benchmark: str) -> RateBasis | None:
    """What the rate of the draw's loan follows from then on, with the margin of the contract; None for a fixed one."""
    if product.repricing is None:
        return None
    return RateBasis(
        benchmark=benchmark,
        spread_bps=Decimal(_margin_bps(shown)),
        reprice=product.repricing.reprice,
        lowest_pct=product.repricing.lowest_pct,
        highest_pct=product.repricing.highest_pct,
    )


def _margin_bps(shown: FacilityView) -> str:
    agreed = offer(SYSTEM, contract(SYSTEM, shown.contract_id).offer_id)
    return str(agreed.sheet["repricing"]["margin_bps"])


def _on_line(shown: FacilityView, *, amount: Money, term_months: int | None, on: date) -> QuoteTerms:
    """The running loan of the line from today to its end, as if the draw stood alone on it."""
    if term_months is not None:
        raise InvalidInput("term_months", "a draw on a line is repaid on any day, at the latest when the line ends")
    assert shown.loan_id is not None
    running = loan(SYSTEM, shown.loan_id)
    dues = [row.due_date for row in running.instalments if row.due_date > on]
    if running.state != LoanState.ACTIVE or not dues:
        raise CannotDisburse(where="facility_id", state=running.state)
    rate = Decimal(running.annual_rate_pct)
    draft = OfferDraft(amount_minor=amount.minor, term_months=len(dues), method=shown.method, annual_rate_pct=rate)
    quote = quote_terms(product_of_facility(shown), draft=draft, on=on)
    terms = replace(
        running.terms,
        principal_minor=amount.minor,
        annual_rate_pct=rate,
        disbursement_date=on,
        first_due_date=dues[0],
        n=len(dues),
        moved_dues=tuple(moved for moved in running.terms.moved_dues if moved[1] > on),
        fees=(),  # what is charged once was charged when the line was opened
    )
    return replace(quote, terms=terms, fees=(), commitment=None)


def terms_open(shown: FacilityView, *, on: date) -> list[int]:
    """The terms, in months, that a draw today may have; none on a line, where it is repaid on any day."""
    block = product_of_facility(shown).facility
    months = block.draw_terms_months if block else ()
    return [n for n in months if add_months(on, n) <= shown.line.expires_on]


def _term(shown: FacilityView, term_months: int | None, *, on: date) -> int:
    """A term that the product has, and that ends no later than the facility."""
    allowed = terms_open(shown, on=on)
    if term_months not in allowed:
        raise InvalidInput("term_months", f"one of {', '.join(map(str, allowed)) or 'none: the limit ends too soon'}")
    return term_months
