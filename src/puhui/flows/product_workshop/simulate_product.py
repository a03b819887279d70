"""A product in the policy lab before it is sold: the made-up population asks for it, and for the version in force.

Each version is asked for by those whom it is for, within its amounts and its terms; the policy that decides on it
decides; an offer at a rate that the version does not have is not made. Firms ask for what firms may have, persons for
what is for persons and households. What the policy asks and no made-up customer has is unknown, and is named. A product
whose form is not decided on as a loan is (paper, orders) is not simulated here and says so.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np

from puhui.flows.policy_lab.populations import asks_of, customers_of, facts_in_vain, people_at_large
from puhui.flows.simulation.wide_world import WideWorld
from puhui.foundation.catalogue.facade import (
    NoSuchProduct,
    Product,
    institution_on,
    keep_simulation,
    product,
    product_draft,
    sound_product,
)
from puhui.foundation.drafts.facade import CannotMoveDraft, DraftMoved
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import (
    DecisionPolicy,
    NoPolicyInForce,
    NumberColumn,
    champion,
    decision_policy,
    parameters_on,
    policy_ids,
    policy_with_id,
)
from puhui.risk.lab.facade import DECLINED, Arm, Decided, Part, ask_all, assumptions_on, compared

FIRMS, MOST_FIRMS, SEED = 10_000, 200_000, 20261123
DECIDED: Final = ("loan", "facility", "lease", "checkout")


def simulate_product(call: Call, *, draft_id: UUID, firms: int = FIRMS, seed: int = SEED) -> DraftMoved:
    """Works the draft out beside the version in force, then keeps what came out with the draft.

    Nothing is locked while it works; a text that changed in between is refused.
    """
    if not 100 <= firms <= MOST_FIRMS:
        raise InvalidInput("firms", f"100 to {MOST_FIRMS:,} firms")
    if not 0 <= seed < 2**31:
        raise InvalidInput("seed", "a number from 0 to 2,147,483,647")
    seen, on = product_draft(call.actor, draft_id), business_date()
    made = sound_product(seen.text, on=on, decision_policies=policy_ids())
    policy = policy_of(made, on=on)
    if policy is None or not is_decided_as_a_loan(made):
        reason = Text(
            en="the lab knows who asks for a loan, a limit, a lease or instalments, and a decision policy is needed",
            zh="策略实验室只模拟申请贷款、额度、租赁或分期的客户，且须有决策策略",
        )
        raise CannotMoveDraft(where="simulation", reason=reason)
    result: dict[str, Any] = {"firms": firms, "who": customers_of(made), "seed": seed, "as_of": on.isoformat()}
    result["not_simulated"] = _not_simulated(made, policy=policy, on=on)
    result["policy"] = f"{policy.id}@{policy.version}"
    result["draft"] = _figures(made, policy=policy, on=on, firms=firms, seed=seed)
    with suppress(NoSuchProduct):
        current = product(made.code, on=on)
        result["in_force"] = _figures(current, policy=policy, on=on, firms=firms, seed=seed)
    return _keep(call, draft_id=draft_id, revision=seen.revision, result=plain(result))


@use_case("product_workshop.keep_simulation", answers=DraftMoved, subject="draft_id")
def _keep(call: Call, *, draft_id: UUID, revision: int, result: Mapping[str, Any]) -> DraftMoved:
    return keep_simulation(call, draft_id=draft_id, revision=revision, result=result)


def needs_simulation(made: Product, *, on: date) -> bool:
    """Whether the lab can say something of the product: then it is asked before anything is published."""
    return is_decided_as_a_loan(made) and policy_of(made, on=on) is not None


def is_decided_as_a_loan(made: Product) -> bool:
    """Whether an application is decided on: paper and orders are sold by limits of their own."""
    return made.form in DECIDED


def policy_of(made: Product, *, on: date) -> DecisionPolicy | None:
    """The policy that decides on the product, or will."""
    with suppress(NoPolicyInForce):
        return decision_policy(made.code, on=on)
    with suppress(NoPolicyInForce):
        return policy_with_id(made.decision_policy or "", on=on)
    return None


def _figures(version: Product, *, policy: DecisionPolicy, on: date, firms: int, seed: int) -> Mapping[str, Any]:
    """What the population asked and was given of one version; nobody is asked for whom it is not."""
    world = _world(version, size=firms, seed=seed, on=on)
    arm = Arm(policy, champion(policy.scorecard, on=on), parameters_on(on))
    people = people_at_large(world, who=customers_of(version))
    parts = [part for part in (_asking(part, version, on=on) for part in people) if part.asked.size]
    if not parts:
        return {"asked": 0, "approved": 0}
    portfolio, decided, _ = ask_all(iter(parts), arms=[arm], told=lambda _: None)
    sold = _within_price(decided[0], version)
    found = compared(portfolio, [sold], names=("draft",), given=assumptions_on(on))
    return {"asked": portfolio.size, "approved": int(sold.approved.sum()), "figures": found["arms"]["draft"]}


def _world(version: Product, *, size: int, seed: int, on: date) -> WideWorld:
    asks = asks_of(version, who=customers_of(version))
    return WideWorld(size, seed, on, version.code, asks.terms_months[0], asks)


def _not_simulated(version: Product, *, policy: DecisionPolicy, on: date) -> list[str]:
    """What the policy asks that no made-up customer has; it decides as on what is unknown."""
    people = people_at_large(_world(version, size=1, seed=0, on=on), who=customers_of(version))
    return facts_in_vain(next(people), arms=[(policy, champion(policy.scorecard, on=on))])


def _asking(part: Part, version: Product, *, on: date) -> Part:
    """Those of a part whom the version is for, asking within its amounts and steps."""
    rows = np.flatnonzero(_fits(part, version, on=on))
    asked = part.asked.part(rows)
    step = version.step.minor
    wanted = np.clip(asked.amount_minor, version.lowest.minor, version.highest.minor) // step * step
    return Part(
        asked=replace(asked, amount_minor=np.maximum(wanted, version.lowest.minor)),
        groups={name: flags[rows] for name, flags in part.groups.items()},
        industry=part.industry[rows],
        true_pd=None if part.true_pd is None else part.true_pd[rows],
    )


def _fits(part: Part, version: Product, *, on: date) -> Any:
    """Firms by age and stage of the business; of the other conditions this population knows nothing."""
    founded = part.asked.applicant.get("months_since_founding")
    if founded is None:  # persons
        return np.ones(part.asked.size, dtype=np.bool_)
    assert isinstance(founded, NumberColumn)
    months = founded.units
    fits = months >= version.eligibility.months_since_founding
    stages = version.audience.stages if version.audience else ()
    if stages:
        profile = institution_on(on)
        bounds = (profile.stages.start_up_below_months, profile.stages.growing_below_months)
        place = np.digitize(months, bounds)
        fits &= np.isin(place, [("start_up", "growing", "established").index(stage) for stage in stages])
    return fits


def _within_price(decided: Decided, version: Product) -> Decided:
    """Without the offers at a rate that the version does not have."""
    outside = (decided.amount > 0) & (
        (decided.rate_pct < float(version.price.lowest_pct)) | (decided.rate_pct > float(version.price.highest_pct))
    )
    outcome = decided.outcome.copy()
    outcome[outside & decided.approved] = np.int8(DECLINED)
    return replace(decided, outcome=outcome, amount=np.where(outside, 0.0, decided.amount))
