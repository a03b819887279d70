"""Small parts that sheets of dashboards are made of."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from puhui.flows.dashboards.contracts import Column, Unit, Value
from puhui.kernel.texts import Text

UNKNOWN: Final = Text(en="not known", zh="未知")
TOTAL: Final = Text(en="Total", zh="合计")


def column(en: str, zh: str, unit: Unit = "text") -> Column:
    """A column by its two names."""
    return Column(Text(en=en, zh=zh), unit)


def percent(part: int, whole: int) -> Decimal | None:
    """A share in percent with two places; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01")) if whole else None


def summed(rows: Sequence[Sequence[Value]], place: int) -> int:
    """The sum of a column of whole numbers."""
    return sum(value for row in rows if isinstance(value := row[place], int))
