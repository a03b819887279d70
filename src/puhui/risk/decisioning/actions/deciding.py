"""What can be done: decide on an application, and keep the decision with all it was made from."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.catalogue.facade import Parameter, installed_lpr, installed_parameters, institution_on, lpr
from puhui.foundation.catalogue.facade import parameters_on as rules_on
from puhui.foundation.evidence.facade import emit, insert_row, written_once
from puhui.kernel.actors import Call
from puhui.kernel.canonical import canonical_json, digest
from puhui.kernel.ids import bucket_of, new_id
from puhui.risk.decisioning.actions.shadows import TOPIC
from puhui.risk.decisioning.contracts import Decision, DecisionRequest
from puhui.risk.decisioning.models import DecisionMaterial, DecisionRecord
from puhui.risk.decisioning.policy_files import policy_in_force
from puhui.risk.decisioning.queries.models import serve
from puhui.risk.decisioning.queries.policies import decision_policy
from puhui.risk.decisioning.records import answer_text
from puhui.risk.decisioning.rules.decide import decide, request_text
from puhui.risk.decisioning.rules.granting import LPR_1Y, LPR_5Y
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.policy_sections import NET_ASSETS, PARAMETERS
from puhui.risk.decisioning.rules.serving import BOOSTED, ScoringModel


def parameters_on(on: date) -> Mapping[str, Decimal]:
    """The dated parameters that a decision of the day uses: loan prime rates, the lender's net assets, the rules."""
    return _parameters(on, rules_on(on), rate=lpr)


def installed_parameters_on(on: date) -> Mapping[str, Decimal]:
    """The same with rules and rates of the files, for what works without a database."""
    return _parameters(on, installed_parameters(on), rate=installed_lpr)


def _parameters(on: date, rules: Mapping[str, Parameter], *, rate: Callable[..., Decimal]) -> Mapping[str, Decimal]:
    rates = {LPR_1Y: rate(on), LPR_5Y: rate(on, tenor="5Y")}
    rates[NET_ASSETS] = Decimal(institution_on(on).net_assets_money.minor)
    return rates | {name: rules[name].number for name in PARAMETERS if name in rules}


def decide_now(request: DecisionRequest) -> Decision:
    """Decides with the installed policy and scorecard; keeps nothing and touches no database."""
    policy, cards = policy_in_force(request.product_code, on=request.as_of)
    card = cards[policy.slot_of(request)]
    return decide(request, policy=policy, scorecard=card, parameters=installed_parameters_on(request.as_of))


def decide_and_record(call: Call, *, request: DecisionRequest, without_application: bool = False) -> Decision:
    """Decides, and keeps request, answer, policy, model and parameters so that it can be replayed for ever.

    The model is the one that the registry gives the applicant in the slot of its segment; others that hold a role there
    are scored after commit. `without_application`: asked for by nobody who wants the money, and so counted nowhere.
    """
    application_id = request.application_id
    if not isinstance(application_id, UUID):
        application_id = UUID(application_id)
    policy = decision_policy(request.product_code, on=request.as_of)
    served = serve(policy.slot_of(request), on=request.as_of, applicant=request.firm_id or application_id)
    card = served.model
    decision = decide(request, policy=policy, scorecard=card, parameters=parameters_on(request.as_of))
    keep_material(call, policy=policy, card=card)
    answer = answer_text(decision)
    record = DecisionRecord(
        id=new_id(),
        bucket=bucket_of(request.firm_id or application_id),
        application_id=application_id,
        firm_id=request.firm_id,
        decided_at=call.at,
        decided_by=call.actor.id,
        as_of=request.as_of,
        product_code=request.product_code,
        outcome=decision.outcome,
        score=decision.score,
        policy_hash=policy.hash,
        scorecard_hash=card.hash,
        request=request_text(request),
        answer=answer,
        answer_hash=digest(answer),
        without_application=without_application or None,
    )
    insert_row(record)
    if served.others and not without_application:
        emit(TOPIC, {"decision_id": str(record.id)}, at=call.at)
    return replace(decision, decision_id=record.id)


def keep_material(call: Call, *, policy: DecisionPolicy, card: ScoringModel) -> None:
    """Keeps policy and scorecard once; the hash is the key, so that a second one is the same one."""
    if {policy.hash, card.hash} <= set(
        _kept([policy.hash, card.hash])
    ):  # nearly always: their texts are long, and need not be written to be refused
        return
    DecisionMaterial.objects.bulk_create(
        [
            DecisionMaterial(
                hash=policy.hash,
                kind="policy",
                name=f"{policy.id}@{policy.version}",
                content=canonical_json(policy.document),
                kept_at=call.at,
            ),
            DecisionMaterial(
                hash=card.hash,
                kind=BOOSTED if card.document.get("kind") == BOOSTED else "scorecard",
                name=f"{card.id}@{card.version}",
                content=canonical_json(card.document),
                kept_at=call.at,
            ),
        ],
        ignore_conflicts=True,
    )


@written_once
def _kept(hashes: Collection[str]) -> QuerySet[DecisionMaterial, str]:
    return DecisionMaterial.objects.filter(hash__in=hashes).values_list("hash", flat=True)
