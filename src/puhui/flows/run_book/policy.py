"""Writes the chosen prices and limits down as a decision policy, so that the real decision applies them."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from puhui.kernel.canonical import plain

PriceOfScore = Callable[[int], float | None]


def policy_document(
    shipped: Mapping[str, Any],
    *,
    on: date,
    scores: tuple[int, int],
    price: PriceOfScore,
    ratings: Mapping[str, int],
    lpr_pct: Decimal,
    most_minor: int,
    turnover_share_pct: int,
) -> dict[str, Any]:
    """The shipped policy with the bands, limits and prices of this book; its hard rules and their words stay.

    `scores` are the lowest and the highest score that can come; `price` gives the rate of a score, None for no offer.
    """
    ranges = _ranges(scores, price)
    document = plain(shipped)
    document.update(
        {
            "id": "run-book",
            "version": on.isoformat(),
            "effective_from": on.isoformat(),
            "source": "Chosen by puhui run-book: the largest expected margin within the budget",
            "approved_by": "Nobody: a simulation",
            "scorecard": "run-book",
            "offers": [{"label": "as_asked"}],
        }
    )
    tables = document["tables"]
    tables["bands"] = _bands(ranges, ratings=ratings)
    tables["limits"] = {
        "hit_policy": "unique",
        "inputs": {"band": "text"},
        "outputs": {"most": "number", "turnover_share_pct": "number"},
        "rows": [
            {
                "id": "L1",
                "when": {"band": "-"},
                "then": {"most": most_minor // 100, "turnover_share_pct": turnover_share_pct},
            }
        ],
    }
    tables["prices"] = _prices(ranges, lpr_pct=lpr_pct)
    return dict(document)


def write_overlay(folder: Path, *, policy: Mapping[str, Any], scorecard: Mapping[str, Any]) -> None:
    """The two files, in a policy folder of their own."""
    for name, content in (("decision_policies", policy), ("scorecards", scorecard)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        text = json.dumps(plain(content), ensure_ascii=False, indent=1)
        (folder / name / "run-book.json").write_text(text + "\n", encoding="utf-8")


def _ranges(scores: tuple[int, int], price: PriceOfScore) -> list[tuple[int, int, float | None]]:
    """Runs of scores with the same price: first score, last score, rate."""
    runs = groupby(range(scores[0], scores[1] + 1), key=price)
    return [((held := list(run))[0], held[-1], rate) for rate, run in runs]


def _when(first: int, last: int, *, place: int, of: int) -> dict[str, str]:
    """The outer runs are open, so that no score is left out."""
    if of == 1:
        return {}
    if place == 0:
        return {"score": f"< {last + 1}"}
    return {"score": f">= {first}"} if place == of - 1 else {"score": f"[{first}..{last + 1})"}


def _bands(ranges: list[tuple[int, int, float | None]], *, ratings: Mapping[str, int]) -> dict[str, Any]:
    edges = sorted({first for first, _, _ in ranges} | {cut for cut in ratings.values() if cut < 10**6})
    ends = [*(edge - 1 for edge in edges[1:]), ranges[-1][1]]
    rows = []
    for place, (first, last) in enumerate(zip(edges, ends, strict=True)):
        lends = any(a <= first <= b and rate is not None for a, b, rate in ranges)
        band = next((r for r, cut in ratings.items() if first >= cut), "D") if lends else "none"
        rows.append(
            {
                "id": f"B{place + 1}",
                "when": _when(first, last, place=place, of=len(edges)),
                "then": {"band": band, "outcome": "approve" if lends else "decline"},
            }
        )
    return {
        "hit_policy": "unique",
        "inputs": {"score": _SCORE},
        "outputs": {"band": "text", "outcome": "text"},
        "rows": rows,
    }


_SCORE = {"type": "number", "required": True}


def _prices(ranges: list[tuple[int, int, float | None]], *, lpr_pct: Decimal) -> dict[str, Any]:
    rows = [
        {
            "id": f"P{place + 1}",
            "when": _when(first, last, place=place, of=len(ranges)),
            "then": {"margin_bps": str(Decimal(str(rate or 0.15)) * 10000 - lpr_pct * 100)},
        }
        for place, (first, last, rate) in enumerate(ranges)
    ]
    return {
        "hit_policy": "unique",
        "inputs": {"score": _SCORE},
        "outputs": {"margin_bps": "number"},
        "rows": rows,
    }
