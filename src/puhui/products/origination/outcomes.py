"""How a day's applications came out: for the indicators."""

from datetime import date

from django.db.models import Count, Q

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.products.origination.contracts import ApplicationState, DayOutcomes
from puhui.products.origination.models import Application

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
