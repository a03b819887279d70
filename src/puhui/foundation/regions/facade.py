"""What other rooms may call."""

from puhui.foundation.regions.actions import import_regions, preview_import
from puhui.foundation.regions.contracts import (
    BadRegionList,
    Difference,
    ImportReport,
    NotLicensedHere,
    Region,
    RegionKind,
    RegionUnknown,
    Tier,
    TierLine,
)
from puhui.foundation.regions.policy_files import Figure, FigureFile, Goal, Licence, LocalPolicy
from puhui.foundation.regions.queries import (
    atlas,
    caps_in,
    figures_of,
    goals_in,
    licence_on,
    local_on,
    require_licensed,
    tiers,
)
from puhui.foundation.regions.rules import Atlas, is_code

__all__ = [
    "Atlas",
    "BadRegionList",
    "Difference",
    "Figure",
    "FigureFile",
    "Goal",
    "ImportReport",
    "Licence",
    "LocalPolicy",
    "NotLicensedHere",
    "Region",
    "RegionKind",
    "RegionUnknown",
    "Tier",
    "TierLine",
    "atlas",
    "caps_in",
    "figures_of",
    "goals_in",
    "import_regions",
    "is_code",
    "licence_on",
    "local_on",
    "preview_import",
    "require_licensed",
    "tiers",
]
