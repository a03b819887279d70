"""The slots that a model may take, and the facts known there: the scorecards that policies ask for, and behaviour."""

from collections.abc import Collection

from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.risk.decisioning.policy_files import FACT_TYPES
from puhui.risk.decisioning.queries.policies import all_policies, drafts
from puhui.risk.decisioning.rules.behaviour import BEHAVIOUR_FACTS
from puhui.risk.decisioning.rules.policy_grid import table_in
from puhui.risk.decisioning.rules.segments import KEY as SEGMENTS

BEHAVIOUR_SLOT = "behaviour"
LONGEST_SLOT = 60


def slots() -> tuple[str, ...]:
    """Every slot, in the order of names; those of drafts too, so that a model can be there before its policy."""
    asked = {slot for policy in all_policies() for slot in policy.slots}
    return tuple(sorted(asked | _slots_of_drafts() | {BEHAVIOUR_SLOT}))


def _slots_of_drafts() -> set[str]:
    """What drafts that are worked on name as models of segments; a draft may hold anything."""
    found = set()
    for one in drafts(SYSTEM):
        rows = (table_in(one.document, SEGMENTS) or {}).get("rows", [])
        named = [
            row["then"].get("scorecard") for row in rows if isinstance(row, dict) and isinstance(row.get("then"), dict)
        ]
        found |= {name for name in named if isinstance(name, str) and name and len(name) <= LONGEST_SLOT}
    return found


def facts_of_slot(slot: str) -> Collection[str]:
    """The facts that a model of the slot may ask for; refuses a slot that nothing asks for."""
    if slot not in slots():
        raise InvalidInput("slot", Text(en=f"one of {', '.join(slots())}", zh=f"应为以下之一：{', '.join(slots())}"))
    return BEHAVIOUR_FACTS if slot == BEHAVIOUR_SLOT else FACT_TYPES
