"""What is known of guarantees and schemes."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Sum

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.collateral.guarantee_contracts import (
    ANSWERING,
    GuaranteeMode,
    GuaranteeState,
    GuaranteeView,
    SchemeView,
)
from puhui.products.collateral.models import Guarantee, SchemeUse
from puhui.products.collateral.policy_files import schemes_on
from puhui.products.collateral.rules.guarantors import answers_for

MOST = 200
VERB = "read guarantees"


def guarantees_page(
    actor: Actor,
    *,
    debt_id: UUID | None = None,
    guarantor_id: UUID | None = None,
    before: UUID | None = None,
    most: int = 50,
) -> list[GuaranteeView]:
    """Guarantees, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb=VERB)
    rows = Guarantee.objects.order_by("-id")
    if debt_id:
        rows = rows.filter(debt_id=debt_id)
    if guarantor_id:
        rows = rows.filter(guarantor_id=guarantor_id)
    if before:
        rows = rows.filter(id__lt=before)
    return [_view(row) for row in rows[: min(most, MOST)]]


def guarantee(actor: Actor, guarantee_id: UUID) -> GuaranteeView:
    """One guarantee. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb=VERB)
    row = Guarantee.objects.filter(id=guarantee_id).first()
    if row is None:
        raise NotFound("guarantee", where="guarantee_id")
    return _view(row)


def guaranteed_by(party_id: UUID) -> int:
    """What a party answers for in all, in minor units. For flows: no rights are looked at."""
    mine = Guarantee.objects.filter(guarantor_id=party_id, state__in=ANSWERING)
    return mine.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def answers_through(start: UUID, *, target: UUID, depth: int) -> bool:
    """True when a party answers for another, directly or through others; one statement a step, at most `depth`."""
    edges: dict[UUID, list[UUID]] = {}
    reached: set[UUID] = {start}
    for _ in range(depth):
        new = reached - edges.keys()
        rows = Guarantee.objects.filter(guarantor_id__in=list(new), state__in=ANSWERING)
        found = list(rows.values_list("guarantor_id", "borrower_id")[:1000])
        edges |= {party: [] for party in new}
        for guarantor_id, borrower_id in found:
            if guarantor_id:
                edges[guarantor_id].append(borrower_id)
                reached.add(borrower_id)
    return answers_for(start, target, edges=edges, depth=depth)


def schemes_behind(debt_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Which schemes answer for debts and have not ended; debts without any are left out. For flows."""
    rows = Guarantee.objects.filter(debt_id__in=list(debt_ids), ended_on=None).exclude(scheme="")
    found: dict[UUID, set[str]] = {}
    for debt_id, scheme in rows.values_list("debt_id", "scheme"):
        found.setdefault(debt_id, set()).add(scheme)
    return found


def answering_for(debt_ids: Collection[UUID]) -> list[UUID]:
    """The guarantees that still answer for these debts, at most some thousands. For flows."""
    return list(Guarantee.objects.filter(debt_id__in=list(debt_ids), state__in=ANSWERING).values_list("id", flat=True))


def schemes(actor: Actor, *, on: date) -> list[SchemeView]:
    """Every scheme in force with its terms, what it answers for and what is free. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb=VERB)
    files = schemes_on(on)
    used = dict(SchemeUse.objects.filter(code__in=list(files)).values_list("code", "used_minor"))
    return [
        SchemeView(
            code=code,
            kind=file.kind,
            name=file.name,
            share_pct=file.share_pct,
            fee_pct=file.fee_pct,
            fee_paid_by=file.fee_paid_by,
            covers_interest=file.covers_interest,
            call_from_days=file.call_from_days,
            call_until_days=file.call_until_days,
            per_borrower=file.per_borrower_money,
            capacity=file.capacity_money,
            used=Money(used.get(code, 0), file.capacity_money.currency),
            free=Money(max(file.capacity_money.minor - used.get(code, 0), 0), file.capacity_money.currency),
        )
        for code, file in files.items()
    ]


def scheme_faults() -> list[tuple[str, str]]:
    """Schemes whose sum is not that of their guarantees, and how."""
    sums = Guarantee.objects.filter(state__in=ANSWERING).exclude(scheme="").values_list("scheme")
    real = dict(sums.annotate(Sum("amount_minor")).order_by())
    kept = {
        code: used
        for code, used in SchemeUse.objects.values_list("code", "used_minor")
        if not code.startswith("party/")
    }
    return [
        (code, f"kept {kept.get(code, 0)}, guaranteed {real.get(code, 0)}")
        for code in sorted(real.keys() | kept.keys())
        if kept.get(code, 0) != real.get(code, 0)
    ]


def _view(row: Guarantee) -> GuaranteeView:
    return GuaranteeView(
        id=row.id,
        debt_id=row.debt_id,
        borrower_id=row.borrower_id,
        guarantor_id=row.guarantor_id,
        scheme=row.scheme,
        mode=GuaranteeMode(row.mode),
        share_pct=row.share_pct,
        amount=Money(row.amount_minor, row.currency),
        fee=Money(row.fee_minor, row.currency),
        is_ring=row.is_ring,
        state=GuaranteeState(row.state),
        given_on=row.given_on,
        ended_on=row.ended_on,
        called=Money(row.called_minor, row.currency),
        called_on=row.called_on,
    )
