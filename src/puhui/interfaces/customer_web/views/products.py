"""Products for everybody: what is offered, one product with a quote, and what fits whom; nobody has to sign in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.foundation.catalogue.facade import (
    Customer,
    Miss,
    NoSuchProduct,
    Product,
    check_request,
    loan_terms,
    product,
    products_on,
    reasons_against,
)
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.frame import open_page, page, the_day
from puhui.interfaces.customer_web.labels import METHODS
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

QUOTED = ("loan", "facility", "checkout")
WHO = {
    "small_firm": _("a company"),
    "sole_trader": _("a sole trader or a shop"),
    "farm_household": _("a farming household"),
    "cooperative": _("a cooperative"),
    "individual": _("a person, for my own life or work"),
}
FIRMS = ("small_firm", "sole_trader", "cooperative")
OLDEST, LONGEST_MONTHS = 120, 360


@dataclass(frozen=True, slots=True)
class Quote:
    """What a product costs for an amount and a term at one rate, all costs counted; not binding."""

    rate_pct: Decimal
    first: int
    total_cost: int
    total: int
    all_in_pct: Decimal
    lines: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A product with what speaks against it for whoever asks; nothing when it fits."""

    product: Product
    against: list[Text]


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


class FindForm(PageForm):
    """Who asks, what for, how much and for how long; everything but the first may stay open."""

    who = forms.ChoiceField(label=_("I am"), choices=list(WHO.items()))
    use = forms.ChoiceField(
        label=_("The money is for"),
        required=False,
        choices=[
            ("", _("I do not know yet")),
            ("business", _("business or farming")),
            ("consumption", _("daily life")),
        ],
    )
    amount = forms.CharField(label=_("How much? (yuan)"), max_length=16, required=False)
    months = forms.IntegerField(label=_("For how many months?"), min_value=1, max_value=LONGEST_MONTHS, required=False)
    age = forms.IntegerField(label=_("My age"), min_value=0, max_value=OLDEST, required=False)
    founded = forms.IntegerField(
        label=_("The business is how many months old?"), min_value=0, max_value=2400, required=False
    )
    region = forms.CharField(label=_("County, city or province"), max_length=60, required=False)


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
    }
    return page(request, "product", context, status=200 if quotes else form.status)


@require_GET
@open_page
def find_product(request: HttpRequest) -> HttpResponse:
    """What fits whoever asks, and why the others do not."""
    on = the_day()
    form = FindForm(request.GET if "who" in request.GET else None)
    fits = form.attempt(lambda given: _fits(given, on=on)) if form.is_bound else None
    shown = None if fits is None else {
        "fitting": [one for one in fits if not one.against], "others": [one for one in fits if one.against],
    }  # fmt: skip
    return page(request, "find", {"form": form, "shown": shown}, status=200 if shown else form.status)


def _quotes(found: Product, given: dict[str, Any], *, on: date) -> list[Quote]:
    """At the lowest and at the highest rate: an offer lies between them."""
    amount = _money(given["amount"])
    check_request(
        found, amount=amount, term_months=given["months"], method=given["method"], purpose=found.purposes[0].code
    )
    rates = dict.fromkeys((found.price.lowest_pct, found.price.highest_pct))
    return [_quote(found, amount=amount, given=given, rate_pct=rate, on=on) for rate in rates]


def _quote(found: Product, *, amount: Money, given: dict[str, Any], rate_pct: Decimal, on: date) -> Quote:
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


def _fits(given: dict[str, Any], *, on: date) -> list[Fit]:
    region = atlas().resolve(given["region"], on=on) if given["region"].strip() else ""
    customer = Customer(
        kind="organisation" if given["who"] in FIRMS else "person",
        groups=(given["who"],),
        months=given["founded"],
        region=region,
        tier=atlas().tier(region) if region else None,
        age=given["age"],
    )
    amount = _money(given["amount"]) if given["amount"].strip() else None
    return [
        Fit(one, [*_wishes(one, given, amount), *_words(reasons_against(one, customer=customer, on=on))])
        for one in products_on(on)
    ]


def _words(found: list[Miss]) -> list[Text]:
    return [miss.reason for miss in found]


def _wishes(one: Product, given: dict[str, Any], amount: Money | None) -> list[Text]:
    """What is wished for and the product does not have."""
    against = []
    if given["use"] and one.use != given["use"]:
        against.append(Text(en="the money is for something else", zh="资金用途不同"))
    if amount is not None and not one.lowest.minor <= amount.minor <= one.highest.minor:
        told = Text(en="amounts from {low} to {high} yuan", zh="金额为{low}至{high}元")
        against.append(told.filled(low=one.amount.lowest, high=one.amount.highest))
    if given["months"] and not min(one.terms_months) <= given["months"] <= max(one.terms_months):
        told = Text(en="terms from {low} to {high} months", zh="期限为{low}至{high}个月")
        against.append(told.filled(low=min(one.terms_months), high=max(one.terms_months)))
    return against


def _money(text: str) -> Money:
    """An amount as people write it: with or without commas and the sign of the yuan."""
    plain = text.strip().replace(",", "").replace("，", "").removeprefix("¥").removesuffix("元").strip()
    try:
        return Money.parse(plain if "." in plain else f"{plain}.00", "CNY", where="amount")
    except Refusal:
        raise InvalidInput("amount", "an amount in yuan, such as 50000") from None
