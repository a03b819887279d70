"""Posts, voids or expires what is pending; each journal once."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from puhui.foundation.ledger.actions.post import in_transaction
from puhui.foundation.ledger.contracts import CannotResolve, NoBusinessDate, Outcome, PostedJournal
from puhui.foundation.ledger.models import Journal, Resolution, Transfer
from puhui.foundation.ledger.queries.accounts import CHUNK
from puhui.foundation.ledger.queries.business_dates import business_date
from puhui.foundation.ledger.rules.contents import TransferRow
from puhui.foundation.ledger.rules.totals import EntryRow, book_posted, check_totals_fit, release_pending
from puhui.foundation.ledger.storage.batch import Batch, KnownJournal, ResolutionRow, Standing
from puhui.foundation.ledger.storage.stores import store
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound


def post_pending(journal_ids: Sequence[UUID], *, call: Call) -> list[PostedJournal]:
    """Turns reserved amounts into entries of the open business date. Again it changes nothing."""
    return _resolve(journal_ids, "posted", call)


def void_pending(journal_ids: Sequence[UUID], *, call: Call) -> list[PostedJournal]:
    """Gives reserved amounts back. Again it changes nothing."""
    return _resolve(journal_ids, "voided", call)


def expire_pending(*, call: Call, most: int = 1000) -> list[PostedJournal]:
    """Gives back what was reserved until a date before the open business date; at most so many, oldest first."""
    with in_transaction():
        late = (
            Journal.objects.filter(is_pending=True, expires_on__lt=business_date())
            .exclude(id__in=Resolution.objects.values("journal_id"))
            .order_by("expires_on", "id")
            .values_list("id", flat=True)[:most]
        )
        return _resolve(list(late), "expired", call)


def _resolve(journal_ids: Sequence[UUID], outcome: Outcome, call: Call) -> list[PostedJournal]:
    ids = list(dict.fromkeys(journal_ids))
    if not ids:
        return []
    with in_transaction():
        journals = _journals(ids)
        transfers = _transfers(ids)
        accounts = sorted({key for rows in transfers.values() for row in rows for key in (row[3], row[4])})
        standing = store().lock_standing(accounts, [id_.hex for id_ in ids])
        assert standing is not None, "accounts are never deleted"
        if standing.business_date is None:
            raise NoBusinessDate
        new = [id_ for id_ in ids if _is_open(journals[id_], standing.known[id_.hex], outcome, standing.business_date)]
        if new:
            store().write(_booked([(journals[id_], transfers[id_]) for id_ in new], outcome, standing, call))
    return [PostedJournal(id_, journals[id_].business_date, outcome, is_new=id_ in set(new)) for id_ in ids]


def _booked(
    new: Iterable[tuple[Journal, list[TransferRow]]], outcome: Outcome, standing: Standing, call: Call
) -> Batch:
    assert standing.business_date is not None
    batch = Batch(standing.business_date, call.actor.id.hex, call.at, totals=standing.totals)
    entries: list[EntryRow] = []
    resolutions: list[ResolutionRow] = []
    for journal, rows in new:
        release_pending(rows, standing.totals)
        if outcome == "posted":
            entries += book_posted(rows, standing.totals)
        resolutions.append(ResolutionRow(journal.id.hex, journal.bucket, outcome))
    check_totals_fit(standing.totals.values())
    batch.entries, batch.resolutions = entries, resolutions
    return batch


def _is_open(journal: Journal, known: KnownJournal, outcome: Outcome, today: date) -> bool:
    """True when it is still to be resolved, False when this outcome stands already; refused otherwise."""
    if known.is_pending and known.outcome == outcome:
        return False
    state = known.outcome or ("pending" if known.is_pending else "posted")
    if state == "pending" and outcome == "posted" and journal.expires_on and journal.expires_on < today:
        state = "expired"
    if state != "pending":
        raise CannotResolve(where=str(journal.id), state=state, outcome=outcome)
    return True


def _journals(ids: Sequence[UUID]) -> dict[UUID, Journal]:
    found: dict[UUID, Journal] = {}
    for start in range(0, len(ids), CHUNK):
        found |= {j.id: j for j in Journal.objects.filter(id__in=ids[start : start + CHUNK])}
    for id_ in ids:
        if id_ not in found:
            raise NotFound("journal", where=str(id_))
    return found


def _transfers(ids: Sequence[UUID]) -> dict[UUID, list[TransferRow]]:
    found: dict[UUID, list[TransferRow]] = {id_: [] for id_ in ids}
    for start in range(0, len(ids), CHUNK):
        for t in Transfer.objects.filter(journal_id__in=ids[start : start + CHUNK]).order_by("journal_id", "n"):
            found[t.journal_id].append(
                (
                    t.journal_id.hex,
                    t.n,
                    t.bucket,
                    t.debit_account_id.hex,
                    t.credit_account_id.hex,
                    t.amount_minor,
                    t.code,
                )
            )
    return found
