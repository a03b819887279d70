"""Proposes payees, lets them in, suspends them; names whom an application pays; notes what came back."""

from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.products.payees.contracts import (
    PayeeFourEyes,
    PayeeKind,
    PayeeNotMovable,
    PayeeState,
    PayeeTaken,
    TooMuchReturned,
)
from puhui.products.payees.models import PaidTo, Payee

LONGEST_RETURN = 90
ALL = 100


def propose_payee(
    call: Call,
    *,
    party_id: UUID,
    kind: str,
    may_open_baskets: bool,
    returns_within_days: int,
    pays_interest_pct: int,
    reason: str,
) -> UUID:
    """Writes a party down as a payee; a second person lets it in. For the flow, which knows the party."""
    call.actor.require(Role.OPERATIONS, Role.RELATIONSHIP_MANAGER, verb="propose a payee")
    if kind not in set(PayeeKind):
        raise InvalidInput("kind", f"one of {', '.join(PayeeKind)}")
    if not 0 <= returns_within_days <= LONGEST_RETURN:
        raise InvalidInput("returns_within_days", f"0 to {LONGEST_RETURN} days")
    if not 0 <= pays_interest_pct <= ALL:
        raise InvalidInput("pays_interest_pct", f"0 to {ALL} %")
    if Payee.objects.filter(id=party_id).exists():
        raise PayeeTaken(where="party_id")
    row = Payee(
        id=party_id,
        kind=kind,
        state=PayeeState.PROPOSED,
        may_open_baskets=may_open_baskets,
        returns_within_days=returns_within_days,
        pays_interest_pct=pays_interest_pct,
        reason=reason,
        proposed_by=call.actor.id,
        proposed_at=call.at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise PayeeTaken(where="party_id") from None
    return row.id


def decide_payee(call: Call, *, payee_id: UUID, agree: bool) -> str:
    """Four eyes: never by the one who proposed."""
    call.actor.require(Role.COMPLIANCE, Role.RISK_OFFICER, verb="let a payee in")
    row = _locked(payee_id)
    if row.state != PayeeState.PROPOSED:
        raise PayeeNotMovable(where="payee_id", state=row.state)
    if row.proposed_by == call.actor.id:
        raise PayeeFourEyes(where="payee_id")
    return _move(call, row, PayeeState.ACTIVE if agree else PayeeState.DECLINED)


def suspend_payee(call: Call, *, payee_id: UUID) -> str:
    """Nobody is paid there from now on; what was paid stays."""
    call.actor.require(Role.COMPLIANCE, Role.RISK_OFFICER, Role.OPERATIONS, verb="suspend a payee")
    row = _locked(payee_id)
    if row.state != PayeeState.ACTIVE:
        raise PayeeNotMovable(where="payee_id", state=row.state)
    return _move(call, row, PayeeState.SUSPENDED)


def name_payee(call: Call, *, application_id: UUID, payee_id: UUID, reference: str, amount: Money) -> None:
    """Says whom an application pays. For the flow, which has checked the payee and the application."""
    PaidTo(
        application_id=application_id,
        payee_id=payee_id,
        reference=reference,
        currency=amount.currency,
        amount_minor=amount.minor,
        named_at=call.at,
    ).save(force_insert=True)


def link_loan(*, application_id: UUID, loan_id: UUID, amount: Money) -> None:
    """Notes the loan that is paid to the payee, and its true amount."""
    PaidTo.objects.filter(application_id=application_id).update(loan_id=loan_id, amount_minor=amount.minor)


def note_return(*, loan_id: UUID, amount: Money) -> None:
    """Takes a return onto the row under its lock; refuses more than was paid. For the flow."""
    row = PaidTo.objects.select_for_update(of=("self",)).filter(loan_id=loan_id).first()
    if row is None:
        raise NotFound("payee", where="loan_id")
    left = row.amount_minor - row.returned_minor
    if amount.currency != row.currency or not 0 < amount.minor <= left:
        raise TooMuchReturned(where="amount", most=Money(left, row.currency))
    row.returned_minor += amount.minor
    row.save(update_fields=["returned_minor"])


def undo_return(*, loan_id: UUID, amount: Money) -> None:
    """The bank could not collect what was to come back. For the flow."""
    row = PaidTo.objects.select_for_update(of=("self",)).get(loan_id=loan_id)
    row.returned_minor -= amount.minor
    row.save(update_fields=["returned_minor"])


def _locked(payee_id: UUID) -> Payee:
    row = Payee.objects.select_for_update(of=("self",)).filter(id=payee_id).first()
    if row is None:
        raise NotFound("payee", where="payee_id")
    return row


def _move(call: Call, row: Payee, state: PayeeState) -> str:
    row.state, row.decided_by, row.decided_at = state, call.actor.id, call.at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return state
