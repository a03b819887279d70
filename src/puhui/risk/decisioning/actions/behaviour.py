"""Scores running loans by how they were repaid, with the model that holds the behaviour slot, and keeps the scores."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of, new_id
from puhui.risk.decisioning.models import BehaviourScore
from puhui.risk.decisioning.queries.models import champion
from puhui.risk.decisioning.queries.slots import BEHAVIOUR_SLOT
from puhui.risk.decisioning.rules.behaviour import RepaymentHistory, behaviour_facts


@use_case("decisioning.score_behaviour", answers=int)
def score_behaviour(call: Call, *, histories: Mapping[UUID, RepaymentHistory], on: date) -> int:
    """Keeps the score of each loan as of a day; one that is kept for the day already stays. Gives how many are new."""
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, verb="score behaviour")
    model = champion(BEHAVIOUR_SLOT, on=on)
    known = set(BehaviourScore.objects.filter(on=on, loan_id__in=histories).values_list("loan_id", flat=True))
    fresh = []
    for loan_id, history in histories.items():
        if loan_id in known:
            continue
        facts = behaviour_facts(history, on=on)
        score = model.points(facts)
        fresh.append(
            BehaviourScore(
                id=new_id(),
                bucket=bucket_of(loan_id),
                loan_id=loan_id,
                on=on,
                score=score,
                pd=model.pd(score),
                model=f"{model.id}@{model.version}",
                model_hash=model.hash,
                facts={n: v if v is None or isinstance(v, int) else str(v) for n, v in facts.items()},
            )
        )
    BehaviourScore.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
