"""Journals, one and by the page."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from puhui.foundation.ledger.contracts import JournalsPage, JournalState, JournalView, TransferView
from puhui.foundation.ledger.models import Journal, Resolution, Transfer
from puhui.foundation.ledger.queries.accounts import refs_by_id
from puhui.foundation.ledger.queries.cursors import read_cursor, write_cursor
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money

MOST = 200


def journal(actor: Actor, id: UUID) -> JournalView:  # noqa: A002 - the journal's id, as everywhere
    """One journal, for staff."""
    actor.require(*READING_ROLES, verb="read the books")
    found = Journal.objects.filter(id=id).first()
    if found is None:
        raise NotFound("journal", where=str(id))
    return _views([found])[0]


def journals_page(
    actor: Actor, *, on: date | None = None, kind: str = "", after: str | None = None, most: int = 50
) -> JournalsPage:
    """Journals, newest business date first, of all days or of one; `after` is the page before's `next_cursor`."""
    actor.require(*READING_ROLES, verb="read the books")
    most = max(1, min(most, MOST))
    chosen = Journal.objects.order_by("-business_date", "-id")
    if on:
        chosen = chosen.filter(business_date=on)
    if kind:
        chosen = chosen.filter(kind=kind)
    if after:
        day, id_ = _position(after)
        chosen = chosen.filter(Q(business_date__lt=day) | Q(business_date=day, id__lt=id_), business_date__lte=day)
    rows = list(chosen[: most + 1])
    cursor = write_cursor(rows[most - 1].business_date, rows[most - 1].id) if len(rows) > most else None
    return JournalsPage(tuple(_views(rows[:most])), cursor)


def _position(after: str) -> tuple[date, UUID]:
    day, id_ = read_cursor(after, parts=2)
    try:
        return parse_date(day, where="after"), UUID(id_)
    except ValueError:
        raise InvalidInput("after", "this is not a cursor of this list") from None


def _views(journals: Sequence[Journal]) -> list[JournalView]:
    ids = [j.id for j in journals]
    transfers: dict[UUID, list[Transfer]] = {id_: [] for id_ in ids}
    for t in Transfer.objects.filter(journal_id__in=ids).order_by("journal_id", "n"):
        transfers[t.journal_id].append(t)
    refs = refs_by_id(
        key for rows in transfers.values() for t in rows for key in (t.debit_account_id, t.credit_account_id)
    )
    resolved = {r.journal_id: r for r in Resolution.objects.filter(journal_id__in=ids)}
    reversals = dict(Journal.objects.filter(reverses_id__in=ids).values_list("reverses_id", "id"))

    def transfer_view(t: Transfer) -> TransferView:
        debit = refs[t.debit_account_id]
        return TransferView(t.n, debit, refs[t.credit_account_id], Money(t.amount_minor, debit.currency), t.code)

    return [
        JournalView(
            id=j.id,
            kind=j.kind,
            source=j.source,
            text=j.text,
            template=j.template,
            business_date=j.business_date,
            value_date=j.value_date,
            state=_state(j, resolved.get(j.id)),
            resolved_on=resolved[j.id].business_date if j.id in resolved else None,
            expires_on=j.expires_on,
            reverses=j.reverses_id,
            reversed_by=reversals.get(j.id),
            posted_at=j.posted_at,
            actor_id=j.actor_id,
            transfers=tuple(transfer_view(t) for t in transfers[j.id]),
        )
        for j in journals
    ]


def _state(journal: Journal, resolution: Resolution | None) -> JournalState:
    if not journal.is_pending:
        return "posted"
    if resolution is None:
        return "pending"
    return resolution.outcome  # type: ignore[return-value] # one of Outcome, by the write
