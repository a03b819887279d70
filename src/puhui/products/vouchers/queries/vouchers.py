"""What is known of programs, vouchers and parts. Staff see all; customers what their own firms issued or hold."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value

from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.facade import parties_of
from puhui.kernel.actors import Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.vouchers.contracts import (
    Exposure,
    HoldingState,
    HoldingView,
    LinkView,
    PartKind,
    ProgramState,
    ProgramView,
    PurchaseState,
    PurchaseView,
    VoucherLine,
    VoucherState,
)
from puhui.products.vouchers.models import OPEN_PURCHASE, Holding, Program, Purchase, Voucher
from puhui.products.vouchers.queries.chains import proof_of

MOST = 200


def programs_page(
    actor: Actor, *, issuer_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[ProgramView]:
    """Programs, newest first: all for staff, their own for issuers."""
    rows = Program.objects.order_by("-id")
    if not actor.reads_all:
        rows = rows.filter(issuer_id__in=parties_of(actor))
    if issuer_id:
        rows = rows.filter(issuer_id=issuer_id)
    if before:
        rows = rows.filter(id__lt=before)
    return [_program(row) for row in rows[: min(most, MOST)]]


def program(actor: Actor, program_id: UUID) -> ProgramView:
    """One program; for its issuer and staff."""
    rows = Program.objects.filter(id=program_id)
    if not actor.reads_all:
        rows = rows.filter(issuer_id__in=parties_of(actor))
    if (row := rows.first()) is None:
        raise NotFound("voucher program", where="program_id")
    return _program(row)


def vouchers_page(
    actor: Actor, *, state: VoucherState | None = None, before: UUID | None = None, most: int = 50
) -> list[VoucherLine]:
    """Vouchers, newest first: all for staff; for customers those that their firms issued or were issued."""
    rows = _within_reach(actor).order_by("-id")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(id__lt=before)
    return [line_of(row) for row in rows[: min(most, MOST)]]


def voucher(actor: Actor, voucher_id: UUID) -> VoucherLine:
    """One voucher, for its issuer, the supplier and staff."""
    row = _within_reach(actor).filter(id=voucher_id).first()
    if row is None:
        raise NotFound("voucher", where="voucher_id")
    return line_of(row)


def holdings_page(
    actor: Actor, *, voucher_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[HoldingView]:
    """Living parts, newest first: all for staff, their own for customers."""
    rows = _living(actor).order_by("-part_id")
    if voucher_id:
        rows = rows.filter(voucher_id=voucher_id)
    if before:
        rows = rows.filter(part_id__lt=before)
    return [_holding(row) for row in rows[: min(most, MOST)]]


def holding(actor: Actor, part_id: UUID) -> HoldingView:
    """One living part, for its holder and staff."""
    row = _living(actor).filter(part_id=part_id).first()
    if row is None:
        raise NotFound("part of a voucher", where="part_id")
    return _holding(row)


def chain(actor: Actor, part_id: UUID) -> tuple[tuple[LinkView, ...], str]:
    """The way of a living part from its first, and what is wrong with it; empty when the chain holds."""
    holding(actor, part_id)
    links, fault = proof_of(part_id)
    told = tuple(
        LinkView(
            part_id=link.id,
            kind=PartKind(link.kind),
            holder_id=link.holder_id,
            amount=Money(link.amount_minor),
            made_on=link.made_on,
            depth=link.depth,
        )
        for link in links
    )
    return told, fault


def purchases_page(
    actor: Actor, *, voucher_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[PurchaseView]:
    """What we bought, newest first: all for staff, what they sold for customers."""
    rows = _bought(actor).order_by("-id")
    if voucher_id:
        rows = rows.filter(voucher_id=voucher_id)
    if before:
        rows = rows.filter(id__lt=before)
    return [purchase_view(row) for row in rows[: min(most, MOST)]]


def purchase(actor: Actor, purchase_id: UUID) -> PurchaseView:
    """One purchase, for who sold it and for staff."""
    row = _bought(actor).filter(id=purchase_id).first()
    if row is None:
        raise NotFound("purchase of a voucher", where="purchase_id")
    return purchase_view(row)


def purchase_of_part(part_id: UUID) -> UUID | None:
    """The purchase by which a part became ours. For flows: no rights are looked at."""
    return Purchase.objects.filter(part_id=part_id).values_list("id", flat=True).first()


def vouchers_due(*, on: date, most: int = 10_000) -> list[VoucherLine]:
    """Live vouchers whose day of payment has come, the oldest first. For flows: no rights are looked at."""
    rows = Voucher.objects.filter(state=VoucherState.LIVE, pays_on__lte=on).order_by("pays_on", "id")
    waiting = Purchase.objects.filter(state=PurchaseState.REQUESTED).values("voucher_id")
    return [line_of(row) for row in rows.exclude(id__in=waiting)[:most]]


def exposures(party_ids: Collection[UUID], *, on: date) -> dict[UUID, Exposure]:
    """What each of these parties owes us by vouchers; parties without any are left out. For flows.

    An issuer owes what we hold of its vouchers. Who sold with recourse answers for it when the issuer does not pay.
    """
    del on  # what is held now is what is owed; the day is asked of all rooms alike
    sums: dict[UUID, list[int]] = {}
    for party_id, face, place in _issued_and_sold(party_ids):
        sums.setdefault(party_id, [0, 0])[place] += face
    return {party_id: Exposure(owed_minor=owed, contingent_minor=sold) for party_id, (owed, sold) in sums.items()}


@written_once
def _issued_and_sold(party_ids: Collection[UUID]) -> QuerySet[Purchase, Any]:
    """Party, face, and 0 where it issued the voucher, 1 where it sold a part with recourse."""
    ours = Purchase.objects.filter(state__in=OPEN_PURCHASE)
    issued = ours.filter(voucher__issuer_id__in=party_ids).values_list("voucher__issuer_id", "face_minor", Value(0))
    sold = ours.filter(seller_id__in=party_ids, is_with_recourse=True).values_list("seller_id", "face_minor", Value(1))
    return issued.union(sold, all=True)


def line_of(row: Voucher) -> VoucherLine:
    """The row as others see it."""
    return VoucherLine(
        id=row.id,
        number=row.number,
        program_id=row.program_id,
        issuer_id=row.issuer_id,
        supplier_id=row.supplier_id,
        amount=Money(row.amount_minor, row.currency),
        payable=row.payable,
        issued_on=row.issued_on,
        due_on=row.due_on,
        pays_on=row.pays_on,
        state=VoucherState(row.state),
        reason=row.reason,
    )


def purchase_view(row: Purchase) -> PurchaseView:
    """The row as others see it."""
    currency = row.voucher.currency
    return PurchaseView(
        id=row.id,
        part_id=row.part_id,
        voucher_id=row.voucher_id,
        issuer_id=row.voucher.issuer_id,
        seller_id=row.seller_id,
        product=row.product_code,
        product_version=row.product_version,
        face=Money(row.face_minor, currency),
        interest=Money(row.interest_minor, currency),
        proceeds=Money(row.face_minor - row.interest_minor, currency),
        annual_rate_pct=row.annual_rate_pct,
        days=row.days,
        all_in_pct=row.all_in_pct,
        asked_on=row.asked_on,
        settled_on=row.settled_on,
        ends_on=row.ends_on,
        is_with_recourse=row.is_with_recourse,
        state=PurchaseState(row.state),
        sheet=row.sheet,
    )


def _within_reach(actor: Actor) -> QuerySet[Voucher]:
    if actor.reads_all:
        return Voucher.objects.all()
    mine = parties_of(actor)
    return Voucher.objects.filter(Q(issuer_id__in=mine) | Q(supplier_id__in=mine))


def _living(actor: Actor) -> QuerySet[Holding]:
    rows = Holding.objects.select_related("voucher", "part")
    return rows if actor.reads_all else rows.filter(holder_id__in=parties_of(actor))


def _bought(actor: Actor) -> QuerySet[Purchase]:
    rows = Purchase.objects.select_related("voucher")
    return rows if actor.reads_all else rows.filter(seller_id__in=parties_of(actor))


def _program(row: Program) -> ProgramView:
    return ProgramView(
        id=row.id,
        issuer_id=row.issuer_id,
        limit=Money(row.limit_minor, row.currency),
        used=Money(row.used_minor, row.currency),
        buying_limit=Money(row.buying_limit_minor, row.currency),
        bought=Money(row.bought_minor, row.currency),
        annual_rate_pct=row.annual_rate_pct,
        product=row.product_code,
        valid_until=row.valid_until,
        state=ProgramState(row.state),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        decided_by_name=row.decided_by_name,
    )


def _holding(row: Holding) -> HoldingView:
    return HoldingView(
        part_id=row.part_id,
        voucher=line_of(row.voucher),
        holder_id=row.holder_id,
        amount=Money(row.amount_minor, row.voucher.currency),
        state=HoldingState(row.state),
        depth=row.part.depth,
        pledged_for=row.pledged_for,
    )
