"""How mandates are used: what is asked of the bank again after it refused, and when a mandate ends. Policy is data."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.flows.failed_payment import refer_payment
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.payments.facade import OrderView, refused_since
from puhui.kernel.actors import Call
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.lending.facade import LoanDue, set_mandate

FOLDER, BY_MANDATE, OTHER = "servicing", "mandate", "other"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReasonClass(_Data):
    """Reasons of a bank that are answered alike."""

    name: str
    text: Text
    words: tuple[str, ...]
    retry_days: tuple[int, ...] | None = None
    stops: bool = False


class CollectingPolicy(PolicyFile):
    """How often, when and how much is asked of the bank again."""

    most_attempts: int = Field(ge=1, le=100)
    partial_after: int = Field(ge=1, le=100)
    partial_pct: int = Field(ge=1, le=100)
    classes: tuple[ReasonClass, ...]

    @model_validator(mode="after")
    def _has_other(self) -> Self:
        if OTHER not in {c.name for c in self.classes}:
            raise ValueError(f"a class {OTHER!r} is needed for reasons that no class names")
        return self

    def class_of(self, reason: str) -> ReasonClass:
        """The class that a bank's reason belongs to."""
        fallback = next(c for c in self.classes if c.name == OTHER)
        return next((c for c in self.classes if reason in c.words), fallback)

    def all_retry_days(self, preset: Sequence[int]) -> frozenset[int]:
        """Every age of arrears on which some class tries again."""
        return frozenset(days for c in self.classes for days in (preset if c.retry_days is None else c.retry_days))

    def amount_after(self, failed: int, *, due: Money) -> Money:
        """What to ask for: all that is due, or after too many failures a share of it in whole major units."""
        if failed < self.partial_after or self.partial_pct == 100:
            return due
        return Money(max(due.minor * self.partial_pct // 100 // 100 * 100, min(due.minor, 100)), due.currency)


def collecting_on(day: date) -> CollectingPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(day, policies_in(CollectingPolicy, FOLDER, pattern="collecting*.toml"))


def chosen_dues(dues: Sequence[LoanDue], *, on: date, preset_days: Sequence[int]) -> list[tuple[LoanDue, Money]]:
    """What is asked for today: new dues always; arrears as often, and on the days, that the last refusal allows."""
    policy = collecting_on(on)
    late = {due.loan_id: on - timedelta(days=due.days_past_due) for due in dues if due.days_past_due}
    refused = refused_since(late, note=BY_MANDATE)
    every = policy.all_retry_days(preset_days)
    chosen = []
    for due in dues:
        reasons = refused.get(due.loan_id, [])
        if _is_tried(due, reasons, policy=policy, preset_days=preset_days, every=every):
            chosen.append((due, policy.amount_after(len(reasons), due=due.amount)))
    return chosen


def follow_refusal(call: Call, *, order: OrderView) -> None:
    """After a refused collection: a reason that will not pass ends the mandate, and a person looks at it."""
    if order.note != BY_MANDATE:
        return
    reason = collecting_on(business_date()).class_of(order.reason)
    if not reason.stops:
        return
    set_mandate(call, loan_id=order.subject_id, stands=False)
    refer_payment(
        call,
        order=order,
        reason=f"the mandate was ended: the bank refused {order.amount.written}, {order.reason}",
    )


def _is_tried(
    due: LoanDue, reasons: Sequence[str], *, policy: CollectingPolicy, preset_days: Sequence[int], every: frozenset[int]
) -> bool:
    if not due.days_past_due or due.days_past_due not in every:
        return True  # something falls due today
    if len(reasons) >= policy.most_attempts:
        return False
    own = policy.class_of(reasons[-1]).retry_days if reasons else None
    return due.days_past_due in (preset_days if own is None else own)
