"""What can be asked of origination: customers see what belongs to parties they act for, anything else is not there."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Max, Model, QuerySet, Sum
from pydantic import TypeAdapter

from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.documents.facade import read_file
from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import (
    ApplicationState,
    ApplicationView,
    ClauseUsed,
    ContractView,
    DayCount,
    OfferState,
    OfferView,
    ProofView,
    ReasonView,
)
from puhui.products.origination.models import Application, Contract, DisplayProof, Offer

MOST_UNSIGNED = 20
M = TypeVar("M", bound=Model)
TERMS: TypeAdapter[LoanTerms] = TypeAdapter(LoanTerms)


def application(actor: Actor, application_id: UUID) -> ApplicationView:
    """One application."""
    return application_view(_one(_seen(actor, Application.objects.all(), "firm_id"), application_id, "application"))


def applications_page(
    actor: Actor,
    *,
    state: str = "",
    firm_id: UUID | None = None,
    before: UUID | None = None,
    most: int = 50,
) -> list[ApplicationView]:
    """Applications, newest first; `before` is the last id of the page before."""
    if state and state not in set(ApplicationState):
        raise InvalidInput("state", f"one of {', '.join(ApplicationState)}")
    asked = {"state": state, "firm_id": firm_id, "id__lt": before}
    found = Application.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-id")
    return [application_view(a) for a in _seen(actor, found, "firm_id")[: max(1, min(most, 200))]]


def applications_since(
    actor: Actor, *, firm_ids: Collection[UUID], since: datetime, most: int = 50
) -> list[ApplicationView]:
    """Applications of some customers that were started after an instant, newest first."""
    found = Application.objects.filter(firm_id__in=list(firm_ids), started_at__gt=since).order_by("-id")
    return [application_view(a) for a in _seen(actor, found, "firm_id")[: max(1, min(most, 200))]]


def offers_of(actor: Actor, application_id: UUID) -> list[OfferView]:
    """The offers of an application in order; none where the application is not the actor's to see."""
    found = Offer.objects.filter(application_id=application_id).select_related("application").order_by("n")
    return [offer_view(o) for o in _seen(actor, found, "application__firm_id")]


def offer(actor: Actor, offer_id: UUID) -> OfferView:
    """One offer with its cost sheet."""
    found = Offer.objects.select_related("application")
    return offer_view(_one(_seen(actor, found, "application__firm_id"), offer_id, "offer"))


def offers_valid_until(actor: Actor, *, application_ids: Collection[UUID]) -> dict[UUID, date]:
    """The last day on which an offer of each of these applications can be taken."""
    if not application_ids:
        return {}
    found = Offer.objects.filter(application_id__in=list(application_ids), state=OfferState.OPEN)
    seen = _seen(actor, found, "application__firm_id")
    return dict(seen.values_list("application_id").annotate(last=Max("valid_until")))


def contract(actor: Actor, contract_id: UUID) -> ContractView:
    """One contract, without its text."""
    found = Contract.objects.select_related("application")
    return contract_view(_one(_seen(actor, found, "application__firm_id"), contract_id, "contract"))


def contract_of(actor: Actor, application_id: UUID) -> ContractView | None:
    """The contract of an application, once an offer was accepted."""
    found = Contract.objects.select_related("application").filter(application_id=application_id)
    kept = _seen(actor, found, "application__firm_id").first()
    return contract_view(kept) if kept else None


def contracts_numbered(actor: Actor, *, beginning: str, most: int = 5) -> list[ContractView]:
    """Contracts whose number begins so, in the order of their numbers."""
    found = Contract.objects.select_related("application").filter(number__startswith=beginning.upper())
    seen = _seen(actor, found.order_by("number"), "application__firm_id")
    return [contract_view(one) for one in seen[: max(1, min(most, 50))]]


def unsigned_contracts(party_ids: Collection[UUID], *, product_codes: Collection[str]) -> list[ContractView]:
    """Contracts of these borrowers over these products that can still be signed. For flows: no rights."""
    found = Contract.objects.select_related("application").order_by("id")
    theirs = found.filter(application__firm_id__in=party_ids, application__product_code__in=product_codes)
    return [contract_view(c) for c in theirs.filter(application__state=ApplicationState.ACCEPTED)[:MOST_UNSIGNED]]


def contract_text(actor: Actor, contract_id: UUID) -> str:
    """The contract as HTML, as it was signed."""
    _, content = read_file(actor, file_id=contract(actor, contract_id).file_id)
    return content.decode()


def proofs_of(actor: Actor, offer_id: UUID) -> list[ProofView]:
    """When and how the cost sheet of an offer was shown: for staff and for the firm itself."""
    offer(actor, offer_id)
    found = DisplayProof.objects.filter(offer_id=offer_id).order_by("id")
    return [
        ProofView(
            p.id,
            p.offer_id,
            p.shown_to,
            p.language,
            p.sheet_hash,
            p.product_version,
            p.shown_at,
            p.seconds_shown,
            p.seconds_measured,
            p.confirmed_at,
        )
        for p in found
    ]


def applications_by_day(actor: Actor, *, from_date: date, to_date: date) -> list[DayCount]:
    """Applications by the day they were started on and the state they are in now: for dashboards."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    rows = (
        Application.objects.filter(started_on__range=(from_date, to_date))
        .values_list("started_on", "state")
        .annotate(count=Count("id"), amount=Sum("amount_minor"))
        .order_by("started_on", "state")
    )
    return [DayCount(on, state, count, amount) for on, state, count, amount in rows]


def asked_in_all(application_ids: Collection[UUID]) -> int:
    """What these applications ask for together, in minor units. For limits: no rights are looked at."""
    found = Application.objects.filter(id__in=application_ids).aggregate(total=Sum("amount_minor"))
    return int(found["total"] or 0)


def application_view(kept: Application) -> ApplicationView:
    """The row as others see it."""
    return ApplicationView(
        id=kept.id,
        firm_id=kept.firm_id,
        applicant_id=kept.applicant_id,
        product_code=kept.product_code,
        product_version=kept.product_version,
        amount=Money(kept.amount_minor, kept.currency),
        term_months=kept.term_months,
        method=kept.method,
        purpose=kept.purpose,
        state=kept.state,
        started_at=kept.started_at,
        submitted_at=kept.submitted_at,
        decided_on=kept.decided_on,
        decision_id=kept.decision_id,
        case_id=kept.case_id,
        was_reviewed=kept.was_reviewed,
        reasons=tuple(_reason(r) for r in kept.reasons),
    )


def offer_view(kept: Offer) -> OfferView:
    """The row as others see it; its application must be loaded with it."""
    return OfferView(
        id=kept.id,
        application_id=kept.application_id,
        firm_id=kept.application.firm_id,
        n=kept.n,
        label=kept.label,
        amount=Money(kept.amount_minor, kept.application.currency),
        term_months=kept.term_months,
        method=kept.method,
        annual_rate_pct=kept.annual_rate_pct,
        all_in_cost_pct=kept.all_in_cost_pct,
        sheet=kept.cost_sheet,
        sheet_hash=kept.sheet_hash,
        state=kept.state,
        valid_until=kept.valid_until,
        loan_terms=TERMS.validate_python(kept.loan_terms),
    )


def contract_view(kept: Contract) -> ContractView:
    """The row as others see it; its application must be loaded with it."""
    made_of = [ClauseUsed(**used) for used in kept.made_of]
    return ContractView(
        id=kept.id,
        number=kept.number,
        application_id=kept.application_id,
        offer_id=kept.offer_id,
        firm_id=kept.application.firm_id,
        state=kept.state,
        language=kept.language,
        sha256=kept.sha256,
        file_id=kept.file_id,
        prepared_at=kept.prepared_at,
        signed_at=kept.signed_at,
        loan_id=kept.loan_id,
        template=made_of[0] if made_of else None,
        clauses=tuple(made_of[1:]),
    )


def _reason(kept: Mapping[str, Any]) -> ReasonView:
    return ReasonView(kept["code"], Text(en=kept["text"]["en"], zh=kept["text"]["zh"]))


def _seen(actor: Actor, rows: QuerySet[M], firm_field: str) -> QuerySet[M]:
    """Only what the actor may know of."""
    if actor.reads_all:
        return rows
    return rows.filter(**{f"{firm_field}__in": party_ids_for(actor)})


def _one(rows: QuerySet[M], row_id: UUID, what: str) -> M:
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound(what, where=f"{what}_id")
    return found
