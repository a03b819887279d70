"""What is unusual for a person waits, so that they may think again: they and who stands by them are told at once.

What is unusual, and for how long it waits, is policy (policies/protection); a person may make it stricter. It waits as
a payment order that is not sent yet: when its time is over it goes to the bank like any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from puhui.conduct.protection.facade import (
    NewPayee,
    SecondThoughts,
    hours_for_new_payee,
    protection_on,
    protections,
    reasons_to_wait,
)
from puhui.flows.telling_borrowers import in_words
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import (
    HOME_TIME,
    RelationKind,
    RelationState,
    called,
    home_date,
    phone_changed_at,
    relations_of,
    text_size_of,
    years_old,
)
from puhui.foundation.payments.facade import Hold, Purpose, settled_amounts
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanState, loans_page
from puhui.products.payees.facade import PaidToView, loans_paid_to, paid_to_of_loan
from puhui.products.payees.facade import payee as payee_of

MOST_LOANS: Final = 200  # of one borrower, looked at for what went to a payee


@dataclass(frozen=True, slots=True)
class Act:
    """A movement of money that a customer asks for: out of a limit, or to repay ahead. `party_id`: whose money."""

    purpose: Purpose
    party_id: UUID
    amount: Money


def think_again(call: Call, *, act: Act) -> Hold | None:
    """Until when the act waits and why, with the person told; None when it is nothing unusual. A part of a use case."""
    person = call.actor.party_id
    if person is None or not call.actor.is_customer:
        return None
    today = home_date(call.at)
    policy = protection_on(today).second_thoughts
    wish = protections(person, on=today).think_from
    why = reasons_to_wait(
        act.amount.minor,
        earlier=settled_amounts(act.party_id, purpose=act.purpose),
        kind=policy.draw if act.purpose == Purpose.DISBURSEMENT else policy.repayment,
        think_from_minor=wish.minor if wish else None,
        is_night=_is_night(policy, at=call.at) and _needs_care(person, policy, at=call.at),
        is_new_phone=act.purpose == Purpose.DISBURSEMENT and _has_new_phone(person, policy, at=call.at),
    )
    if not why:
        return None
    hold = Hold(call.at + timedelta(hours=policy.hours), why)
    kind = "draw_waits" if act.purpose == Purpose.DISBURSEMENT else "repayment_waits"
    _tell(call, kind, amount=act.amount, person=person, hold=hold)
    return hold


def hold_payout(
    call: Call, *, loan_id: UUID, borrower_id: UUID, amount: Money, old_from_age: int | None
) -> Hold | None:
    """Until when the payout of a loan waits that was just signed, with the person told; None: it does not.

    Only what may not be their own doing, or is somebody else's idea, makes it wait: large or at night is how a loan is.
    `old_from_age`: as the product names it. A part of a use case.
    """
    person = call.actor.party_id
    if person is None or not call.actor.is_customer:
        return None
    policy = protection_on(home_date(call.at)).second_thoughts
    waits = {"new_phone": policy.hours} if _has_new_phone(person, policy, at=call.at) else {}
    paid = paid_to_of_loan(loan_id)
    if paid is not None and policy.new_payee is not None:
        from_age = old_from_age or policy.new_payee.old_from_age
        age = years_old(person, on=home_date(call.at)) if person == borrower_id else None
        hours = _first_payment(
            paid,
            borrower_id=borrower_id,
            amount=amount,
            is_old=age is not None and age >= from_age,
            policy=policy.new_payee,
        )
        waits |= {"new_payee": hours} if hours else {}
    if not waits:
        return None
    hold = Hold(call.at + timedelta(hours=max(waits.values())), tuple(waits))
    _tell_payout(call, amount=amount, person=person, hold=hold, payee=paid.payee_name if paid else "")
    return hold


def _first_payment(paid: PaidToView, *, borrower_id: UUID, amount: Money, is_old: bool, policy: NewPayee) -> int:
    """How many hours the money waits because nothing went to this payee for this borrower before today."""
    own = {one.id: one for one in loans_page(SYSTEM, borrower_id=borrower_id, most=MOST_LOANS).loans}
    to_it = [own[one] for one in loans_paid_to(paid.payee_id, loan_ids=own.keys() - {paid.loan_id})]
    today = business_date()
    return hours_for_new_payee(
        amount.minor,
        kind=payee_of(SYSTEM, paid.payee_id).kind,
        today_minor=sum(one.principal.minor for one in to_it if one.state != LoanState.CANCELLED),
        is_known=any(one.disbursed_on is not None and one.disbursed_on < today for one in to_it),
        is_old=is_old,
        policy=policy,
    )


def _is_night(policy: SecondThoughts, *, at: datetime) -> bool:
    local = at.astimezone(HOME_TIME).time()
    return local >= policy.night_from or local < policy.night_until


def _has_new_phone(person: UUID, policy: SecondThoughts, *, at: datetime) -> bool:
    """They changed their number a short time ago."""
    changed_at = phone_changed_at(person)
    return changed_at is not None and at < changed_at + timedelta(hours=policy.new_phone_hours)


def _needs_care(person: UUID, policy: SecondThoughts, *, at: datetime) -> bool:
    """Old enough, or reading in large text."""
    age = years_old(person, on=home_date(at))
    return (age is not None and age >= policy.night_from_age) or text_size_of(person) == "large"


def _tell_payout(call: Call, *, amount: Money, person: UUID, hold: Hold, payee: str) -> None:
    if payee:
        _tell(call, "payee_waits", amount=amount, person=person, hold=hold, payee=payee)
    else:
        _tell(call, "payout_waits", amount=amount, person=person, hold=hold)


def _tell(call: Call, kind: str, *, amount: Money, person: UUID, hold: Hold, **more: str) -> None:
    """The person, with the amount; who stands by them, without it: they see nothing of the loans."""
    until = hold.until.astimezone(HOME_TIME)
    send_notice(call, party_id=person, kind=kind, params={"amount": in_words(amount), "until": until, **more})
    for relation in relations_of(SYSTEM, party_id=person):
        stands_by = relation.kind == RelationKind.CONTACT_PERSON and relation.subject_id == person
        if stands_by and relation.other_id and relation.state == RelationState.CONFIRMED:
            params = {"who": called(person), "until": until}
            send_notice(call, party_id=relation.other_id, kind="contact_act_waits", params=params)
