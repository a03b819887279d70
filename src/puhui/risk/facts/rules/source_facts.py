"""Measures the declared facts of a source from its answer: exact, up to a day, unknown where unknown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from puhui.kernel.dates import add_months, last_complete_month, month_number
from puhui.risk.facts.contracts import FactRule
from puhui.risk.facts.rules.series import bounded, ratio, stored, trend, volatility

Content = Mapping[str, Any]
Value = Decimal | int | None
MONTH: Final = "month_on"  # a row that is a calendar month, by its first day
_LEAST_MONTHS: Final = 6


def measured(rule: FactRule, content: Content | None, *, on: date) -> Value:
    """The fact up to the day; `content` None: the source has nothing on record.

    A field that an older schema did not have, or that the source left empty, makes the fact unknown.
    """
    if rule.op == "known":
        return int(content is not None)
    if content is None:
        return rule.absent
    try:
        return stored(_MEASURES[rule.op](rule, content, on))
    except KeyError:
        return None


def _value(rule: FactRule, content: Content, on: date) -> Fraction | int | None:
    del on
    return _number(content[rule.field], grades=rule.grades)


def _months_since(rule: FactRule, content: Content, on: date) -> int | None:
    """Whole months from a date field to the day; 0 when it lies ahead."""
    if content[rule.field] is None:
        return None
    since = date.fromisoformat(content[rule.field])
    return max(0, (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day))


def _rows(rule: FactRule, content: Content, on: date) -> list[Content]:
    """The rows in the window: complete calendar months where a row is a month, days otherwise."""
    rows: Sequence[Content] = content[rule.rows]
    if not rule.window_months:
        return list(rows)
    if rule.date == MONTH:
        last = last_complete_month(on)
        months = range(last - rule.window_months + 1, last + 1)
        return [row for row in rows if month_number(date.fromisoformat(row[MONTH])) in months]
    since = add_months(on, -rule.window_months)
    return [row for row in rows if since < date.fromisoformat(row[rule.date]) <= on]


def _amount(row: Content, name: str) -> int:
    """A number of a row; one that was left empty makes the fact unknown."""
    value: int | None = row[name]
    if value is None:
        raise KeyError(name)
    return value


def _fitting(rule: FactRule, rows: Sequence[Content]) -> list[Content]:
    return [row for row in rows if all(str(row[name]) in allowed for name, allowed in rule.where.items())]


def _count(rule: FactRule, content: Content, on: date) -> int:
    fitting = _fitting(rule, _rows(rule, content, on))
    return sum(_amount(row, rule.field) > 0 for row in fitting) if rule.field else len(fitting)


def _sum(rule: FactRule, content: Content, on: date) -> int:
    return sum(_amount(row, rule.field) for row in _fitting(rule, _rows(rule, content, on)))


def _mean(rule: FactRule, content: Content, on: date) -> Fraction | int | None:
    values = [_amount(row, rule.field) for row in _fitting(rule, _rows(rule, content, on))]
    mean = Fraction(sum(values), len(values)) if values else None
    return round(mean) if mean is not None and rule.unit in ("minor", "count") else mean


def _most(rule: FactRule, content: Content, on: date) -> int:
    return max((_amount(row, rule.field) for row in _fitting(rule, _rows(rule, content, on))), default=0)


def _share(rule: FactRule, content: Content, on: date) -> Fraction | None:
    rows = _rows(rule, content, on)
    if rule.where:
        return ratio(len(_fitting(rule, rows)), len(rows))
    return ratio(sum(_amount(row, rule.field) > 0 for row in rows), len(rows))


def _ratio(rule: FactRule, content: Content, on: date) -> Fraction | None:
    """One sum over another: of rows, or of two fields."""
    if not rule.rows:
        return bounded(ratio(_amount(content, rule.field), _amount(content, rule.per)))
    rows = _rows(rule, content, on)
    return bounded(ratio(sum(_amount(row, rule.field) for row in rows), sum(_amount(row, rule.per) for row in rows)))


def _series(rule: FactRule, content: Content, on: date) -> list[int]:
    """Month by month up to the last month that the source told of; fewer than six are no series."""
    by_month: dict[int, int] = {}
    for row in _rows(rule, content, on):
        month = month_number(date.fromisoformat(row[rule.date]))
        by_month[month] = by_month.get(month, 0) + _amount(row, rule.field)
    if not by_month:
        return []
    series = [by_month.get(month, 0) for month in range(min(by_month), max(by_month) + 1)]
    return series if len(series) >= _LEAST_MONTHS else []


def _trend(rule: FactRule, content: Content, on: date) -> Fraction | None:
    return trend(_series(rule, content, on))


def _volatility(rule: FactRule, content: Content, on: date) -> Fraction | None:
    return volatility(_series(rule, content, on))


def _number(value: Any, *, grades: Sequence[str]) -> Fraction | int | None:
    if value is None:
        return None
    if grades:
        return grades.index(value) + 1 if value in grades else None
    return Fraction(Decimal(value)) if isinstance(value, str) else int(value)


_MEASURES: Final[Mapping[str, Callable[[FactRule, Content, date], Fraction | int | None]]] = {
    "value": _value,
    "months_since": _months_since,
    "count": _count,
    "sum": _sum,
    "mean": _mean,
    "most": _most,
    "share": _share,
    "ratio": _ratio,
    "trend": _trend,
    "volatility": _volatility,
}
