"""What a day adds to the income of a cell's loans: a group, a product, a currency, recognised or suspended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from puhui.kernel.canonical import digest


class Cell(NamedTuple):
    """Loans whose earnings go into one journal a day."""

    group: int
    product_code: str
    currency: str
    is_non_accrual: bool

    @property
    def name(self) -> str:
        """The cell in the id of its journals."""
        suspended = "/suspended" if self.is_non_accrual else ""
        return f"{self.group}/{self.product_code}/{self.currency}{suspended}"


@dataclass(slots=True)
class Earned:
    """Sums of one cell, in minor units."""

    interest: int = 0
    penalty: int = 0
    fees: int = 0
    loans: int = 0

    @property
    def is_nothing(self) -> bool:
        """True when the books stay as they are."""
        return not (self.interest or self.penalty or self.fees)

    def as_amounts(self) -> dict[str, int]:
        """The amounts of the posting template `day_accrued`."""
        amounts: dict[str, int] = {}
        for name in ("interest", "penalty", "fees"):
            value = getattr(self, name)
            amounts[name], amounts[f"{name}_lowered"] = max(value, 0), max(-value, 0)
        return amounts


def checksum(cells: Mapping[Cell, Earned], group: int) -> str:
    """SHA-256 over what each cell of a group came to."""
    return digest([_said(cell, earned) for cell, earned in sorted(cells.items()) if cell.group == group])


def loans_in(cells: Mapping[Cell, Earned], group: int) -> int:
    """How many loans of a group were accrued."""
    return sum(earned.loans for cell, earned in cells.items() if cell.group == group)


def _said(cell: Cell, earned: Earned) -> Iterable[object]:
    return [*cell, earned.loans, earned.interest, earned.penalty]
