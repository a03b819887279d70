"""Measures, limits and prices in named parts over columns: engine 2 for many requests at once.

Instalments and prices have few different inputs in a crowd (amounts come in steps, scores are whole numbers), so that
each different one is asked once, by the very function that answers one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from puhui.risk.decisioning.rules.bulk_formulas import PLACES, formula_column, one_value
from puhui.risk.decisioning.rules.bulk_tables import OneByOne
from puhui.risk.decisioning.rules.burden import instalment_minor
from puhui.risk.decisioning.rules.columns import (
    LARGEST,
    UNKNOWN,
    Column,
    Flags,
    NumberColumn,
    RequestColumns,
    TextColumn,
    Whole,
    number_column,
)
from puhui.risk.decisioning.rules.limit_and_price import price_parts
from puhui.risk.decisioning.rules.policy import OUTCOMES, DecisionPolicy
from puhui.risk.decisioning.rules.policy_sections import INSTALMENT, PARAMETERS

APPROVE, REFER, DECLINE = (OUTCOMES.index(name) for name in ("approve", "refer", "decline"))
PRICED = frozenset(
    {"margin_pct", "expected_loss_pct", "amount_minor", "amount_year_minor", "term_months", "lpr_pct", "pd"}
)
NO_PRICE = np.iinfo(np.int64).min


@dataclass(slots=True)
class LimitColumns:
    """The limit of every row, the outcome it asks for, its reasons in order, and the rows to do one by one."""

    minor: Whole
    outcome: NDArray[np.int8]
    reasons: list[tuple[Flags, str]]
    odd: Flags


def add_measure_columns(
    policy: DecisionPolicy, context: dict[str, Column], asked: RequestColumns, parameters: Mapping[str, Decimal]
) -> Flags:
    """As `add_measures`; answers with the rows to do one by one."""
    sections, size = policy.sections, asked.size
    odd = np.zeros(size, dtype=np.bool_)
    if not sections.has_formulas:
        return odd
    context["amount_minor"] = NumberColumn(asked.amount_minor)
    if sections.assess_rate_pct is not None:
        context[INSTALMENT] = _instalments(asked, rate=sections.assess_rate_pct)
    context.update({name: one_value(value) for name, value in sections.constants.items()})
    context.update({name: one_value(parameters[name]) for name in PARAMETERS if name in parameters})
    for formula in sections.measures:
        context[formula.name], strange = formula_column(formula, context, size=size)
        odd |= strange
    return odd


def _instalments(asked: RequestColumns, *, rate: Decimal) -> NumberColumn:
    amount, term = np.clip(asked.amount_minor, 1, 10**13), np.clip(asked.term_months, 1, 360)
    names = (*asked.method.names, "")
    key = (amount * 361 + term) * len(names) + asked.method.codes % len(names)
    different, first, place = np.unique(key, return_index=True, return_inverse=True)
    values = np.empty(len(different), dtype=np.int64)
    for n, row in enumerate(first.tolist()):
        method = asked.method.value(row) or ""
        found = instalment_minor(int(amount[row]), annual_rate_pct=rate, months=int(term[row]), method=method)
        values[n] = int(found)
    return NumberColumn(values[place])


def limit_of_parts(
    policy: DecisionPolicy, row: Whole, context: dict[str, Column], asked: RequestColumns
) -> LimitColumns:
    """As `_limit_of_parts`: the least known part decides; one that must be known and is not asks for a person."""
    size, parts = asked.size, policy.sections.limit
    rows = [entry.then for entry in policy.limits.rows] + [{"most": Decimal(0), "turnover_share_pct": Decimal(0)}]
    most = number_column([entry["most"] * 100 for entry in rows])
    share = number_column([entry["turnover_share_pct"] for entry in rows])
    context["limits.most_minor"] = NumberColumn(most.units[row], most.places)
    context["limits.turnover_share_pct"] = NumberColumn(share.units[row], share.places)
    amounts = np.full((len(parts), size), LARGEST, dtype=np.int64)
    odd = np.zeros(size, dtype=np.bool_)
    for place, part in enumerate(parts):
        column, strange = formula_column(part.formula, context, size=size)
        known = column.units != UNKNOWN
        amounts[place, known] = np.maximum(column.units[known] // 10**PLACES, 0)
        odd |= strange
    least = amounts.min(axis=0)
    some = least < LARGEST
    minor = np.where(some, np.minimum(least, asked.amount_minor), 0)
    minor = np.maximum(minor, 0) // policy.step_minor * policy.step_minor
    missing = [(amounts[n] == LARGEST, part.when_unknown) for n, part in enumerate(parts) if part.when_unknown]
    small = asked.amount_minor < policy.least_minor
    enough = ~small & (minor >= policy.least_minor)
    low, nothing = ~small & ~enough & some, ~small & ~enough & ~some
    any_missing = np.zeros(size, dtype=np.bool_)
    for where, _ in missing:
        any_missing |= where
    outcome = np.full(size, APPROVE, dtype=np.int8)
    outcome[(enough & any_missing) | nothing] = REFER
    outcome[small | low] = DECLINE
    decides = (amounts == least).argmax(axis=0)
    reasons = [(small, "amount_too_small")]
    reasons += [(low & (decides == n), part.reason) for n, part in enumerate(parts)]
    reasons += missing
    reasons += amount_reasons(policy, asked, where=nothing & ~any_missing)
    return LimitColumns(minor, outcome, reasons, odd)


def amount_reasons(policy: DecisionPolicy, asked: RequestColumns, *, where: Flags) -> list[tuple[Flags, str]]:
    """As `amount_reason`: the amount is too small, the turnover is not known, or it supports too little."""
    small = asked.amount_minor < policy.least_minor
    turnover = asked.facts.get(policy.turnover_fact)
    known = np.zeros(asked.size, dtype=np.bool_) if turnover is None else turnover.units != UNKNOWN
    return [
        (where & small, "amount_too_small"),
        (where & ~small & ~known, "turnover_unknown"),
        (where & ~small & known, "amount_above_turnover"),
    ]


class Prices:
    """The margins over the loan prime rate that prices in parts come to, each different one asked once a run."""

    def __init__(self, policy: DecisionPolicy, *, parameters: Mapping[str, Decimal]) -> None:
        rule = policy.sections.price
        if rule is None:
            raise AssertionError("only asked of a policy with a price in parts")
        self.rule, self.parameters = rule, parameters
        self.known: dict[tuple[int | str, ...], int] = {}
        self.given: dict[str, Any] = dict(policy.sections.constants)
        self.given.update({name: parameters[name] for name in PARAMETERS if name in parameters})
        asks = {name for part in rule.parts for name in part.asks}
        if strange := sorted(asks - PRICED - set(self.given)):
            raise OneByOne(f"a price asks for {strange[0]}")

    def margins(
        self,
        rows: Whole,
        *,
        ppm: Whole,
        amount: Whole,
        term: Whole,
        method: TextColumn,
        margin: Whole,
        lpr: NumberColumn,
    ) -> Whole:
        """The margin in basis points on these rows, NO_PRICE where there is no lawful one."""
        columns = (ppm, amount, term, method.codes, margin, lpr.units)
        table = np.column_stack([column[rows] for column in columns]).astype(np.int64)
        different, place = np.unique(table, axis=0, return_inverse=True)
        found = [self._margin(tuple(one), method=method, lpr=lpr) for one in different.tolist()]
        return np.array(found, dtype=np.int64)[place.reshape(-1)]

    def _margin(self, key: tuple[int, ...], *, method: TextColumn, lpr: NumberColumn) -> int:
        ppm, amount, term, code, margin, rate = key
        words = (ppm, amount, term, method.names[code], margin, rate)
        if words not in self.known:
            base = Decimal(rate).scaleb(-lpr.places)
            context = {
                **self.given,
                "pd": Decimal(ppm).scaleb(-6),
                "term_months": term,
                "method": method.names[code],
                "lpr_pct": base,
                "amount_minor": amount,
                "amount_year_minor": Decimal(amount) * term / 12,
                "margin_pct": Decimal(margin) / 100,
            }
            parts = price_parts(self.rule, context, lpr=base, parameters=self.parameters)
            whole = sum((part.value for part in parts or () if part.value is not None), Decimal(0))
            self.known[words] = NO_PRICE if parts is None else int((whole - base) * 100)
        return self.known[words]
