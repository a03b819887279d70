"""Posts a batch of journals: the one way into the books."""

from collections.abc import Callable, Iterator, Sequence
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
from puhui.foundation.ledger.queries.periods import closed_months
from puhui.foundation.ledger.rules.accounts import account_bucket, stripe_of
from puhui.foundation.ledger.rules.contents import Content, Name, TransferRow, content_of, moved_draft, names_of
from puhui.foundation.ledger.rules.totals import EntryRow, book_pending, book_posted, check_totals_fit
from puhui.foundation.ledger.storage.batch import AccountRow, Batch, JournalRow, KnownJournal, Standing
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import Call


def post(drafts: Sequence[JournalDraft], *, call: Call) -> list[PostedJournal]:
    """Posts all drafts, or none; answers in the order of the drafts.

    Joins the transaction that is running. A journal that is there already with the same content changes nothing, so a
    batch may be posted again, in other pieces and another order. Refused: another content under a known id, an
    account that the chart does not have, a balance that would pass its bound at any moment of the batch.
    """
    return _post(drafts, None, call)


def post_into_closed_period(draft: JournalDraft, *, call: Call) -> PostedJournal:
    """Posts with its value date, though that month is closed: an adjustment that two people agreed on."""
    return _post([draft], None, call, keeps_value_dates=True)[0]


def post_reversal(draft: JournalDraft, *, reverses: UUID, call: Call) -> PostedJournal:
    """Posts the mirror of a journal; `reverse` made it."""
    return _post([draft], reverses, call)[0]


def _post(
    drafts: Sequence[JournalDraft], reverses: UUID | None, call: Call, *, keeps_value_dates: bool = False
) -> list[PostedJournal]:
    """Locks, tells repeats from new journals, books and writes. While the database works, the rows are made."""
    if not drafts:
        return []
    names = [names_of(draft, name_of=checked_key) for draft in drafts]
    contents: list[Content] = []
    answers: list[PostedJournal] = []

    def make_rows() -> None:
        pairs = zip(drafts, names, strict=True)
        contents.extend([content_of(draft, of_draft, reverses=reverses) for draft, of_draft in pairs])

    with in_transaction():
        standing = _standing(drafts, names, make_rows)
        business_date = standing.business_date
        if business_date is None:
            raise NoBusinessDate
        if not keeps_value_dates:
            contents[:] = _out_of_closed_periods(contents, names, standing, business_date)
        new = [c for c in _distinct(contents).values() if not _is_known(c, standing.known.get(c.key))]
        fresh = {content.key for content in new}

        def answer() -> None:
            answers.extend([_answer(c, standing.known.get(c.key), business_date, fresh) for c in contents])

        if new:
            _write(_booked(new, standing, business_date, call), answer)
        else:
            answer()
    return answers


def _out_of_closed_periods(
    contents: list[Content], names: Sequence[list[tuple[Name, Name]]], standing: Standing, today: date
) -> list[Content]:
    """What would be valued in a closed month is valued today, and says so in its text.

    A repeat of what was posted while its month was open, or on the day it was moved to, is the same journal still.
    """
    first = min(content.draft.value_date for content in contents)
    closed = closed_months() if first < today.replace(day=1) else frozenset()
    if not closed:
        return contents

    def moved(content: Content, pairs: list[tuple[Name, Name]]) -> Content:
        if content.draft.value_date.replace(day=1) not in closed:
            return content
        known = standing.known.get(content.key)
        if known is not None and known.digest == content.digest:
            return content
        draft = moved_draft(content.draft, to=known.business_date if known else today)
        return content_of(draft, pairs, reverses=UUID(content.reverses) if content.reverses else None)

    return [moved(content, pairs) for content, pairs in zip(contents, names, strict=True)]


def _write(batch: Batch, meanwhile: Callable[[], None]) -> None:
    """Writes; when another transaction took the same id or reversed the same journal meanwhile, says so."""
    try:
        store().write(batch, meanwhile=meanwhile)
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


def _distinct(contents: Sequence[Content]) -> dict[str, Content]:
    distinct: dict[str, Content] = {}
    for content in contents:
        if distinct.setdefault(content.key, content).digest != content.digest:
            raise JournalIdReused(where=str(content.draft.id))
    return distinct


def _standing(
    drafts: Sequence[JournalDraft], names: Sequence[list[tuple[Name, Name]]], meanwhile: Callable[[], None]
) -> Standing:
    """The locked accounts; opens those that are missing, in the order of their ids, and locks again."""
    accounts = sorted({name[0] for pairs in names for pair in pairs for name in pair})
    journals = [draft.id.hex for draft in drafts]
    standing = store().lock_standing(accounts, journals, meanwhile=meanwhile)
    if standing is None:
        refs = {checked_key(ref)[0]: ref for draft in drafts for t in draft.transfers for ref in (t.debit, t.credit)}
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
        segment=ref.segment,
        is_debit_normal=kept.is_debit_normal,
        floor=kept.floor_minor,
    )


def _is_known(content: Content, known: KnownJournal | None) -> bool:
    if known is not None and known.digest != content.digest:
        raise JournalIdReused(where=str(content.draft.id))
    return known is not None


def _booked(new: Sequence[Content], standing: Standing, business_date: date, call: Call) -> Batch:
    """The rows of the new journals, booked one after the other in the order given."""
    journals: list[JournalRow] = []
    transfers: list[TransferRow] = []
    entries: list[EntryRow] = []
    totals = standing.totals
    for draft, key, reverses, bucket, value_date, rows, digest in new:
        expires = None
        if draft.pending:
            expires = _expiry(draft, business_date)
            book_pending(rows, totals)
        else:
            entries += book_posted(rows, totals)
        transfers += rows
        journals.append(
            (key, bucket, draft.kind, draft.source, draft.text, draft.template, value_date, draft.pending, expires,
             reverses, digest)
        )  # fmt: skip
    check_totals_fit(totals.values())
    return Batch(
        business_date,
        call.actor.id.hex,
        call.at,
        journals=journals,
        transfers=transfers,
        entries=entries,
        totals=totals,
    )


def _expiry(draft: JournalDraft, business_date: date) -> str | None:
    if draft.expires_on and draft.expires_on < business_date:
        raise BadJournal(where=str(draft.id), reason="it would be expired at once")
    return draft.expires_on.isoformat() if draft.expires_on else None


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
