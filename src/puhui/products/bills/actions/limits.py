"""Opens what we take of an acceptor: proposed by one person and decided by another."""

import re
from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.catalogue.facade import check_price, product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import normal_uscc
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import MAX_MINOR, Money
from puhui.products.bills.contracts import BillKind, Firm, LimitMoved, LimitState, NewLimit
from puhui.products.bills.models import AcceptorLimit
from puhui.products.bills.refusals import BillNotInState, LimitFourEyes, LimitFull

PROPOSERS: Final = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)
PRODUCTS: Final = {BillKind.BANK: "bank-bill-discount", BillKind.COMMERCIAL: "commercial-bill-discount"}
WITHOUT_RECOURSE: Final = {
    BillKind.BANK: "bank-bill-without-recourse",
    BillKind.COMMERCIAL: "commercial-bill-without-recourse",
}
_BANK: Final = re.compile(r"[0-9]{12}\Z")  # the bank's number in the payment system
HIGHEST_RATE: Final = Decimal(36)


@use_case("bills.propose_limit", answers=LimitMoved, subject="limit_id")
def propose_limit(call: Call, *, asked: NewLimit) -> LimitMoved:
    """Proposes how much we take of a bank's or an enterprise's bills, and at which rate."""
    call.actor.require(*PROPOSERS, verb="propose an acceptor's limit")
    _check(asked)
    acceptor = acceptor_of(asked.acceptor, kind=asked.kind)
    row = AcceptorLimit.objects.create(
        id=new_id(),
        kind=asked.kind,
        acceptor_name=acceptor.name,
        acceptor_code=acceptor.code,
        currency=asked.limit.currency,
        limit_minor=asked.limit.minor,
        annual_rate_pct=asked.annual_rate_pct,
        valid_until=asked.valid_until,
        state=LimitState.PROPOSED,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=business_date(),
    )
    return LimitMoved(row.id, LimitState.PROPOSED)


@use_case("bills.decide_limit", answers=LimitMoved, subject="limit_id")
def decide_limit(call: Call, *, limit_id: UUID, agree: bool) -> LimitMoved:
    """A second person opens the limit, or does not. An open one of the acceptor is blocked: this one follows."""
    call.actor.require(Role.RISK_OFFICER, verb="decide an acceptor's limit")
    row = locked_limit(limit_id)
    if row.state != LimitState.PROPOSED:
        raise BillNotInState(where="limit_id", state=row.state)
    if row.proposed_by == call.actor.id:
        raise LimitFourEyes(where="limit_id")
    if agree:
        before = AcceptorLimit.objects.filter(acceptor_code=row.acceptor_code, kind=row.kind, state=LimitState.OPEN)
        before.update(state=LimitState.BLOCKED)
    row.state = LimitState.OPEN if agree else LimitState.DECLINED
    row.decided_by_name = call.actor.name[:80]
    row.save(update_fields=["state", "decided_by_name"])
    return LimitMoved(row.id, row.state)


@use_case("bills.block_limit", answers=LimitMoved, subject="limit_id")
def block_limit(call: Call, *, limit_id: UUID) -> LimitMoved:
    """Nothing more is taken of this acceptor; what we hold stays."""
    call.actor.require(Role.RISK_OFFICER, verb="block an acceptor's limit")
    row = locked_limit(limit_id)
    if row.state != LimitState.OPEN:
        raise BillNotInState(where="limit_id", state=row.state)
    row.state = LimitState.BLOCKED
    row.save(update_fields=["state"])
    return LimitMoved(row.id, LimitState.BLOCKED)


def locked_limit(limit_id: UUID) -> AcceptorLimit:
    """The limit, locked: bills are taken one after the other."""
    row = AcceptorLimit.objects.select_for_update().filter(id=limit_id).first()
    if row is None:
        raise NotFound("acceptor's limit", where="limit_id")
    return row


def take_of(limit: AcceptorLimit, *, minor: int) -> None:
    """Takes an amount of a locked limit; refuses more than is free."""
    free = limit.limit_minor - limit.used_minor
    if minor > free:
        amount, left = Money(minor, limit.currency), Money(free, limit.currency)
        raise LimitFull(where="face", amount=amount, free=left)
    limit.used_minor += minor
    limit.save(update_fields=["used_minor"])


def give_back(limit_id: UUID | None, *, minor: int) -> None:
    """A bill ended: its face is free again."""
    if limit_id is not None:
        limit = locked_limit(limit_id)
        limit.used_minor -= minor
        limit.save(update_fields=["used_minor"])


def firm_of(firm: Firm, *, where: str) -> Firm:
    """A firm as it is kept; refuses a credit code that does not hold."""
    return Firm(name=clean_text(firm.name, where=f"{where}.name", least=2, most=120), code=normal_uscc(firm.code))


def acceptor_of(firm: Firm, *, kind: BillKind) -> Firm:
    """The acceptor as it is kept: a bank by its number in the payment system, an enterprise by its credit code."""
    if kind == BillKind.COMMERCIAL:
        return firm_of(firm, where="acceptor")
    return bank_of(firm, where="acceptor")


def bank_of(firm: Firm, *, where: str) -> Firm:
    """A bank as it is kept, by its number in the payment system."""
    code = "".join(firm.code[:40].split())
    if not _BANK.match(code):
        raise InvalidInput(f"{where}.code", "the 12 digits of a bank's number in the payment system")
    return Firm(name=clean_text(firm.name, where=f"{where}.name", least=2, most=120), code=code)


def _check(asked: NewLimit) -> None:
    if asked.limit.currency != "CNY" or not 0 < asked.limit.minor <= MAX_MINOR:
        raise InvalidInput("limit", "an amount of CNY above zero")
    rate = asked.annual_rate_pct
    if not (rate.is_finite() and 0 < rate <= HIGHEST_RATE and rate == round(rate, 4)):
        raise InvalidInput("annual_rate_pct", f"above 0, at most {HIGHEST_RATE}, with four decimals")
    check_price(product(PRODUCTS[asked.kind], on=business_date()), annual_rate_pct=rate)
    if bounded_date(asked.valid_until, where="valid_until") <= business_date():
        raise InvalidInput("valid_until", "a day after today")
