"""Posts a batch of journals: the one way into the books."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from puhui.foundation.ledger.contracts import (
    AccountRef,
    BadJournal,
    CannotReverse,
    JournalDraft,
    JournalIdReused,
    JournalState,
    NoBusinessDate,
    PostedJournal,
)
from puhui.foundation.ledger.policy.chart import chart, checked_key
from puhui.foundation.ledger.rules.accounts import account_bucket, stripe_of
from puhui.foundation.ledger.rules.contents import Content, content_of
from puhui.foundation.ledger.rules.totals import book_pending, book_posted, check_totals_fit
from puhui.foundation.ledger.storage.batch import AccountRow, Batch, JournalRow, KnownJournal, Standing
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import Call


def post(drafts: Sequence[JournalDraft], *, call: Call) -> list[PostedJournal]:
    """Posts all drafts, or none; answers in the order of the drafts.

    Joins the transaction that is running. A journal that is there already with the same content changes nothing, so a
    batch may be posted again, in other pieces and another order. Refused: another content under a known id, an
    account that the chart does not have, a balance that would pass its bound at any moment of the batch.
    """
    keys: dict[AccountRef, str] = {}
    return post_contents([content_of(draft, key_of=_remembered(keys)) for draft in drafts], keys, call=call)


def post_reversal(draft: JournalDraft, *, reverses: UUID, call: Call) -> PostedJournal:
    """Posts the mirror of a journal; `reverse` made it."""
    keys: dict[AccountRef, str] = {}
    content = content_of(draft, key_of=_remembered(keys), reverses=reverses)
    return post_contents([content], keys, call=call)[0]


def post_contents(contents: Sequence[Content], keys: dict[AccountRef, str], *, call: Call) -> list[PostedJournal]:
    """Locks, tells repeats from new journals, books and writes."""
    if not contents:
        return []
    distinct = _distinct(contents)
    with in_transaction():
        standing = _standing(sorted(set(keys.values())), list(distinct), keys)
        business_date = standing.business_date
        if business_date is None:
            raise NoBusinessDate
        new = [c for key, c in distinct.items() if not _is_known(c, standing.known.get(key))]
        if new:
            _write(_booked(new, standing, business_date, call))
    fresh = {content.key for content in new}
    return [_answer(content, standing.known.get(content.key), business_date, fresh) for content in contents]


def _write(batch: Batch) -> None:
    """Writes; when another transaction took the same id or reversed the same journal meanwhile, says so."""
    try:
        store().write(batch)
    except IntegrityError as error:
        if "reverse" in str(error):
            raise CannotReverse(where="", reason="it was reversed before") from error
        if "ledger_journal" in str(error):
            raise JournalIdReused(where="") from error
        raise


@contextmanager
def in_transaction() -> Iterator[None]:
    """The running transaction, or one of its own. A refusal comes before the first write, so no savepoint is needed."""
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


class _remembered:  # noqa: N801 - a function with a memory for one batch
    """Checks an account against the chart once a batch."""

    def __init__(self, keys: dict[AccountRef, str]) -> None:
        self._keys = keys

    def __call__(self, ref: AccountRef) -> str:
        key = self._keys.get(ref)
        if key is None:
            key = self._keys[ref] = checked_key(ref)
        return key


def _distinct(contents: Sequence[Content]) -> dict[str, Content]:
    distinct: dict[str, Content] = {}
    for content in contents:
        if distinct.setdefault(content.key, content).digest != content.digest:
            raise JournalIdReused(where=str(content.draft.id))
    return distinct


def _standing(accounts: list[str], journals: list[str], keys: dict[AccountRef, str]) -> Standing:
    """The locked accounts; opens those that are missing, in the order of their ids, and locks again."""
    standing = store().lock_standing(accounts, journals)
    if standing is None:
        refs = {key: ref for ref, key in keys.items()}
        store().open_accounts([_account_row(key, refs[key]) for key in accounts])
        standing = store().lock_standing(accounts, journals)
    assert standing is not None, "accounts are never deleted"
    return standing


def _account_row(key: str, ref: AccountRef) -> AccountRow:
    kept = chart()[ref.code]
    return AccountRow(
        key=key,
        bucket=account_bucket(ref),
        code=ref.code,
        currency=ref.currency,
        owner=ref.owner_id.hex if ref.owner_id else None,
        stripe=stripe_of(ref),
        is_debit_normal=kept.is_debit_normal,
        floor=kept.floor_minor,
    )


def _is_known(content: Content, known: KnownJournal | None) -> bool:
    if known is not None and known.digest != content.digest:
        raise JournalIdReused(where=str(content.draft.id))
    return known is not None


def _booked(new: Sequence[Content], standing: Standing, business_date: date, call: Call) -> Batch:
    """The rows of the new journals, booked one after the other in the order given."""
    batch = Batch(business_date, call.actor.id.hex, call.at)
    journals, transfers, entries, totals = [], [], [], standing.totals
    for content in new:
        draft = content.draft
        if draft.pending:
            if draft.expires_on and draft.expires_on < business_date:
                raise BadJournal(where=str(draft.id), reason="it would be expired at once")
            book_pending(content.transfers, totals)
        else:
            entries += book_posted(content.transfers, totals)
        transfers += content.transfers
        journals.append(
            JournalRow(
                content.key, content.bucket, draft.kind, draft.source, draft.text, draft.template, draft.value_date,
                draft.pending, draft.expires_on, content.reverses, content.digest,
            )
        )  # fmt: skip
    check_totals_fit(totals.values())
    batch.journals, batch.transfers, batch.entries, batch.totals = journals, transfers, entries, totals
    return batch


def _answer(content: Content, known: KnownJournal | None, today: date, fresh: set[str]) -> PostedJournal:
    """The state now; of several equal drafts in one batch the first is new."""
    state: JournalState = "pending" if content.draft.pending else "posted"
    if known is not None:
        if known.outcome:
            state = known.outcome  # type: ignore[assignment]
        return PostedJournal(content.draft.id, known.business_date, state, is_new=False)
    is_new = content.key in fresh
    fresh.discard(content.key)
    return PostedJournal(content.draft.id, today, state, is_new=is_new)
