"""Takes bills: shown by their holder, checked by us, quoted; or declined, withdrawn, lapsed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from puhui.finmath.discounts import paying_day
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.catalogue.facade import parameter
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import identity_of, organisation_by_uscc, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.dates import add_months, bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import MAX_MINOR
from puhui.products.bills.actions.limits import acceptor_of, firm_of, give_back, take_of
from puhui.products.bills.contracts import (
    LEFT,
    BillKind,
    BillMoved,
    BillState,
    EndorsementIn,
    Firm,
    LimitState,
    NewBill,
)
from puhui.products.bills.models import AcceptorLimit, Bill, Endorsement, Packet
from puhui.products.bills.policy_files import BillPolicy, bill_policy
from puhui.products.bills.refusals import BillNotInState, BillTaken, BillTerm, NoLimit
from puhui.products.bills.rules.chain import check_chain, check_parts_of_chain, check_transferable
from puhui.products.bills.rules.numbers import check_number, clean_number
from puhui.products.bills.rules.parts import check_part

OPEN: Final = (BillState.SUBMITTED, BillState.QUOTED)


@use_case("bills.submit_bill", answers=BillMoved, subject="bill_id")
def submit_bill(call: Call, *, asked: NewBill) -> BillMoved:
    """A holder shows a bill: its number, its term and its whole chain must hold, and it must not have been taken."""
    call.actor.require(Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, verb="submit a bill")
    require_party(call.actor, party_id=asked.holder_id)
    today = business_date()
    policy = bill_policy(today)
    kept = _checked(asked, policy=policy, today=today)
    _check_free(kept)
    kept.submitted_on = today
    kept.save(force_insert=True)
    keep_chain(kept, _endorsements(asked))
    return BillMoved(kept.id, BillState.SUBMITTED)


@use_case("bills.quote_bill", answers=BillMoved, subject="bill_id")
def quote_bill(call: Call, *, bill_id: UUID, registry_reference: str) -> BillMoved:
    """Operations have found the bill at the registry: it counts against its acceptor's limit, and may be sold now."""
    call.actor.require(Role.OPERATIONS, verb="check a bill")
    row, today = locked_bill(bill_id, states=(BillState.SUBMITTED,)), business_date()
    if today >= row.due_on:
        raise BillNotInState(where="bill_id", state="due")
    limit = AcceptorLimit.objects.select_for_update().filter(
        acceptor_code=row.acceptor_code, kind=row.kind, state=LimitState.OPEN, valid_until__gte=today
    )
    found = limit.first()
    if found is None:
        raise NoLimit(where="bill_id")
    take_of(found, minor=row.face_minor)
    row.limit, row.state, row.annual_rate_pct = found, BillState.QUOTED, found.annual_rate_pct
    row.registry_reference = clean_text(registry_reference, where="registry_reference", least=3, most=60)
    row.checked_by, row.checked_by_name = call.actor.id, call.actor.name[:80]
    row.quoted_until = today + timedelta(days=bill_policy(today).quote_days)
    row.save()
    return BillMoved(row.id, BillState.QUOTED)


@use_case("bills.decline_bill", answers=BillMoved, subject="bill_id")
def decline_bill(call: Call, *, bill_id: UUID, reason: str) -> BillMoved:
    """The bill is not taken, by us with a reason, or its holder takes it back."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, Role.CUSTOMER, verb="decline a bill")
    row = locked_bill(bill_id, states=OPEN, actor=call.actor)
    row.reason = clean_text(reason, where="reason", least=3, most=300)
    _let_go(row, BillState.DECLINED)
    return BillMoved(row.id, BillState.DECLINED)


def lapse_quotes(call: Call, *, on: date) -> int:
    """Quotes that nobody took in time end: the limit is free again, and the bill waits. A part of the day close."""
    call.actor.require(Role.SYSTEM, verb="let quotes lapse")
    late = Bill.objects.filter(state=BillState.QUOTED, quoted_until__lt=on).order_by("id").values_list("id", flat=True)
    ids = list(late[:1000])
    for bill_id in ids:
        _let_go(locked_bill(bill_id, states=(BillState.QUOTED,)), BillState.SUBMITTED)
    return len(ids)


def locked_bill(bill_id: UUID, *, states: tuple[BillState, ...], actor: Actor | None = None) -> Bill:
    """The bill, locked; for customers only their own, and only in these states."""
    row = Bill.objects.select_for_update().filter(id=bill_id).first()
    if row is None:
        raise NotFound("bill", where="bill_id")
    if actor is not None and actor.is_customer:
        require_party(actor, party_id=row.holder_id)
    if row.state not in states:
        raise BillNotInState(where="bill_id", state=row.state)
    return row


def _check_free(asked: Bill) -> None:
    """No cent of it was taken before: the number is locked until this is done."""
    Packet.objects.bulk_create([Packet(number=asked.number)], ignore_conflicts=True)
    Packet.objects.select_for_update().get(number=asked.number)
    taken = Bill.objects.filter(number=asked.number).exclude(state__in=LEFT)
    if asked.first:
        taken = taken.filter(Q(first=0) | Q(first__lte=asked.last, last__gte=asked.first))
    if taken.exists():
        raise BillTaken(where="number", number=asked.number)


def _let_go(row: Bill, state: BillState) -> None:
    give_back(row.limit_id, minor=row.face_minor)
    row.limit, row.state, row.annual_rate_pct, row.quoted_until = None, state, None, None
    row.save()


def _checked(asked: NewBill, *, policy: BillPolicy, today: date) -> Bill:
    """The bill as it is kept, when everything on it holds."""
    if asked.face.currency != "CNY" or not 0 < asked.face.minor <= MAX_MINOR:
        raise InvalidInput("face", "an amount of CNY above zero")
    _check_days(asked, today=today)
    number = clean_number(asked.number)
    check_number(number, kind=asked.kind, issued_on=asked.issued_on, rule=policy.number_rule)
    if len(asked.endorsements) > policy.most_endorsements:
        raise InvalidInput("endorsements", f"at most {policy.most_endorsements}")
    drawer, payee = firm_of(asked.drawer, where="drawer"), firm_of(asked.payee, where="payee")
    endorsements, told = _endorsements(asked), policy.number
    check_part(asked.part, number=number, face_minor=asked.face.minor, divisible=told.divisible, most=told.most_cents)
    check_parts_of_chain(endorsements, part=asked.part)
    check_transferable(drawer, is_last=asked.is_last, endorsements=endorsements)
    holder = identity_of(asked.holder_id).identifier
    check_chain(payee, endorsements=endorsements, holder_code=holder, issued_on=asked.issued_on, on=today)
    acceptor = acceptor_of(asked.acceptor, kind=BillKind(asked.kind))
    travel = parameter("bill_travel_days_out_of_town", on=today) if asked.is_out_of_town else None
    pays_on = paying_day(asked.due_on, rule=policy.discount_rule(travel_days=0))
    bill_id = new_id()
    return Bill(
        id=bill_id,
        bucket=bucket_of(bill_id),
        holder_id=asked.holder_id,
        number=number,
        kind=asked.kind,
        face_minor=asked.face.minor,
        first=asked.part.first if asked.part else 0,
        last=asked.part.last if asked.part else 0,
        currency=asked.face.currency,
        drawer_name=drawer.name,
        drawer_code=drawer.code,
        acceptor_name=acceptor.name,
        acceptor_code=acceptor.code,
        acceptor_id=organisation_by_uscc(acceptor.code) if asked.kind == BillKind.COMMERCIAL else None,
        payee_name=payee.name,
        payee_code=payee.code,
        issued_on=asked.issued_on,
        due_on=asked.due_on,
        pays_on=pays_on,
        ends_on=pays_on + timedelta(days=int(travel.number) if travel else 0),
        is_out_of_town=asked.is_out_of_town,
        state=BillState.SUBMITTED,
    )


def _check_days(asked: NewBill, *, today: date) -> None:
    if not bounded_date(asked.issued_on, where="issued_on") <= today:
        raise InvalidInput("issued_on", "a bill is not issued in the future")
    rule = parameter("bill_tenor_months_most", on=asked.issued_on)
    latest = add_months(asked.issued_on, int(rule.number))
    if not today < bounded_date(asked.due_on, where="due_on") <= latest:
        raise BillTerm(where="due_on", latest=latest, source=f"{rule.source}, {rule.article}")


def _endorsements(asked: NewBill) -> list[EndorsementIn]:
    return [
        EndorsementIn(
            giver=_side(one.giver, n, "giver"),
            taker=_side(one.taker, n, "taker"),
            on=one.on,
            is_last=one.is_last,
            part=one.part,
        )
        for n, one in enumerate(asked.endorsements, start=1)
    ]


def _side(firm: Firm, n: int, side: str) -> Firm:
    return firm_of(firm, where=f"endorsements.{n}.{side}")


def keep_chain(bill: Bill, chain: Sequence[EndorsementIn]) -> None:
    """Keeps the endorsements of a new row, in their order."""
    Endorsement.objects.bulk_create(_endorsement(bill, n, one) for n, one in enumerate(chain, start=1))


def _endorsement(bill: Bill, n: int, one: EndorsementIn) -> Endorsement:
    return Endorsement(
        id=new_id(),
        bill=bill,
        n=n,
        giver_name=one.giver.name,
        giver_code=one.giver.code,
        taker_name=one.taker.name,
        taker_code=one.taker.code,
        on=one.on,
        is_last=one.is_last,
        first=one.part.first if one.part else 0,
        last=one.part.last if one.part else 0,
    )
