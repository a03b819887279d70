"""What is known of bills and limits. Staff see all; customers the bills of their own firms."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value

from puhui.finmath.discounts import TakenBack, taken_back
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import parties_of
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.bills.contracts import (
    OURS,
    BillKind,
    BillState,
    BillView,
    EndorsementIn,
    Exposure,
    Firm,
    LimitState,
    LimitView,
    RecourseView,
    RediscountView,
    SubRange,
)
from puhui.products.bills.models import AcceptorLimit, Bill, Endorsement, RecourseClaim
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.queries.losses import grade_of
from puhui.products.bills.queries.rediscounts import rediscounts_of
from puhui.products.bills.refusals import BillNotInState, CannotBuyBack

MOST = 200


def limits_page(actor: Actor, *, before: UUID | None = None, most: int = 50) -> list[LimitView]:
    """Limits, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read acceptors' limits")
    rows = AcceptorLimit.objects.order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    return [_limit(row) for row in rows[: min(most, MOST)]]


def bills_page(
    actor: Actor, *, state: BillState | None = None, before: UUID | None = None, most: int = 50
) -> list[BillView]:
    """Bills, newest first, without their chains: all for staff, their own for customers."""
    rows = _within_reach(actor).order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(id__lt=before)
    return [view_of(row) for row in rows[: min(most, MOST)]]


def bill(actor: Actor, bill_id: UUID) -> BillView:
    """One bill with its chain and who was asked to pay."""
    row = _within_reach(actor).filter(id=bill_id).first()
    if row is None:
        raise NotFound("bill", where="bill_id")
    rediscounts = rediscounts_of(row.id) if actor.reads_all else ()
    return view_of(row, endorsements=endorsements_of(row), claims=_claims(row), rediscounts=rediscounts)


def price_back(row: Bill, *, on: date) -> TakenBack:
    """For what its holder would have a bill of ours back on a day; refused from its day on."""
    if on >= row.pays_on:
        raise CannotBuyBack(where="bill_id", why="its day has come", why_zh="票据已到期")
    return taken_back(
        row.face_minor,
        interest_minor=row.interest_minor,
        starts_on=row.settled_on or on,
        ends_on=row.ends_on,
        on=on,
    )


def back_of(bill_id: UUID, *, on: date) -> TakenBack:
    """For what its holder would have a bill of ours back on a day. For flows: no rights are looked at."""
    row = Bill.objects.filter(id=bill_id).first()
    if row is None or row.state != BillState.HELD:
        raise BillNotInState(where="bill_id", state=row.state if row else "gone")
    return price_back(row, on=on)


def bills_due(*, on: date, most: int = 10_000) -> list[BillView]:
    """Bills of ours whose day has come, the oldest first. For flows: no rights are looked at."""
    rows = Bill.objects.filter(state=BillState.HELD, pays_on__lte=on).order_by("pays_on", "id")
    return [view_of(row) for row in rows[:most]]


def acceptors_of(bill_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """By which id the acceptor of each bill stands in payment orders: that of its limit. For flows."""
    rows = Bill.objects.filter(id__in=list(bill_ids)).values_list("id", "limit_id")
    return {id_: limit_id or id_ for id_, limit_id in rows}


def exposures(party_ids: Collection[UUID], *, on: date) -> dict[UUID, Exposure]:
    """What each of these parties owes us by bills; parties without any are left out. For flows.

    An enterprise owes what we hold of bills that it accepted; who sold one to us with recourse answers for it
    until it is paid.
    """
    del on  # what is held now is what is owed; the day is asked of all rooms alike
    sums: dict[UUID, list[int]] = {}
    for party_id, face, place in _accepted_and_sold(party_ids):
        sums.setdefault(party_id, [0, 0])[place] += face
    return {party_id: Exposure(owed_minor=owed, contingent_minor=sold) for party_id, (owed, sold) in sums.items()}


@written_once
def _accepted_and_sold(party_ids: Collection[UUID]) -> QuerySet[Bill, Any]:
    """Party, face, and 0 where it accepted the bill, 1 where it sold it to us."""
    ours = Bill.objects.filter(state__in=(*OURS, BillState.BUYING))
    accepted = ours.filter(acceptor_id__in=party_ids).values_list("acceptor_id", "face_minor", Value(0))
    sold = ours.filter(holder_id__in=party_ids, is_without_recourse=False).values_list(
        "holder_id", "face_minor", Value(1)
    )
    return accepted.union(sold, all=True)


def firms_of(row: Bill) -> tuple[Firm, Firm, Firm]:
    """Drawer, payee and acceptor."""
    return (
        Firm(name=row.drawer_name, code=row.drawer_code),
        Firm(name=row.payee_name, code=row.payee_code),
        Firm(name=row.acceptor_name, code=row.acceptor_code),
    )


def endorsements_of(row: Bill) -> tuple[EndorsementIn, ...]:
    """The chain, in its order."""
    return tuple(
        EndorsementIn(
            giver=Firm(name=one.giver_name, code=one.giver_code),
            taker=Firm(name=one.taker_name, code=one.taker_code),
            on=one.on,
            is_last=one.is_last,
            part=part_of(one),
        )
        for one in Endorsement.objects.filter(bill=row).order_by("n")
    )


def part_of(row: Bill | Endorsement) -> SubRange | None:
    """Which cents it is about, or nothing where the bill goes whole."""
    return SubRange(first=row.first, last=row.last) if row.first else None


def view_of(
    row: Bill,
    *,
    endorsements: tuple[EndorsementIn, ...] = (),
    claims: tuple[RecourseView, ...] = (),
    rediscounts: tuple[RediscountView, ...] = (),
) -> BillView:
    """The row as others see it."""
    drawer, payee, acceptor = firms_of(row)
    today = business_date()
    return BillView(
        id=row.id,
        number=row.number,
        kind=BillKind(row.kind),
        face=Money(row.face_minor, row.currency),
        holder_id=row.holder_id,
        drawer=drawer,
        acceptor=acceptor,
        payee=payee,
        issued_on=row.issued_on,
        due_on=row.due_on,
        is_out_of_town=row.is_out_of_town,
        state=BillState(row.state),
        product=row.product_code,
        product_version=row.product_version,
        annual_rate_pct=row.annual_rate_pct,
        days=row.days,
        interest=Money(row.interest_minor, row.currency),
        proceeds=Money(row.face_minor - row.interest_minor, row.currency),
        pays_on=row.pays_on,
        ends_on=row.ends_on,
        settled_on=row.settled_on,
        quoted_until=row.quoted_until,
        checked_by_name=row.checked_by_name,
        registry_reference=row.registry_reference,
        reason=row.reason,
        sheet=row.sheet,
        part=part_of(row),
        divided_from=row.parent_id,
        endorsements=endorsements,
        recourse=claims,
        rediscounts=rediscounts,
        is_without_recourse=row.is_without_recourse,
        grade=grade_of(row, policy=bill_policy(today), on=today),
        allowance=Money(row.allowance_minor, row.currency),
        back_on=row.back_on,
        back_price=Money(row.back_minor, row.currency) if row.back_on else None,
    )


def _claims(row: Bill) -> tuple[RecourseView, ...]:
    return tuple(
        RecourseView(
            n=one.n,
            debtor=Firm(name=one.debtor_name, code=one.debtor_code),
            amount=Money(one.amount_minor, row.currency),
            on=one.claimed_on,
            outcome=one.outcome,
        )
        for one in RecourseClaim.objects.filter(bill=row).order_by("n")
    )


def _within_reach(actor: Actor) -> QuerySet[Bill]:
    return Bill.objects.all() if actor.reads_all else Bill.objects.filter(holder_id__in=parties_of(actor))


def _limit(row: AcceptorLimit) -> LimitView:
    return LimitView(
        id=row.id,
        kind=BillKind(row.kind),
        acceptor=Firm(name=row.acceptor_name, code=row.acceptor_code),
        limit=Money(row.limit_minor, row.currency),
        used=Money(row.used_minor, row.currency),
        annual_rate_pct=row.annual_rate_pct,
        valid_until=row.valid_until,
        state=LimitState(row.state),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
    )
