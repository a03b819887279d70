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
        *([f"Only the segment: {card['segment']}."] if card.get("segment") else []),
        *([f"Trained on {data['sampled']}."] if data["sampled"] else []),
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
        *(f"| {words} | {_with_interval(unseen, key)} | {seen[key]:.4f} |" for key, words in _FIGURES.items()),
        "",
        "| calibration out of fold: rows | said | happened |",
        "|---|---|---|",
        *(f"| {g['rows']} | {g['said']:.3f} | {g['happened']:.3f} |" for g in unseen["calibration"]),
        "",
        *_beside(card.get("beside")),
        *_later(card["out_of_time"]),
        *_stability(card["stability"]),
        *_kept(card["monotone"]),
        *(line for found in card["groups"] for line in _groups(found)),
        *_section("Features", [_feature(f) for f in card["features"]]),
        *_rejects(card["rejects"]),
        *_section("Adjusted by hand", [f"`{h['column']}` by {h['who']}: {h['why']}" for h in card["by_hand"]]),
        *_section("Limits of use", card["limits"]),
    ]
    return "\n".join(lines).rstrip() + "\n"


_MOVES = {1: ", risk rises with it", -1: ", risk falls with it", 0: ""}


def _later(found: Mapping[str, Any] | None) -> list[str]:
    """What a model of the earlier rows was worth on the last fifth."""
    if not found:
        return []
    return _section(
        f"Out of time, by `{found['column']}`",
        [
            f"AUC {_interval(found)} on the last {found['rows']:,} rows by a model of {found['trained_rows']:,} before",
            f"Said {found['mean_pd']:.3f}, happened {found['bad_rate']:.3f}",
            f"Calibration error {found['calibration_error']:.3f}, KS {found['ks']:.3f}",
        ],
    )


def _beside(found: Mapping[str, Any] | None) -> list[str]:
    """The segment's own model beside one for everybody, on the same rows, both out of fold."""
    if not found:
        return []
    everybody = found["everybody"]
    gain = f"{found['auc_gain']:+.3f} ({found['auc_gain_low']:+.3f} to {found['auc_gain_high']:+.3f})"
    told = [
        f"On these rows a model of all {found['rows']:,} rows reaches AUC {_interval(everybody)}",
        f"Its KS {everybody['ks']:.3f}, Brier score {everybody['brier']:.4f}",
        f"Its calibration error {everybody['calibration_error']:.4f}",
        f"The segment's own gains {gain} in AUC",
    ]
    return _section("Beside one model for everybody", told)


def _rejects(found: Mapping[str, Any] | None) -> list[str]:
    """What inferring the outcomes of rejected applicants would change."""
    if not found:
        return []
    told = [
        f"{found['rows']:,} rejected applicants; their scores against those of the accepted: PSI {found['score_psi']}",
        f"AUC of the accepted, out of fold: without them {_interval(found['accepted_without'])}",
        f"with outcomes inferred ({found['method']}): {_interval(found['accepted_with'])}",
        f"Mean probability of default that a model of the accepted gives them: {found['mean_pd_of_rejects']:.3f}; "
        + ("they taught this model" if found.get("taught") else "they did not teach"),
    ]
    return _section("Rejected applicants", told)


def _stability(found: Mapping[str, Any]) -> list[str]:
    lines = [f"`{s['column']}`: CSI {s['csi']:.2f}" for s in found["shifts"] if s["csi"] >= 0.10]
    if window := found["window"]:
        lines.append(f"Trained on the {window['rows']:,} most recent rows, chosen on the last fifth of them")
        lines += [f"`{name}` left out: its risk order turned round" for name in window["turned"]]
    return _section("Columns that moved between the earlier and the later half (0.10 warns, 0.25 stops)", lines)


def _kept(found: Mapping[str, Any] | None) -> list[str]:
    if not found or not found["columns"]:
        return []
    told = (
        f"{found['columns']} columns keep one direction: {found['violations']} violations in {found['steps']:,} steps"
    )
    return _section("Directions, measured", [f"{told} ({found['rows']} rows, {found['values']} values each)"])


def _groups(found: Mapping[str, Any]) -> list[str]:
    """One table a column of groups."""
    share = found["approved_share"]
    return [
        f"## Groups by `{found['column']}`, if the least risky {share:.0%} were approved",
        "",
        "| group | rows | approved | ratio to the largest (95 %) | of goods | of bads | AUC | said | happened |",
        "|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {g['group']}{' (few)' if g['few'] else ''} | {g['rows']:,} | {_plain(g['approval_rate'])} | "
            f"{_plain(g['ratio'])} ({_plain(g['ratio_low'])} to {_plain(g['ratio_high'])})"
            f"{' ALARM' if g['alarm'] else ''} | " + " | ".join(_plain(g[key]) for key in _OF_A_GROUP) + " |"
            for g in found["groups"]
        ),
        "",
    ]


_OF_A_GROUP = ("approved_of_goods", "approved_of_bads", "auc", "mean_pd", "bad_rate")


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


_FIGURES = {
    "ks": "KS",
    "brier": "Brier score",
    "calibration_error": "Expected calibration error",
    "calibration_error_by_chance": "The same of a perfect model on as many rows, by chance alone",
    "mean_pd": "Mean probability of default",
    "bad_rate": "Bad rate",
}


def _with_interval(figures: Mapping[str, Any], key: str) -> str:
    told = f"{figures[key]:.4f}"
    return f"{told} ({figures[f'{key}_low']:.4f} to {figures[f'{key}_high']:.4f})" if f"{key}_low" in figures else told


def _interval(figures: Mapping[str, Any]) -> str:
    return f"{figures['auc']:.3f} ({figures['auc_low']:.3f} to {figures['auc_high']:.3f})"


def _section(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items), ""] if items else []


def _feature(entry: Mapping[str, Any]) -> str:
    if "gain" in entry:
        return f"`{entry['name']}`: gain {entry['gain']:,}{_MOVES[entry['direction']]}"
    if "pair" in entry:
        return f"`{entry['name']}`: {entry['cells']} cells, {entry['log_odds']} in log-odds between best and worst"
    return (
        f"`{entry['name']}`: {entry['bins']} bins, risk {entry['shape']}, "
        f"information value {entry['iv']}, weight {entry['weight']}"
    )
