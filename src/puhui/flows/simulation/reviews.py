"""What the staff of a simulated business do with a referred application: one proposes, another one confirms."""

from uuid import UUID

from puhui.flows.originate_loan.confirm_review import confirm_review
from puhui.flows.originate_loan.propose_review import propose_review
from puhui.flows.simulation.world import World
from puhui.foundation.casework.facade import take_case
from puhui.kernel.errors import Refusal


def review_case(world: World, *, case_id: UUID, was: str, mood: float) -> None:
    """Takes the case and ends it: most referrals are approved on the indicative terms, few refusals are."""
    first, second = world.staff["risk"], world.staff["risk2"]
    take_case(world.call(first), case_id=case_id)
    wanted = "approve" if mood < (0.6 if was == "refer" else 0.2) else "decline"
    for outcome in dict.fromkeys([wanted, "decline"]):
        try:
            propose_review(world.call(first), case_id=case_id, outcome=outcome, reason=_reason(outcome))
            confirm_review(world.call(second), case_id=case_id, agree=True, note="同意")
        except Refusal as refusal:
            world.count(f"review refused: {refusal.code}")
            continue
        world.count(f"reviewed: {outcome}")
        return


def _reason(outcome: str) -> str:
    return "发票与经营情况相符，还款来源清楚。" if outcome == "approve" else "还款来源不足以覆盖月供。"
