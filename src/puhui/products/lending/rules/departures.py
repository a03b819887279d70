"""What left the claim on a loan without being paid, in the numbers that the books are kept by. Pure.

The books keep compound interest with default interest: both are what a late borrower owes beyond the contract's rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from puhui.finmath.loans.state import Components, LoanState

PARTS: Final = ("principal", "interest", "fees", "penalty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed:
    """Totals since the first day, in minor units, in the order of PARTS; `recovered` and `sale_price` are money."""

    waived: tuple[int, ...] = (0, 0, 0, 0)
    capitalised: tuple[int, ...] = (0, 0, 0, 0)
    written_off: tuple[int, ...] = (0, 0, 0, 0)
    sold: tuple[int, ...] = (0, 0, 0, 0)
    recovered: int = 0
    sale_price: int = 0

    def gone(self, part: int) -> int:
        """What is no longer owed of one part and was never paid."""
        return self.waived[part] + self.capitalised[part] + self.written_off[part] + self.sold[part]

    @property
    def became_principal(self) -> int:
        """Interest, fees and default interest that were made principal."""
        return sum(self.capitalised)


NOTHING_DEPARTED: Final = Departed()
WAYS: Final = ("waived", "capitalised", "written_off", "sold")


def departed_of(state: LoanState) -> Departed:
    """What has left, as a replay says."""
    return Departed(
        waived=_in_parts(state.waived),
        capitalised=_in_parts(state.capitalised),
        written_off=_in_parts(state.written_off),
        sold=_in_parts(state.sold),
        recovered=state.recovered_minor,
        sale_price=state.sale_price_minor,
    )


def departed_as_json(departed: Departed) -> dict[str, int | list[int]]:
    """As it is stored: only what is not nothing, so that of most loans nothing is."""
    return {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in fields(departed)
        if (value := getattr(departed, field.name)) != getattr(NOTHING_DEPARTED, field.name)
    }


def departed_from_json(stored: Mapping[str, int | list[int]]) -> Departed:
    """As it was stored."""
    if not stored:
        return NOTHING_DEPARTED
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return Departed(**told)  # type: ignore[arg-type]  # the names and types are those of departed_as_json


def departing_amounts(before: Departed, after: Departed, *, suspended: bool) -> tuple[dict[str, int], dict[str, int]]:
    """What the books must move, by the names of the templates: first what raises the claim, then what lowers it.

    In this order no account falls below its floor on the way. `suspended`: interest and default interest of the loan
    stand in memo accounts, so that they have no part in what a sale gains or loses.
    """
    raised: dict[str, int] = {}
    lowered: dict[str, int] = {}
    for way in WAYS:
        for place, part in enumerate(PARTS):
            moved = getattr(after, way)[place] - getattr(before, way)[place]
            raises = (moved > 0) == (way == "capitalised")
            target = raised if raises else lowered
            target[f"{way}_{part}" if moved > 0 else f"{way}_{part}_undone"] = abs(moved)
    recovered, price = after.recovered - before.recovered, after.sale_price - before.sale_price
    (lowered if recovered > 0 else raised)["recovered" if recovered > 0 else "recovered_undone"] = abs(recovered)
    (lowered if price > 0 else raised)["sale_price" if price > 0 else "sale_price_undone"] = abs(price)
    gained = price - sum(_book_value(after, suspended=suspended)) + sum(_book_value(before, suspended=suspended))
    lowered["sale_gained" if gained > 0 else "sale_lost"] = abs(gained)
    return _without_zeros(raised), _without_zeros(lowered)


def _book_value(departed: Departed, *, suspended: bool) -> tuple[int, ...]:
    principal, interest, fees, penalty = departed.sold
    return (principal, fees) if suspended else (principal, interest, fees, penalty)


def _in_parts(amounts: Components) -> tuple[int, ...]:
    return (amounts.principal, amounts.interest, amounts.fees, amounts.penalty + amounts.compound)


def _without_zeros(amounts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if amount}


_OWED: Final = ("interest", "fees", "penalty")
RAISING_PARTS: Final = (
    *(f"{way}_{part}_undone" for way in ("waived", "written_off", "sold") for part in PARTS),
    *(f"capitalised_{part}" for part in _OWED),
    *("recovered_undone", "sale_price_undone"),
)
LOWERING_PARTS: Final = (
    *(f"{way}_{part}" for way in ("waived", "written_off", "sold") for part in PARTS),
    *(f"capitalised_{part}_undone" for part in _OWED),
    *("recovered", "sale_price", "sale_gained", "sale_lost"),
)
