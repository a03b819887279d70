"""Whom we reach, place by place: customers, loans, first loans and approvals from our own book, beside goals and
outside figures. A handful of statements for the whole book; places are rolled up in plain code.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import region_column
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
)
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.texts import Text
from puhui.products.lending.facade import borrowers_by_place, lent_by_place
from puhui.products.origination.facade import decided_by_place

FEWEST = 5  # of fewer cases no share is shown: it would tell of single people


@dataclass(slots=True)
class Tally:
    """What we do in one place; sums that can be added up."""

    customers: int = 0
    first_time: int = 0
    rural: int = 0
    loans: int = 0
    outstanding_minor: int = 0
    approved: int = 0
    declined: int = 0

    def share(self, name: str) -> Decimal | None:
        """A share in percent with one place; None of too few cases. `approval`, `first_time` or `rural`."""
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
    """The whole picture on a day: the place looked at (None: the country), what lies in it, and products by tier."""

    on: date
    region: Region | None
    total: PlaceReach | None
    places: tuple[PlaceReach, ...]
    unplaced: Tally
    products: tuple[ProductInTier, ...] = field(default=())


def reach(actor: Actor, *, region: str = "") -> Reach:
    """What lies directly in a region (preset: the provinces), each with everything within it rolled up. Staff."""
    actor.require(*READING_ROLES, verb="read the reach of regions")
    known, on = atlas(), business_date()
    place = known.regions[known.resolve(region, on=on)] if region else None
    tallies, products = _own_figures(known, on=on)
    below = known.children(place.code if place else "", on=on)
    shown = [one.code for one in below] + ([place.code] if place else [])
    figures = figures_of(shown, on=on)
    made = [_place(known, known.regions[code], tallies, figures.get(code, {}), on=on) for code in shown]
    return Reach(
        on=on,
        region=place,
        total=made[-1] if place else None,
        places=tuple(made[:-1] if place else made),
        unplaced=tallies.get("", Tally()),
        products=products,
    )


def _own_figures(known: Atlas, *, on: date) -> tuple[dict[str, Tally], tuple[ProductInTier, ...]]:
    """The sums of every place with all that lies in it, and products by tier; what has no known place is under ''."""
    of_borrower, of_firm = region_column("borrower_id"), region_column("firm_id")
    lent = lent_by_place(of_borrower)
    own: dict[str, Tally] = {}
    for row in lent:
        tally = own.setdefault(_code(known, row.place, on), Tally())
        tally.loans += row.loans
        tally.outstanding_minor += row.outstanding_minor
    for place, (customers, first) in borrowers_by_place(of_borrower).items():
        code = _code(known, place, on)
        tally = own.setdefault(code, Tally())
        tally.customers += customers
        tally.first_time += first
        tally.rural += customers if is_rural(code) else 0
    for place, (approved, declined) in decided_by_place(of_firm).items():
        tally = own.setdefault(_code(known, place, on), Tally())
        tally.approved += approved
        tally.declined += declined
    names = {product.code: product for product in products_on(on)}
    by_tier: dict[tuple[Tier | None, str], list[tuple[int, int, Decimal]]] = {}
    for row in lent:
        tier = known.tier(_code(known, row.place, on))
        by_tier.setdefault((tier, row.product_code), []).append(
            (row.loans, row.outstanding_minor, Decimal(row.mean_rate_pct))
        )
    products = tuple(
        ProductInTier(
            tier,
            code,
            names[code].name if code in names else Text(en=code, zh=code),
            tuple(names[code].channels) if code in names else (),
            loans := sum(one[0] for one in rows),
            sum(one[1] for one in rows),
            (sum((one[0] * one[2] for one in rows), Decimal(0)) / loans).quantize(Decimal("0.01")),
        )
        for (tier, code), rows in sorted(by_tier.items(), key=lambda item: (str(item[0][0]), item[0][1]))
    )
    return _rolled_up(known, own), products


def _rolled_up(known: Atlas, own: dict[str, Tally]) -> dict[str, Tally]:
    rolled: dict[str, Tally] = {}
    for code, tally in own.items():
        for above in [code] if not code else [region.code for region in known.line(code)]:
            total = rolled.setdefault(above, Tally())
            for name in Tally.__slots__:
                setattr(total, name, getattr(total, name) + getattr(tally, name))
    return rolled


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


def _code(known: Atlas, written: str, on: date) -> str:
    """The living region of what stands with a party; '' for what is no code of the list."""
    now = known.current(written, on=on) if written else None
    return now.code if now is not None else ""


def is_rural(code: str) -> bool:
    """Counties and county-level cities, by the last two digits of the code (GB/T 2260: 21 to 99), not districts."""
    return code[4:] > "20"


def places_of(found: Reach) -> Iterable[PlaceReach]:
    """What lies in the place, and the place itself last."""
    return [*found.places, *([found.total] if found.total else [])]
