"""What a journal says, as rows and as one digest; refuses what is no journal."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.ledger.contracts import AccountRef, BadJournal, JournalDraft
from puhui.foundation.ledger.rules.accounts import account_bucket
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.ids import BUCKETS
from puhui.kernel.money import MAX_MINOR

MOST_TRANSFERS = 1000
_SEPARATOR = "\x1f"  # no printable text holds it, so the joined fields stay apart
_LENGTHS = (("kind", 60), ("source", 100), ("template", 60), ("text", 300))


class TransferRow(NamedTuple):
    """A transfer as it is written."""

    journal: str
    n: int
    bucket: int
    debit: str
    credit: str
    amount_minor: int
    code: str


class Content(NamedTuple):
    """A draft, checked, with its transfers as rows."""

    draft: JournalDraft
    key: str
    reverses: str | None
    bucket: int
    transfers: list[TransferRow]
    digest: str


def content_digest(
    *,
    kind: str,
    source: str,
    text: str,
    template: str,
    value_date: date,
    expires: str,
    reverses: str,
    legs: Iterable[str],
) -> str:
    """SHA-256 of all that a journal says, in a fixed order; `expires` is empty when it is not pending."""
    fields = (kind, source, text, template, value_date.isoformat(), expires, reverses, *legs)
    return hashlib.sha256(_SEPARATOR.join(fields).encode()).hexdigest()


def leg(debit: str, credit: str, amount_minor: int, code: str) -> str:
    """One transfer in the digest."""
    return f"{debit}{_SEPARATOR}{credit}{_SEPARATOR}{amount_minor}{_SEPARATOR}{code}"


def expiry(*, pending: bool, expires_on: date | None) -> str:
    """How pending and its end stand in the digest."""
    return f"pending {expires_on or ''}" if pending else ""


def content_of(draft: JournalDraft, *, key_of: Callable[[AccountRef], str], reverses: UUID | None = None) -> Content:
    """Checks a draft and turns it into rows. `key_of` checks an account against the chart and gives its key."""
    _check(draft)
    key = draft.id.hex
    bucket = _bucket(draft)
    rows = []
    legs = []
    for n, transfer in enumerate(draft.transfers, 1):
        debit, credit, amount = key_of(transfer.debit), key_of(transfer.credit), transfer.amount_minor
        if type(amount) is not int or not 0 < amount <= MAX_MINOR:
            raise BadJournal(where=str(draft.id), reason="an amount is a whole number of minor units above zero")
        if debit == credit or transfer.debit.currency != transfer.credit.currency:
            raise BadJournal(where=str(draft.id), reason="a transfer joins two accounts of one currency")
        if len(transfer.code) > 40 or not transfer.code.isprintable():
            raise BadJournal(where=str(draft.id), reason="a transfer code has at most 40 printable characters")
        rows.append(TransferRow(key, n, bucket, debit, credit, amount, transfer.code))
        legs.append(leg(debit, credit, amount, transfer.code))
    reversed_key = reverses.hex if reverses else ""
    digest = content_digest(
        kind=draft.kind,
        source=draft.source,
        text=draft.text,
        template=draft.template,
        value_date=draft.value_date,
        expires=expiry(pending=draft.pending, expires_on=draft.expires_on),
        reverses=reversed_key,
        legs=legs,
    )
    return Content(draft, key, reversed_key or None, bucket, rows, digest)


def _bucket(draft: JournalDraft) -> int:
    """A journal lies with the first owner it touches, else with the bucket that the house account was asked for."""
    first = draft.transfers[0]
    return account_bucket(first.debit if first.debit.owner_id else first.credit)


def _check(draft: JournalDraft) -> None:
    where = str(draft.id)
    if not 1 <= len(draft.transfers) <= MOST_TRANSFERS:
        raise BadJournal(where=where, reason=f"it has 1 to {MOST_TRANSFERS} transfers")
    for name, most in _LENGTHS:
        value = getattr(draft, name)
        if len(value) > most or not value.isprintable():
            raise BadJournal(where=where, reason=f"{name} has at most {most} printable characters")
    if not draft.kind or not draft.source:
        raise BadJournal(where=where, reason="it names its kind and its source")
    if not EARLIEST <= draft.value_date <= LATEST:
        raise BadJournal(where=where, reason=f"the value date lies between {EARLIEST} and {LATEST}")
    if draft.expires_on and not draft.pending:
        raise BadJournal(where=where, reason="only a pending journal expires")


def is_bucket(number: int) -> bool:
    """True for 0..1023."""
    return 0 <= number < BUCKETS
