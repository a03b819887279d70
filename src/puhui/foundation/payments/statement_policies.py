"""Reads how banks write statements and how lines are matched: shipped files, and the lender's own laid over them."""

from collections.abc import Mapping
from functools import cache

from puhui.foundation.catalogue.facade import policies_in
from puhui.foundation.payments.rules.matching import Reconciliation
from puhui.foundation.payments.rules.statement_csv import StatementFormat
from puhui.kernel.errors import InvalidInput


@cache
def statement_formats() -> Mapping[str, StatementFormat]:
    """Every CSV form by its id."""
    return {form.id: form for form in policies_in(StatementFormat, "statement_formats")}


def statement_format(name: str) -> StatementFormat:
    """One CSV form."""
    try:
        return statement_formats()[name]
    except KeyError:
        raise InvalidInput("format", f"one of camt.053, {', '.join(sorted(statement_formats()))}") from None


@cache
def reconciliation() -> Reconciliation:
    """The rules in force: the newest version of the plan `standard`."""
    plans = [plan for plan in policies_in(Reconciliation, "reconciliation") if plan.id == "standard"]
    return max(plans, key=lambda plan: plan.version)
