"""Two arms side by side: approvals, money, inclusion, fairness, who changes and why, how far from the best possible.

Rates carry Wilson's 95 % interval; a ratio of two rates that of Katz (1978), exp(ln r ± 1.96 se), with
se² = (1-p1)/(n1 p1) + (1-p2)/(n2 p2). Everything is rounded to whole units, so that a run has the same bytes again.
"""

from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from typing import Any, Final

import numpy as np

from puhui.finmath.statistics import share_interval
from puhui.risk.lab.rules.decided import APPROVED, DECLINED, OUTCOMES, REFERRED, Decided, Flags, Floats, Portfolio
from puhui.risk.lab.rules.economics import Assumptions, book_of, expected

FOUR_FIFTHS: Final = 0.8
Z: Final = 1.959963984540054
REASONS_SHOWN: Final = 8
PPM: Final = 1_000_000


def arm_figures(decided: Decided, portfolio: Portfolio, *, given: Assumptions) -> dict[str, Any]:
    """How many, how much, what it earns and loses: as the score believes, and as the truth is where it is known."""
    book = book_of(decided)
    believed = expected(book, decided.pd[book.rows], given=given)
    figures: dict[str, Any] = {
        **{
            name: int((decided.outcome == code).sum()) for code, name in enumerate(("declined", "referred", "approved"))
        },
        "refused": int((decided.outcome < 0).sum()),
        "approval": _rate(int(decided.approved.sum()), of=portfolio.size),
        "amount_minor": round(float(book.amount.sum())),
        "mean_rate_e4": _mean_rate(book.amount, book.month_rate),
        "believed": {**believed, "bad_ppm": _ppm(decided.pd[book.rows])},
        "one_by_one": dict(sorted(decided.one_by_one.items())),
    }
    if portfolio.true_pd is not None:
        truth = portfolio.true_pd[book.rows]
        figures["true"] = {**expected(book, truth, given=given), "bad_ppm": _ppm(truth)}
        figures["ceiling"] = ceiling(decided, portfolio.true_pd)
    if portfolio.bad is not None:
        figures["seen"] = seen(decided, portfolio.bad)
    figures["groups"] = {
        name: group_figures(decided, flags, portfolio=portfolio) for name, flags in sorted(portfolio.groups.items())
    }
    return figures


def _mean_rate(amount: Floats, month_rate: Floats) -> int:
    """The mean yearly rate weighted by amount, in ten-thousandths of a percent."""
    whole = float(amount.sum())
    return round(float((amount * month_rate).sum()) / whole * 1200 * 10_000) if whole else 0


def _ppm(values: Floats) -> int:
    return round(float(values.mean()) * PPM) if len(values) else 0


def _rate(part: int, *, of: int) -> dict[str, int]:
    """A share in millionths with its 95 % interval."""
    if not of:
        return {"n": 0, "of": 0, "ppm": 0, "low_ppm": 0, "high_ppm": 0}
    interval = share_interval(part, of=of)
    return {
        "n": part,
        "of": of,
        "ppm": round(part / of * PPM),
        "low_ppm": round(interval.low * PPM),
        "high_ppm": round(interval.high * PPM),
    }


def group_figures(decided: Decided, members: Flags, *, portfolio: Portfolio) -> dict[str, Any]:
    """Approvals of a group beside those of everyone else, and, where the truth is known, among equally good firms."""
    approved = decided.approved
    mine = (int(approved[members].sum()), int(members.sum()))
    others = (int(approved[~members].sum()), int((~members).sum()))
    figures: dict[str, Any] = {
        "approval": _rate(mine[0], of=mine[1]),
        "others": _rate(others[0], of=others[1]),
        "ratio": rate_ratio(mine, others),
        "amount_minor": round(float(decided.amount[members & approved].sum())),
    }
    if portfolio.true_pd is not None:
        good = 1 - portfolio.true_pd
        figures["of_good_ppm"] = _share(good, approved, members)
        figures["others_of_good_ppm"] = _share(good, approved, ~members)
        figures["true_bad_ppm"] = _ppm(portfolio.true_pd[approved & members])
    return figures


def _share(weights: Floats, chosen: Flags, among: Flags) -> int:
    whole = float(weights[among].sum())
    return round(float(weights[among & chosen].sum()) / whole * PPM) if whole else 0


def rate_ratio(mine: tuple[int, int], others: tuple[int, int]) -> dict[str, Any] | None:
    """The ratio of two rates in millionths with its 95 % interval; None where a rate is 0 or a group is empty.

    `alarm`: none, below 0.8 (`possible`), or below it with the whole interval (`certain`).
    """
    if not (mine[0] and others[0]):
        return None
    p, q = mine[0] / mine[1], others[0] / others[1]
    spread = Z * sqrt((1 - p) / mine[0] + (1 - q) / others[0])
    low, high = exp(log(p / q) - spread), exp(log(p / q) + spread)
    alarm = "certain" if high < FOUR_FIFTHS else "possible" if p / q < FOUR_FIFTHS else "none"
    return {"ppm": round(p / q * PPM), "low_ppm": round(low * PPM), "high_ppm": round(high * PPM), "alarm": alarm}


def ceiling(decided: Decided, true_pd: Floats) -> dict[str, int]:
    """How far the score is from knowing the true risk: areas under the curve, and losses avoided at the same approvals.

    The areas are expectations over who turns out bad, so that no dice blur them. `avoided_ppm` is the share of the bad
    loans that perfect knowledge would avoid, against choosing at random, which the arm avoids.
    """
    approved = decided.approved
    count = int(approved.sum())
    chosen = float(true_pd[approved].sum())
    best = float(np.partition(true_pd, count - 1)[:count].sum()) if count else 0.0
    at_random = float(true_pd.mean()) * count
    room = at_random - best
    return {
        "auc_ppm": round(expected_auc(-decided.score.astype(np.float64), true_pd) * PPM),
        "best_auc_ppm": round(expected_auc(true_pd, true_pd) * PPM),
        "bad_if_best_ppm": round(best / count * PPM) if count else 0,
        "bad_at_random_ppm": round(float(true_pd.mean()) * PPM),
        "avoided_ppm": round((at_random - chosen) / room * PPM) if room > 0 else PPM,
    }


def expected_auc(risk: Floats, pd: Floats) -> float:
    """The chance that a bad firm ranks riskier than a good one, firm i being bad with chance pd_i; ties count half."""
    _, place = np.unique(risk, return_inverse=True)
    bad, good = np.bincount(place, weights=pd), np.bincount(place, weights=1 - pd)
    below = np.cumsum(good) - good
    pairs = float(pd.sum()) * float((1 - pd).sum()) - float((pd * (1 - pd)).sum())  # a firm is no pair with itself
    won = float((bad * (below + good / 2)).sum()) - float((pd * (1 - pd)).sum()) / 2
    return won / pairs if pairs > 0 else 0.5


def seen(decided: Decided, bad: np.ndarray[Any, np.dtype[np.int8]]) -> dict[str, Any]:
    """What history saw of those who were lent to: it says nothing of those who were not."""
    known = bad >= 0
    approved = known & decided.approved
    auc = expected_auc(-decided.score[known].astype(np.float64), (bad[known] == 1).astype(np.float64))
    return {
        "known": int(known.sum()),
        "bad": _rate(int((bad[known] == 1).sum()), of=int(known.sum())),
        "bad_of_approved": _rate(int((bad[approved] == 1).sum()), of=int(approved.sum())),
        "auc_ppm": round(auc * PPM),
    }


def swap_sets(running: Decided, other: Decided, portfolio: Portfolio) -> dict[str, Any]:
    """Who changes: the matrix of outcomes, and the firms that come in and go out, with why."""
    matrix = [
        [int(((running.outcome == a) & (other.outcome == b)).sum()) for b in (DECLINED, REFERRED, APPROVED)]
        for a in (DECLINED, REFERRED, APPROVED)
    ]
    return {
        "outcomes": list(OUTCOMES),
        "matrix": matrix,
        "in": _swap(other.approved & ~running.approved, gets=other, refused_by=running, portfolio=portfolio),
        "out": _swap(running.approved & ~other.approved, gets=running, refused_by=other, portfolio=portfolio),
    }


def _swap(changed: Flags, *, gets: Decided, refused_by: Decided, portfolio: Portfolio) -> dict[str, Any]:
    """`gets` approves these firms, and `refused_by` gives the reasons why it does not."""
    figures: dict[str, Any] = {
        "firms": int(changed.sum()),
        "amount_minor": round(float(gets.amount[changed].sum())),
        "pd_ppm": _ppm(gets.pd[changed]),
        "groups": {name: int((flags & changed).sum()) for name, flags in sorted(portfolio.groups.items())},
        "reasons": _reasons(refused_by, changed),
    }
    if portfolio.true_pd is not None:
        figures["true_pd_ppm"] = _ppm(portfolio.true_pd[changed])
    return figures


def _reasons(decided: Decided, rows: Flags) -> list[tuple[str, int]]:
    """The principal reasons of these firms, the most frequent first."""
    codes = decided.reasons[rows, 0]
    counts = np.bincount(codes[codes >= 0], minlength=len(decided.reason_codes))
    found = [(name, int(count)) for name, count in zip(decided.reason_codes, counts, strict=True) if count]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:REASONS_SHOWN]


def compared(
    portfolio: Portfolio, arms: Sequence[Decided], *, names: Sequence[str], given: Assumptions
) -> Mapping[str, Any]:
    """The whole comparison; with one arm there is nothing to swap."""
    figures = {name: arm_figures(arm, portfolio, given=given) for name, arm in zip(names, arms, strict=True)}
    answer: dict[str, Any] = {"firms": portfolio.size, "arms": figures}
    if portfolio.left_out:
        answer["left_out"] = portfolio.left_out
    if len(arms) == 2:
        answer["swaps"] = swap_sets(arms[0], arms[1], portfolio)
    return answer
