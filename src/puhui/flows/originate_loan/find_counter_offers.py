"""What would be approved instead of what was declined or referred: shown to the firm and to staff, not applied."""

from uuid import UUID

from puhui.flows.originate_loan.standing import product_of
from puhui.kernel.actors import Actor
from puhui.products.origination.facade import ApplicationState, application
from puhui.risk.decisioning.facade import Choices, CounterOffer, counter_offers_of

ANSWERED = (ApplicationState.DECLINED, ApplicationState.REFERRED)


def find_counter_offers(actor: Actor, *, application_id: UUID) -> tuple[CounterOffer, ...]:
    """Within what the product has; none unless the application was declined or referred by the decision."""
    asked = application(actor, application_id)
    if asked.decision_id is None or asked.state not in ANSWERED or asked.was_reviewed:
        return ()
    product = product_of(asked)
    choices = Choices(
        least_minor=product.lowest.minor,
        step_minor=product.step.minor,
        terms_months=product.terms_months,
        methods=product.methods,
    )
    return counter_offers_of(actor, decision_id=asked.decision_id, choices=choices)
