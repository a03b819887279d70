"""Running totals: what each transfer does to its two accounts, one after the other, and where a bound stops it.

After TigerBeetle's data model: four unsigned totals an account (debits and credits, posted and pending); the bound
already counts what is pending, and is checked after every transfer, not only at the end of the batch. Only the side
against the normal one can pass a floor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from puhui.foundation.ledger.contracts import BadJournal, BoundExceeded
from puhui.foundation.ledger.rules.contents import TransferRow

MAX_TOTAL = 2**63 - 1


@dataclass(slots=True)
class Totals:
    """The state of one account while a batch is booked."""

    code: str
    bucket: int
    is_debit_normal: bool
    floor: int | None
    entries: int
    debits_posted: int
    credits_posted: int
    debits_pending: int
    credits_pending: int

    @property
    def available(self) -> int:
        """What the account holds on its normal side, less what is pending against it."""
        if self.is_debit_normal:
            return self.debits_posted - self.credits_posted - self.credits_pending
        return self.credits_posted - self.debits_posted - self.debits_pending


EntryRow = tuple[str, int, int, str, int, int, int, int, int]
"""An entry as it is written: account, seq, bucket, journal, n, 1 for a debit, amount, debits and credits after."""


def book_posted(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> list[EntryRow]:
    """Moves the posted totals and gives two entries a transfer."""
    entries: list[EntryRow] = []
    add = entries.append
    for journal, n, _, debit_key, credit_key, amount, _ in transfers:
        of = totals[debit_key]
        of.entries += 1
        of.debits_posted += amount
        add((debit_key, of.entries, of.bucket, journal, n, 1, amount, of.debits_posted, of.credits_posted))
        if of.floor is not None and not of.is_debit_normal and of.available < of.floor:
            raise BoundExceeded(where=journal, account=of.code)
        of = totals[credit_key]
        of.entries += 1
        of.credits_posted += amount
        add((credit_key, of.entries, of.bucket, journal, n, 0, amount, of.debits_posted, of.credits_posted))
        if of.floor is not None and of.is_debit_normal and of.available < of.floor:
            raise BoundExceeded(where=journal, account=of.code)
    return entries


def book_pending(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> None:
    """Moves the pending totals; the bound already holds."""
    for journal, _, _, debit_key, credit_key, amount, _ in transfers:
        of = totals[debit_key]
        of.debits_pending += amount
        if of.floor is not None and not of.is_debit_normal and of.available < of.floor:
            raise BoundExceeded(where=journal, account=of.code)
        of = totals[credit_key]
        of.credits_pending += amount
        if of.floor is not None and of.is_debit_normal and of.available < of.floor:
            raise BoundExceeded(where=journal, account=of.code)


def release_pending(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> None:
    """Takes back what was pending."""
    for _, _, _, debit_key, credit_key, amount, _ in transfers:
        totals[debit_key].debits_pending -= amount
        totals[credit_key].credits_pending -= amount


def check_totals_fit(totals: Iterable[Totals]) -> None:
    """Refuses totals that the storage (a signed 64-bit integer) cannot hold."""
    for t in totals:
        if max(t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending) > MAX_TOTAL:
            raise BadJournal(where=t.code, reason="the total of an account would be too large")
