"""What fits whoever asks: one plain question a page, the answers in the address; nobody has to sign in."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from puhui.foundation.catalogue.facade import Customer, Miss, Product, products_on, reasons_against
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.customer_web.fields import PageForm, sentence
from puhui.interfaces.customer_web.frame import open_page, page, the_day
from puhui.interfaces.customer_web.views.products import QUOTED, WHO, Quote, money_in, quote_at
from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

FIRMS = ("small_firm", "sole_trader", "cooperative")
OLDEST, LONGEST_MONTHS = 120, 360
FEW = 3  # shown with their cost; the others that fit are a list of links
# What is asked of whom, in this order; a person has no founding day, a firm no age.
QUESTIONS = {
    "individual": ("who", "use", "amount", "months", "age", "region"),
    "farm_household": ("who", "amount", "months", "age", "region"),
    **dict.fromkeys(FIRMS, ("who", "amount", "months", "founded", "region")),
}
GUIDED = "q"  # in the address while questions are being asked


@dataclass(frozen=True, slots=True)
class Fit:
    """A product with what speaks against it for whoever asks, nothing when it fits; why it fits, and what it costs."""

    product: Product
    against: list[Text]
    why: tuple[Text, ...] = ()
    cost: Quote | None = None


class FindForm(PageForm):
    """Who asks, what for, how much and for how long; everything but the first may stay open."""

    who = forms.ChoiceField(label=_("I am"), choices=list(WHO.items()), widget=forms.RadioSelect)
    use = forms.ChoiceField(
        label=_("The money is for"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("business", _("business or farming")),
            ("consumption", _("daily life")),
            ("", _("I do not know yet")),
        ],
    )
    amount = forms.CharField(label=_("How much? (yuan)"), max_length=16, required=False)
    months = forms.IntegerField(label=_("For how many months?"), min_value=1, max_value=LONGEST_MONTHS, required=False)
    age = forms.IntegerField(label=_("My age"), min_value=0, max_value=OLDEST, required=False)
    founded = forms.IntegerField(
        label=_("The business is how many months old?"), min_value=0, max_value=2400, required=False
    )
    region = forms.CharField(label=_("County, city or province"), max_length=60, required=False)

    def clean_amount(self) -> str:
        """The amount as it was typed, refused where it is none."""
        typed = str(self.cleaned_data["amount"]).strip()
        try:
            if typed:
                money_in(typed)
        except Refusal as refusal:
            raise forms.ValidationError(sentence(refusal, where=str(self.fields["amount"].label))) from None
        return typed


@require_GET
@open_page
def find_product(request: HttpRequest) -> HttpResponse:
    """The next question, or what fits and why the others do not."""
    if GUIDED in request.GET or "who" not in request.GET:
        question = _question(request)
        if question is not None:
            return _ask(request, *question)
    on = the_day()
    form = FindForm(request.GET)
    fits = form.attempt(lambda given: _fits(given, on=on))
    shown = None if fits is None else _shown(fits, form.cleaned_data, on=on)
    context = {"form": form, "shown": shown, "asked": _quoted(form) if shown else "", "again": f"?{GUIDED}=1"}
    return page(request, "find", context, status=200 if shown else form.status)


def _question(request: HttpRequest) -> tuple[str, FindForm] | None:
    """The first question without an answer, or with one that makes no sense; None when all are answered."""
    form = FindForm(request.GET)
    asked = QUESTIONS.get(request.GET.get("who", ""), ("who",))
    wrong = [name for name in asked if name in request.GET and name in form.errors]
    open_ = [name for name in asked if name not in request.GET]
    name = (wrong or open_ or [""])[0]
    return (name, form) if name else None


def _ask(request: HttpRequest, name: str, form: FindForm) -> HttpResponse:
    """One question on a page of its own; what was answered before is carried along."""
    order = QUESTIONS.get(request.GET.get("who", ""), QUESTIONS["individual"])
    at = order.index(name)
    is_wrong = name in request.GET
    kept = {one: request.GET.get(one, "") for one in order[:at]}
    shown = form if is_wrong else FindForm()
    back = {one: kept[one] for one in order[: at - 1]} if at else None
    context = {
        "form": shown if is_wrong else None,
        "field": shown[name],
        "kept": kept,
        "n": at + 1,
        "of": len(order),
        "may_skip": not shown.fields[name].required,
        "back": f"?{urlencode({GUIDED: 1, **back})}" if back is not None else "",
    }
    return page(request, "find_question", context, status=422 if is_wrong else 200)


def _shown(fits: list[Fit], given: dict[str, Any], *, on: date) -> dict[str, Any]:
    """A few that fit, the cheapest first, with what they cost; links to the rest; and why the others do not."""
    fitting = [_priced(one, given, on=on) for one in fits if not one.against]
    fitting.sort(key=lambda one: (one.cost is None, one.cost.all_in_pct if one.cost else 0))
    return {"fitting": fitting[:FEW], "more": fitting[FEW:], "others": [one for one in fits if one.against]}


def _quoted(form: FindForm) -> str:
    """The amount and term as they go along to the page of a product."""
    given = {"amount": form.cleaned_data["amount"], "months": form.cleaned_data["months"]}
    return urlencode({name: value for name, value in given.items() if value})


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
    amount = money_in(given["amount"]) if given["amount"] else None
    return [
        Fit(one, [*_wishes(one, given, amount), *_words(reasons_against(one, customer=customer, on=on))])
        for one in products_on(on)
    ]


def _words(found: list[Miss]) -> list[Text]:
    return [miss.reason for miss in found]


def _priced(fit: Fit, given: dict[str, Any], *, on: date) -> Fit:
    """Why it fits, and the most that it costs for what is asked; the smallest for the longest where nothing is said."""
    one = fit.product
    amount = money_in(given["amount"]) if given["amount"] else one.lowest
    months = given["months"] if given["months"] in one.terms_months else max(one.terms_months)
    why = [Text(en="it is for whoever you are", zh="面向您这样的客户")] if one.audience else []
    if given["amount"]:
        why.append(Text(en="the amount is possible", zh="金额在范围内"))
    if given["months"]:
        why.append(Text(en="it can run {n} months", zh="期限可为{n}个月").filled(n=months))
    if one.form not in QUOTED:
        return Fit(one, [], tuple(why))
    terms = {"months": months, "method": one.methods[0]}
    return Fit(one, [], tuple(why), quote_at(one, amount=amount, given=terms, rate_pct=one.price.highest_pct, on=on))


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
