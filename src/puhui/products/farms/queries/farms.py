"""What can be asked of plots, statements, tranches and signatures; an actor's rights in the same statement."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.party.facade import party_ids_for, require_party
from puhui.kernel.actors import Actor
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.farms.contracts import FactLine, Origin, PlotView, Season, Tenure, TrancheState, TrancheView
from puhui.products.farms.models import CoSignature, FarmFact, Plot, Tranche
from puhui.products.farms.policy_files import crop_calendar
from puhui.products.farms.refusals import NoSeason
from puhui.products.farms.rules.seasons import season_from

MOST_LINES = 200


def plots_of(actor: Actor, *, party_id: UUID) -> list[PlotView]:
    """The plots that a party works, oldest first."""
    return [_plot(row) for row in _seen(actor, Plot.objects.filter(party_id=party_id, ended_at=None)).order_by("id")]


def facts_stated(actor: Actor, *, party_id: UUID) -> list[FactLine]:
    """Everything that was ever stated of a farm, newest first."""
    require_party(actor, party_id=party_id)
    rows = FarmFact.objects.filter(party_id=party_id).order_by("-id")[:MOST_LINES]
    return [FactLine(name=r.name, value=r.value, origin=Origin(r.origin), evidence=r.evidence, on=r.on) for r in rows]


def farm_facts(party_id: UUID) -> dict[str, tuple[Decimal, Origin]]:
    """The newest statement of each name: what somebody looked at before what the farmer said. For flows: no rights."""
    found: dict[str, tuple[Decimal, Origin]] = {}
    for row in FarmFact.objects.filter(party_id=party_id).order_by("id"):
        kept = found.get(row.name)
        if kept is None or row.origin != Origin.DECLARED or kept[1] == Origin.DECLARED:
            found[row.name] = (row.value, Origin(row.origin))
    return found


def area_worked(party_id: UUID, *, crops: Collection[str] = (), until: date | None = None) -> tuple[Decimal, Decimal]:
    """The area in mu that a party works, and what of it somebody looked at; only rights that run until a day."""
    rows = Plot.objects.filter(party_id=party_id, ended_at=None)
    if crops:
        rows = rows.filter(crop__in=crops)
    kept = [row for row in rows if until is None or row.right_until is None or row.right_until >= until]
    looked_at = [row.area_mu for row in kept if row.origin != Origin.DECLARED]
    return sum((row.area_mu for row in kept), Decimal(0)), sum(looked_at, Decimal(0))


def season_of(crop: str, *, region: str, on: date, years: int = 1) -> Season:
    """The season of a crop in a region for a loan of a day; refuses a crop that has no calendar there."""
    if not 1 <= years <= 10:
        raise InvalidInput("years", "1 to 10")
    calendar = crop_calendar(crop, on=on)
    year = calendar.year_in(region)
    if year is None:
        raise NoSeason(where="crop", crop=calendar.name.en, crop_zh=calendar.name.zh)
    return season_from(
        crop, calendar.name, year.steps, harvest_ends=year.harvest_ends, due=year.due, on=on, years=years
    )


def tranches_of(loan_id: UUID) -> list[TrancheView]:
    """The parts of a seasonal loan in their order. For flows and pages that have shown the loan: no rights."""
    return [tranche_view(row) for row in Tranche.objects.filter(loan_id=loan_id).order_by("n")]


def loan_of_tranche(tranche_id: UUID) -> UUID | None:
    """The loan of a part. For flows: no rights are looked at."""
    return Tranche.objects.filter(id=tranche_id).values_list("loan_id", flat=True).first()


def signed_beside(contract_id: UUID) -> frozenset[UUID]:
    """Who signed a contract beside its borrower. For flows: no rights are looked at."""
    return frozenset(CoSignature.objects.filter(contract_id=contract_id).values_list("party_id", flat=True))


def signed_by(party_id: UUID, *, contract_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these contracts a member of a household has signed beside the borrower. For flows: no rights."""
    found = CoSignature.objects.filter(party_id=party_id, contract_id__in=contract_ids)
    return frozenset(found.values_list("contract_id", flat=True))


def tranche_view(row: Tranche) -> TrancheView:
    """One part as others see it."""
    return TrancheView(
        id=row.id,
        loan_id=row.loan_id,
        n=row.n,
        stage=row.stage,
        amount=Money(row.amount_minor, row.currency),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        state=TrancheState(row.state),
        change_id=row.change_id,
    )


def _seen(actor: Actor, rows: QuerySet[Plot]) -> QuerySet[Plot]:
    return rows if actor.reads_all else rows.filter(party_id__in=party_ids_for(actor))


def _plot(row: Plot) -> PlotView:
    return PlotView(
        id=row.id,
        party_id=row.party_id,
        name=row.name,
        code=row.code,
        area_mu=row.area_mu,
        crop=row.crop,
        tenure=Tenure(row.tenure),
        certificate=row.certificate,
        right_until=row.right_until,
        origin=Origin(row.origin),
    )
