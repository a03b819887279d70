"""A made-up population of up to a million firms in columns: facts, groups, and the true risk, repeatable from a seed.

The firms follow the same traits as those of `population.py`, but no invoice is written: a firm's months of trade are
drawn directly, and what depends on single partners (numbers, concentration, stability) by relations that were fitted
to 1,200 firms of `puhui simulate population` (seed 3, 2026-10-31; R² 0.25 to 0.98). Who is bad does not depend on any
group: what differs between groups in approvals beyond their facts is the doing of the model or the policy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from puhui.flows.simulation.identities import INDUSTRIES, REGIONS
from puhui.flows.simulation.profiles import THIN_FILE_SHARE, default_chance, traits
from puhui.flows.simulation.seeds import number_of
from puhui.risk.decisioning.facade import UNKNOWN, NumberColumn, RequestColumns, TextColumn, same_text
from puhui.risk.lab.facade import SHOCK_INDUSTRIES, Part

AT_ONCE: Final = 25_000
MONTHS: Final = 36
WINDOW: Final = 24
LEAST_MINOR, MOST_MINOR, STEP_MINOR = 10_000_000, 100_000_000, 1_000_000
GROUPS: Final = ("rural", "women_led", "old_owner", "thin_file", "first_time")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asks:
    """What the people of a made-up world may ask for: amounts in fen, terms in months."""

    least_minor: int = LEAST_MINOR
    most_minor: int = MOST_MINOR
    step_minor: int = STEP_MINOR
    terms_months: tuple[int, ...] = (12,)
    method: str = "equal_instalment"
    purpose: str = "stock"


@dataclass(frozen=True, slots=True)
class WideWorld:
    """How many firms or persons, from which seed, seen on which day, asking for which product and term.

    Firms all ask for `term_months`; persons for one of the terms of `asks`.
    """

    size: int
    seed: int
    as_of: date
    product_code: str = "working-capital"
    term_months: int = 12
    asks: Asks = Asks()


def firms_at_large(world: WideWorld) -> Iterator[Part]:
    """The firms in parts. A larger world begins with the same parts."""
    for start in range(0, world.size, AT_ONCE):
        size = min(AT_ONCE, world.size - start)
        yield _part(world, roll=np.random.Generator(np.random.PCG64(number_of("wide", world.seed, start))), size=size)


def _part(world: WideWorld, *, roll: np.random.Generator, size: int) -> Part:
    quality, noise = roll.normal(size=AT_ONCE), roll.normal(size=(12, AT_ONCE))
    industry = roll.integers(0, len(INDUSTRIES), size=AT_ONCE)
    margin, season, peak = (
        np.array([getattr(one, name) for one in INDUSTRIES])[industry] for name in ("margin", "season", "peak_month")
    )
    groups = _groups(roll)
    firm = traits(quality, noise, margin=margin)
    firm["sales_a_month"] = firm["sales_a_month"] * np.where(groups["rural"], 0.85, 1.0)
    firm["ticket_yuan"] = firm["ticket_yuan"] * np.where(groups["rural"], 0.80, 1.0)
    observed = np.where(groups["thin_file"], roll.integers(4, 12, AT_ONCE), roll.integers(14, 49, AT_ONCE))
    facts = _facts(firm, roll, observed=np.minimum(observed, MONTHS), season=(season, peak), month=world.as_of.month)
    year_minor = firm["ticket_yuan"] * firm["sales_a_month"] * 1200
    wanted = (year_minor * (0.08 + 0.22 * roll.random(AT_ONCE))).astype(np.int64)
    founded = observed + roll.integers(2, 60, AT_ONCE)
    region = roll.integers(0, len(REGIONS), size=AT_ONCE)
    cut, asks = slice(0, size), world.asks
    asked = RequestColumns(
        as_of=world.as_of,
        product_code=world.product_code,
        amount_minor=np.clip(wanted // asks.step_minor * asks.step_minor, asks.least_minor, asks.most_minor)[cut],
        term_months=np.full(size, world.term_months, dtype=np.int64),
        method=same_text(asks.method, size=size),
        purpose=same_text(asks.purpose, size=size),
        facts={name: column.part(cut) for name, column in facts.items()} | nothing_owed(size),
        applicant={
            "kind": same_text("organisation", size=size),
            "industry": TextColumn(_sections(industry)[cut].astype(np.int32), SHOCK_INDUSTRIES),
            "region": TextColumn(region[cut].astype(np.int32), REGIONS),
            "months_since_founding": NumberColumn(founded[cut].astype(np.int64)),
        },
    )
    return Part(
        asked=asked,
        groups={name: flags[cut] for name, flags in groups.items()},
        industry=_sections(industry)[cut],
        true_pd=default_chance(quality)[cut],
    )


def nothing_owed(size: int) -> dict[str, NumberColumn]:
    """Nobody of this world owes the lender anything yet, and no bureau is asked."""
    nothing = NumberColumn(np.zeros(size, dtype=np.int64))
    return dict.fromkeys(("borrower.exposure_minor", "group.exposure_minor", "group.monthly_due_minor"), nothing)


def _sections(industry: NDArray[np.int64]) -> NDArray[np.int16]:
    """The section of GB/T 4754 as a place in the list of the shocks; farm supplies count as farming."""
    codes = ["A" if one.name == "农资" else one.code for one in INDUSTRIES]
    sections: NDArray[np.int16] = np.array([SHOCK_INDUSTRIES.index(code) for code in codes], dtype=np.int16)[industry]
    return sections


def _groups(roll: np.random.Generator) -> dict[str, NDArray[np.bool_]]:
    """Rural firms and new borrowers more often have short files; nothing here depends on how good a firm is."""
    rural, women, old = (roll.random(AT_ONCE) < share for share in (0.30, 0.32, 0.10))
    thin = roll.random(AT_ONCE) < np.where(rural, 1.5, 0.8) * THIN_FILE_SHARE
    first = roll.random(AT_ONCE) < np.where(thin, 0.85, 0.38)
    return dict(zip(GROUPS, (rural, women, old, thin, first), strict=True))


def _facts(
    firm: dict[str, Floats], roll: np.random.Generator, *, observed: Any, season: tuple[Any, Any], month: int
) -> dict[str, NumberColumn]:
    counts, amounts = _sales(firm, roll, observed=observed, season=season, month=month)
    year = slice(WINDOW - 12, WINDOW)
    whole, before, quarter = amounts[year].sum(axis=0), amounts[: WINDOW - 12].sum(axis=0), amounts[-3:].sum(axis=0)
    invoices = counts[year].sum(axis=0)
    voids = roll.binomial(invoices, firm["void_share"])
    seen = np.minimum(observed, 12)
    long = observed >= WINDOW
    short = observed < 6
    series = _series(amounts[year], seen)
    return {
        "months_observed": whole_column(observed),
        "active_months_12m": whole_column((counts[year] > 0).sum(axis=0)),
        "sales_invoices_12m": whole_column(invoices - voids),
        "turnover_12m": whole_column(whole * 100),
        "turnover_3m": whole_column(quarter * 100),
        "turnover_growth_12m": ratio_column(np.clip(_over(whole - before, before), -10, 10), ~long),
        "turnover_recent_ratio": ratio_column(np.clip(_over(quarter * seen, 3 * whole), -10, 10), short),
        "turnover_volatility_12m": ratio_column(np.clip(series, -10, 10), short),
        "longest_gap_12m": whole_column(_longest_gap(counts[year], seen)),
        "months_since_last_sale": whole_column(_since_last(counts)),
        "void_share_12m": ratio_column(_over(voids, invoices), invoices == 0),
        "negative_share_12m": ratio_column(_reds(firm, roll, invoices), invoices == 0),
        "purchase_negative_share_12m": ratio_column(_reds(firm, roll, np.maximum(invoices // 2, 1)), invoices < 0),
        **_margins(firm, roll, whole, seen),
        **_partners(firm, roll, np.maximum(invoices, 1), observed),
    }


def _sales(
    firm: dict[str, Floats], roll: np.random.Generator, *, observed: Any, season: tuple[Any, Any], month: int
) -> tuple[NDArray[np.int64], Floats]:
    """Invoices and net yuan by month, the newest last; nothing before the first month of the file."""
    counts = np.zeros((WINDOW, AT_ONCE), dtype=np.int64)
    amounts = np.zeros((WINDOW, AT_ONCE))
    for place in range(WINDOW):
        back = WINDOW - place
        cycle = 1 + season[0] * np.cos(2 * np.pi * ((month - back - 1) % 12 + 1 - season[1]) / 12)
        level = cycle * np.exp(-firm["drift"] * back + firm["volatility"] * roll.normal(size=AT_ONCE))
        made = roll.poisson(firm["sales_a_month"] * level)
        made[(roll.random(AT_ONCE) < firm["gap_chance"]) | (back > observed)] = 0
        spread = np.sqrt(np.log1p(0.9 / np.maximum(made, 1)))  # of a sum of log-normal tickets: sigma 0.8 each
        noise = np.exp(spread * roll.normal(size=AT_ONCE) - spread**2 / 2)
        counts[place], amounts[place] = made, made * firm["ticket_yuan"] * noise * (1 - 1.5 * firm["red_share"])
    return counts, amounts


def _series(amounts: Floats, seen: Any) -> Floats:
    """Standard deviation over the mean of the observed months; months before the file hold nothing."""
    mean = amounts.sum(axis=0) / seen
    square = (amounts**2).sum(axis=0) / seen - mean**2
    return _over(np.sqrt(np.maximum(square, 0)), mean)


def _longest_gap(counts: NDArray[np.int64], seen: Any) -> NDArray[np.int64]:
    run = longest = np.zeros(AT_ONCE, dtype=np.int64)
    for place in range(12):
        run = np.where((counts[place] > 0) | (12 - place > seen), 0, run + 1)
        longest = np.maximum(longest, run)
    return longest


def _since_last(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    since: NDArray[np.int64] = np.argmax(counts[::-1] > 0, axis=0).astype(np.int64)
    return since


def _reds(firm: dict[str, Floats], roll: np.random.Generator, invoices: NDArray[np.int64]) -> Floats:
    """Red amounts are half a ticket each."""
    return np.minimum(_over(roll.binomial(invoices, firm["red_share"]) * 0.5, invoices), 10)


def _margins(firm: dict[str, Floats], roll: np.random.Generator, sold: Floats, seen: Any) -> dict[str, NumberColumn]:
    year = np.clip(0.01 + 1.17 * firm["margin"] + 0.22 * roll.normal(size=AT_ONCE), -10, 0.95)
    three = np.clip(0.005 + 1.117 * firm["margin"] + 0.161 * roll.normal(size=AT_ONCE), -10, 0.95)
    three = np.where(seen < 12, year, three)
    return {
        "purchases_12m": whole_column(sold * (1 - year) * 100),
        "gross_margin_12m": ratio_column(year, sold <= 0),
        "gross_margin_36m": ratio_column(three, sold <= 0),
    }


def _partners(
    firm: dict[str, Floats], roll: np.random.Generator, invoices: NDArray[np.int64], observed: Any
) -> dict[str, NumberColumn]:
    """By the fitted relations: numbers and concentration of partners, and how many stay."""
    z, trade = roll.normal(size=(8, AT_ONCE)), np.log(invoices)
    many = 0.376 + 0.685 * np.log(firm["buyers"]) + 0.1455 * trade - 0.110 * firm["concentration"] + 0.166 * z[0]
    hhi = -1.298 - 0.414 * np.log(firm["buyers"]) - 0.063 * trade + 0.741 * firm["concentration"] + 0.262 * z[1]
    few = 0.705 + 0.706 * np.log(firm["suppliers"]) + 0.201 * z[2]
    supply = -0.0385 - 0.681 * few + 0.275 * z[3]
    stay = -0.069 + 0.1448 * np.log(firm["partner_months"]) + 0.172 * trade - 0.151 * many + 0.111 * z[4]
    bought = 0.541 + 0.146 * np.log(firm["partner_months"]) - 0.116 * few + 0.153 * z[5]
    top, top_supply = 0.318 + 0.849 * hhi + 0.1255 * z[6], 0.196 + 0.834 * supply + 0.109 * z[7]
    young = observed < 12
    return {
        "buyers_12m": whole_column(np.maximum(np.rint(np.exp(many)), 1)),
        "suppliers_12m": whole_column(np.maximum(np.rint(np.exp(few)), 1)),
        "buyer_hhi_12m": ratio_column(np.clip(np.exp(hhi), 0.005, 1)),
        "supplier_hhi_12m": ratio_column(np.clip(np.exp(supply), 0.005, 1)),
        "buyer_top1_share_12m": ratio_column(np.clip(np.exp(top), 0.01, 1)),
        "supplier_top1_share_12m": ratio_column(np.clip(np.exp(top_supply), 0.01, 1)),
        "buyer_stability_12m": ratio_column(np.clip(stay, 0, 1), young),
        "supplier_stability_12m": ratio_column(np.clip(bought, 0, 1), young),
    }


def _over(upper: Any, lower: Any) -> Floats:
    quotient: Floats = np.divide(upper, lower, out=np.zeros(AT_ONCE), where=np.asarray(lower) > 0)
    return quotient


def whole_column(values: Any) -> NumberColumn:
    """Whole numbers, all of them known."""
    return NumberColumn(np.rint(values).astype(np.int64))


def ratio_column(values: Floats, unknown: Any = None) -> NumberColumn:
    """To six decimals, as facts are stored."""
    units = np.rint(values * 1_000_000).astype(np.int64)
    if unknown is not None:
        units[unknown] = UNKNOWN
    return NumberColumn(units, 6)
