"""A declared fact's formula in words, made from the declaration, so that the two cannot differ."""

from puhui.risk.facts.contracts import FactRule
from puhui.risk.facts.rules.source_facts import MONTH


def formula_of(rule: FactRule) -> str:
    """One line, such as "count of cases with state open, filed_on within 24 months"."""
    rows = f"{rule.rows}{_where(rule)}{_window(rule)}"
    what = f"{rule.field} of {rows}" if rule.rows else rule.field
    said = {
        "known": "1 when the source has something on record, else 0",
        "value": f"{rule.field}" + (f", as its place in {', '.join(rule.grades)}" if rule.grades else ""),
        "months_since": f"whole months from {rule.field} to the day of the answer",
        "count": f"count of {rows}" + (f" with {rule.field} above 0" if rule.field else ""),
        "sum": f"sum of {what}",
        "mean": f"mean of {what}",
        "most": f"largest {what}; 0 without any",
        "share": f"share of {rows}",
        "ratio": f"{rule.field} / {rule.per}" + (f" over {rows}" if rule.rows else "") + ", between -10 and 10",
        "trend": f"least-squares slope of {what} by month / mean; unknown below 6 months",
        "volatility": f"population standard deviation of {what} by month / mean; unknown below 6 months",
    }[rule.op]
    return said + ("" if rule.absent is None else f"; {rule.absent} when nothing is on record")


def _where(rule: FactRule) -> str:
    fits = [f"{name} {' or '.join(allowed)}" for name, allowed in rule.where.items()]
    return f" with {' and '.join(fits)}" if fits else ""


def _window(rule: FactRule) -> str:
    if not rule.window_months:
        return ""
    return f", {rule.date} within {rule.window_months} {'complete ' if rule.date == MONTH else ''}months"
