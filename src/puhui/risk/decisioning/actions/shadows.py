"""Scores the live stream with the models that do not decide, after commit: no outcome can ever come of it."""

from collections.abc import Sequence
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.models import DecisionRecord, ShadowScore
from puhui.risk.decisioning.queries.models import Holder, kept_model, serve
from puhui.risk.decisioning.queries.replays import kept_policy, parameters_of
from puhui.risk.decisioning.records import read_request
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy

TOPIC = "decisioning.decided"


@use_case("decisioning.score_shadows", answers=int)
def score_shadows(call: Call, *, decision_ids: Sequence[UUID]) -> int:
    """What each other model of the slot would have decided, kept once; gives how many answers are new.

    The same request, policy and parameters as the decision itself; a decision that is scored already stays as it is.
    """
    found = []
    for record in DecisionRecord.objects.filter(id__in=decision_ids).order_by("id"):
        policy = kept_policy(record.policy_hash)
        slot = policy.slot_of(read_request(record.request))
        served = serve(slot, on=record.as_of, applicant=record.firm_id or record.application_id)
        others = [one for one in served.others if one.hash != record.scorecard_hash]
        found += [_scored(call, record, holder=one, policy=policy) for one in others]
    known = set(ShadowScore.objects.filter(decision__in=decision_ids).values_list("decision_id", "package_id"))
    fresh = [one for one in found if (one.decision_id, one.package_id) not in known]
    ShadowScore.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _scored(call: Call, record: DecisionRecord, *, holder: Holder, policy: DecisionPolicy) -> ShadowScore:
    answer = decide(
        read_request(record.request),
        policy=policy,
        scorecard=kept_model(holder.hash),
        parameters=parameters_of(record),
    )
    return ShadowScore(
        id=new_id(),
        bucket=record.bucket,
        decision=record,
        package_id=holder.package_id,
        model_hash=holder.hash,
        score=answer.score,
        pd=answer.pd,
        outcome=answer.outcome,
        band=answer.band,
        limit_minor=answer.limit_minor,
        at=call.at,
    )
