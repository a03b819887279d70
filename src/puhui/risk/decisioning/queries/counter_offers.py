"""What would have turned a recorded decision around, found with the policy and the model that it was made with."""

from uuid import UUID

from puhui.kernel.actors import Actor
from puhui.risk.decisioning.contracts import CounterOffer
from puhui.risk.decisioning.queries.decisions import own_record
from puhui.risk.decisioning.queries.replays import material_of, parameters_of
from puhui.risk.decisioning.records import read_request
from puhui.risk.decisioning.rules.counter_offers import Choices, counter_offers


def counter_offers_of(actor: Actor, *, decision_id: UUID, choices: Choices) -> tuple[CounterOffer, ...]:
    """Smaller amounts, other terms and facts to show; to whom the decision concerns, and to staff."""
    record = own_record(actor, decision_id=decision_id)
    policy, model = material_of(record)
    return counter_offers(
        read_request(record.request),
        policy=policy,
        scorecard=model,
        parameters=parameters_of(record),
        choices=choices,
    )
