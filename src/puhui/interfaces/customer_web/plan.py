"""The lines of a repayment plan as pages show them, from a loan's instalments or from a cost sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from puhui.kernel.money import Money


class Instalment(Protocol):
    """What a loan says of one instalment (minor units)."""

    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def due_date(self) -> date: ...  # noqa: D102
    @property
    def principal(self) -> int: ...  # noqa: D102
    @property
    def interest(self) -> int: ...  # noqa: D102
    @property
    def fees(self) -> int: ...  # noqa: D102
    @property
    def total(self) -> int: ...  # noqa: D102
    @property
    def paid(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One instalment with the words for its state; amounts in minor units."""

    n: int
    due_date: date
    principal: int
    interest: int
    fees: int
    total: int
    paid: int
    state: str = ""
    mood: str = ""


def lines_of_sheet(schedule: Iterable[Mapping[str, Any]]) -> list[PlanLine]:
    """The plan that a cost sheet shows."""

    def minor(line: Mapping[str, Any], name: str) -> int:
        return Money.parse(line[name]).minor

    return [
        PlanLine(
            n=line["n"],
            due_date=date.fromisoformat(line["due_date"]),
            principal=minor(line, "principal"),
            interest=minor(line, "interest"),
            fees=minor(line, "fees"),
            total=minor(line, "total"),
            paid=0,
        )
        for line in schedule
    ]


def lines_of_loan(instalments: Iterable[Instalment], *, on: date) -> list[PlanLine]:
    """The plan of a running loan, each line with its state on the day."""
    return [
        PlanLine(
            n=line.n,
            due_date=line.due_date,
            principal=line.principal,
            interest=line.interest,
            fees=line.fees,
            total=line.total,
            paid=line.paid,
            state=_state(line, on),
            mood=_mood(line, on),
        )
        for line in instalments
    ]


def _mood(line: Instalment, on: date) -> str:
    if line.paid >= line.total:
        return "paid"
    return "late" if line.due_date < on else ""


def _state(line: Instalment, on: date) -> str:
    words = {"paid": _("Paid"), "late": _("Late"), "": _("Paid in part") if line.paid else ""}
    return words[_mood(line, on)]
