"""How good a claim on a bill is that its acceptor did not pay, and what is set aside for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from puhui.products.bills.contracts import BillGrade

ORDER = tuple(BillGrade)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossStep:
    """From how many days after it was not paid a bill is in a class, and what of its face is set aside, in percent."""

    days: int
    grade: BillGrade
    pct: Decimal


def loss_step(days: int, *, steps: Sequence[LossStep], least: BillGrade) -> LossStep | None:
    """The step of a bill so many days after it was not paid (the first day is one); None before, and without steps.

    `least`: the class that it is in at the best: the step of that class is taken where days alone say less.
    """
    reached = [one for one in steps if one.days <= days or ORDER.index(one.grade) <= ORDER.index(least)]
    return reached[-1] if reached and days >= 1 else None


def set_aside(face_minor: int, *, pct: Decimal) -> int:
    """What is set aside of a face, in minor units, half up."""
    return int((face_minor * pct / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
