"""What a batch reads and writes, whatever the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from puhui.foundation.ledger.rules.contents import TransferRow
from puhui.foundation.ledger.rules.totals import EntryRow, Totals

JournalRow = tuple[str, int, str, str, str, str, str, bool, str | None, str | None, str]
"""A journal as it is written: key, bucket, kind, source, text, template, value_date, is_pending, expires_on, reverses,
digest; dates as ISO 8601. Business date, actor and instant are the batch's."""


class AccountRow(NamedTuple):
    """An account to open."""

    key: str
    bucket: int
    code: str
    currency: str
    owner: str | None
    stripe: int
    segment: str
    is_debit_normal: bool
    floor: int | None


class ResolutionRow(NamedTuple):
    """What becomes of a pending journal."""

    journal: str
    bucket: int
    outcome: str


class KnownJournal(NamedTuple):
    """A journal that is there already."""

    business_date: date
    digest: str
    is_pending: bool
    outcome: str | None


@dataclass(slots=True)
class Standing:
    """What a batch finds: its accounts, locked until the transaction ends, and the journals already posted."""

    business_date: date | None
    totals: dict[str, Totals]
    known: Mapping[str, KnownJournal]


@dataclass(slots=True)
class Batch:
    """What a batch writes."""

    business_date: date
    actor: str
    at: datetime
    journals: Sequence[JournalRow] = ()
    transfers: Sequence[TransferRow] = ()
    entries: Sequence[EntryRow] = ()
    resolutions: Sequence[ResolutionRow] = ()
    totals: Mapping[str, Totals] = field(default_factory=dict)


def nothing() -> None:
    """No work for the meantime."""


class Store(Protocol):
    """One database's way."""

    def lock_standing(
        self, accounts: Sequence[str], journals: Sequence[str], *, meanwhile: Callable[[], object] = nothing
    ) -> Standing | None:
        """Locks the accounts (sorted keys) in order and reads them; None when one of them is not open yet.

        Calls `meanwhile` once, while the database works if it can.
        """
        ...

    def open_accounts(self, rows: Sequence[AccountRow]) -> None:
        """Opens accounts; one that is there stays as it is."""
        ...

    def write(self, batch: Batch, *, meanwhile: Callable[[], object] = nothing) -> None:
        """Writes all of it; calls `meanwhile` once, while the database works if it can."""
        ...

    def lock_business_date(self) -> None:
        """Waits for all running postings and keeps new ones waiting until the transaction ends."""
        ...
