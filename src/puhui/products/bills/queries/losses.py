"""Of which class a bill is on a day, and what is set aside for it."""

from datetime import date

from puhui.products.bills.contracts import BillGrade, BillState
from puhui.products.bills.models import Bill
from puhui.products.bills.policy_files import BillPolicy
from puhui.products.bills.rules.losses import LossStep, loss_step, set_aside


def grade_of(row: Bill, *, policy: BillPolicy, on: date) -> BillGrade:
    """The class of a bill at the beginning of a day."""
    step = _step(row, policy=policy, on=on)
    return step.grade if step else BillGrade.NORMAL


def allowance_of(row: Bill, *, policy: BillPolicy, on: date) -> int:
    """What should be set aside for a bill at the beginning of a day, in minor units."""
    step = _step(row, policy=policy, on=on)
    return set_aside(row.face_minor, pct=step.pct) if step else 0


def _step(row: Bill, *, policy: BillPolicy, on: date) -> LossStep | None:
    if row.state != BillState.DISHONOURED or row.ended_on is None:
        return None
    least = policy.without_recourse_least if row.is_without_recourse else BillGrade.NORMAL
    return loss_step(max((on - row.ended_on).days, 1), steps=policy.loss_steps, least=least)
