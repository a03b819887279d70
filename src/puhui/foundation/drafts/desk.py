"""The way of a draft, the same for everything that people write: begun, changed, sent, given back, dropped, published.

A room makes one `DraftDesk` for its rows. Who writes and who publishes, and what a text must be, is its own matter:
asked in the use case around these parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.drafts.contracts import STATE_WORDS, CannotMoveDraft, DraftFourEyes, DraftMoved, DraftState
from puhui.foundation.drafts.models import DraftRow
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text

LATEST_YEARS = 5
LONGEST_NOTE = 500
MOST_LISTED = 200
IN_WORK = (DraftState.OPEN, DraftState.SUBMITTED)
OVER = (DraftState.PUBLISHED, DraftState.DROPPED)
Row = TypeVar("Row", bound=DraftRow)


@dataclass(frozen=True, slots=True)
class DraftDesk(Generic[Row]):
    """Drafts of one thing, and what can be done with one; who may do it, asks the action that calls this."""

    model: type[Row]
    columns: Mapping[str, Any] = field(default_factory=dict)  # that tell these drafts from others of the same table

    @property
    def rows(self) -> QuerySet[Row]:
        """The drafts of this desk."""
        return self.model._default_manager.filter(**self.columns)

    def listed(self, *, is_over: bool, most: int, code: str = "") -> list[Row]:
        """Drafts that are being worked on, or those that are over, of one text or of all; the newest first."""
        rows = self.rows.filter(state__in=OVER if is_over else IN_WORK).order_by("-id")
        rows = rows.filter(code=code) if code else rows
        return list(rows[: min(most, MOST_LISTED)])

    def found(self, draft_id: UUID) -> Row:
        """One draft."""
        row = self.rows.filter(id=draft_id).first()
        if row is None:
            raise NotFound("draft", where="draft_id")
        return row

    def begin(self, call: Call, *, code: str, text: str, based_on: str, note: str) -> Row:
        """An open draft; faults may stay in it until it is sent."""
        return self.model._default_manager.create(
            id=new_id(),
            code=code,
            state=DraftState.OPEN,
            revision=1,
            based_on=based_on,
            text=text,
            note=_checked_note(note),
            writers=[str(call.actor.id)],
            made_by_name=call.actor.name[:80],
            changed_at=call.at,
            **self.columns,
        )

    def change(self, call: Call, *, draft_id: UUID, revision: int, code: str, text: str) -> Row:
        """Replaces the text of an open draft; `revision` is the one that was seen, `code` what the new text is of."""
        row = self.locked(draft_id, DraftState.OPEN)
        if row.revision != revision:
            reason = Text(
                en="somebody else has changed it in between; look at it again", zh="期间已有他人修改，请重新查看"
            )
            raise CannotMoveDraft(where="revision", reason=reason)
        if code != row.code:
            raise InvalidInput("id", Text(en="a draft keeps the id that it began with", zh="草稿的编号不得更改"))
        row.text, row.revision, row.changed_at = text, revision + 1, call.at
        row.writers = sorted({*row.writers, str(call.actor.id)})
        row.save(update_fields=["text", "revision", "changed_at", "writers"])
        return row

    def send(self, call: Call, *, draft_id: UUID) -> Row:
        """An open draft waits for publication; whoever sends it has worked on it."""
        row = self.locked(draft_id, DraftState.OPEN)
        row.state, row.submitted_by_name, row.changed_at = DraftState.SUBMITTED, call.actor.name[:80], call.at
        row.writers = sorted({*row.writers, str(call.actor.id)})
        row.save(update_fields=["state", "submitted_by_name", "changed_at", "writers"])
        return row

    def give_back(self, call: Call, *, draft_id: UUID, note: str) -> Row:
        """A sent draft goes back to be worked on, with a reason."""
        row = self.locked(draft_id, DraftState.SUBMITTED)
        if len(note.strip()) < 3:
            raise InvalidInput(
                "note", Text(en="a reason of at least 3 characters is needed", zh="请填写至少3个字符的原因")
            )
        row.state, row.note, row.changed_at = DraftState.OPEN, _checked_note(note), call.at
        row.save(update_fields=["state", "note", "changed_at"])
        return row

    def drop(self, call: Call, *, draft_id: UUID) -> Row:
        """Nothing comes of it; it can still be read."""
        row = self.locked(draft_id, *IN_WORK)
        row.state, row.changed_at = DraftState.DROPPED, call.at
        row.save(update_fields=["state", "changed_at"])
        return row

    def taken_to_publish(self, call: Call, *, draft_id: UUID, effective_from: date, today: date) -> Row:
        """A sent draft that this actor may put into force from that day on: never one that they worked on.

        Publishers of one code wait for each other on its drafts, so that no number is given twice.
        """
        row = self.locked(draft_id, DraftState.SUBMITTED)
        if str(call.actor.id) in row.writers:
            raise DraftFourEyes(where="draft_id")
        check_day_to_come(effective_from, today=today, where="effective_from")
        list(self.rows.select_for_update().filter(code=row.code).values_list("id", flat=True))
        return row

    def mark_published(self, call: Call, row: Row, **became: object) -> None:
        """The draft is over; `became` says what it became, by column."""
        row.state, row.changed_at = DraftState.PUBLISHED, call.at
        for column, value in became.items():
            setattr(row, column, value)
        row.save(update_fields=["state", "changed_at", *became])

    def locked(self, draft_id: UUID, *states: DraftState) -> Row:
        """The row, for this transaction alone, when it is in one of the states."""
        row = self.rows.select_for_update().filter(id=draft_id).first()
        if row is None:
            raise NotFound("draft", where="draft_id")
        if row.state not in states:
            state = STATE_WORDS[row.state]
            raise CannotMoveDraft(where="draft_id", reason=Text(en=f"it is {state.en}", zh=f"当前状态为“{state.zh}”"))
        return row


def moved(row: DraftRow) -> DraftMoved:
    """What a use case answers."""
    return DraftMoved(row.id, row.state, row.revision)


def approved_by(row: DraftRow, publisher: Actor) -> str:
    """Who wrote, who sent, who published: as a version says it."""
    return f"{row.made_by_name}, {row.submitted_by_name}; {publisher.name}"[:200]


def check_day_to_come(day: date, *, today: date, where: str) -> None:
    """Refuses a day that is over, or too far ahead."""
    if not today <= day <= today.replace(year=today.year + LATEST_YEARS, day=1):
        reason = Text(
            en=f"a day that is not over, and at most {LATEST_YEARS} years ahead",
            zh=f"应为尚未结束的日期，且不超过{LATEST_YEARS}年之后",
        )
        raise InvalidInput(where, reason)


def _checked_note(note: str) -> str:
    told = note.strip()
    if len(told) > LONGEST_NOTE or "\x00" in told:
        raise InvalidInput("note", Text(en=f"at most {LONGEST_NOTE} characters", zh=f"最多{LONGEST_NOTE}个字符"))
    return told
