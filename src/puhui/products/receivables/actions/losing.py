"""Writes a receivable off that nobody will pay: proposed by one person, confirmed by another."""

from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date, post
from puhui.foundation.payments.facade import Purpose, open_amounts
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Conflict
from puhui.products.receivables.actions.happening import draft_of, locked, moved, note_one
from puhui.products.receivables.actions.limits import give_back
from puhui.products.receivables.contracts import OPEN, Kind, Moved, State
from puhui.products.receivables.models import Receivable
from puhui.products.receivables.policy_files import receivables_policy
from puhui.products.receivables.refusals import NotInState, SecondPerson
from puhui.products.receivables.rules.closing import loss_of
from puhui.products.receivables.rules.price import earned_minor


@use_case("receivables.propose_write_off", answers=Moved, subject="receivable_id")
def propose_write_off(call: Call, *, receivable_id: UUID, reason: str) -> Moved:
    """Risk says that the debtor will not pay. With recourse the seller is asked first."""
    call.actor.require(Role.RISK_OFFICER, verb="propose a write-off")
    row = locked(receivable_id)
    today = business_date()
    late = (today - row.due_on).days
    if row.state != State.FUNDED or row.with_recourse or row.write_off_by is not None:
        raise NotInState(where="receivable_id", state="proposed" if row.write_off_by else row.state)
    least = receivables_policy(today).write_off_from_days
    if late < least:
        raise Conflict(f"{late} days late; a write-off is possible from {least} days on", where="receivable_id")
    row.write_off_by, row.write_off_by_name = call.actor.id, call.actor.name[:80]
    why = clean_text(reason, where="reason", least=2, most=500)
    note_one(call, row, Kind.WRITE_OFF_PROPOSED, minor=row.outstanding_minor, note=why)
    return moved(row)


@use_case("receivables.confirm_write_off", answers=Moved, subject="receivable_id")
def confirm_write_off(call: Call, *, receivable_id: UUID, agree: bool) -> Moved:
    """A second person agrees, and what is open is a loss; or does not, and the debtor is chased on."""
    call.actor.require(Role.FINANCE, Role.RISK_OFFICER, verb="confirm a write-off")
    row = locked(receivable_id)
    if row.write_off_by is None or row.state not in OPEN:
        raise NotInState(where="receivable_id", state=row.state)
    if row.write_off_by == call.actor.id:
        raise SecondPerson(where="receivable_id")
    if open_amounts(Purpose.DEBTOR_PAYMENT, subject_ids=[row.id]).get(row.id, 0):
        raise Conflict("a payment of the debtor is on its way", where="receivable_id")
    if not agree:
        row.write_off_by, row.write_off_by_name = None, ""
        note_one(call, row, Kind.RESOLVED, note="write-off declined")
        return moved(row)
    _write_off(call, row)
    return moved(row)


def _write_off(call: Call, row: Receivable) -> None:
    """The reserve was owed for the day on which the debtor pays: it is kept against the loss."""
    minor, today = row.outstanding_minor, business_date()
    loss = loss_of(minor, reserve_left=row.reserve_left_minor, allowance=row.allowance_minor)
    assert row.funded_on is not None
    earned = earned_minor(row.discount_minor, funded_on=row.funded_on, due_on=row.due_on, on=today)
    amounts = {
        "from_reserve": loss.from_reserve,
        "from_allowance": loss.from_allowance,
        "expense": loss.expense,
        "unearned": row.discount_minor - earned,
    }
    post([draft_of(row, "receivable_written_off", amounts=amounts, what="written off")], call=call)
    rest = row.allowance_minor - loss.from_allowance
    if rest:
        lowered = {"raised": 0, "lowered": rest}
        post([draft_of(row, "receivable_provided", amounts=lowered, what="provided/written off")], call=call)
    row.reserve_left_minor -= loss.from_reserve
    row.allowance_minor = 0
    row.written_off_minor, row.outstanding_minor = minor, 0
    row.state, row.closed_on = State.WRITTEN_OFF, today
    note_one(call, row, Kind.WRITTEN_OFF, minor=minor)
    give_back(seller_id=row.seller_id, debtor_id=row.debtor_id, minor=minor)
