"""Changes of loans between rooms and the outside: read from bodies, written as documents of plain JSON types."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from puhui.finmath.loans.state import InstalmentState
from puhui.flows.change_loan.answers import ChangeShown
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.money import Money
from puhui.products.lending.facade import CHANGE_KINDS, ChangeAsked, ChangeView, LoanSide

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
RATE = r"^(0|[1-9][0-9]{0,3})(\.[0-9]{1,8})?$"
Say = Callable[[Money], object]
_LINE = ("principal", "interest", "fees", "total", "balance")


class ChangeBody(BaseModel):
    """A change of a loan: its kind, value date (preset: today), what the kind needs. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[str, Field(max_length=20, json_schema_extra={"enum": list(CHANGE_KINDS)})]
    on: Day | None = None
    effect: Literal["next_dues", "lower_instalment", "shorten_term"] = "next_dues"
    of: UUID | None = None
    annual_rate_pct: Annotated[str, Field(pattern=RATE, max_length=14)] | None = None
    until: Day | None = None
    interest: Literal["accrues", "free"] = "accrues"
    n: Annotated[int, Field(ge=0, le=1200)] = 0
    reason: Annotated[str, Field(max_length=200)] = ""
    component: Literal["", "fees", "penalty", "compound", "interest"] = ""
    method: Annotated[str, Field(max_length=20)] = ""
    treatment: Annotated[dict[str, str], Field(max_length=1200)] = {}
    """Of a restructuring: what becomes of each part of the arrears. Of a new calendar: due days, from old to new;
    without any, what is published moves them."""

    def asked_with(self, amount: Money | None) -> ChangeAsked:
        """The change as lending takes it."""
        rate = Decimal(self.annual_rate_pct) if self.annual_rate_pct is not None else None
        said = self.model_dump(include=set(ChangeBody.model_fields) - {"annual_rate_pct"})
        return ChangeAsked(**said, annual_rate_pct=rate, amount=amount)


def preview_document(shown: ChangeShown, *, say: Say = str) -> dict[str, Any]:
    """A preview as JSON types: both sides, every line of the schedule, the books; `say` writes an amount."""
    seen = shown.preview
    currency = seen.currency
    return {
        "loan_id": str(seen.loan_id),
        "kind": seen.asked.kind,
        "undoes": shown.undoes,
        "on": seen.on.isoformat(),
        "as_of": seen.as_of.isoformat(),
        "after_n": seen.after_n,
        "currency": currency,
        "needs_second": shown.needs_second,
        "needs_consent": shown.needs_consent,
        "is_dearer": seen.is_dearer,
        "cap_pct": None if shown.cap_pct is None else format(shown.cap_pct, "f"),
        "breaks": shown.breaks.en if shown.breaks else "",
        "more_to_pay": say(Money(seen.more_to_pay_minor, currency)),
        "received": say(seen.received),
        "before": _side(seen.before, currency, say),
        "after": _side(seen.after, currency, say),
        "lines": [
            {
                "due_date": line.due_date.isoformat(),
                "before": _line(line.before, currency, say),
                "after": _line(line.after, currency, say),
                "changed": line.is_changed,
            }
            for line in seen.lines
        ],
        "books": [
            {"debit": line.debit, "credit": line.credit, "amount": say(line.amount), "of": line.of}
            for line in seen.books
        ],
    }


def change_document(change: ChangeView, *, say: Say = str) -> dict[str, Any]:
    """A proposed change as JSON types."""
    return {
        "id": str(change.id),
        "loan_id": str(change.loan_id),
        "kind": change.kind,
        "on": change.asked.on.isoformat() if change.asked.on else None,
        "amount": say(change.asked.amount) if change.asked.amount else None,
        "state": change.state.value,
        "reason": change.reason,
        "after_n": change.after_n,
        "needs_second": change.needs_second,
        "needs_consent": change.needs_consent,
        "proposed_by": change.proposed_by_name,
        "proposed_on": change.proposed_on.isoformat(),
        "confirmed_by": change.confirmed_by_name,
        "open_until": change.open_until.isoformat(),
        "event_id": str(change.event_id) if change.event_id else None,
    }


def _side(side: LoanSide, currency: str, say: Say) -> dict[str, Any]:
    def money(minor: int) -> object:
        return say(Money(minor, currency))

    rate = side.effective_rate_pct
    return {
        "annual_rate_pct": side.annual_rate_pct,
        "effective_rate_pct": None if rate is None else format(rate, "f"),
        "outstanding": money(side.outstanding.total),
        "overdue": money(side.overdue.total),
        "to_pay": money(side.to_pay_minor),
        "interest_to_pay": money(side.interest_to_pay_minor),
        "instalments_left": side.instalments_left,
        "next_due_on": side.next_due_on.isoformat() if side.next_due_on else None,
        "next_due": money(side.next_due_minor),
        "ends_on": side.ends_on.isoformat() if side.ends_on else None,
        "days_past_due": side.days_past_due,
        "unapplied": money(side.unapplied_minor),
        "is_closed": side.is_closed,
    }


def _line(line: InstalmentState | None, currency: str, say: Say) -> dict[str, object] | None:
    return None if line is None else {name: say(Money(getattr(line, name), currency)) for name in _LINE}
