"""Write-offs: proposed with reason and proof, approved by as many different people as the amount asks for, booked."""

from datetime import date
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.collections.help_contracts import (
    AnotherApprover,
    NewWriteOff,
    WriteOffMoved,
    WriteOffNotOpen,
    WriteOffState,
)
from puhui.products.collections.models import WriteOff, WriteOffApproval
from puhui.products.collections.policy_files import policy_on, pursuit_rules
from puhui.products.collections.queries.write_offs import efforts_on
from puhui.products.collections.rules.write_offs import approvals_needed, check_pursuit

PROPOSING: Final = (Role.OPERATIONS, Role.RISK_OFFICER)


def write_write_off(call: Call, *, asked: NewWriteOff, today: date) -> WriteOffMoved:
    """Keeps a proposal that the rulebook allows, with the efforts as they stand in the records."""
    call.actor.require(*PROPOSING, verb="propose a write-off")
    policy = policy_on(today).write_off
    reason = next((reason for reason in policy.reasons if reason.code == asked.reason), None)
    if reason is None:
        raise InvalidInput("reason", "choose one of the reasons")
    evidence = clean_text(asked.evidence, where="evidence", least=10)
    efforts, amount = efforts_on(loan_id=asked.loan_id, party_id=asked.party_id), sum(asked.parts.values())
    if amount <= 0:
        raise InvalidInput("loan_id", "nothing is owed")
    if reason.checks_pursuit:
        check_pursuit(
            days_past_due=asked.days_past_due,
            amount_minor=amount,
            contacts=efforts["attempts"],
            rules=pursuit_rules(today),
        )
    if standing := WriteOff.objects.filter(loan_id=asked.loan_id).exclude(state=WriteOffState.REJECTED).first():
        raise WriteOffNotOpen(where="loan_id", state=standing.state)
    rows = [(row.most.minor, row.needed) for row in policy.approvals]
    row = WriteOff.objects.create(
        id=new_id(),
        bucket=asked.bucket,
        loan_id=asked.loan_id,
        party_id=asked.party_id,
        reason=asked.reason,
        evidence=evidence,
        currency=asked.currency,
        parts=dict(asked.parts),
        amount_minor=amount,
        efforts=efforts,
        days_past_due=asked.days_past_due,
        after_n=asked.after_n,
        state=WriteOffState.PROPOSED,
        approvals_needed=approvals_needed(amount_minor=amount, rows=rows),
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=today,
        proposed_at=call.at,
    )
    return WriteOffMoved(row.id, row.loan_id, WriteOffState.PROPOSED)


def approve(call: Call, *, write_off_id: UUID, note: str, today: date) -> WriteOffMoved:
    """One person's yes; with the last one that is needed, the write-off is approved."""
    row = _decidable(call, write_off_id, today)
    WriteOffApproval.objects.create(
        id=new_id(),
        write_off=row,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
        note=clean_text(note, where="note", least=0, most=500),
    )
    given = WriteOffApproval.objects.filter(write_off=row).count()
    if given >= row.approvals_needed:
        row.state = WriteOffState.APPROVED
        row.save(update_fields=["state"])
    return WriteOffMoved(row.id, row.loan_id, WriteOffState(row.state), given)


def reject(call: Call, *, write_off_id: UUID, today: date) -> WriteOffMoved:
    """One no is enough: the loan stays as it is."""
    row = _decidable(call, write_off_id, today)
    row.state = WriteOffState.REJECTED
    row.save(update_fields=["state"])
    return WriteOffMoved(row.id, row.loan_id, WriteOffState.REJECTED)


def note_booked(*, write_off_id: UUID, event_id: UUID, today: date) -> WriteOffMoved:
    """The books have followed. A part of a use case."""
    row = _locked(write_off_id, WriteOffState.APPROVED)
    row.state, row.event_id, row.booked_on = WriteOffState.BOOKED, event_id, today
    row.save(update_fields=["state", "event_id", "booked_on"])
    return WriteOffMoved(row.id, row.loan_id, WriteOffState.BOOKED)


def _decidable(call: Call, write_off_id: UUID, today: date) -> WriteOff:
    row = _locked(write_off_id, WriteOffState.PROPOSED)
    rows = policy_on(today).write_off.approvals
    fitting = next((r for r in rows if row.amount_minor <= r.most.minor), rows[-1])
    call.actor.require(*(Role(role) for role in fitting.roles), verb="approve a write-off")
    spoken = WriteOffApproval.objects.filter(write_off=row, by_id=call.actor.id).exists()
    if call.actor.id == row.proposed_by or spoken:
        raise AnotherApprover(where="write_off_id")
    return row


def _locked(write_off_id: UUID, state: WriteOffState) -> WriteOff:
    row = WriteOff.objects.select_for_update().filter(id=write_off_id).first()
    if row is None:
        raise NotFound("write-off", where="write_off_id")
    if row.state != state:
        raise WriteOffNotOpen(where="write_off_id", state=row.state)
    return row
