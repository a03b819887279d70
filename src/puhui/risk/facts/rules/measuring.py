"""Measures all facts of a subject from the answers that count; every fact has an entry, unknown ones too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from puhui.risk.facts.contracts import FactRule, KnownFact
from puhui.risk.facts.rules.source_facts import measured

UNKNOWN = "unknown"


class AnswerLike(Protocol):
    """An answer that counts, as `foundation.sources` gives it."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def as_of(self) -> date: ...  # noqa: D102
    @property
    def known_at(self) -> datetime: ...  # noqa: D102
    @property
    def standing(self) -> str: ...  # noqa: D102
    @property
    def provenance(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> Mapping[str, Any] | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Future(Exception):
    """An answer from after the instant was offered: the caller would have let a fact see the future."""

    answer_id: UUID


def facts_from_answers(
    answers: Mapping[str, AnswerLike], *, rules: Mapping[str, FactRule], at: datetime, version: Callable[[str], str]
) -> dict[str, KnownFact]:
    """Every declared fact, by name. An answer that came after the instant is an error of the caller, never used."""
    for answer in answers.values():
        if answer.known_at > at:
            raise Future(answer.id)
    return {name: _fact(rule, answers.get(rule.source), definition=version(name)) for name, rule in rules.items()}


def _fact(rule: FactRule, answer: AnswerLike | None, *, definition: str) -> KnownFact:
    if answer is None:
        return KnownFact(rule.name, None, rule.source, definition, (), None, None, UNKNOWN)
    return KnownFact(
        name=rule.name,
        value=measured(rule, answer.content, on=answer.as_of),
        source=rule.source,
        definition=definition,
        answer_ids=(answer.id,),
        as_of=answer.as_of,
        known_at=answer.known_at,
        standing=answer.standing,
        provenance=answer.provenance,
    )
