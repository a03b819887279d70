"""Which changes of a running loan there are, what each needs to know, and whether it fits the loan. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol, get_args
from uuid import UUID

from pydantic import TypeAdapter

from puhui.finmath.loans.check import MOST_INSTALMENTS, check_rate
from puhui.finmath.loans.check_calendar import MOST_SHIFT
from puhui.finmath.loans.events import Arrears, EventKind, Treatment
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.products.lending.change_contracts import CannotChangeLoan, ChangeAsked
from puhui.products.lending.contracts import CannotReverseEvent, LoanState

LONGEST_AHEAD: Final = timedelta(days=3660)
MOST_REASON: Final = 200
COMPONENTS: Final = ("", "fees", "penalty", "compound", "interest")
_ASKED: Final[TypeAdapter[ChangeAsked]] = TypeAdapter(ChangeAsked)
_PRESETS: Final = ChangeAsked(kind="")


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """A kind of change: its name, what it must and may be given, and when it may happen.

    `ahead`: it may be agreed for a day to come. `after_the_end`: it may happen to a loan that is repaid.
    `brings` money of the borrower in (1), pays it out to them (-1), or moves none (0).
    """

    name: Text
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    ahead: bool = False
    after_the_end: bool = False
    brings: int = 0


_ALL: Final[Mapping[str, ChangeKind]] = {
    "rate_change": ChangeKind(Text(en="Change of rate", zh="利率调整"), ("annual_rate_pct",), ahead=True),
    "fee": ChangeKind(Text(en="Fee", zh="收取费用"), ("amount",), ahead=True),
    "waiver": ChangeKind(Text(en="Waiver", zh="息费减免"), ("amount",), ("component",)),
    "payment_holiday": ChangeKind(Text(en="Payment holiday", zh="延期还款"), ("until",), ("interest",), ahead=True),
    "extension": ChangeKind(Text(en="Extension", zh="展期"), ("n",), ahead=True),
    "re_amortise": ChangeKind(Text(en="Arrears spread over the instalments to come", zh="欠款重新分期"), (), ("n",)),
    "restructure": ChangeKind(
        Text(en="Restructuring", zh="贷款重组"), ("n",), ("method", "annual_rate_pct", "until", "treatment")
    ),
    "renewal": ChangeKind(
        Text(en="Renewal without repayment of principal", zh="无还本续贷"), ("n",), ("annual_rate_pct",)
    ),
    "disbursement": ChangeKind(Text(en="Further disbursement", zh="追加放款"), ("amount",), brings=-1),
    "payment": ChangeKind(
        Text(en="Payment booked by staff", zh="人工入账还款"), ("amount",), ("effect",), after_the_end=True, brings=1
    ),
    "pay_off": ChangeKind(Text(en="Early pay-off", zh="提前结清"), (), ("amount",), brings=1),
    "write_off": ChangeKind(Text(en="Write-off", zh="核销")),
    "recovery": ChangeKind(
        Text(en="Recovery after the write-off", zh="核销后收回"), ("amount",), after_the_end=True, brings=1
    ),
    "sale": ChangeKind(Text(en="Sale of the loan", zh="贷款转让"), ("amount",)),
    "calendar_change": ChangeKind(Text(en="Due days moved", zh="还款日调整"), (), ("treatment",), ahead=True),
    "reversal": ChangeKind(Text(en="Undoing of an event", zh="撤销"), ("of",), after_the_end=True),
}
CHANGE_KINDS: Final[Mapping[str, ChangeKind]] = {k: v for k, v in _ALL.items() if k in get_args(EventKind)}
BEFORE_MONEY: Final = frozenset({"re_amortise", "renewal", "restructure"})  # without effect on the day of the payout
UNDOABLE: Final = frozenset(CHANGE_KINDS) - {"reversal"}


class Happened(Protocol):
    """What the rules read of an event that was recorded."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def amount_minor(self) -> int: ...  # noqa: D102
    @property
    def of_id(self) -> UUID | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanFacts:
    """What the rules must know of a loan."""

    state: str
    currency: str
    disbursed_on: date | None
    today: date
    events: Sequence[Happened]


def kind_of(asked: ChangeAsked) -> ChangeKind:
    """The kind; refuses one that there is not."""
    if asked.kind not in CHANGE_KINDS:
        raise InvalidInput("kind", f"one of {', '.join(CHANGE_KINDS)}")
    return CHANGE_KINDS[asked.kind]


def check_change(asked: ChangeAsked, *, facts: LoanFacts) -> date:
    """The value date of the change; refuses, by name, what this kind or this loan does not allow."""
    kind = kind_of(asked)
    _check_fields(asked, kind)
    _check_values(asked, currency=facts.currency)
    if facts.disbursed_on is None or facts.state not in _states(kind):
        raise CannotChangeLoan(where="loan_id", reason=f"the loan is {facts.state}")
    if asked.kind == "reversal":
        _check_undone(asked, facts)
    return _value_date(asked, kind, paid_out=facts.disbursed_on, today=facts.today)


def undone_of(asked: ChangeAsked, events: Sequence[Happened]) -> Happened | None:
    """The event that a reversal undoes."""
    return next((event for event in events if event.id == asked.of), None)


def money_brought(kind: str) -> int:
    """1 when an event of this kind brings money in, -1 when it pays money out, else 0."""
    return CHANGE_KINDS[kind].brings if kind in CHANGE_KINDS else 0


def asked_as_json(asked: ChangeAsked) -> dict[str, Any]:
    """The change as it is kept: JSON types, presets left out."""
    said: dict[str, Any] = plain(asked)
    preset: dict[str, Any] = plain(_PRESETS)
    return {name: value for name, value in said.items() if value != preset[name]}


def asked_from_json(kept: Mapping[str, Any]) -> ChangeAsked:
    """The change as it was asked."""
    return _ASKED.validate_python(dict(kept))


def _states(kind: ChangeKind) -> frozenset[str]:
    ended = {LoanState.CLOSED} if kind.after_the_end else set()
    return frozenset({LoanState.ACTIVE, *ended})


def _check_fields(asked: ChangeAsked, kind: ChangeKind) -> None:
    known = {"kind", "on", "reason", *kind.needs, *kind.may}
    for name in (field.name for field in fields(asked)):
        is_said = getattr(asked, name) != getattr(_PRESETS, name)
        if is_said and name not in known:
            raise InvalidInput(name, f"{asked.kind} takes no {name}")
        if not is_said and name in kind.needs:
            raise InvalidInput(name, f"{asked.kind} needs it")


def _check_values(asked: ChangeAsked, *, currency: str) -> None:
    if asked.amount is not None and asked.amount.currency != currency:
        raise InvalidInput("amount", f"the loan is in {currency}")
    if asked.amount is not None and not 0 < asked.amount.minor <= 10**15:
        raise InvalidInput("amount", "an amount above zero is needed")
    if not 0 <= asked.n <= MOST_INSTALMENTS:
        raise InvalidInput("n", f"lies between 1 and {MOST_INSTALMENTS}")
    if asked.annual_rate_pct is not None:
        check_rate(Decimal(asked.annual_rate_pct), where="annual_rate_pct")
    if asked.component not in COMPONENTS:
        raise InvalidInput("component", f"one of {', '.join(COMPONENTS[1:])}")
    if len(asked.reason) > MOST_REASON or not asked.reason.isprintable():
        raise InvalidInput("reason", f"at most {MOST_REASON} characters in one line")
    if asked.treatment:
        (_check_moves if asked.kind == "calendar_change" else _check_treatment)(asked.treatment)


def _check_treatment(treatment: Mapping[str, Any]) -> None:
    """What becomes of each part of the arrears."""
    for part, way in treatment.items():
        if part not in get_args(Arrears) or way not in get_args(Treatment):
            ways, parts = ", ".join(get_args(Treatment)), ", ".join(get_args(Arrears))
            raise InvalidInput(f"treatment.{part[:30]}", f"one of {ways}, for {parts}")


def _check_moves(moves: Mapping[str, Any]) -> None:
    """Due days of a new calendar, from the old day to the new one."""
    if len(moves) > MOST_INSTALMENTS:
        raise InvalidInput("treatment", f"at most {MOST_INSTALMENTS} due days")
    for day, moved in moves.items():
        try:
            shift = abs(date.fromisoformat(day) - date.fromisoformat(moved)).days
        except (ValueError, TypeError):
            raise InvalidInput(f"treatment.{day[:30]}", "moves a due day to another, both as 2026-05-31") from None
        if shift > MOST_SHIFT:
            raise InvalidInput(f"treatment.{day}", f"lies within {MOST_SHIFT} days")


def _check_undone(asked: ChangeAsked, facts: LoanFacts) -> None:
    undone = undone_of(asked, facts.events)
    if undone is None or undone.kind not in UNDOABLE:
        raise CannotReverseEvent(where="of", reason="it is no event of this loan that can be undone")
    if any(event.of_id == asked.of for event in facts.events):
        raise CannotReverseEvent(where="of", reason="it was undone before")


def _value_date(asked: ChangeAsked, kind: ChangeKind, *, paid_out: date, today: date) -> date:
    on = asked.on or today
    if asked.kind == "reversal" and on != today:
        raise InvalidInput("on", "an event is undone today, and then counts as never having been")
    if on < paid_out:
        raise InvalidInput("on", f"the loan was paid out on {paid_out}")
    if on == paid_out and asked.kind in BEFORE_MONEY:
        raise InvalidInput("on", f"it comes before the money of its day: after {paid_out}")
    if on > today and not kind.ahead:
        raise InvalidInput("on", f"not after {today}")
    if on > today + LONGEST_AHEAD:
        raise InvalidInput("on", f"not after {today + LONGEST_AHEAD}")
    return on
