"""Runs every check and tells the differences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from uuid import UUID

from django.db import connection

from puhui.foundation.evidence.facade import GENESIS, Seal, chain_digest, seals
from puhui.foundation.ledger.checking.laws import LAWS
from puhui.foundation.ledger.contracts import Fault
from puhui.foundation.ledger.models import BusinessDate, Journal, Transfer
from puhui.foundation.ledger.queries.sealing import CHAIN, seal_batches
from puhui.foundation.ledger.rules.contents import content_digest, expiry
from puhui.foundation.ledger.storage.snapshot import one_picture

ControlCheck = Callable[[], Iterable[object]]
MOST_FAULTS = 20
_SAID = ("kind", "source", "text", "template", "value_date", "reverses_id", "is_pending", "expires_on")
_TRANSFER_SAID = ("debit_account_id", "credit_account_id", "amount_minor", "code")


def check_books(*, controls: Mapping[str, ControlCheck] | None = None, most: int = MOST_FAULTS) -> list[Fault]:
    """Proves the books; an empty list is the proof, else the first differences of each check.

    `controls` are checks of other rooms by name: each compares control accounts with the room's own sum and gives the
    differences that it finds.
    """
    with one_picture():
        return list(_faults(controls or {}, most))


def _faults(controls: Mapping[str, ControlCheck], most: int) -> Iterator[Fault]:
    for law in LAWS:
        with connection.cursor() as cursor:
            cursor.execute(law.sql)
            yield from (Fault(law.name, _name(where), str(detail)) for where, detail in cursor.fetchmany(most))
    yield from islice(_changed_journals(), most)
    yield from islice(_broken_seals(), most)
    for name, control in controls.items():
        yield from islice((_control_fault(name, difference) for difference in control()), most)


def _name(where: object) -> str:
    text = str(where)
    return str(UUID(text)) if len(text) == 32 else text


def _control_fault(name: str, difference: object) -> Fault:
    return difference if isinstance(difference, Fault) else Fault("control accounts", name, str(difference))


def _changed_journals() -> Iterator[Fault]:
    """Journals whose content is no longer what their digest says. Plain tuples: every row of the books passes here."""
    journals = Journal.objects.order_by("id").values_list("id", "content_digest", *_SAID).iterator(chunk_size=5000)
    rows = Transfer.objects.order_by("journal_id", "n").values_list("journal_id", *_TRANSFER_SAID)
    transfers = groupby(rows.iterator(chunk_size=5000), key=itemgetter(0))
    of_journal = next(transfers, None)
    for id_, kept, *fields in journals:
        said = _said(*fields)
        while of_journal and of_journal[0] <= id_:
            if of_journal[0] == id_:
                for _, debit, credit, amount, code in of_journal[1]:
                    said += (debit.hex, credit.hex, str(amount), code)
            of_journal = next(transfers, None)
        if content_digest(said) != kept:
            yield Fault("a journal says what it said when it was posted", str(id_), "content differs from its digest")


def _said(  # noqa: PLR0917 - the columns of _SAID
    kind: str,
    source: str,
    text: str,
    template: str,
    value_date: date,
    reverses: UUID | None,
    is_pending: bool,
    expires_on: date | None,
) -> list[str]:
    """What a journal itself puts into its digest, before its transfers."""
    expires = expiry(pending=is_pending, expires_on=expires_on)
    return [kind, source, text, template, value_date.isoformat(), expires, reverses.hex if reverses else ""]


def _broken_seals() -> Iterator[Fault]:
    """Recomputes the chain over all sealed days; tells the first batch that does not hold."""
    chain = seals(CHAIN)
    previous = GENESIS
    days = BusinessDate.objects.filter(last_batch__isnull=False).order_by("business_date")
    for day in days:
        for rows in seal_batches(day.business_date):
            seal = next(chain, None)
            found = chain_digest(previous, (content for _, content in rows))
            if reason := _seal_fault(seal, previous, found, len(rows)):
                yield Fault("the hash chain is unbroken", f"{day.business_date}", reason)
                return
            previous = found
    if (extra := next(chain, None)) is not None:
        yield Fault("the hash chain is unbroken", f"batch {extra.number}", "it belongs to no closed day")


def _seal_fault(seal: Seal | None, previous: str, found: str, rows: int) -> str:
    if seal is None:
        return "a sealed batch is missing"
    if seal.previous_digest != previous:
        return f"batch {seal.number} does not follow the batch before it"
    if seal.digest != found or seal.rows != rows:
        return f"batch {seal.number} was sealed over other content"
    return ""
