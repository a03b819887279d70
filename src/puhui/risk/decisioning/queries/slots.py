"""The slots that a model may take, and the facts known there: the scorecards that policies ask for, and behaviour."""

from collections.abc import Collection

from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.policy_files import FACT_TYPES
from puhui.risk.decisioning.queries.policies import all_policies
from puhui.risk.decisioning.rules.behaviour import BEHAVIOUR_FACTS

BEHAVIOUR_SLOT = "behaviour"


def slots() -> tuple[str, ...]:
    """Every slot, in the order of names."""
    return tuple(sorted({slot for policy in all_policies() for slot in policy.slots} | {BEHAVIOUR_SLOT}))


def facts_of_slot(slot: str) -> Collection[str]:
    """The facts that a model of the slot may ask for; refuses a slot that nothing asks for."""
    if slot not in slots():
        raise InvalidInput("slot", Text(en=f"one of {', '.join(slots())}", zh=f"应为以下之一：{', '.join(slots())}"))
    return BEHAVIOUR_FACTS if slot == BEHAVIOUR_SLOT else FACT_TYPES
