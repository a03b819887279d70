"""Running totals: what each transfer does to its two accounts, one after the other, and where a bound stops it.

After TigerBeetle's data model: four unsigned totals an account (debits and credits, posted and pending); the bound
already counts what is pending, and is checked after every transfer, not only at the end of the batch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

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


class EntryRow(NamedTuple):
    """An entry as it is written."""

    account: str
    seq: int
    bucket: int
    journal: str
    n: int
    is_debit: bool
    amount_minor: int
    debits_after: int
    credits_after: int


def book_posted(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> list[EntryRow]:
    """Moves the posted totals and gives two entries a transfer."""
    entries: list[EntryRow] = []
    for transfer in transfers:
        journal, n, _, debit_key, credit_key, amount, _ = transfer
        debit, credit = totals[debit_key], totals[credit_key]
        debit.debits_posted += amount
        debit.entries += 1
        credit.credits_posted += amount
        credit.entries += 1
        entries += (
            EntryRow(
                debit_key, debit.entries, debit.bucket, journal, n, True, amount,
                debit.debits_posted, debit.credits_posted,
            ),
            EntryRow(
                credit_key, credit.entries, credit.bucket, journal, n, False, amount,
                credit.debits_posted, credit.credits_posted,
            ),
        )  # fmt: skip
        _check_bounds(journal, debit, credit)
    return entries


def book_pending(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> None:
    """Moves the pending totals; the bound already holds."""
    for transfer in transfers:
        debit, credit = totals[transfer.debit], totals[transfer.credit]
        debit.debits_pending += transfer.amount_minor
        credit.credits_pending += transfer.amount_minor
        _check_bounds(transfer.journal, debit, credit)


def release_pending(transfers: Iterable[TransferRow], totals: Mapping[str, Totals]) -> None:
    """Takes back what was pending."""
    for transfer in transfers:
        totals[transfer.debit].debits_pending -= transfer.amount_minor
        totals[transfer.credit].credits_pending -= transfer.amount_minor


def check_totals_fit(totals: Iterable[Totals]) -> None:
    """Refuses totals that the storage (a signed 64-bit integer) cannot hold."""
    for t in totals:
        if max(t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending) > MAX_TOTAL:
            raise BadJournal(where=t.code, reason="the total of an account would be too large")


def _check_bounds(journal: str, debit: Totals, credit: Totals) -> None:
    """Only the side against the normal one can pass a floor."""
    if debit.floor is not None and not debit.is_debit_normal and debit.available < debit.floor:
        raise BoundExceeded(where=journal, account=debit.code)
    if credit.floor is not None and credit.is_debit_normal and credit.available < credit.floor:
        raise BoundExceeded(where=journal, account=credit.code)
