"""Shapes that many endpoints share."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from ninja import Header, Query, Schema
from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.kernel.money import Money

T = TypeVar("T")
AMOUNT = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,3})?$"

IdempotencyKey = Annotated[str, Header(..., alias="Idempotency-Key", min_length=1, max_length=200)]
Limit = Annotated[int, Query(50, ge=1, le=200, description="How many at the most")]
After = Annotated[UUID | None, Query(None, description="The `next` of the page before")]


class Strict(Schema):
    """A request body: unknown keys are refused by name."""

    model_config = ConfigDict(extra="forbid")


class MoneyIn(Strict):
    """An amount in major units with its currency."""

    amount: Annotated[str, Field(pattern=AMOUNT, max_length=20, examples=["300000.00"])]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"

    def money(self, where: str = "amount") -> Money:
        """As Money; refuses more decimals than the currency has."""
        return Money.parse(self.amount, self.currency, where=where)


class MoneyOut(BaseModel):
    """An amount in major units with its currency, and never a float.

    Not a Schema of ninja: an answer has hundreds of amounts, and what that adds to each was a quarter of its time.
    """

    amount: str
    currency: str

    @model_validator(mode="before")
    @classmethod
    def _from_money(cls, value: object) -> object:
        """Takes Money as it is."""
        return value.as_json() if isinstance(value, Money) else value

    @classmethod
    def of(cls, minor: int, currency: str = "CNY") -> "MoneyOut":
        """From minor units."""
        return cls.model_construct(amount=str(Money(minor, currency)), currency=currency)


class TextOut(Schema):
    """A sentence in both languages."""

    en: str
    zh: str


class Page(Schema, Generic[T]):
    """One page of a list; give `next` back as `after` for the one that follows."""

    items: list[T]
    next: UUID | None = None


class Problem(Schema):
    """RFC 9457 problem details, with the refusal's stable code."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    where: str = ""
    errors: list[dict[str, Any]] | None = None


REFUSALS: dict[int, type[Problem]] = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
    429: Problem,
}

__all__ = [
    "REFUSALS",
    "After",
    "IdempotencyKey",
    "Limit",
    "MoneyIn",
    "MoneyOut",
    "Page",
    "Problem",
    "Strict",
    "TextOut",
    "date",
    "datetime",
]
