"""Which orders a line of a statement may be, by rules that are data, and how sure each reading is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.payments.statement_contracts import MatchView

RuleKind = Literal["order_id", "order_ids_in_text", "amount_date_name", "amount_date", "batch_of_a_day"]
_ID: Final = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
CERTAIN: Final = 100


class MatchingRule(BaseModel):
    """One rule: what it looks at, and its score; 100 settles at once, less is a suggestion."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(max_length=30)
    kind: RuleKind
    score: int = Field(ge=1, le=100)


class Reconciliation(BaseModel):
    """How lines are matched, and from which amount on a second person decides (major units)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    version: int
    effective_from: date
    source: str
    approved_by: str
    four_eyes_above: str
    days_around: int = Field(ge=0, le=30)
    rules: tuple[MatchingRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the rules know of a line; money in is above zero."""

    amount_minor: int
    value_on: date
    end_to_end_id: str
    text: str
    counterparty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An order that no line was matched to yet: what is still open of it, when it was asked for, and of whom."""

    order_id: UUID
    amount_minor: int
    requested_on: date
    name: str = ""


def ids_in(*texts: str) -> list[UUID]:
    """Every order id that stands in these texts, with or without dashes, in their order."""
    found = [UUID(match) for text in texts for match in _ID.findall(text)]
    return list(dict.fromkeys(found))


def matches_of(line: LineFacts, candidates: Sequence[Candidate], plan: Reconciliation) -> tuple[MatchView, ...]:
    """The readings of a line, surest first; of equal ones the earliest order first. Two sure ones are none."""
    found: dict[tuple[UUID, ...], MatchView] = {}
    for rule in plan.rules:
        for ids in _RULES[rule.kind](line, candidates, plan.days_around):
            if ids not in found or found[ids].score < rule.score:
                found[ids] = MatchView(ids, rule.id, rule.score)
    ranked = sorted(found.values(), key=lambda match: (-match.score, match.order_ids))
    sure = [match for match in ranked if match.score == CERTAIN]
    if len(sure) > 1:
        ranked = [MatchView(match.order_ids, match.rule, min(match.score, CERTAIN - 1)) for match in ranked]
    return tuple(ranked[:5])


def _by_id(line: LineFacts, candidates: Sequence[Candidate], _: int) -> list[tuple[UUID, ...]]:
    """The end-to-end id is the order's. An order that comes in several lines is matched by each of them."""
    ids = ids_in(line.end_to_end_id)
    return [
        (one.order_id,)
        for one in candidates
        if [one.order_id] == ids and _fits(line, one.amount_minor, may_be_part=True)
    ]


def _by_text(line: LineFacts, candidates: Sequence[Candidate], _: int) -> list[tuple[UUID, ...]]:
    """The orders named in the text add up to the line."""
    known = {one.order_id: one for one in candidates}
    ids = tuple(order_id for order_id in ids_in(line.text) if order_id in known)
    total = sum(known[order_id].amount_minor for order_id in ids)
    return [ids] if ids and total == line.amount_minor else []


def _near(line: LineFacts, one: Candidate, days: int) -> bool:
    return abs(line.value_on - one.requested_on) <= timedelta(days=days)


def _by_name(line: LineFacts, candidates: Sequence[Candidate], days: int) -> list[tuple[UUID, ...]]:
    name = plain_name(line.counterparty)
    return [
        (one.order_id,)
        for one in candidates
        if name and plain_name(one.name) == name and one.amount_minor == line.amount_minor and _near(line, one, days)
    ]


def _by_amount(line: LineFacts, candidates: Sequence[Candidate], days: int) -> list[tuple[UUID, ...]]:
    found: list[tuple[UUID, ...]] = [
        (one.order_id,) for one in candidates if one.amount_minor == line.amount_minor and _near(line, one, days)
    ]
    return found[:3]


def _by_day(line: LineFacts, candidates: Sequence[Candidate], days: int) -> list[tuple[UUID, ...]]:
    """All that was asked for on one day comes as one credit."""
    by_day: dict[date, list[Candidate]] = {}
    for one in candidates:
        if (one.amount_minor > 0) == (line.amount_minor > 0) and _near(line, one, days):
            by_day.setdefault(one.requested_on, []).append(one)
    return [
        tuple(sorted(one.order_id for one in ones))
        for ones in by_day.values()
        if 1 < len(ones) <= 500 and sum(one.amount_minor for one in ones) == line.amount_minor
    ]


def _fits(line: LineFacts, amount_minor: int, *, may_be_part: bool) -> bool:
    if (line.amount_minor > 0) != (amount_minor > 0):
        return False
    return abs(line.amount_minor) <= abs(amount_minor) if may_be_part else line.amount_minor == amount_minor


def plain_name(name: str) -> str:
    """A name as it is compared: no spaces, no marks, one case, full-width brackets as half-width ones."""
    folded = name.casefold().replace("（", "(").replace("）", ")")
    return "".join(sign for sign in folded if sign.isalnum() or sign in "()")


_Rule = Callable[[LineFacts, Sequence[Candidate], int], list[tuple[UUID, ...]]]
_RULES: Final[Mapping[RuleKind, _Rule]] = {
    "order_id": _by_id,
    "order_ids_in_text": _by_text,
    "amount_date_name": _by_name,
    "amount_date": _by_amount,
    "batch_of_a_day": _by_day,
}
