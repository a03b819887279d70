"""The debtor is told of an assignment and acknowledges it: themselves, or on a paper that two persons saw."""

from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.documents.facade import store_file
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import identity_of, within_reach
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.receivables.actions.happening import locked, moved, note_one
from puhui.products.receivables.contracts import LIVE, Kind, Moved
from puhui.products.receivables.models import Receivable
from puhui.products.receivables.refusals import NotInState, SecondPerson
from puhui.products.receivables.rules.notice import notice_text

STAFF = (Role.OPERATIONS, Role.RELATIONSHIP_MANAGER)
PAPER = "paper:"


@use_case("receivables.notify_debtor", answers=Moved, subject="receivable_id")
def notify_debtor(call: Call, *, receivable_id: UUID) -> Moved:
    """Writes the notice of assignment, keeps it as a paper of the debtor, and sends word of it. Again: sent again."""
    call.actor.require(*STAFF, Role.SYSTEM, Role.CUSTOMER, verb="notify a debtor")
    row = locked(receivable_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.seller_id):
        raise NotFound("receivable", where="receivable_id")
    _expect_live(row)
    seller, debtor = identity_of(row.seller_id), identity_of(row.debtor_id)
    amount = Money(row.outstanding_minor, row.currency)
    paper = notice_text(
        seller=seller.name, debtor=debtor.name, number=row.invoice_no, amount=amount.written, on=row.due_on
    )
    name = f"assignment-{row.invoice_no}.md"
    card = store_file(
        call,
        party_id=row.debtor_id,
        name=name,
        media_type="text/markdown",
        content=paper.encode("utf-8"),
        kind="notice",
    )
    row.notified_on, row.notice_file_id = business_date(), card.id
    params = {"seller": seller.name, "number": row.invoice_no, "amount": amount.written}
    send_notice(call, party_id=row.debtor_id, kind="receivable_assigned", params=params | {"due_on": row.due_on})
    note_one(call, row, Kind.NOTIFIED, note=f"sha256 {card.sha256}")
    return moved(row)


@use_case("receivables.acknowledge", answers=Moved, subject="receivable_id")
def acknowledge(call: Call, *, receivable_id: UUID, evidence: str = "") -> Moved:
    """The debtor acknowledges the notice. A paper that staff record counts once a second colleague repeats it."""
    call.actor.require(Role.CUSTOMER, *STAFF, verb="acknowledge an assignment")
    row = locked(receivable_id)
    if call.actor.is_customer and not within_reach(call.actor, party_id=row.debtor_id):
        raise NotFound("receivable", where="receivable_id")
    _expect_live(row)
    if row.notified_on is None or row.acknowledged_on is not None:
        raise NotInState(where="receivable_id", state="acknowledged" if row.acknowledged_on else "not notified")
    if call.actor.is_customer:
        return _acknowledged(call, row, note="by the debtor")
    return _by_paper(call, row, clean_text(evidence, where="evidence", least=3, most=200))


def _by_paper(call: Call, row: Receivable, evidence: str) -> Moved:
    first = row.acknowledged_by_name.removeprefix(PAPER)
    if not first:
        row.acknowledged_by_name = f"{PAPER}{call.actor.id}"
        note_one(call, row, Kind.NOTIFIED, note=f"paper seen, a second person is awaited: {evidence}")
        return moved(row)
    if first == str(call.actor.id):
        raise SecondPerson(where="receivable_id")
    return _acknowledged(call, row, note=evidence)


def _acknowledged(call: Call, row: Receivable, *, note: str) -> Moved:
    row.acknowledged_on, row.acknowledged_by_name = business_date(), call.actor.name[:80] or "-"
    note_one(call, row, Kind.ACKNOWLEDGED, note=note)
    return moved(row)


def _expect_live(row: Receivable) -> None:
    if row.state not in LIVE:
        raise NotInState(where="receivable_id", state=row.state)
