"""Undoes a posted journal by its mirror; nothing is ever changed."""

from uuid import UUID

from puhui.foundation.ledger.actions.post import post_reversal
from puhui.foundation.ledger.contracts import CannotReverse, JournalDraft, PostedJournal, TransferDraft
from puhui.foundation.ledger.models import Journal, Resolution, Transfer
from puhui.foundation.ledger.queries.accounts import refs_by_id
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound


def reverse(journal_id: UUID, *, new_id: UUID, call: Call, text: str = "") -> PostedJournal:
    """Posts the mirror of a journal, last transfer first, on the open business date and the same value date.

    Refused for a reversal, for what was reversed before, and for what is not posted. Again with the same `new_id` it
    changes nothing.
    """
    journal = Journal.objects.filter(id=journal_id).first()
    if journal is None:
        raise NotFound("journal", where=str(journal_id))
    _check(journal, new_id)
    transfers = list(Transfer.objects.filter(journal_id=journal_id).order_by("-n"))
    refs = refs_by_id(key for t in transfers for key in (t.debit_account_id, t.credit_account_id))
    draft = JournalDraft(
        id=new_id,
        kind="reversal",
        value_date=journal.value_date,
        transfers=tuple(
            TransferDraft(refs[t.credit_account_id], refs[t.debit_account_id], t.amount_minor, t.code)
            for t in transfers
        ),
        source=journal.source,
        text=text,
        template=journal.template,
    )
    return post_reversal(draft, reverses=journal_id, call=call)


def _check(journal: Journal, new_id: UUID) -> None:
    where = str(journal.id)
    if journal.reverses_id:
        raise CannotReverse(where=where, reason="it is a reversal itself")
    if Journal.objects.filter(reverses_id=journal.id).exclude(id=new_id).exists():
        raise CannotReverse(where=where, reason="it was reversed before")
    if journal.is_pending:
        outcome = Resolution.objects.filter(journal_id=journal.id).values_list("outcome", flat=True).first()
        if outcome != "posted":
            raise CannotReverse(where=where, reason=f"it is {outcome or 'pending'}")
