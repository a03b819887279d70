"""A contact by staff: recorded when the rules allow it; refused, and only the refusal kept, when they do not."""

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.products.collections.facade import (
    Channel,
    ContactRecorded,
    ContactRefused,
    NewAttempt,
    Outcome,
    Whom,
    note_contact,
    note_refused_contact,
    write_contact,
)
from puhui.products.lending.facade import loan

E = TypeVar("E", bound=StrEnum)


def record_contact(
    call: Call,
    *,
    loan_id: UUID,
    channel: str,
    outcome: str,
    whom: str = Whom.DEBTOR,
    third_party: str = "",
    note: str = "",
    outsourcer_id: UUID | None = None,
) -> ContactRecorded:
    """Records an attempt to contact the borrower of a loan, or somebody else, made just now.

    What the rules refuse is refused with its article and the earliest next time: nothing is written but a line in the
    audit log that it was tried.
    """
    borrower = loan(call.actor, loan_id).borrower_id
    made = NewAttempt(
        party_id=borrower,
        loan_id=loan_id,
        channel=_one_of(Channel, channel, "channel"),
        outcome=_one_of(Outcome, outcome, "outcome"),
        whom=_one_of(Whom, whom, "whom"),
        third_party=third_party,
        note=note,
        outsourcer_id=outsourcer_id,
    )
    try:
        return _record(call, loan_id=loan_id, made=made)
    except ContactRefused as refusal:
        told = Call(
            call.actor,
            f"{call.key[:190]}/refused",
            call.at,
            call.channel,
            {"channel": channel, "whom": whom, "rule": str(refusal.detail["rule"]), "loan_id": str(loan_id)},
        )
        note_refused_contact(told, party_id=borrower, channel=channel, whom=whom, rule=str(refusal.detail["rule"]))
        raise


@use_case("collections.record_contact", answers=ContactRecorded, subject="loan_id")
def _record(call: Call, *, loan_id: UUID, made: NewAttempt) -> ContactRecorded:
    recorded = write_contact(call, made=made)
    note_contact(call, loan_id=loan_id, today=business_date())
    return recorded


def _one_of(kinds: type[E], text: str, where: str) -> E:
    try:
        return kinds(text)
    except ValueError:
        raise InvalidInput(where, f"one of {', '.join(kinds)}") from None
