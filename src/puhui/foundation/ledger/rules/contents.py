"""What a journal says, as rows and as one digest; refuses what is no journal.

Every journal of every batch passes here, so rows are plain tuples and each field is looked at once.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.ledger.contracts import AccountRef, BadJournal, JournalDraft
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.ids import BUCKETS
from puhui.kernel.money import MAX_MINOR

MOST_TRANSFERS = 1000
_SEPARATOR = "\x1f"  # no printable text holds it, so the joined fields stay apart
_LENGTHS = (("kind", 60), ("source", 100), ("template", 60), ("text", 300))

TransferRow = tuple[str, int, int, str, str, int, str]
"""A transfer as it is written: journal, n, bucket, debit, credit, amount_minor, code."""

Name = tuple[str, int]
"""An account's key and bucket."""


class Content(NamedTuple):
    """A draft, checked, with its transfers as rows."""

    draft: JournalDraft
    key: str
    reverses: str | None
    bucket: int
    value_date: str
    transfers: list[TransferRow]
    digest: str


def content_digest(said: Iterable[str]) -> str:
    """SHA-256 of all that a journal says: kind, source, text, template, value date, expiry (empty when it is not
    pending), the journal it reverses, and of each transfer debit, credit, amount and code."""
    return hashlib.sha256(_SEPARATOR.join(said).encode()).hexdigest()


def expiry(*, pending: bool, expires_on: date | None) -> str:
    """How pending and its end stand in the digest."""
    return f"pending {expires_on or ''}" if pending else ""


def names_of(draft: JournalDraft, *, name_of: Callable[[AccountRef], Name]) -> list[tuple[Name, Name]]:
    """The debited and the credited account of each transfer; `name_of` checks an account against the chart."""
    return [(name_of(transfer.debit), name_of(transfer.credit)) for transfer in draft.transfers]


def content_of(draft: JournalDraft, names: Iterable[tuple[Name, Name]], *, reverses: UUID | None = None) -> Content:
    """Checks a draft and turns it into rows."""
    _check(draft)
    key, value_date = draft.id.hex, draft.value_date.isoformat()
    reversed_key = reverses.hex if reverses else ""
    expires = expiry(pending=True, expires_on=draft.expires_on) if draft.pending else ""
    said = [draft.kind, draft.source, draft.text, draft.template, value_date, expires, reversed_key]
    rows: list[TransferRow] = []
    bucket = -1
    for transfer, ((debit, debit_bucket), (credit, credit_bucket)) in zip(draft.transfers, names, strict=True):
        amount, code = transfer.amount_minor, transfer.code
        if type(amount) is not int or not 0 < amount <= MAX_MINOR:
            raise BadJournal(where=str(draft.id), reason="an amount is a whole number of minor units above zero")
        if debit == credit or transfer.debit.currency != transfer.credit.currency:
            raise BadJournal(where=str(draft.id), reason="a transfer joins two accounts of one currency")
        if len(code) > 40 or not code.isprintable():
            raise BadJournal(where=str(draft.id), reason="a transfer code has at most 40 printable characters")
        if bucket < 0:  # a journal lies with the first owner it touches
            bucket = debit_bucket if transfer.debit.owner_id else credit_bucket
        rows.append((key, len(rows) + 1, bucket, debit, credit, amount, code))
        said += (debit, credit, str(amount), code)
    return Content(draft, key, reversed_key or None, bucket, value_date, rows, content_digest(said))


def moved_draft(draft: JournalDraft, *, to: date) -> JournalDraft:
    """The draft valued on another day; its own value date stands in the text."""
    memo = f"[value date {draft.value_date}]"
    text = f"{draft.text[: 299 - len(memo)]} {memo}".strip()
    return replace(draft, value_date=to, text=text)


def _check(draft: JournalDraft) -> None:
    if not 1 <= len(draft.transfers) <= MOST_TRANSFERS:
        raise BadJournal(where=str(draft.id), reason=f"it has 1 to {MOST_TRANSFERS} transfers")
    kind, source, template, text = draft.kind, draft.source, draft.template, draft.text
    if len(kind) > 60 or len(source) > 100 or len(template) > 60 or len(text) > 300:
        raise BadJournal(where=str(draft.id), reason=_too_long(draft))
    if not f"{kind}{source}{template}{text}".isprintable():
        raise BadJournal(where=str(draft.id), reason="its texts are made of printable characters")
    if not kind or not source:
        raise BadJournal(where=str(draft.id), reason="it names its kind and its source")
    if not EARLIEST <= draft.value_date <= LATEST:
        raise BadJournal(where=str(draft.id), reason=f"the value date lies between {EARLIEST} and {LATEST}")
    if draft.expires_on and not draft.pending:
        raise BadJournal(where=str(draft.id), reason="only a pending journal expires")


def _too_long(draft: JournalDraft) -> str:
    return ", ".join(
        f"{name} has at most {most} characters" for name, most in _LENGTHS if len(getattr(draft, name)) > most
    )


def is_bucket(number: int) -> bool:
    """True for 0..1023."""
    return 0 <= number < BUCKETS
