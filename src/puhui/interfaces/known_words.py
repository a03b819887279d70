"""What is known of a customer, in words: values with their units, contents by the names of their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from puhui.flows.what_is_known import HeldAnswer, Profile, ProfileFact
from puhui.foundation.sources.facade import FieldOf, SourceDefinition
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an answer."""

    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an answer, newest first; `places` are where they stand in the answer."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    is_monthly: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it is read."""

    name: str
    title: str
    meaning: str
    formula: str
    text: str
    is_known: bool
    standing: str
    as_of: date | None
    provenance: str
    answer_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A source with what it said, and what follows from it."""

    source: str
    title: str
    meaning: str
    answer_id: UUID | None
    provenance: str
    as_of: date | None
    known_at: datetime | None
    kept_until: date | None
    is_absent: bool
    lines: tuple[Line, ...]
    rows: tuple[Rows, ...]
    facts: tuple[Fact, ...]


def in_words(profile: Profile, *, sources: Mapping[str, SourceDefinition], language: str) -> list[Held]:
    """By source: those that said something first, then those of which facts are unknown."""
    held = {one.definition.id: one for one in profile.held}
    facts: dict[str, list[Fact]] = {}
    for fact in profile.facts:
        facts.setdefault(fact.definition.source, []).append(_fact(fact, language))
    order = sorted(facts, key=lambda source: (source not in held, source != "tax_invoices", source))
    return [_held(sources[source], held.get(source), tuple(facts[source]), language) for source in order]


YES, NO = Text(en="yes", zh="是"), Text(en="no", zh="否")
UNITS = {"months": Text(en="{n} months", zh="{n}个月"), "days": Text(en="{n} days", zh="{n}天")}


def value_text(value: Decimal | int | None, *, unit: str, language: str) -> str:
    """A fact's value with its unit; a dash where it is unknown."""
    if value is None:
        return "–"
    if unit == "minor":
        return yuan(int(value))
    if unit == "ratio":
        return f"{Decimal(value) * 100:.1f}%"
    if unit == "flag":
        return (YES if value else NO).in_language(language)
    return UNITS[unit].filled(n=value).in_language(language) if unit in UNITS else str(value)


def yuan(minor: int) -> str:
    """`¥1,024.50`."""
    return Money(minor).written.removesuffix(".00")


def _fact(fact: ProfileFact, language: str) -> Fact:
    definition = fact.definition
    return Fact(
        name=fact.name,
        title=definition.text.in_language(language),
        meaning=definition.meaning.in_language(language),
        formula=definition.formula,
        text=value_text(fact.value, unit=definition.unit, language=language),
        is_known=fact.value is not None,
        standing=fact.standing,
        as_of=fact.as_of,
        provenance=fact.provenance,
        answer_ids=fact.answer_ids,
    )


def _held(source: SourceDefinition, held: HeldAnswer | None, facts: tuple[Fact, ...], language: str) -> Held:
    content = held.content if held else None
    answer = held.answer if held else None
    return Held(
        source=source.id,
        title=source.title.text.in_language(language),
        meaning=source.meaning.text.in_language(language),
        answer_id=answer.id if answer else None,
        provenance=answer.provenance if answer else "",
        as_of=answer.as_of if answer else None,
        known_at=answer.known_at if answer else None,
        kept_until=answer.expires_on if answer else None,
        is_absent=held is not None and content is None,
        lines=_lines(source, content or {}, language),
        rows=tuple(_rows(source, name, content or {}, language) for name in source.rows if (content or {}).get(name)),
        facts=facts,
    )


def _lines(source: SourceDefinition, content: Mapping[str, Any], language: str) -> tuple[Line, ...]:
    return tuple(
        Line(name, field.text.in_language(language), content_text(content[name], field=field, language=language))
        for name, field in source.fields.items()
        if name in content
    )


def _rows(source: SourceDefinition, name: str, content: Mapping[str, Any], language: str) -> Rows:
    columns = source.rows[name]
    lines: Sequence[tuple[int, tuple[str, ...]]] = [
        (place, tuple(content_text(row.get(c), field=f, language=language) for c, f in columns.items()))
        for place, row in enumerate(content[name])
    ]
    heads = tuple(field.text.in_language(language) for field in columns.values())
    return Rows(name, heads, tuple(reversed(lines)), "month_on" in columns)


def content_text(value: Any, *, field: FieldOf, language: str) -> str:
    """A value of an answer in words, by the type that the source declares."""
    kind = field.type.removesuffix("?")
    if value is None:
        return "–"
    if kind == "amount":
        return yuan(value)
    if kind == "flag":
        return (YES if value else NO).in_language(language)
    if kind.startswith("choice:"):
        en, zh = field.words.get(value, (value, value))
        return str(zh if language.startswith("zh") else en)
    return f"{value:,}" if isinstance(value, int) else str(value)
