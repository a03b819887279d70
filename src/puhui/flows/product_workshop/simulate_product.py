"""A product in the policy lab before it is sold: the made-up population asks for it, and for the version in force.

Each version is asked for by those whom it is for, within its amounts and its term nearest to a year; the policy that
decides on it decides; an offer at a rate that the version does not have is not made. The lab's population are firms:
a product for persons, or of another form than a loan, is not simulated here and says so.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from puhui.flows.simulation.wide_world import WideWorld, firms_at_large
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
A_YEAR = 12


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
    if policy is None or not is_for_firms(made):
        reason = Text(
            en="the lab knows firms that ask for a loan, and a decision policy is needed",
            zh="策略实验室只模拟申请贷款的企业，且须有决策策略",
        )
        raise CannotMoveDraft(where="simulation", reason=reason)
    result: dict[str, Any] = {"firms": firms, "seed": seed, "as_of": on.isoformat()}
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
    return is_for_firms(made) and policy_of(made, on=on) is not None


def is_for_firms(made: Product) -> bool:
    """A loan that organisations may ask for."""
    return made.form == "loan" and "organisation" in made.eligibility.kinds


def policy_of(made: Product, *, on: date) -> DecisionPolicy | None:
    """The policy that decides on the product, or will."""
    with suppress(NoPolicyInForce):
        return decision_policy(made.code, on=on)
    with suppress(NoPolicyInForce):
        return policy_with_id(made.decision_policy or "", on=on)
    return None


def _figures(version: Product, *, policy: DecisionPolicy, on: date, firms: int, seed: int) -> Mapping[str, Any]:
    """What the population asked and was given of one version; nobody is asked for whom it is not."""
    world = WideWorld(firms, seed, on, version.code, _term_of(version))
    arm = Arm(policy, champion(policy.scorecard, on=on), parameters_on(on))
    parts = [part for part in (_asking(part, version, on=on) for part in firms_at_large(world)) if part.asked.size]
    if not parts:
        return {"asked": 0, "approved": 0}
    portfolio, decided, _ = ask_all(iter(parts), arms=[arm], told=lambda _: None)
    sold = _within_price(decided[0], version)
    found = compared(portfolio, [sold], names=("draft",), given=assumptions_on(on))
    return {"asked": portfolio.size, "approved": int(sold.approved.sum()), "figures": found["arms"]["draft"]}


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
    """By age and stage of the business; of the other conditions this population knows nothing."""
    founded = part.asked.applicant["months_since_founding"]
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


def _term_of(version: Product) -> int:
    """The longest term within a year, or the shortest that there is."""
    return max((months for months in version.terms_months if months <= A_YEAR), default=min(version.terms_months))
