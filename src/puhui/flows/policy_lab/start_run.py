"""Asks for a run of the lab: everything that its result follows from is written down, by value or by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from puhui.flows.policy_lab.populations import customers_of, population_of
from puhui.foundation.catalogue.facade import product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import (
    DecisionPolicy,
    DraftView,
    ScoringModel,
    champion,
    champions,
    decision_policy,
    draft,
    keep_material,
    kept_model,
    known_policies,
    package_hash,
    parameters_on,
    policy_from_document,
    policy_from_text,
    scorecard_named,
)
from puhui.risk.lab.facade import MOST_FIRMS, MOST_MONTHS, RunStarted, assumptions_on, keep_run, shock_named

PRODUCT = "working-capital"
LONGEST_POLICY = 400_000
MOST_SHOCKS = 5
DRAFT = "draft:"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked:
    """What somebody asks of the lab. The first arm is what is running; the second is left out when nothing differs.

    `portfolio`: made-up firms or persons, as the product is for the ones or the others, or the past decisions on it;
    `firms` is how many of them at most. `policy`: `id@version` of a policy, `draft:` and the id of a draft, empty for
    the one that is running; or `policy_text`, a draft in TOML or JSON. `model`: a registered package as `id@version`,
    the id of an installed scorecard, or empty for the champion of the policy's slot.
    """

    title: str
    portfolio: Literal["simulated", "history"] = "simulated"
    firms: int = 100_000
    seed: int = 20261123
    since: date | None = None
    until: date | None = None
    policy: str = ""
    policy_text: str = ""
    model: str = ""
    shocks: tuple[str, ...] = ()
    months: int = 12
    product: str = PRODUCT


@use_case("policy_lab.start_run", answers=RunStarted, subject="run_id")
def start_run(call: Call, *, asked: RunAsked) -> RunStarted:
    """Checks what is asked, keeps the policies and cards by hash, and queues the run."""
    on = business_date()
    _check(asked)
    running = decision_policy(asked.product, on=on)
    arms = [(running, champion(running.scorecard, on=on))]
    other = _candidate(call.actor, asked, running=running, on=on)
    if other != arms[0]:
        arms.append(other)
    for policy, its_card in arms:
        for card in (its_card, *_of_segments(policy, on=on).values()):
            keep_material(call, policy=policy, card=card)
    to_persons = customers_of(product(asked.product, on=on)) == "persons"
    inputs = {
        "portfolio": _portfolio(asked, arms, on=on),
        "product": asked.product,
        "as_of": on,
        "arms": [_arm(policy, its_card, on=on) for policy, its_card in arms],
        "parameters": dict(parameters_on(on)),
        "assumptions": assumptions_on(on, to_persons=to_persons),
        "shocks": [shock_named(name, on=on) for name in sorted(set(asked.shocks))],
        "months": asked.months,
        "seed": asked.seed,
        **({"draft": f"{_draft_id(asked.policy)}@{other[0].version}"} if asked.policy.startswith(DRAFT) else {}),
    }
    return keep_run(call, title=asked.title, inputs=inputs, total=asked.firms)


def _check(asked: RunAsked) -> None:
    if asked.portfolio not in ("simulated", "history"):
        raise InvalidInput("portfolio", Text(en="simulated or history", zh="应为simulated（模拟）或history（历史）"))
    if not 100 <= asked.firms <= MOST_FIRMS:
        raise InvalidInput("firms", Text(en=f"100 to {MOST_FIRMS:,} firms", zh=f"应在100至{MOST_FIRMS:,}户之间"))
    if not 0 <= asked.seed < 2**31:
        raise InvalidInput("seed", Text(en="a number from 0 to 2,147,483,647", zh="应为0至2,147,483,647之间的数"))
    if not 1 <= asked.months <= MOST_MONTHS:
        raise InvalidInput("months", Text(en=f"1 to {MOST_MONTHS} months", zh=f"应在1至{MOST_MONTHS}个月之间"))
    if len(asked.shocks) > MOST_SHOCKS:
        raise InvalidInput("shocks", Text(en=f"at most {MOST_SHOCKS}", zh=f"最多{MOST_SHOCKS}种冲击"))
    if len(asked.policy_text) > LONGEST_POLICY:
        raise InvalidInput(
            "policy_text", Text(en=f"at most {LONGEST_POLICY:,} characters", zh=f"最多{LONGEST_POLICY:,}个字符")
        )
    if asked.portfolio == "history" and not (asked.since and asked.until and asked.since <= asked.until):
        raise InvalidInput(
            "since", Text(en="a first and a last day of decisions are needed", zh="请填写历史决策的起止日期")
        )


def _candidate(
    actor: Actor, asked: RunAsked, *, running: DecisionPolicy, on: date
) -> tuple[DecisionPolicy, ScoringModel]:
    policy = running
    if asked.policy_text.strip():
        policy = policy_from_text(asked.policy_text)
    elif asked.policy.startswith(DRAFT):
        policy = _drafted(draft(actor, _draft_id(asked.policy)))
    elif asked.policy:
        policy = next((p for p in known_policies(asked.product) if name_of(p) == asked.policy), running)
        if name_of(policy) != asked.policy:
            raise InvalidInput("policy", Text(en="there is no such policy of this product", zh="该产品没有此策略"))
    if asked.product not in policy.products:
        raise InvalidInput(
            "policy", Text(en=f"it does not decide on {asked.product}", zh=f"该策略不适用于产品{asked.product}")
        )
    return policy, _model(asked.model, policy=policy, on=on)


def _drafted(found: DraftView) -> DecisionPolicy:
    """A draft is tried under a version of its own, so that nobody takes it for the one that it began from."""
    return policy_from_document({**found.document, "version": f"draft-{found.revision}"})


def _draft_id(name: str) -> UUID:
    try:
        return UUID(name.removeprefix(DRAFT))
    except ValueError:
        raise InvalidInput("policy", Text(en="there is no such draft", zh="没有此草稿")) from None


def _model(asked: str, *, policy: DecisionPolicy, on: date) -> ScoringModel:
    """A registered package by `id@version`, an installed scorecard by its id, or the champion of the policy's slot."""
    if not asked:
        return champion(policy.scorecard, on=on)
    model_id, _, version = asked.partition("@")
    return kept_model(package_hash(model_id, version=version)) if version else scorecard_named(model_id)


def name_of(policy: DecisionPolicy) -> str:
    """How a policy is called: its id and version."""
    return f"{policy.id}@{policy.version}"


def _portfolio(asked: RunAsked, arms: Sequence[tuple[DecisionPolicy, ScoringModel]], *, on: date) -> Mapping[str, Any]:
    if asked.portfolio == "history":
        return {"kind": "history", "since": asked.since, "until": min(asked.until or on, on), "most": asked.firms}
    made_up = population_of(asked.product, arms=arms, on=on)
    return {"kind": "simulated", "firms": asked.firms, "seed": asked.seed, **made_up}


def _arm(policy: DecisionPolicy, card: ScoringModel, *, on: date) -> Mapping[str, Any]:
    segments = {slot: model.hash for slot, model in _of_segments(policy, on=on).items()}
    return {
        "policy": name_of(policy),
        "policy_hash": policy.hash,
        "model": f"{card.id}@{card.version}",
        "model_hash": card.hash,
        **({"segments": segments} if segments else {}),
    }


def _of_segments(policy: DecisionPolicy, *, on: date) -> dict[str, ScoringModel]:
    """The models of the policy's segments, without its own."""
    return champions((slot for slot in policy.slots if slot != policy.scorecard), on=on)
