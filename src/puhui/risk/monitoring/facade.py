"""What other rooms may call."""

from puhui.risk.monitoring.actions.watch_day import HOUSE, WATCHERS, is_watched, watch_day
from puhui.risk.monitoring.contracts import (
    DayOfDecisions,
    DayWatched,
    Decided,
    EpisodeView,
    Level,
    Matured,
    Measured,
    MeasureKind,
    MeasureView,
    Reviewed,
    Segment,
)
from puhui.risk.monitoring.policy import watch_policy
from puhui.risk.monitoring.queries import (
    episode_of_case,
    episodes,
    known_measure,
    last_watched,
    measures_on,
    series_of,
    watched_days,
)
from puhui.risk.monitoring.rules.groups import Traits, groups_of
from puhui.risk.monitoring.rules.impact import NAMES as IMPACT_NAMES
from puhui.risk.monitoring.rules.impact import SECTIONS as IMPACT_SECTIONS
from puhui.risk.monitoring.rules.impact import FactUsed, Figure, Ground, ImpactInputs, protections
from puhui.risk.monitoring.rules.levels import WORST_FIRST
from puhui.risk.monitoring.rules.measures import KINDS
from puhui.risk.monitoring.rules.outcomes import days_maturing, pd_within
from puhui.risk.monitoring.rules.words import LEVEL_TEXTS, part_text, shown

__all__ = [
    "HOUSE",
    "IMPACT_NAMES",
    "IMPACT_SECTIONS",
    "KINDS",
    "LEVEL_TEXTS",
    "WATCHERS",
    "WORST_FIRST",
    "DayOfDecisions",
    "DayWatched",
    "Decided",
    "EpisodeView",
    "FactUsed",
    "Figure",
    "Ground",
    "ImpactInputs",
    "Level",
    "Matured",
    "MeasureKind",
    "MeasureView",
    "Measured",
    "Reviewed",
    "Segment",
    "Traits",
    "days_maturing",
    "episode_of_case",
    "episodes",
    "groups_of",
    "is_watched",
    "known_measure",
    "last_watched",
    "measures_on",
    "part_text",
    "pd_within",
    "protections",
    "series_of",
    "shown",
    "watch_day",
    "watch_policy",
    "watched_days",
]
