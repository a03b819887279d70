"""What other rooms may call."""

from puhui.conduct.protection.actions import check_protections, keep_exclusion, keep_own_limit
from puhui.conduct.protection.contracts import ExclusionInvalid, OwnLimitPassed, Protections, SelfExcluded
from puhui.conduct.protection.policy import protection_on
from puhui.conduct.protection.queries import protections_of, protections_page

__all__ = [
    "ExclusionInvalid",
    "OwnLimitPassed",
    "Protections",
    "SelfExcluded",
    "check_protections",
    "keep_exclusion",
    "keep_own_limit",
    "protection_on",
    "protections_of",
    "protections_page",
]
