"""What formulas may ask for beside the facts, and the measures of a policy: affordability, debt, group exposure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from puhui.risk.decisioning.contracts import DecisionRequest
from puhui.risk.decisioning.rules.burden import instalment_minor
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.policy_sections import INSTALMENT, PARAMETERS


def add_measures(
    policy: DecisionPolicy, context: dict[str, Any], *, request: DecisionRequest, parameters: Mapping[str, Decimal]
) -> dict[str, Decimal | None]:
    """Puts amount, instalment, constants, parameters and measures into the context; answers with the measures.

    A policy without formulas adds nothing, so that its decisions stay what they were.
    """
    sections = policy.sections
    if not sections.has_formulas:
        return {}
    context["amount_minor"] = request.amount_minor
    if sections.assess_rate_pct is not None:
        context[INSTALMENT] = instalment_minor(
            request.amount_minor,
            annual_rate_pct=sections.assess_rate_pct,
            months=request.term_months,
            method=request.method,
        )
    context.update(sections.constants)
    context.update({name: parameters[name] for name in PARAMETERS if name in parameters})
    measures: dict[str, Decimal | None] = {}
    for formula in sections.measures:
        context[formula.name] = measures[formula.name] = formula.value(context)
    return measures
