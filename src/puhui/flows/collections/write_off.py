"""The chain to a write-off: proposed with reason and proof, approved by different people, booked; then recoveries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.follow_facilities import facilities_follow
from puhui.foundation.casework.facade import drop_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.dates import LATEST
from puhui.kernel.ids import bucket_of
from puhui.kernel.money import Money
from puhui.products.collections.facade import (
    NewWriteOff,
    WriteOffMoved,
    WriteOffNotOpen,
    WriteOffState,
    WriteOffView,
    approve,
    close_files,
    note_booked,
    policy_on,
    reject,
    write_off,
    write_offs,
    write_write_off,
)
from puhui.products.lending.facade import (
    CHANGE_KINDS,
    ChangeAsked,
    PaidWindow,
    book_change,
    loan,
    loan_events,
    paid_in,
)

KIND: Final = "write_off"
PARTS: Final = ("principal", "interest", "fees", "penalty", "compound")


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """A write-off with what came in on its claim since: a row of the tax file."""

    line: WriteOffView
    recovered: Money


@use_case("collections.propose_write_off", answers=WriteOffMoved, subject="loan_id")
def propose_write_off(call: Call, *, loan_id: UUID, reason: str, evidence: str) -> WriteOffMoved:
    """Proposes that a loan is written off, on the amounts and the record of efforts as they stand today."""
    today = business_date()
    shown = loan(call.actor, loan_id)
    asked = NewWriteOff(
        loan_id=loan_id,
        party_id=shown.borrower_id,
        bucket=bucket_of(loan_id),
        reason=reason,
        evidence=evidence,
        currency=shown.line.principal.currency,
        parts={name: getattr(shown.outstanding, name) for name in PARTS},
        days_past_due=shown.days_past_due,
        after_n=max((event.n for event in loan_events(call.actor, loan_id)), default=0),
    )
    kept = write_write_off(call, asked=asked, today=today)
    open_case(
        call,
        kind=KIND,
        subject=str(loan_id),
        party_id=shown.borrower_id,
        due_on=today + timedelta(days=policy_on(today).write_off.answer_days),
        reason=f"{reason}; {shown.days_past_due} days past due; {evidence}"[:2000],
    )
    return kept


@use_case("collections.approve_write_off", answers=WriteOffMoved, subject="write_off_id")
def approve_write_off(call: Call, *, write_off_id: UUID, note: str = "") -> WriteOffMoved:
    """One more person agrees; with the last one the books follow in the same act, as soon as lending can book it."""
    moved = approve(call, write_off_id=write_off_id, note=note, today=business_date())
    if moved.state == WriteOffState.APPROVED and KIND in CHANGE_KINDS:
        return _book(call, write_off_id)
    return moved


@use_case("collections.reject_write_off", answers=WriteOffMoved, subject="write_off_id")
def reject_write_off(call: Call, *, write_off_id: UUID) -> WriteOffMoved:
    """Somebody does not agree: nothing changes, and the proposal is over."""
    moved = reject(call, write_off_id=write_off_id, today=business_date())
    drop_case(call, kind=KIND, subject=str(moved.loan_id), outcome="rejected")
    return moved


@use_case("collections.book_write_off", answers=WriteOffMoved, subject="write_off_id")
def book_write_off(call: Call, *, write_off_id: UUID) -> WriteOffMoved:
    """Books an approved write-off; refused by lending when the loan has moved on since it was proposed."""
    call.actor.require(Role.FINANCE, Role.RISK_OFFICER, verb="book a write-off")
    return _book(call, write_off_id)


def written_off(actor: Actor, *, state: str = "", before: UUID | None = None, most: int = 50) -> list[WrittenOff]:
    """Write-offs, newest first, each with what came in on its claim since it was booked."""
    found = write_offs(actor, state=state, before=before, most=most)
    booked = [line for line in found if line.booked_on is not None]
    since = {line.id: max(approval.at for approval in line.approvals) for line in booked}
    came = paid_in(
        PaidWindow(name=line.id, loan_id=line.loan_id, after=since[line.id], through=LATEST) for line in booked
    )
    return [WrittenOff(line, Money(came.get(line.id, 0), line.amount.currency)) for line in found]


def _book(call: Call, write_off_id: UUID) -> WriteOffMoved:
    """The event on the loan, on the very state that was approved; the files of collections end, the claim lives on."""
    today = business_date()
    approved = write_off(SYSTEM, write_off_id=write_off_id)
    if approved.state != WriteOffState.APPROVED:
        raise WriteOffNotOpen(where="write_off_id", state=approved.state)
    asked = ChangeAsked(kind=KIND, reason=approved.reason)
    booked = book_change(call, loan_id=approved.loan_id, asked=asked, after_n=approved.after_n)
    facilities_follow(call, [booked])
    close_files(call, loan_ids=[approved.loan_id], outcome="written_off", today=today)
    for kind in ("collection", KIND):
        drop_case(call, kind=kind, subject=str(approved.loan_id), outcome="written_off")
    return note_booked(write_off_id=write_off_id, event_id=booked.event_id, today=today)
