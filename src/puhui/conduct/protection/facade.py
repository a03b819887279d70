"""What other rooms may call."""

from puhui.conduct.protection.actions import check_protections, keep_exclusion, keep_own_limit, keep_think_from
from puhui.conduct.protection.contracts import (
    ExclusionInvalid,
    NewPayee,
    OwnLimitPassed,
    Protections,
    SecondThoughts,
    SelfExcluded,
)
from puhui.conduct.protection.policy import protection_on
from puhui.conduct.protection.queries import protections, protections_of, protections_page
from puhui.conduct.protection.rules import hours_for_new_payee, reasons_to_wait

__all__ = [
    "ExclusionInvalid",
    "NewPayee",
    "OwnLimitPassed",
    "Protections",
    "SecondThoughts",
    "SelfExcluded",
    "check_protections",
    "hours_for_new_payee",
    "keep_exclusion",
    "keep_own_limit",
    "keep_think_from",
    "protection_on",
    "protections",
    "protections_of",
    "protections_page",
    "reasons_to_wait",
]
