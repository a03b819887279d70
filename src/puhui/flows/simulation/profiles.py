"""How well a made-up firm does: one latent quality, and what follows from it, with noise."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from puhui.flows.simulation.identities import industry_of
from puhui.flows.simulation.seeds import chance, dice

SHORTEST_HISTORY, LONGEST_HISTORY = 4, 48
THIN_FILE_SHARE = 0.12
DEFAULT_AT_MEAN, DEFAULT_SLOPE = -2.6, 1.35


@dataclass(frozen=True, slots=True)
class Profile:
    """What drives the invoices of a firm. `quality` is standard normal; lenders never see it."""

    uscc: str
    quality: float
    sales_a_month: float
    ticket_yuan: float
    margin: float
    volatility: float
    drift: float
    gap_chance: float
    void_share: float
    red_share: float
    buyers: int
    suppliers: int
    concentration: float
    partner_months: float
    tax_pct: int
    season: float
    peak_month: int


@lru_cache(maxsize=4096)
def profile_of(uscc: str) -> Profile:
    """The same profile for the same company code, always."""
    roll = dice("profile", uscc)
    quality, noise = float(roll.normal()), roll.normal(size=12)
    industry = industry_of(uscc)
    drawn = traits(quality, noise, margin=industry.margin)
    buyers, suppliers = int(drawn.pop("buyers")), int(drawn.pop("suppliers"))
    return Profile(
        uscc=uscc,
        quality=quality,
        **{name: float(value) for name, value in drawn.items()},
        buyers=buyers,
        suppliers=suppliers,
        tax_pct=industry.tax_pct,
        season=industry.season,
        peak_month=industry.peak_month,
    )


def traits(quality: Any, noise: Any, *, margin: Any) -> dict[str, Any]:
    """What follows from quality and noise (twelve normal draws), for one firm or for arrays of them."""
    sales = np.clip(np.exp(2.1 + 0.12 * quality + 0.35 * noise[0]), 2.5, 30)
    return {
        "sales_a_month": sales,
        "ticket_yuan": np.exp(9.9 + 0.20 * quality + 0.55 * noise[1]),
        "margin": np.clip(margin + 0.045 * quality + 0.05 * noise[2], -0.15, 0.6),
        "volatility": np.clip(0.30 * np.exp(-0.30 * quality + 0.30 * noise[3]), 0.05, 1.2),
        "drift": np.clip(0.004 * quality + 0.006 * noise[4], -0.015, 0.015),
        "gap_chance": np.clip(0.025 * np.exp(-0.80 * quality + 0.50 * noise[5]), 0, 0.35),
        "void_share": np.clip(0.040 * np.exp(-0.30 * quality + 0.50 * noise[6]), 0, 0.4),
        "red_share": np.clip(0.020 * np.exp(-0.35 * quality + 0.60 * noise[7]), 0, 0.3),
        "buyers": np.clip(np.exp(2.6 + 0.25 * quality + 0.45 * noise[8]), 2, 90),
        "suppliers": np.clip(np.exp(2.0 + 0.15 * quality + 0.45 * noise[9]), 2, 40),
        "concentration": np.clip(1.0 - 0.18 * quality + 0.25 * noise[10], 0.2, 2.2),
        "partner_months": np.clip(26 * np.exp(0.45 * quality + 0.30 * noise[11]), 3, 120),
    }


def history_months(uscc: str) -> int:
    """For how many months there are invoices: some firms are young."""
    if chance("thin file", uscc) < THIN_FILE_SHARE:
        return SHORTEST_HISTORY + int(chance("short history", uscc) * 8)
    return 14 + int(chance("history", uscc) * (LONGEST_HISTORY - 14))


def will_default(uscc: str) -> bool:
    """Whether the firm fails within a year: a logistic draw on its quality, so that no model can know it for sure."""
    return chance("default", uscc) < float(default_chance(profile_of(uscc).quality))


def default_chance(quality: Any) -> Any:
    """The true probability of default within a year, for one quality or for an array of them."""
    return 1 / (1 + np.exp(DEFAULT_SLOPE * quality - DEFAULT_AT_MEAN))


def rating_of(uscc: str) -> str:
    """What a loan officer who met the firm would say, A to D: quality seen through noise."""
    seen = profile_of(uscc).quality + 0.6 * float(dice("rating", uscc).normal())
    return "A" if seen > 0.7 else "B" if seen > -0.2 else "C" if seen > -1.3 else "D"


def takes_offer(uscc: str, *, annual_rate_pct: float) -> bool:
    """Whether the customer stays at this rate: more leave at a higher one, the good ones first."""
    pull = 0.32 + 0.05 * profile_of(uscc).quality
    stays = math.exp(-max(pull, 0.1) * max(annual_rate_pct - 4.0, 0.0) / 2.2)
    return chance("stays", uscc) < 0.25 + 0.75 * stays


def first_month(uscc: str, *, month_no: int) -> int:
    """The month of the first invoice, seen from a month."""
    return month_no - history_months(uscc) + 1
