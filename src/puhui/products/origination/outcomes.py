"""How applications came out: for the indicators, and for the watch of decisions."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.products.origination.contracts import ApplicationState, DayOutcomes, ReviewOutcome
from puhui.products.origination.models import Application, Contract

# An approval stays one, whatever the customer does with its offers.
APPROVED = (
    ApplicationState.APPROVED,
    ApplicationState.ACCEPTED,
    ApplicationState.SIGNED,
    ApplicationState.EXPIRED,
)


def outcomes_on(actor: Actor, *, on: date) -> DayOutcomes:
    """Counts what was decided on a business date, asked before the next one opens; one query.

    Who submits is decided at once, so a first decision of the day is a submission of the day. A review decides for
    the second time: it counts as a submission only when the application was begun or sent in on that day too.
    """
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    submitted = Q(was_reviewed=False) | Q(started_on=on) | Q(submitted_at__date__gte=on)
    counts = Application.objects.filter(decided_on=on).aggregate(
        submitted=Count("id", filter=submitted),
        approved=Count("id", filter=Q(state__in=APPROVED)),
        referred=Count("id", filter=Q(state=ApplicationState.REFERRED)),
        declined=Count("id", filter=Q(state=ApplicationState.DECLINED)),
    )
    return DayOutcomes(on=on, **counts)


def reviewed_on(actor: Actor, *, on: date) -> list[ReviewOutcome]:
    """The applications that people decided on a business date; those of a later step count as approved."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    decided = Application.objects.filter(
        decided_on=on, was_reviewed=True, decision_id__isnull=False, state__in=(*APPROVED, ApplicationState.DECLINED)
    )
    found = decided.order_by("id").values_list("decision_id", "state")
    return [ReviewOutcome(made, state != ApplicationState.DECLINED) for made, state in found if made]


def loans_of_decisions(actor: Actor, *, decision_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The loan that came of each of these decisions; decisions without a loan are left out."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    ids = list(decision_ids)
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), 400):
        contracts = Contract.objects.filter(
            application__decision_id__in=ids[start : start + 400], loan_id__isnull=False
        )
        pairs = contracts.values_list("application__decision_id", "loan_id")
        found.update({decision_id: loan_id for decision_id, loan_id in pairs if decision_id and loan_id})
    return found


def decisions_of_loans(actor: Actor, *, loan_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The decision that each of these loans came from; loans without one (an imported book) are left out."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read indicators")
    ids = list(loan_ids)
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), 400):
        contracts = Contract.objects.filter(
            loan_id__in=ids[start : start + 400], application__decision_id__isnull=False
        )
        pairs = contracts.values_list("loan_id", "application__decision_id")
        found.update({loan_id: decision_id for loan_id, decision_id in pairs if loan_id and decision_id})
    return found
