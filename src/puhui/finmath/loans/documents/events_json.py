"""Events from JSON and back. An event's id is its place in the list; each kind has its own keys (`event_fields`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, get_args

from puhui.finmath.loans.allocation import CIVIL_CODE_561, AllocationPolicy
from puhui.finmath.loans.check import MOST_INSTALMENTS
from puhui.finmath.loans.documents.event_fields import FIELDS, Reading
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.events import EventKind, LoanEvent
from puhui.kernel.errors import InvalidInput

MOST_EVENTS: Final = 1000
KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)
OWN_KEYS: Final[Mapping[EventKind, tuple[str, ...]]] = {
    "payment": ("amount", "effect"),
    "reversal": ("of",),
    "rate_change": ("annual_rate_pct",),
    "disbursement": ("amount",),
    "payment_holiday": ("until", "interest", "reason"),
    "extension": ("n",),
    "pay_off": ("amount",),
    "fee": ("amount", "reason"),
    "waiver": ("amount", "component", "reason"),
    "refund": ("amount",),
    "write_off": ("reason",),
    "recovery": ("amount", "effect"),
    "sale": ("amount",),
    "re_amortise": ("n", "reason"),
    "renewal": ("n", "annual_rate_pct", "until", "moved_dues", "reason"),
    "restructure": ("method", "n", "annual_rate_pct", "until", "treatment", "moved_dues", "reason"),
    "calendar_change": ("moved_dues",),
}
_KEYS: Final = {kind: frozenset(("date", "kind", *keys)) for kind, keys in OWN_KEYS.items()}
_OPTIONAL: Final = frozenset(
    {
        *(("pay_off", "amount"), ("re_amortise", "n"), ("restructure", "n")),
        *((kind, key) for kind in ("renewal", "restructure") for key in ("annual_rate_pct", "until", "moved_dues")),
    }
)
"""Keys that other kinds must have and this kind need not."""


def read_events(
    fields: Fields, *, currency: str, not_before: date, allocation: AllocationPolicy = CIVIL_CODE_561
) -> list[LoanEvent]:
    """The events in the order of the list; a payment that says nothing else has the effect of the allocation."""
    items = fields.objects("events", most=MOST_EVENTS)
    reversals = [(index, item.whole("of")) for index, item in enumerate(items) if item.peek("kind") == "reversal"]
    reading = Reading(currency, allocation.surplus, _first_place(items, reversals))
    events = [_event(item, index, reading) for index, item in enumerate(items)]
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
    raise InvalidInput(
        items[index].name("of"),
        "names the place of another event in the list, counted from 0; a reversal is not reversed",
    )


def _event(item: Fields, index: int, reading: Reading) -> LoanEvent:
    kind = item.choice("kind", KINDS)
    item.only(_KEYS[kind])
    told: dict[str, Any] = {}
    for key in OWN_KEYS[kind]:
        field = FIELDS[key]
        if item.has(key) or (not field.is_optional and (kind, key) not in _OPTIONAL):
            told[field.name] = field.read(item, key, reading)
    return LoanEvent(reading.event_id(index), item.day("date"), kind, **_with_presets(kind, told, reading))


def _with_presets(kind: EventKind, told: dict[str, Any], reading: Reading) -> dict[str, Any]:
    if "effect" in OWN_KEYS[kind]:
        told.setdefault("effect", reading.surplus)
    return told


def _event_as_json(event: LoanEvent, currency: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"date": event.on.isoformat(), "kind": event.kind}
    for key in OWN_KEYS[event.kind]:
        field = FIELDS[key]
        value = getattr(event, field.name)
        is_optional = field.is_optional or (event.kind, key) in _OPTIONAL
        if value or not is_optional or field.is_always_told:
            answer[key] = field.write(value, currency)
    return answer
