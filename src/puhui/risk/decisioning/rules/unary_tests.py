"""The cells of decision tables: unary tests over numbers, dates, texts and booleans, unknown included.

The notation follows the S-FEEL unary tests of DMN 1.5 (OMG formal/2024-01-01, chapter 9): `-` matches everything,
`< 5`, `>= 2026-01-01`, `[1..5)`, `a, b`, `not(a, b)`. Two words are ours: `unknown` matches a value that is not
there, `known` any that is. Only `-` and `unknown` match a missing value.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.rules.fault_words import KIND_WORDS, words_of

ValueType = Literal["number", "date", "text", "boolean"]
Value = Decimal | int | date | str | bool | None
ORDERED: frozenset[str] = frozenset({"number", "date"})
PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "number": (Decimal, int),
    "date": (date,),
    "text": (str,),
    "boolean": (bool,),
}
_RANGE = re.compile(r"([\[(\]])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])\Z")
_COMPARISON = re.compile(r"(<=|>=|<|>|=)\s*(.+)\Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; None is without end; the ends belong to it or not."""

    low: Any = None
    low_in: bool = False
    high: Any = None
    high_in: bool = False

    def holds(self, value: Any) -> bool:
        """True when the value lies inside."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))

    def meets(self, other: "Interval") -> bool:
        """True when some value lies in both."""
        return _starts_before_end(self, other) and _starts_before_end(other, self)


def _starts_before_end(first: Interval, second: Interval) -> bool:
    if first.low is None or second.high is None or first.low < second.high:
        return True
    return bool(first.low == second.high and first.low_in and second.high_in)


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A set of values: intervals of an ordered type, or (the complement of) a set of texts or booleans."""

    unknown: bool
    intervals: tuple[Interval, ...] = ()
    values: frozenset[Any] = frozenset()
    negated: bool = False

    def holds(self, value: Value) -> bool:
        """True when the value is in the set."""
        if value is None:
            return self.unknown
        if self.intervals:
            return any(interval.holds(value) for interval in self.intervals)
        return (value in self.values) != self.negated

    def compiled(self) -> Callable[[Any], bool]:
        """The same answer as `holds`, with the common shapes unrolled: a table is asked thousands of times a second."""
        if self.unknown or len(self.intervals) != 1:
            return self.holds
        return _compiled_interval(self.intervals[0])

    def meets(self, other: "UnaryTest") -> bool:
        """True when some value, or a missing one, is in both."""
        if self.unknown and other.unknown:
            return True
        if self.intervals or other.intervals:
            return any(a.meets(b) for a in self.intervals for b in other.intervals)
        if self.negated and other.negated:
            return True
        if self.negated != other.negated:
            wanted, barred = (other, self) if self.negated else (self, other)
            return bool(wanted.values - barred.values)
        return bool(self.values & other.values)


def _compiled_interval(span: Interval) -> Callable[[Any], bool]:
    low, high = span.low, span.high
    if low is None and high is not None:
        return (lambda v: v is not None and v <= high) if span.high_in else (lambda v: v is not None and v < high)
    if high is None and low is not None:
        return (lambda v: v is not None and v >= low) if span.low_in else (lambda v: v is not None and v > low)
    if span.low_in and not span.high_in:
        return lambda v: v is not None and low <= v < high
    return lambda v: v is not None and span.holds(v)


EVERY_INTERVAL = (Interval(),)


def anything(kind: ValueType) -> UnaryTest:
    """The test `-`."""
    return UnaryTest(True, EVERY_INTERVAL) if kind in ORDERED else UnaryTest(True, negated=True)


def parse_test(text: str, *, kind: ValueType, where: str) -> UnaryTest:
    """A cell of a decision table; refuses what it cannot read, by place."""
    text = text.strip()
    if text == "-":
        return anything(kind)
    if text.startswith("not(") and text.endswith(")"):
        return _complement(_union(_parts(text[4:-1]), kind=kind, where=where), kind=kind)
    return _union(_parts(text), kind=kind, where=where)


def parse_value(text: str, *, kind: ValueType, where: str) -> Any:
    """A literal of the type: `12.5`, `2026-01-31`, `true`, `retail` or `"two words"`."""
    try:
        if kind == "number" and _NUMBER.match(text):
            return Decimal(text)
        if kind == "date":
            return date.fromisoformat(text)
    except ValueError:
        raise PolicyInvalid(where, words_of("no_date", text=text)) from None
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "text" and text:
        return text[1:-1] if text.startswith('"') and text.endswith('"') and len(text) > 1 else text
    raise PolicyInvalid(where, words_of("not_a_kind", text=text, kind=KIND_WORDS[kind]))


def _parts(text: str) -> list[str]:
    """Splits at commas outside of quotes (a range holds no comma)."""
    parts = re.findall(r'(?:"[^"]*"|[^,"])+', text)
    return [part.strip() for part in parts]


def _union(parts: Iterable[str], *, kind: ValueType, where: str) -> UnaryTest:
    unknown, known = False, False
    intervals: list[Interval] = []
    values: set[Any] = set()
    for part in parts:
        if part == "unknown":
            unknown = True
        elif part == "known":
            known = True
        elif kind in ORDERED:
            intervals.append(_interval(part, kind=kind, where=where))
        else:
            values.add(parse_value(part, kind=kind, where=where))
    if known:
        everything = anything(kind)
        return UnaryTest(unknown, everything.intervals, everything.values, everything.negated)
    if not (unknown or intervals or values):
        raise PolicyInvalid(where, words_of("empty_test"))
    return UnaryTest(unknown, _merged(intervals), frozenset(values))


def _interval(part: str, *, kind: ValueType, where: str) -> Interval:
    if found := _RANGE.match(part):
        opening, low, high, closing = found.groups()
        span = Interval(
            parse_value(low, kind=kind, where=where),
            opening == "[",
            parse_value(high, kind=kind, where=where),
            closing == "]",
        )
        if span.low > span.high or (span.low == span.high and not (span.low_in and span.high_in)):
            raise PolicyInvalid(where, words_of("empty_range", part=part))
        return span
    found = _COMPARISON.match(part)
    sign, literal = found.groups() if found else ("=", part)
    value = parse_value(literal, kind=kind, where=where)
    if sign == "=":
        return Interval(value, True, value, True)
    closed = sign.endswith("=")
    return Interval(high=value, high_in=closed) if sign.startswith("<") else Interval(low=value, low_in=closed)


def _merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    """Sorted by start; the parts may touch or overlap, `holds` does not mind."""
    return tuple(sorted(intervals, key=lambda i: (i.low is not None, i.low if i.low is not None else 0, not i.low_in)))


def _complement(test: UnaryTest, *, kind: ValueType) -> UnaryTest:
    """Every known value that is not in the set."""
    if kind not in ORDERED:
        return UnaryTest(False, values=test.values, negated=not test.negated)
    gaps: list[Interval] = []
    low, low_in, open_start = None, False, True
    for span in test.intervals:
        if span.low is not None and (open_start or _leaves_gap(low, low_in, span)):
            gaps.append(Interval(low, low_in, span.low, not span.low_in))
        if span.high is None:
            return UnaryTest(False, tuple(gaps))
        if open_start or low is None or span.high >= low:
            low, low_in, open_start = span.high, not span.high_in, False
    return UnaryTest(False, (*gaps, Interval(low, low_in)))


def _leaves_gap(low: Any, low_in: bool, span: Interval) -> bool:
    return bool(low < span.low or (low == span.low and low_in and not span.low_in))
