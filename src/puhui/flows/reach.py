"""Whom we reach, place by place: customers, loans, groups and approvals as they were counted after the last close,
beside goals and outside figures. A handful of statements for any book; places are rolled up in plain code.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from puhui.conduct.indicators.facade import Group, ReachCount, reach_count
from puhui.flows.count_reach import RATE_PARTS
from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.regions.facade import (
    Atlas,
    Figure,
    FigureFile,
    Goal,
    LocalPolicy,
    Region,
    Tier,
    atlas,
    figures_of,
    goals_in,
    tiers,
)
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.texts import Text

FEWEST = 5  # of fewer cases no share is shown: it would tell of single people


@dataclass(slots=True)
class Tally:
    """What we do in one place, as counted last; sums that can be added up. Of a group: borrowers, loans, principal."""

    customers: int = 0
    loans: int = 0
    outstanding_minor: int = 0
    approved: int = 0
    declined: int = 0
    women: int = 0
    women_loans: int = 0
    women_minor: int = 0
    old: int = 0
    old_loans: int = 0
    old_minor: int = 0
    thin_file: int = 0
    thin_file_loans: int = 0
    thin_file_minor: int = 0
    first_time: int = 0
    first_time_loans: int = 0
    first_time_minor: int = 0
    rural: int = 0
    rural_loans: int = 0
    rural_minor: int = 0

    def share(self, name: str) -> Decimal | None:
        """A share in percent with one place; None of too few cases. `approval`, or a group."""
        of = self.approved + self.declined if name == "approval" else self.customers
        part = self.approved if name == "approval" else getattr(self, name)
        return None if of < FEWEST else (Decimal(100 * part) / of).quantize(Decimal("0.1"))

    def value(self, measure: str) -> Decimal | None:
        """What a goal is measured by."""
        if measure.endswith("_pct"):
            return self.share(measure.removesuffix("_pct"))
        return Decimal(self.outstanding_minor) / 100 if measure == "outstanding" else Decimal(getattr(self, measure))


@dataclass(frozen=True, slots=True)
class Gap:
    """A goal, where we stand, and what is missing; None where it cannot be said yet."""

    goal: Goal
    policy: LocalPolicy
    value: Decimal | None
    missing: Decimal | None


@dataclass(frozen=True, slots=True)
class PlaceReach:
    """One place with our own figures, outside ones, and its goals."""

    region: Region
    tier: Tier | None
    tally: Tally
    figures: dict[str, tuple[Figure, FigureFile]]
    gaps: tuple[Gap, ...]
    per_10k: Decimal | None


@dataclass(frozen=True, slots=True)
class ProductInTier:
    """How a product is used in regions of a tier: running loans, their sum, and the mean of their rates."""

    tier: Tier | None
    product_code: str
    name: Text
    channels: tuple[str, ...]
    loans: int
    outstanding_minor: int
    mean_rate_pct: Decimal


@dataclass(frozen=True, slots=True)
class Reach:
    """The last count, beside what holds today: the closed day that was counted (None: none was yet), the place looked
    at (None: the country), what lies in it, and products by tier. `whole`: the place itself, or the country with what
    has no known place.
    """

    on: date
    counted_on: date | None
    region: Region | None
    total: PlaceReach | None
    places: tuple[PlaceReach, ...]
    unplaced: Tally
    whole: Tally
    products: tuple[ProductInTier, ...] = field(default=())
    by_tier: tuple[tuple[Tier | None, Tally], ...] = field(default=())

    def behind(self, one: Tally, group: Group) -> Decimal | None:
        """How many points fewer of a place's customers are of a group than of all; None of too few, or not fewer."""
        share, of_all = one.share(group), self.whole.share(group)
        return None if share is None or of_all is None or share >= of_all else of_all - share


def reach(actor: Actor, *, region: str = "") -> Reach:
    """What lies directly in a region (preset: the provinces), each with everything within it rolled up. Staff."""
    actor.require(*READING_ROLES, verb="read the reach of regions")
    known, on = atlas(), business_date()
    place = known.regions[known.resolve(region, on=on)] if region else None
    counted = reach_count(actor)
    tallies = _tallies(known, counted)
    below = known.children(place.code if place else "", on=on)
    shown = [one.code for one in below] + ([place.code] if place else [])
    figures = figures_of(shown, on=on)
    made = [_place(known, known.regions[code], tallies, figures.get(code, {}), on=on) for code in shown]
    unplaced = tallies.get("", Tally())
    return Reach(
        on=on,
        counted_on=counted.on,
        region=place,
        total=made[-1] if place else None,
        places=tuple(made[:-1] if place else made),
        unplaced=unplaced,
        whole=made[-1].tally if place else added([*(one.tally for one in made), unplaced]),
        products=_products(known, counted, on=on),
        by_tier=_by_tier(known, counted, within=place.code if place else ""),
    )


def added(parts: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    total = Tally()
    for one in parts:
        for name in Tally.__slots__:
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total


def _by_tier(known: Atlas, counted: ReachCount, *, within: str) -> tuple[tuple[Tier | None, Tally], ...]:
    """The places within one, added up by tier; what has no tier comes last."""
    found: dict[Tier | None, list[Tally]] = {}
    for place, tally in _own(counted).items():
        if not within or (place and within in {region.code for region in known.line(place)}):
            found.setdefault(known.tier(place) if place else None, []).append(tally)
    order: dict[Tier | None, int] = {line.tier: n for n, line in enumerate(tiers())}
    return tuple((tier, added(found[tier])) for tier in sorted(found, key=lambda one: order.get(one, len(order))))


def _tallies(known: Atlas, counted: ReachCount) -> dict[str, Tally]:
    """The sums of every place with all that lies in it; what has no known place is under ''."""
    return _rolled_up(known, _own(counted))


def _own(counted: ReachCount) -> dict[str, Tally]:
    """The sums of every place by itself."""
    own: dict[str, Tally] = {}
    for one in counted.sums:
        if one.name in Tally.__slots__:
            tally = own.setdefault(one.place, Tally())
            setattr(tally, one.name, getattr(tally, one.name) + one.value)
    return own


def _products(known: Atlas, counted: ReachCount, *, on: date) -> tuple[ProductInTier, ...]:
    """How products are used in regions of each tier."""
    by_tier: dict[tuple[Tier | None, str], Counter[str]] = {}
    for one in counted.sums:
        if one.product_code:
            by_tier.setdefault((known.tier(one.place), one.product_code), Counter())[one.name] += one.value
    names = {product.code: product for product in products_on(on)}
    return tuple(
        ProductInTier(
            tier,
            code,
            names[code].name if code in names else Text(en=code, zh=code),
            tuple(names[code].channels) if code in names else (),
            sums["loans"],
            sums["outstanding_minor"],
            (Decimal(sums["rates"]) / RATE_PARTS / sums["loans"]).quantize(Decimal("0.01")),
        )
        for (tier, code), sums in sorted(by_tier.items(), key=lambda item: (str(item[0][0]), item[0][1]))
    )


def _rolled_up(known: Atlas, own: dict[str, Tally]) -> dict[str, Tally]:
    rolled: dict[str, list[Tally]] = {}
    for code, tally in own.items():
        for above in [code] if not code else [region.code for region in known.line(code)]:
            rolled.setdefault(above, []).append(tally)
    return {code: added(parts) for code, parts in rolled.items()}


def _place(
    known: Atlas,
    region: Region,
    tallies: dict[str, Tally],
    figures: dict[str, tuple[Figure, FigureFile]],
    *,
    on: date,
) -> PlaceReach:
    tally = tallies.get(region.code, Tally())
    people = figures["population"][0].value if "population" in figures else None
    return PlaceReach(
        region=region,
        tier=known.tier(region.code),
        tally=tally,
        figures=figures,
        gaps=tuple(_gap(policy, goal, tally) for policy, goal in goals_in(region.code, on=on).values()),
        per_10k=(Decimal(10_000 * tally.customers) / people).quantize(Decimal("0.001")) if people else None,
    )


def _gap(policy: LocalPolicy, goal: Goal, tally: Tally) -> Gap:
    value = tally.value(goal.measure)
    return Gap(goal, policy, value, None if value is None else max(Decimal(0), goal.at_least - value))


def places_of(found: Reach) -> Iterable[PlaceReach]:
    """What lies in the place, and the place itself last."""
    return [*found.places, *([found.total] if found.total else [])]
