"""Named formulas over columns: whole numbers of 64 bits, long division digit by digit, half to even as one by one.

Rows whose numbers could grow past 64 bits, or whose quotient lies next to a tie of the last place, are told apart: they
are decided one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from puhui.risk.decisioning.rules.bulk_tables import OneByOne
from puhui.risk.decisioning.rules.columns import UNKNOWN, Column, Flags, NumberColumn, Whole
from puhui.risk.decisioning.rules.formulas import Factors, Formula

PLACES = 6
_SAFE = 4e18
_MOST_PLACES = 18


@dataclass(frozen=True, slots=True)
class _Term:
    """A sum or product on its way: units of 10^-places, where it is known, where it may not fit."""

    units: Whole
    places: int
    known: Flags
    odd: Flags


def one_value(value: Decimal | int) -> NumberColumn:
    """A number that is the same on every row; it spreads by itself."""
    number = Decimal(value)
    places = max(0, -int(number.as_tuple().exponent))
    if places > _MOST_PLACES or abs(number) * 10**places >= _SAFE:
        raise OneByOne(f"{number} is too long")
    return NumberColumn(np.array([int(number.scaleb(places))], dtype=np.int64), places)


def formula_column(formula: Formula, context: Mapping[str, Column], *, size: int) -> tuple[NumberColumn, Flags]:
    """The value on every row to six decimals, UNKNOWN where it is not known; and the rows to do one by one."""
    found = _sum(formula.of, formula, context, start=formula.plus, size=size)
    if formula.times:
        found = _times(found, _named(formula.times, formula, context, size=size))
    if formula.over:
        found = _divided(found, _sum(formula.over, formula, context, start=Decimal(0), size=size))
    else:
        found = _to_six(found)
    units = found.units
    if formula.least is not None:
        units = np.maximum(units, _bound(formula.least))
    if formula.most is not None:
        units = np.minimum(units, _bound(formula.most))
    return NumberColumn(np.where(found.known, units, UNKNOWN), PLACES), found.odd


def _bound(value: Decimal) -> int:
    if int(value.as_tuple().exponent) < -PLACES or abs(value) * 10**PLACES >= _SAFE:
        raise OneByOne(f"the bound {value} is too long")
    return int(value.scaleb(PLACES))


def _named(name: str, formula: Formula, context: Mapping[str, Column], *, size: int) -> _Term:
    """A column by its name, with what it counts as where it is not known."""
    column, instead = context.get(name), formula.unknown.get(name)
    nowhere = np.zeros(size, dtype=np.bool_)
    if column is None:
        if instead is None:
            return _Term(np.zeros(size, dtype=np.int64), 0, nowhere, nowhere)
        column, instead = one_value(instead), None
    if not isinstance(column, NumberColumn):
        raise OneByOne(f"{name} is no number")
    units = np.broadcast_to(column.units, size)
    known = units != UNKNOWN
    if instead is None or known.all():
        return _Term(np.where(known, units, 0), column.places, known, nowhere)
    other = one_value(instead)
    places = max(column.places, other.places)
    scaled = _scaled(_Term(np.where(known, units, 0), column.places, known, nowhere), by=places - column.places)
    value = int(other.units[0]) * 10 ** (places - other.places)
    return _Term(np.where(known, scaled.units, value), places, np.ones(size, dtype=np.bool_), scaled.odd)


def _scaled(term: _Term, *, by: int, times: int = 1) -> _Term:
    """The term with `by` more decimals, multiplied by a whole number that has been brought to them already."""
    factor = times * 10**by
    large = np.abs(term.units.astype(np.float64)) * abs(factor) >= _SAFE
    if abs(factor) >= _SAFE:
        large = term.units != 0
        factor = 0
    return _Term(np.where(large, 0, term.units) * factor, term.places + by, term.known, term.odd | large)


def _sum(factors: Factors, formula: Formula, context: Mapping[str, Column], *, start: Decimal, size: int) -> _Term:
    terms = [(_named(name, formula, context, size=size), factor) for name, factor in factors]
    places = max([max(0, -int(start.as_tuple().exponent)), *(t.places + _decimals(f) for t, f in terms)])
    if places > _MOST_PLACES or abs(start) * 10**places >= _SAFE:
        raise OneByOne("a formula has too many decimals")
    total = np.full(size, int(start.scaleb(places)), dtype=np.int64)
    known, odd = np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    height = np.abs(total.astype(np.float64))
    for term, factor in terms:
        decimals = _decimals(factor)
        part = _scaled(term, by=0, times=int(factor.scaleb(decimals)))
        part = _scaled(part, by=places - term.places - decimals)
        height += np.abs(part.units.astype(np.float64))
        total = total + part.units
        known, odd = known & term.known, odd | part.odd
    return _Term(total, places, known, odd | (height >= _SAFE))


def _decimals(factor: Decimal) -> int:
    return max(0, -int(factor.as_tuple().exponent))


def _times(one: _Term, other: _Term) -> _Term:
    large = np.abs(one.units.astype(np.float64)) * np.abs(other.units.astype(np.float64)) >= _SAFE
    if one.places + other.places > _MOST_PLACES:
        raise OneByOne("a product has too many decimals")
    units = np.where(large, 0, one.units) * np.where(large, 0, other.units)
    return _Term(units, one.places + other.places, one.known & other.known, one.odd | other.odd | large)


def _to_six(term: _Term) -> _Term:
    if term.places <= PLACES:
        return _scaled(term, by=PLACES - term.places)
    down = 10 ** (term.places - PLACES)
    return _Term(_half_even(term.units // down, term.units % down, down), PLACES, term.known, term.odd)


def _half_even(whole: Whole, rest: Whole, of: Whole | int) -> Whole:
    """`whole` and `rest` over `of`, the rest not below zero, to a whole number."""
    up = (2 * rest > of) | ((2 * rest == of) & (whole % 2 == 1))
    rounded: Whole = whole + up
    return rounded


def _divided(upper: _Term, lower: _Term) -> _Term:
    """upper / lower to six decimals; not known where there is nothing to divide by."""
    known = upper.known & lower.known & (lower.units > 0)
    more = PLACES + lower.places - upper.places
    if more < 0:
        lower, more = _scaled(lower, by=-more), 0
    below = np.where(known & (lower.units > 0), lower.units, 1)
    odd = upper.odd | lower.odd | (below >= 2**52)  # three digits more still fit
    below = np.where(odd, 1, below)
    top = np.abs(np.where(odd, 0, upper.units))
    odd |= known & (top.astype(np.float64) / below * 10.0**more >= _SAFE)
    top = np.where(known & ~odd, top, 0)
    whole, rest = np.where(odd, 0, top // below), np.where(odd, 0, top % below)
    while more > 0:
        digits = min(3, more)
        rest = rest * 10**digits
        whole, rest, more = whole * 10**digits + rest // below, rest % below, more - digits
    near = (rest * 2 != below) & (np.abs(rest * 2 - below) < below * 1e-9)  # thirty digits might round to a tie
    whole = _half_even(whole, rest, below)
    return _Term(np.where(upper.units < 0, -whole, whole), PLACES, known, odd | near)
