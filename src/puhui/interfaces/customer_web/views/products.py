"""Products for everybody: what is offered, one product with a quote, and what fits whom; nobody has to sign in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.foundation.catalogue.facade import (
    NoSuchProduct,
    Product,
    check_request,
    loan_terms,
    product,
    products_on,
)
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import open_page, page, the_day
from puhui.interfaces.customer_web.labels import METHODS
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money

QUOTED = ("loan", "facility", "checkout")
WHO = {
    "small_firm": _("a company"),
    "sole_trader": _("a sole trader or a shop"),
    "farm_household": _("a farming household"),
    "cooperative": _("a cooperative"),
    "individual": _("a person, for my own life or work"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """What a product costs for an amount and a term at one rate, all costs counted; not binding."""

    rate_pct: Decimal
    first: int
    total_cost: int
    total: int
    all_in_pct: Decimal
    lines: tuple[Any, ...]


class QuoteForm(PageForm):
    """How much, for how long, repaid how."""

    amount = forms.CharField(label=_("How much? (yuan)"), max_length=16)
    months = forms.TypedChoiceField(label=_("For how many months?"), coerce=int)
    method = forms.ChoiceField(label=_("Repaid how?"))

    def __init__(self, *args: Any, of: Product, **kwargs: Any) -> None:
        """With the terms and methods of the product."""
        super().__init__(*args, **kwargs)
        self.choose("months", [(n, str(n)) for n in of.terms_months])
        self.choose("method", [(m, METHODS.get(m, m)) for m in of.methods])


@require_GET
@open_page
def products(request: HttpRequest) -> HttpResponse:
    """Everything that is offered, in two groups."""
    offered = products_on(the_day())
    groups = [
        (_("For business and farming"), [one for one in offered if one.use == "business"]),
        (_("For daily life"), [one for one in offered if one.use == "consumption"]),
    ]
    return page(request, "products", {"groups": groups})


@require_GET
@open_page
def show_product(request: HttpRequest, code: str) -> HttpResponse:
    """One product: whom it is for, what it costs and who receives it; with a quote where amounts are given."""
    on = the_day()
    try:
        found = product(code, on=on)
    except NoSuchProduct:
        return page(request, "products", {"groups": [], "missing": True}, status=404)
    form = QuoteForm(request.GET if "amount" in request.GET else None, of=found)
    quotes = form.attempt(lambda given: _quotes(found, given, on=on)) if form.is_bound else None
    context = {
        "product": found,
        "form": form,
        "quotes": quotes,
        "groups": [WHO[one] for one in (found.audience.groups if found.audience else ())],
        "is_quoted": found.form in QUOTED,
        "begin": f"{reverse('begin')}?{urlencode(_typed(request, found.code))}",
    }
    return page(request, "product", context, status=200 if quotes else form.status)


def _typed(request: HttpRequest, code: str) -> dict[str, str]:
    """What was typed, to go along to the application."""
    given = {name: request.GET.get(name, "") for name in ("amount", "months", "method")}
    return {"product": code, **{name: value for name, value in given.items() if value}}


def _quotes(found: Product, given: dict[str, Any], *, on: date) -> list[Quote]:
    """At the lowest and at the highest rate: an offer lies between them."""
    amount = money_in(given["amount"])
    check_request(
        found, amount=amount, term_months=given["months"], method=given["method"], purpose=found.purposes[0].code
    )
    rates = dict.fromkeys((found.price.lowest_pct, found.price.highest_pct))
    return [quote_at(found, amount=amount, given=given, rate_pct=rate, on=on) for rate in rates]


def quote_at(found: Product, *, amount: Money, given: dict[str, Any], rate_pct: Decimal, on: date) -> Quote:
    """What it costs at a rate, every instalment reckoned."""
    terms = loan_terms(
        found,
        amount=amount,
        term_months=given["months"],
        method=given["method"],
        annual_rate_pct=rate_pct,
        disbursement_on=on,
    )
    lines = schedule_of(terms)
    total = sum(line.total for line in lines) + terms.fee_minor("at_disbursement")
    return Quote(rate_pct, lines[0].total, total - amount.minor, total, all_in_pct(terms, lines), tuple(lines))


def money_in(text: str) -> Money:
    """An amount as people write it: with or without commas and the sign of the yuan."""
    plain = text.strip().replace(",", "").replace("，", "").removeprefix("¥").removesuffix("元").strip()
    try:
        return Money.parse(plain if "." in plain else f"{plain}.00", "CNY", where="amount")
    except Refusal:
        raise InvalidInput("amount", "an amount in yuan, such as 50000") from None
