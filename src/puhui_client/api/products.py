"""Operations: products.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group


class AudienceOut(TypedDict):
    """Whom a product is for; an empty list asks for nothing."""

    groups: list[str]
    stages: list[str]
    tiers: list[str]
    regions: list[str]
    excluded_regions: list[str]
    age_from: int | None
    age_to: int | None


class PriceOut(TypedDict):
    """A product's prices in a place, in percent a year; `all_in_pct` of the dearest case, all costs counted."""

    code: str
    version: int
    name: TextOut
    lowest_pct: str
    highest_pct: str
    capped_by: TextOut | None
    parts: list[PricePartOut]
    example_principal: MoneyOut
    example_months: int
    example_total_cost: MoneyOut
    all_in_pct: str


class PricePartOut(TypedDict):
    """A named part of a rate in points of percent; below zero: a discount."""

    code: str
    name: TextOut
    text: TextOut
    points: str
    lost_when: TextOut | None


class PricesOut(TypedDict):
    """The price list of a place on a day."""

    on: str
    region: str
    tier: str | None
    prices: list[PriceOut]


class ProductOut(TypedDict):
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
    lowest_rate_pct: str
    highest_rate_pct: str
    lpr_pct: str
    purposes: dict[str, TextOut]
    form: str
    use: str
    kinds: list[str]
    months_since_founding: int
    audience: AudienceOut | None
    pay_to: str
    channels: list[str]
    risk_level: str | None
    fees: list[ProductsFeeOut]
    documents: list[ProductsDocumentOut]
    disclosures: list[TextOut]
    sources: list[str]
    consents: list[str]
    cooling_off_days: int
    effective_from: str


class ProductsDocumentOut(TypedDict):
    """A paper that is asked for."""

    code: str
    text: TextOut
    required: bool
    before: Literal["sending", "contract", "payment"]


class ProductsFeeOut(TypedDict):
    """One cost beside interest, and who receives it."""

    code: str
    name: TextOut
    way: TextOut
    receiver: TextOut
    kind: str
    rate_pct: str
    fixed: str
    is_exempt: bool


class ProductsOperations(Group):
    """Operations: products."""

    def list_products(self, *, form: str | None = None) -> list[ProductOut]:
        """What is offered today. Every product in force on the open business date; `form` leaves those of one form. Scope `products:read`."""
        answer: list[ProductOut] = self._transport.call("GET", "/api/v1/products", query={"form": form})
        return answer

    def list_prices(self, *, region: str | None = None) -> PricesOut:
        """The public price list of a place. By code or name of the region; without one, what holds everywhere. Scope `products:read`."""
        answer: PricesOut = self._transport.call("GET", "/api/v1/products/prices", query={"region": region})
        return answer
