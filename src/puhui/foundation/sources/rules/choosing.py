"""Which answer of a source counts at an instant: the newest that was known by then, unless it is too old.

A correction that staff confirmed counts for as long as the source goes on saying what was corrected.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from puhui.foundation.sources.contracts import SourceDefinition, Standing, Status


class AnswerRow(Protocol):
    """What must be known of an answer to choose."""

    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def known_at(self) -> datetime: ...  # noqa: D102
    @property
    def corrects_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def content_hash(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer that counts, and how it stands."""

    row: AnswerRow
    standing: Standing


def choose(
    rows: Iterable[AnswerRow], *, definitions: Mapping[str, SourceDefinition], at: datetime
) -> dict[str, Chosen]:
    """The answer that counts of each source; a source without one that may be used is left out.

    Failures are looked past: an answer from before still serves until it is `stale_days` old.
    """
    known = sorted(
        (r for r in rows if r.status in (Status.OK, Status.ABSENT) and r.known_at <= at),
        key=lambda r: (r.known_at, r.id),
    )
    by_id = {row.id: row for row in known}
    corrected = {by_id[r.corrects_id].content_hash: r for r in known if r.corrects_id in by_id}
    newest = {row.source: row for row in known}
    found = {}
    for source, row in newest.items():
        definition = definitions.get(source)
        standing = _standing(row, definition=definition, at=at) if definition else Standing.UNKNOWN
        if standing != Standing.UNKNOWN:
            found[source] = Chosen(_last_word(row, corrected=corrected), standing)
    return found


def _last_word(row: AnswerRow, *, corrected: Mapping[str, AnswerRow]) -> AnswerRow:
    """The correction of what the source says, if there is one; corrections of corrections in turn."""
    while row.content_hash and (later := corrected.get(row.content_hash)) is not None and later.id != row.id:
        row = later
    return row


def _standing(row: AnswerRow, *, definition: SourceDefinition, at: datetime) -> Standing:
    age = at - row.known_at
    if age <= definition.max_age:
        return Standing.FRESH
    return Standing.CACHED if age <= timedelta(days=definition.stale_days) else Standing.UNKNOWN
