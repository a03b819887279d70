"""The model card for people, in Markdown, from the one for programs."""

from collections.abc import Mapping
from typing import Any


def card_as_markdown(card: Mapping[str, Any]) -> str:
    """What the model is, what it was made from, how good it is on unseen rows, and what it must not be used for."""
    data, unseen, seen = card["data"], card["out_of_fold"], card["in_sample"]
    lines = [
        f"# Model card: {card['id']} version {card['version']} ({card['kind']})",
        "",
        f"**{card['label']}**",
        "",
        f"Hash of the model: `{card['model_hash']}`. Seed: {card['seed']}.",
        "",
        "## Data",
        "",
        f"{data['rows']:,} rows from {data['name'] or 'the file given'}, {data['bad']:,} bad (`{data['target']}` = 1).",
        f"{data['rows_without_outcome']:,} rows without a known outcome were left out.",
        *(f"Period by `{p['column']}`: {p['first']} to {p['last']}." for p in data["periods"]),
        *([data["rule"]] if data["rule"] else []),
        "",
        *_section("Columns left out", [f"`{d['column']}`: {d['why']}" for d in data["dropped"]]),
        *_section(
            "Columns to look at again: each tells much by itself",
            [f"`{s['column']}`: AUC {s['auc']}" for s in card["suspects"]],
        ),
        "## How good it is",
        "",
        f"Out of fold: {unseen['repeats']} x {unseen['folds']} stratified folds, everything fitted anew in each.",
        "",
        "| | out of fold | on the rows it was trained on |",
        "|---|---|---|",
        f"| AUC (95 % interval) | {_interval(unseen)} | {_interval(seen)} |",
        f"| AUC of the folds: mean, spread | {unseen['auc_fold_mean']:.3f}, {unseen['auc_fold_sd']:.3f} | |",
        *(f"| {words} | {unseen[key]:.4f} | {seen[key]:.4f} |" for key, words in _FIGURES.items()),
        "",
        "| calibration out of fold: rows | said | happened |",
        "|---|---|---|",
        *(f"| {g['rows']} | {g['said']:.3f} | {g['happened']:.3f} |" for g in unseen["calibration"]),
        "",
        *_section("Features", [_feature(f) for f in card["features"]]),
        *_section("Limits of use", card["limits"]),
    ]
    return "\n".join(lines).rstrip() + "\n"


_FIGURES = {
    "ks": "KS",
    "brier": "Brier score",
    "calibration_error": "Expected calibration error",
    "mean_pd": "Mean probability of default",
    "bad_rate": "Bad rate",
}


def _interval(figures: Mapping[str, Any]) -> str:
    return f"{figures['auc']:.3f} ({figures['auc_low']:.3f} to {figures['auc_high']:.3f})"


def _section(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items), ""] if items else []


def _feature(entry: Mapping[str, Any]) -> str:
    if "gain" in entry:
        return f"`{entry['name']}`: gain {entry['gain']:,}"
    return (
        f"`{entry['name']}`: {entry['bins']} bins, risk {entry['shape']}, "
        f"information value {entry['iv']}, weight {entry['weight']}"
    )
