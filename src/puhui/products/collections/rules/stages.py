"""Which stage a late loan is in, what comes next, and in which order files are worked on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from puhui.kernel.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the strategy, from so many days past due on. `loss_pct`: what is lost when nobody acts."""

    name: str
    title: Text
    from_day: int
    opens_case: bool
    due_days: int
    contact_every_days: int
    loss_pct: int
    next_action: Text
    script: Text


def stage_of(stages: Sequence[Stage], *, days_past_due: int) -> Stage | None:
    """The last stage that the age has reached; None before the first."""
    reached = [stage for stage in stages if stage.from_day <= days_past_due]
    return reached[-1] if reached else None


def priority_of(*, late_minor: int, stage: Stage, broken_promises: int, broken_adds_pct: int) -> int:
    """What is at stake, in minor units: the late amount times the chance that it is lost when nobody acts."""
    chance = min(100, stage.loss_pct + broken_promises * broken_adds_pct)
    return late_minor * chance // 100


def next_action_on(*, stage: Stage, today: date, last_contact_on: date | None, held_until: date | None) -> date:
    """When somebody should act: within the stage's days, then every so often, and never before a hold ends."""
    if last_contact_on is None:
        wanted = today + timedelta(days=stage.due_days)
    else:
        wanted = max(today, last_contact_on + timedelta(days=stage.contact_every_days))
    return max(wanted, held_until + timedelta(days=1)) if held_until else wanted
