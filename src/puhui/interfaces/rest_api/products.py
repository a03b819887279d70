"""Products that are offered today."""

from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from puhui.foundation.catalogue.facade import lpr, products_on
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.schemas import TextOut

router = Router()


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


@router.get("", response=list[ProductOut], summary="What is offered today")
def list_products(request: HttpRequest) -> list[ProductOut]:
    """Every product in force on the open business date."""
    on = business_date()
    return [
        ProductOut(
            code=p.code,
            version=p.version,
            name=TextOut.model_validate(p.name),
            description=TextOut.model_validate(p.description),
            currency=p.currency,
            lowest_amount=p.amount.lowest,
            highest_amount=p.amount.highest,
            terms_months=list(p.terms_months),
            methods=list(p.methods),
            lowest_rate_pct=p.price.lowest_pct,
            highest_rate_pct=p.price.highest_pct,
            lpr_pct=lpr(on, tenor=p.price.benchmark),
            purposes={purpose.code: TextOut.model_validate(purpose.text) for purpose in p.purposes},
        )
        for p in products_on(on)
    ]
