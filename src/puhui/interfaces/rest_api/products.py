"""Products that are offered today: whom they are for, what they cost, and what is asked."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from puhui.flows.price_list import PriceLine, price_list
from puhui.foundation.catalogue.facade import Product, lpr, products_on
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.schemas import REFUSALS, MoneyOut, TextOut

router = Router()


class AudienceOut(Schema):
    """Whom a product is for; an empty list asks for nothing."""

    groups: list[str]
    stages: list[str]
    tiers: list[str]
    regions: list[str]
    excluded_regions: list[str]
    age_from: int | None
    age_to: int | None


class FeeOut(Schema):
    """One cost beside interest, and who receives it."""

    code: str
    name: TextOut
    way: TextOut
    receiver: TextOut
    kind: str
    rate_pct: Decimal
    fixed: str
    is_exempt: bool


class DocumentOut(Schema):
    """A paper that is asked for."""

    code: str
    text: TextOut
    required: bool
    before: Literal["sending", "contract", "payment"]


class ProductOut(Schema):
    """A published product; rates are percent a year."""

    code: str
    version: int
    name: TextOut
    description: TextOut
    currency: str
    lowest_amount: str
    highest_amount: str
    terms_months: list[int]
    methods: list[str]
    lowest_rate_pct: Decimal
    highest_rate_pct: Decimal
    lpr_pct: Decimal
    purposes: dict[str, TextOut]
    form: str
    use: str
    kinds: list[str]
    months_since_founding: int
    audience: AudienceOut | None
    pay_to: str
    channels: list[str]
    risk_level: str | None
    fees: list[FeeOut]
    documents: list[DocumentOut]
    disclosures: list[TextOut]
    sources: list[str]
    consents: list[str]
    cooling_off_days: int
    effective_from: date


@router.get("", response=list[ProductOut], summary="What is offered today")
def list_products(request: HttpRequest, form: Annotated[str, Query("", max_length=20)]) -> list[ProductOut]:
    """Every product in force on the open business date; `form` leaves those of one form."""
    on = business_date()
    return [product_out(p, on=on) for p in products_on(on) if form in ("", p.form)]


def product_out(p: Product, *, on: date) -> ProductOut:
    """A product as the API gives it."""
    return ProductOut(
        code=p.code,
        version=p.version,
        name=_text(p.name),
        description=_text(p.description),
        currency=p.currency,
        lowest_amount=p.amount.lowest,
        highest_amount=p.amount.highest,
        terms_months=list(p.terms_months),
        methods=list(p.methods),
        lowest_rate_pct=p.price.lowest_pct,
        highest_rate_pct=p.price.highest_pct,
        lpr_pct=lpr(on, tenor=p.price.benchmark),
        purposes={purpose.code: _text(purpose.text) for purpose in p.purposes},
        form=p.form,
        use=p.use,
        kinds=list(p.eligibility.kinds),
        months_since_founding=p.eligibility.months_since_founding,
        audience=AudienceOut.model_validate(p.audience.model_dump()) if p.audience else None,
        pay_to=p.pay_to,
        channels=list(p.channels),
        risk_level=p.risk_level,
        fees=[FeeOut.model_validate(fee.model_dump()) for fee in p.fees],
        documents=[DocumentOut.model_validate(one.model_dump()) for one in p.documents],
        disclosures=[_text(text) for text in p.disclosures],
        sources=list(p.sources),
        consents=list(p.consents),
        cooling_off_days=p.conduct.cooling_off_days if p.conduct else 0,
        effective_from=p.effective_from,
    )


def _text(text: object) -> TextOut:
    return TextOut.model_validate(text)


class PricePartOut(Schema):
    """A named part of a rate in points of percent; below zero: a discount."""

    code: str
    name: TextOut
    text: TextOut
    points: Decimal
    lost_when: TextOut | None


class PriceOut(Schema):
    """A product's prices in a place, in percent a year; `all_in_pct` of the dearest case, all costs counted."""

    code: str
    version: int
    name: TextOut
    lowest_pct: Decimal
    highest_pct: Decimal
    capped_by: TextOut | None
    parts: list[PricePartOut]
    example_principal: MoneyOut
    example_months: int
    example_total_cost: MoneyOut
    all_in_pct: Decimal


class PricesOut(Schema):
    """The price list of a place on a day."""

    on: date
    region: str
    tier: str | None
    prices: list[PriceOut]


@router.get("/prices", response={200: PricesOut, **REFUSALS}, summary="The public price list of a place")
def list_prices(request: HttpRequest, region: Annotated[str, Query(max_length=60)] = "") -> PricesOut:
    """By code or name of the region; without one, what holds everywhere."""
    found = price_list(on=business_date(), region=region)
    return PricesOut(on=found.on, region=found.region, tier=found.tier, prices=[_price(line) for line in found.lines])


def _price(line: PriceLine) -> PriceOut:
    return PriceOut(
        code=line.product.code,
        version=line.product.version,
        name=TextOut.model_validate(line.product.name),
        lowest_pct=line.lowest_pct,
        highest_pct=line.highest_pct,
        capped_by=TextOut.model_validate(line.capped_by) if line.capped_by else None,
        parts=[PricePartOut.model_validate(part, from_attributes=True) for part in line.parts],
        example_principal=MoneyOut.of(line.example.principal.minor, line.product.currency),
        example_months=line.example.months,
        example_total_cost=MoneyOut.of(line.example.total_cost, line.product.currency),
        all_in_pct=line.example.all_in,
    )
