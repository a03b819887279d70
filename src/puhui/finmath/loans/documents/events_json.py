"""Events from JSON and back. An event's id is its place in the list; each kind has its own keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, get_args

from puhui.finmath.loans.check import MOST_INSTALMENTS, check_rate
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.events import Effect, EventKind, HolidayInterest, LoanEvent
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money

MOST_EVENTS: Final = 1000
KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)
EFFECTS: Final[tuple[Effect, ...]] = get_args(Effect)
HOLIDAYS: Final[tuple[HolidayInterest, ...]] = get_args(HolidayInterest)
_OWN_KEYS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    "payment": ("amount", "effect"),
    "reversal": ("of",),
    "rate_change": ("annual_rate_pct",),
    "disbursement": ("amount",),
    "payment_holiday": ("until", "interest"),
    "extension": ("n",),
    "pay_off": ("amount",),
    "fee": ("amount",),
    "waiver": ("amount",),
}
_KEYS: Final = {kind: frozenset(("date", "kind", *keys)) for kind, keys in _OWN_KEYS.items()}
_WITH_AMOUNT: Final = frozenset({"payment", "disbursement", "fee", "waiver"})


def read_events(fields: Fields, *, currency: str, not_before: date) -> list[LoanEvent]:
    """The events in the order of the list."""
    items = fields.objects("events", most=MOST_EVENTS)
    reversals = [(index, item.whole("of")) for index, item in enumerate(items) if item.peek("kind") == "reversal"]
    first = _first_place(items, reversals)
    events = [_event(item, index, currency, first) for index, item in enumerate(items)]
    for event, item in zip(events, items, strict=True):
        if event.on < not_before:
            raise InvalidInput(item.name("date"), f"nothing happens before the disbursement on {not_before}")
    if sum(event.n for event in events) > MOST_INSTALMENTS:
        raise InvalidInput("events", f"a loan is extended by at most {MOST_INSTALMENTS} instalments")
    return events


def events_as_json(events: Sequence[LoanEvent], *, currency: str) -> list[dict[str, Any]]:
    """Every event as it was understood, in the form it is read in."""
    return [_event_as_json(event, currency) for event in events]


def _first_place(items: Sequence[Fields], reversals: Sequence[tuple[int, int]]) -> int:
    """Whether places are counted from 0 or from 1.

    From 0, unless a reversal would then name itself, another reversal or nothing, and counting from 1 gives sense to
    all of them. What was understood is echoed, counted from 0.
    """
    reversing = {index for index, _ in reversals}
    for first in (0, 1):
        if all(0 <= of - first < len(items) and of - first not in reversing for _, of in reversals):
            return first
    index, _ = reversals[0]
    raise InvalidInput(items[index].name("of"), "names the place of another event in the list, counted from 0")


def _event(item: Fields, index: int, currency: str, first_place: int) -> LoanEvent:
    kind = item.choice("kind", KINDS)
    item.only(_KEYS[kind])
    amount = (
        item.amount("amount", currency) if kind in _WITH_AMOUNT or (kind == "pay_off" and item.has("amount")) else 0
    )
    if kind in _WITH_AMOUNT and amount <= 0:
        raise InvalidInput(item.name("amount"), "is above zero")
    if amount < 0:
        raise InvalidInput(item.name("amount"), "is not negative")
    on = item.day("date")
    event = LoanEvent(event_id(index), on, kind, amount)
    reader = _READERS.get(kind)
    return reader(item, event, first_place) if reader else event


def event_id(index: int) -> str:
    """The id of the event at that place: text that sorts as the places do."""
    return f"{index:06}"


def _payment(item: Fields, event: LoanEvent, _: int) -> LoanEvent:
    return LoanEvent(event.id, event.on, event.kind, event.amount_minor, item.choice("effect", EFFECTS, "next_dues"))


def _reversal(item: Fields, event: LoanEvent, first_place: int) -> LoanEvent:
    return LoanEvent(event.id, event.on, event.kind, of=event_id(item.whole("of") - first_place))


def _rate_change(item: Fields, event: LoanEvent, _: int) -> LoanEvent:
    rate = item.decimal("annual_rate_pct")
    check_rate(rate, where=item.name("annual_rate_pct"))
    return LoanEvent(event.id, event.on, event.kind, annual_rate_pct=rate)


def _holiday(item: Fields, event: LoanEvent, _: int) -> LoanEvent:
    until = item.day("until")
    if until <= event.on:
        raise InvalidInput(item.name("until"), "a payment holiday ends after it begins")
    return LoanEvent(event.id, event.on, event.kind, until=until, interest=item.choice("interest", HOLIDAYS, "accrues"))


def _extension(item: Fields, event: LoanEvent, _: int) -> LoanEvent:
    count = item.whole("n")
    if not 1 <= count <= MOST_INSTALMENTS:
        raise InvalidInput(item.name("n"), f"lies between 1 and {MOST_INSTALMENTS}")
    return LoanEvent(event.id, event.on, event.kind, n=count)


_READERS: Final = {
    "payment": _payment,
    "reversal": _reversal,
    "rate_change": _rate_change,
    "payment_holiday": _holiday,
    "extension": _extension,
}


def _event_as_json(event: LoanEvent, currency: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"date": event.on.isoformat(), "kind": event.kind}
    if event.amount_minor:
        answer["amount"] = str(Money(event.amount_minor, currency))
    own: dict[str, dict[str, Any]] = {
        "payment": {"effect": event.effect},
        "reversal": {"of": int(event.of or 0)},
        "rate_change": {"annual_rate_pct": format(event.annual_rate_pct or 0, "f")},
        "payment_holiday": {"until": event.until.isoformat() if event.until else None, "interest": event.interest},
        "extension": {"n": event.n},
    }
    return answer | own.get(event.kind, {})
