"""The same for many customers at once: columns of codes against every product, with the same answers (a law)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from puhui.foundation.catalogue.rules.eligibility import CODES, YOUNGEST, Customer
from puhui.foundation.catalogue.schema.audience import Group, Stage, Tier
from puhui.foundation.catalogue.schema.institution import InstitutionProfile
from puhui.foundation.catalogue.schema.product import Product

KINDS = ("person", "organisation")
GROUPS, STAGES, TIERS = get_args(Group), get_args(Stage), get_args(Tier)
UNKNOWN = -1
Column = NDArray[np.int32]
Bits = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerColumns:
    """`Customer` many times; -1 where something is not known. `industry` counts in `industries`.

    `groups` has a bit for each group that a customer is of, and is 0 where none is known.
    """

    kind: Column
    groups: Column
    industry: Column
    months: Column
    region: Column
    tier: Column
    age: Column
    industries: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many customers."""
        return len(self.kind)


def columns_of(customers: Sequence[Customer]) -> CustomerColumns:
    """The columns of a list of customers."""
    industries = tuple(sorted({one.industry for one in customers if one.industry}))
    return CustomerColumns(
        kind=_column([_place(KINDS, one.kind) for one in customers]),
        groups=_column([_bits(one.groups) for one in customers]),
        industry=_column([_place(industries, one.industry) for one in customers]),
        months=_column([UNKNOWN if one.months is None else one.months for one in customers]),
        region=_column([int(one.region) if one.region else UNKNOWN for one in customers]),
        tier=_column([_place(TIERS, one.tier) for one in customers]),
        age=_column([UNKNOWN if one.age is None else one.age for one in customers]),
        industries=industries,
    )


def misses_of_all(
    products: Sequence[Product], *, customers: CustomerColumns, profile: InstitutionProfile, youngest: int = YOUNGEST
) -> Bits:
    """A row a customer, a column a product: a bit for every code of `CODES` that is missed; 0 where it fits."""
    found = np.zeros((customers.size, len(products)), dtype=np.uint16)
    bounds = (profile.stages.start_up_below_months, profile.stages.growing_below_months)
    stages = np.where(customers.months == UNKNOWN, UNKNOWN, np.digitize(customers.months, bounds)).astype(np.int32)
    for place, product in enumerate(products):
        found[:, place] = _of_product(product, customers, stages, youngest)
    return found


def codes_of(bits: int) -> tuple[str, ...]:
    """The reasons of one cell."""
    return tuple(code for place, code in enumerate(CODES) if bits >> place & 1)


def _of_product(product: Product, customers: CustomerColumns, stages: Column, youngest: int) -> Bits:
    asks, audience = product.eligibility, product.audience
    bits = np.zeros(customers.size, dtype=np.uint16)
    _mark(bits, "kind", _outside(customers.kind, _places(KINDS, asks.kinds)))
    excluded = _places(customers.industries, asks.excluded_industries)
    _mark(bits, "industry", np.isin(customers.industry, excluded))
    _mark(bits, "months", (customers.months != UNKNOWN) & (customers.months < asks.months_since_founding))
    person = (customers.age != UNKNOWN) & (customers.kind != KINDS.index("organisation"))
    least = max(youngest, (audience.age_from or 0) if audience else 0)
    _mark(bits, "age_from", person & (customers.age < least))
    if audience is None:
        return bits
    if audience.age_to is not None:
        _mark(bits, "age_to", person & (customers.age > audience.age_to))
    if audience.groups:
        _mark(bits, "group", (customers.groups != 0) & (customers.groups & _bits(audience.groups) == 0))
    if audience.stages:
        _mark(bits, "stage", _outside(stages, _places(STAGES, audience.stages)))
    if audience.tiers:
        _mark(bits, "tier", _outside(customers.tier, _places(TIERS, audience.tiers)))
    known = customers.region != UNKNOWN
    if audience.regions:
        _mark(bits, "region", known & ~_within(customers.region, audience.regions))
    if audience.excluded_regions:
        _mark(bits, "excluded_region", known & _within(customers.region, audience.excluded_regions))
    return bits


def _mark(bits: Bits, code: str, where: NDArray[np.bool_]) -> None:
    bits[where] |= np.uint16(1 << CODES.index(code))


def _outside(column: Column, allowed: Column) -> NDArray[np.bool_]:
    """Known, and not one of these."""
    outside: NDArray[np.bool_] = (column != UNKNOWN) & ~np.isin(column, allowed)
    return outside


def _within(regions: Column, beginnings: Sequence[str]) -> NDArray[np.bool_]:
    """Official codes have six digits: a beginning is what is left when the others are cut off."""
    inside = np.zeros(len(regions), dtype=np.bool_)
    for one in beginnings:
        inside |= regions // 10 ** (6 - len(one)) == int(one)
    return inside


def _bits(groups: Sequence[Group]) -> int:
    return sum(1 << GROUPS.index(one) for one in set(groups))


def _places(names: Sequence[str], chosen: Sequence[str]) -> Column:
    return _column([names.index(one) for one in chosen if one in names])


def _place(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name in names else UNKNOWN


def _column(values: Sequence[int]) -> Column:
    return np.array(values, dtype=np.int32)
