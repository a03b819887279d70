"""What a person earns, spends and owes elsewhere, as a decision takes it: what sources verified, else what they state.

Plain Python. Income that is verified makes the stated one count as nothing, so that nobody is counted twice; of costs
and debts the higher counts, because whoever states less than a source tells would be lent too much.
"""

from collections.abc import Mapping

from puhui.risk.decisioning.facade import FactValue

Facts = Mapping[str, FactValue]


def facts_of_person(known: Facts) -> dict[str, FactValue]:
    """Amounts in fen a month; None where nobody said anything."""
    verified, stated = known.get("person_income_12m"), known.get("declared_income")
    is_verified = verified is not None and verified > 0
    return {
        "own.verified_income_minor": verified if is_verified else (None if stated is None else 0),
        "own.declared_income_minor": 0 if is_verified else stated,
        "own.living_cost_minor": _higher(known.get("person_spending_6m"), known.get("declared_living_cost")),
        "own.due_elsewhere_minor": _higher(known.get("person_monthly_due"), known.get("declared_monthly_due")),
        "own.debt_elsewhere_minor": known.get("person_debt"),
    }


def _higher(*said: FactValue) -> FactValue:
    """The highest of what is known; None when nothing is."""
    return max((value for value in said if value is not None), default=None)
