"""What is known of facilities and draws. Staff see all; holders see what is theirs."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import debtors_of_household, household_of, parties_of
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.facilities.contracts import (
    DrawnAs,
    DrawState,
    DrawView,
    FacilityEventView,
    FacilityLine,
    FacilityState,
    FacilityView,
    FeeCharged,
    ProposalState,
    ProposalView,
)
from puhui.products.facilities.models import Facility, FacilityDraw, FacilityEvent, FacilityFee, FacilityProposal

MOST = 200


def facilities_page(
    actor: Actor,
    *,
    holder_id: UUID | None = None,
    state: str = "",
    only_frozen: bool = False,
    before: UUID | None = None,
    most: int = 50,
) -> list[FacilityLine]:
    """Facilities, newest first, with what is drawn, reserved and free."""
    rows = _within_reach(actor).order_by("-id")
    if holder_id:
        rows = rows.filter(holder_id=holder_id)
    if state:
        rows = rows.filter(state=state)
    if only_frozen:
        rows = rows.filter(is_frozen=True)
    if before:
        rows = rows.filter(id__lt=before)
    today = business_date()
    return [_line(row, on=today) for row in rows[: min(most, MOST)]]


def facility(actor: Actor, facility_id: UUID) -> FacilityView:
    """One facility with its draws, events and proposals, each newest first."""
    row = _within_reach(actor).filter(id=facility_id).first()
    if row is None:
        raise NotFound("facility", where="facility_id")
    draws = FacilityDraw.objects.filter(facility=row).order_by("-id")[:MOST]
    events = FacilityEvent.objects.filter(facility=row).order_by("-n")[:MOST]
    proposals = FacilityProposal.objects.filter(facility=row).order_by("-id")[:MOST] if actor.reads_all else ()
    return FacilityView(
        line=_line(row, on=business_date()),
        household_id=row.household_id,
        product_version=row.product_version,
        contract_id=row.contract_id,
        loan_id=row.loan_id,
        drawn_as=DrawnAs(row.drawn_as),
        method=row.method,
        ceiling=Money(row.ceiling_minor, row.currency),
        lowest_draw=Money(row.lowest_draw_minor, row.currency),
        commitment_fee_pct=row.commitment_fee_pct,
        undrawn_counts_pct=row.undrawn_counts_pct,
        sub_limits=row.sub_limits,
        granted_on=row.granted_on,
        reviewed_on=row.reviewed_on,
        raise_from=row.raise_from,
        fees=fees_of(row),
        draws=tuple(_draw(one, row) for one in draws),
        events=tuple(_event(one) for one in events),
        proposals=tuple(_proposal(one, row) for one in proposals),
    )


def fees_of(row: Facility) -> tuple[FeeCharged, ...]:
    """The commitment fees of a facility, newest first."""
    fees = FacilityFee.objects.filter(facility=row).order_by("-to_on")[:MOST]
    return tuple(told_fee(fee, row) for fee in fees)


def told_fee(fee: FacilityFee, of: Facility) -> FeeCharged:
    """A fee as flows and pages take it."""
    return FeeCharged(
        fee_id=fee.id,
        facility_id=of.id,
        holder_id=of.holder_id,
        product_code=of.product_code,
        bucket=of.bucket,
        amount=Money(fee.amount_minor, of.currency),
        paid=Money(fee.paid_minor, of.currency),
        to_on=fee.to_on,
        asked_n=fee.asked_n,
    )


def draw(actor: Actor, draw_id: UUID) -> DrawView:
    """One draw with the cost sheet that was shown."""
    found = FacilityDraw.objects.select_related("facility").filter(id=draw_id).first()
    if found is None or not _within_reach(actor).filter(id=found.facility_id).exists():
        raise NotFound("draw", where="draw_id")
    return _draw(found, found.facility)


def draw_of_loan(loan_id: UUID) -> DrawView | None:
    """The draw under way that is this loan of its own. For flows: no rights are looked at."""
    found = FacilityDraw.objects.select_related("facility").filter(loan_id=loan_id, state=DrawState.PAYING).first()
    return _draw(found, found.facility) if found and found.facility.drawn_as == DrawnAs.LOANS else None


def line_of_loan(loan_id: UUID) -> UUID | None:
    """The facility whose running loan this is. For flows: no rights are looked at."""
    return Facility.objects.filter(loan_id=loan_id).values_list("id", flat=True).first()


def facility_of_contract(contract_id: UUID) -> UUID | None:
    """The facility that a contract grants. For flows: no rights are looked at."""
    return Facility.objects.filter(contract_id=contract_id).values_list("id", flat=True).first()


def contract_over(draw_id: UUID) -> UUID | None:
    """The contract under which a draw was made, when this is one: a page of its loan names it."""
    return FacilityDraw.objects.filter(id=draw_id).values_list("facility__contract_id", flat=True).first()


def draws_begun(facility_id: UUID, *, on: date) -> int:
    """How many draws were begun on a business date. For flows: no rights are looked at."""
    return FacilityEvent.objects.filter(facility_id=facility_id, kind="reserved", on=on).count()


def proposals_open(actor: Actor, *, most: int = 50) -> list[ProposalView]:
    """What waits for a second person, oldest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read facilities")
    rows = FacilityProposal.objects.filter(state=ProposalState.PROPOSED).select_related("facility").order_by("id")
    return [_proposal(row, row.facility) for row in rows[: min(most, MOST)]]


def loans_of(facility_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The loans under these facilities, each with its facility. For flows: no rights are looked at."""
    found = dict(
        FacilityDraw.objects.filter(facility_id__in=facility_ids, loan_id__isnull=False).values_list(
            "loan_id", "facility_id"
        )
    )
    lines = Facility.objects.filter(id__in=facility_ids, loan_id__isnull=False).values_list("loan_id", "id")
    return {loan_id: id_ for loan_id, id_ in [*found.items(), *lines] if loan_id}


def _within_reach(actor: Actor) -> QuerySet[Facility]:
    if actor.reads_all:
        return Facility.objects.all()
    mine = Q(holder_id__in=parties_of(actor))
    home = household_of(actor.party_id) if actor.is_customer and actor.party_id else None
    if home and actor.party_id in debtors_of_household(home):
        mine |= Q(household_id=home)
    return Facility.objects.filter(mine)


def _line(row: Facility, *, on: date) -> FacilityLine:
    can_draw = row.state == FacilityState.OPEN and not row.freezes and on <= row.available_until
    free = max(0, row.limit_minor - row.drawn_minor - row.reserved_minor) if can_draw else 0
    limit, drawn, reserved, left, over = _moneys(
        row.currency, (row.limit_minor, row.drawn_minor, row.reserved_minor, free, row.over_minor)
    )
    return FacilityLine(
        id=row.id,
        holder_id=row.holder_id,
        product_code=row.product_code,
        state=FacilityState(row.state),
        limit=limit,
        drawn=drawn,
        reserved=reserved,
        free=left,
        over=over,
        freezes=tuple(row.freezes),
        annual_rate_pct=row.annual_rate_pct,
        available_until=row.available_until,
        expires_on=row.expires_on,
        review_on=row.review_on,
    )


def _moneys(currency: str, minors: Iterable[int]) -> list[Money]:
    return [Money(minor, currency) for minor in minors]


def _draw(row: FacilityDraw, of: Facility) -> DrawView:
    return DrawView(
        id=row.id,
        facility_id=of.id,
        holder_id=of.holder_id,
        loan_id=row.loan_id,
        amount=Money(row.amount_minor, of.currency),
        outstanding=Money(row.outstanding_minor, of.currency),
        purpose=row.purpose,
        term_months=row.term_months,
        method=row.method,
        state=DrawState(row.state),
        reserved_until=row.reserved_until,
        shown_to=row.shown_to,
        shown_at=row.shown_at,
        sheet=row.sheet,
        sheet_hash=row.sheet_hash,
        language=row.language,
        drawn_on=row.drawn_on,
        ended_why=row.ended_why,
    )


def _event(row: FacilityEvent) -> FacilityEventView:
    return FacilityEventView(
        n=row.n,
        on=row.on,
        at=row.at,
        kind=row.kind,
        amount_minor=row.amount_minor,
        limit_minor=row.limit_minor,
        drawn_minor=row.drawn_minor,
        reserved_minor=row.reserved_minor,
        reason=row.reason,
        by_name=row.by_name,
        draw_id=row.draw_id,
    )


def _proposal(row: FacilityProposal, of: Facility) -> ProposalView:
    return ProposalView(
        id=row.id,
        facility_id=of.id,
        kind=row.kind,
        amount=Money(row.amount_minor, of.currency) if row.amount_minor is not None else None,
        reason=row.reason,
        state=ProposalState(row.state),
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        proposed_on=row.proposed_on,
        decided_by_name=row.decided_by_name,
    )
