"""What the use cases of this folder answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawShown:
    """The cost sheet of a draw, to be read for at least `minimum_seconds`; room is held until an instant."""

    draw_id: UUID
    facility_id: UUID
    amount: Money
    sheet: Mapping[str, Any]
    sheet_hash: str
    minimum_seconds: int
    reserved_until: datetime


@dataclass(frozen=True, slots=True)
class DrawCodeSent:
    """A one-time code is on its way to the phone of the person who draws."""

    draw_id: UUID


@dataclass(frozen=True, slots=True)
class DrawAsked:
    """The bank is asked to pay a draw out."""

    draw_id: UUID
    facility_id: UUID
    loan_id: UUID
    order_id: UUID
