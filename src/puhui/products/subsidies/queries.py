"""What can be asked of subsidies; an actor's rights are filtered in the same statement."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Max, Q, Sum

from puhui.foundation.ledger.facade import Fault, control_total
from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.subsidies.contracts import (
    ClaimRow,
    ClaimState,
    ClaimView,
    GrantState,
    GrantView,
    LineKind,
    LineView,
)
from puhui.products.subsidies.models import SubsidyClaim, SubsidyGrant, SubsidyLine, SubsidyPart
from puhui.products.subsidies.policy_files import scheme_version

MOST = 200


def grants_page(actor: Actor, *, scheme: str = "", before: UUID | None = None, most: int = 50) -> list[GrantView]:
    """Grants, newest first. Staff."""
    actor.require(*READING_ROLES, verb="read subsidies")
    rows = SubsidyGrant.objects.order_by("-id")
    if scheme:
        rows = rows.filter(scheme=scheme)
    if before:
        rows = rows.filter(id__lt=before)
    return [_grant(row) for row in rows[: min(max(most, 1), MOST)]]


def subsidy_of(actor: Actor, loan_id: UUID) -> tuple[GrantView, tuple[LineView, ...]] | None:
    """The grant of a loan and its lines; None where there is none, or it is not the actor's to know."""
    rows = SubsidyGrant.objects.filter(loan_id=loan_id)
    if not actor.reads_all:
        rows = rows.filter(borrower_id__in=party_ids_for(actor))
    row = rows.first()
    if row is None:
        return None
    lines = SubsidyLine.objects.filter(grant=row).order_by("due_on")[:MOST]
    return _grant(row), tuple(_line(line, row.currency) for line in lines)


def active_loans(buckets: Sequence[tuple[int, int]], *, is_net: bool) -> dict[UUID, UUID]:
    """Loans with an active grant in these ranges of buckets, and the grant of each. For flows."""
    within = Q(pk__in=[])
    for first, last in buckets:
        within |= Q(bucket__range=(first, last))
    rows = SubsidyGrant.objects.filter(within, state=GrantState.ACTIVE, is_net=is_net)
    return dict(rows.values_list("loan_id", "id"))


def stop_days(loan_ids: Sequence[UUID]) -> dict[UUID, int]:
    """After how many days past due each loan's grant stops, by the scheme that it was made under. For flows."""
    rows = SubsidyGrant.objects.filter(loan_id__in=loan_ids).values_list("loan_id", "scheme", "scheme_version")
    return {loan_id: scheme_version(scheme, version).stop_days_past_due for loan_id, scheme, version in rows}


def dues_written(loan_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Up to which due each loan's lines are written. For flows."""
    rows = SubsidyLine.objects.filter(grant__loan_id__in=loan_ids).values_list("grant__loan_id")
    return dict(rows.annotate(Max("due_on")).order_by())


def claims_page(actor: Actor, *, most: int = 50) -> list[ClaimView]:
    """Claims, newest first. Staff."""
    actor.require(*READING_ROLES, verb="read claims of subsidies")
    return [_claim(row) for row in SubsidyClaim.objects.order_by("-id")[: min(max(most, 1), MOST)]]


def claim(actor: Actor, claim_id: UUID) -> ClaimView:
    """One claim. Staff."""
    actor.require(*READING_ROLES, verb="read claims of subsidies")
    row = SubsidyClaim.objects.filter(id=claim_id).first()
    if row is None:
        raise NotFound("claim", where="claim_id")
    return _claim(row)


def claim_rows(actor: Actor, claim_id: UUID) -> Iterator[ClaimRow]:
    """The rows of a claim's file, in the order of dues, streamed."""
    found = claim(actor, claim_id)
    rows = SubsidyPart.objects.filter(claim_id=claim_id).select_related("line__grant").order_by("due_on", "id")
    for part in rows.iterator(chunk_size=1000):
        line, grant = part.line, part.line.grant
        yield ClaimRow(
            claim=found.number,
            loan_id=grant.loan_id,
            borrower_id=grant.borrower_id,
            region=grant.region,
            due_on=line.due_on,
            interest=str(Money(line.interest_minor, part.currency)),
            subsidy=str(Money(line.state_minor, part.currency)),
            payer_part=str(Money(part.amount_minor, part.currency)),
        )


def unclaimed(actor: Actor) -> list[tuple[str, str, int, Money]]:
    """What waits to be claimed: scheme, payer, parts and sum."""
    actor.require(*READING_ROLES, verb="read claims of subsidies")
    rows = SubsidyPart.objects.filter(claim=None).values_list("scheme", "payer", "currency")
    told = rows.annotate(Count("id"), Sum("amount_minor")).order_by("scheme", "payer", "currency")
    return [(scheme, payer, count, Money(total, currency)) for scheme, payer, currency, count, total in told]


def subsidy_faults() -> list[Fault]:
    """Where the ledger's receivable differs from what payers owe, or a grant from its lines; a check of the books."""
    faults = []
    owed = SubsidyPart.objects.filter(Q(claim=None) | Q(claim__state=ClaimState.FILED)).values_list("currency")
    for currency, total in owed.annotate(Sum("amount_minor")).order_by():
        books = control_total("subsidy.receivable", currency=currency)
        if books != total:
            faults.append(Fault("subsidies.receivable", currency, f"ledger {books}, parts {total}"))
    lines = SubsidyLine.objects.values_list("grant_id").annotate(given=Sum("state_minor")).order_by()
    wrong = lines.exclude(given=F("grant__given_minor")).values_list("grant_id", "given")[:100]
    faults += [Fault("subsidies.grant", str(grant_id), f"lines give {given}") for grant_id, given in wrong]
    return faults


def _grant(row: SubsidyGrant) -> GrantView:
    return GrantView(
        id=row.id,
        loan_id=row.loan_id,
        borrower_id=row.borrower_id,
        scheme=row.scheme,
        scheme_version=row.scheme_version,
        is_net=row.is_net,
        share_pct=f"{round(row.state_weight * 10_000 / row.whole_weight) / 100:g}",
        given=Money(row.given_minor, row.currency),
        most=Money(row.most_minor, row.currency),
        from_on=row.from_on,
        until_on=row.until_on,
        state=GrantState(row.state),
        reason=row.reason,
    )


def _line(row: SubsidyLine, currency: str) -> LineView:
    return LineView(
        due_on=row.due_on,
        interest=Money(row.interest_minor, currency),
        state=Money(row.state_minor, currency),
        borrower=Money(row.interest_minor - row.state_minor, currency),
        kind=LineKind(row.kind),
    )


def _claim(row: SubsidyClaim) -> ClaimView:
    return ClaimView(
        id=row.id,
        number=row.number,
        scheme=row.scheme,
        payer=row.payer,
        until_on=row.until_on,
        total=Money(row.total_minor, row.currency),
        parts=row.parts,
        state=ClaimState(row.state),
        filed_on=row.filed_on,
        paid_on=row.paid_on,
        reference=row.reference,
    )
