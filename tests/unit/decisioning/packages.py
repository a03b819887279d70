"""Model packages for tests: the shipped scorecard under another name, and real small trees on the facts of invoices."""

import hashlib
import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.unit.decisioning.shipped import shipped_card

from puhui.kernel.canonical import digest

FACTS = ("turnover_12m", "turnover_volatility_12m", "buyers_12m", "void_share_12m", "gross_margin_12m")
SIGNS = (-1, 1, -1, 1, -1)  # what more of each does to the risk


def with_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {**files, "manifest.json": json.dumps({"files": hashes}).encode()}


def packed(document: dict[str, Any], **card: Any) -> dict[str, bytes]:
    """A whole package of a document, with a card as training writes one, in short."""
    name = "gbdt.json" if document["kind"] == "gbdt" else "scorecard.json"
    told = {
        "id": document["id"],
        "version": document["version"],
        "kind": document["kind"],
        "label": "for tests",
        "model_hash": digest(document),
        "data": {"rows": 1000, "bad": 120, "target": "default", "name": "made up"},
        "out_of_fold": {
            "auc": 0.74,
            "auc_low": 0.71,
            "auc_high": 0.77,
            "ks": 0.36,
            "brier": 0.1,
            "calibration_error": 0.01,
            "mean_pd": 0.12,
            "bad_rate": 0.12,
            "folds": 5,
            "repeats": 1,
            "rows": 1000,
            "bad": 120,
            "calibration": [
                {"rows": 500, "said": 0.05, "happened": 0.06},
                {"rows": 500, "said": 0.19, "happened": 0.18},
            ],
        },
        "limits": ["Only for tests."],
        **card,
    }
    return with_manifest({name: json.dumps(document).encode(), "model_card.json": json.dumps(told).encode()})


def card_document(model_id: str = "demo-invoices", version: str = "2", *, more: int = 0) -> dict[str, Any]:
    """The shipped card under another version; `more` points for everybody."""
    document = json.loads(json.dumps(dict(shipped_card().document)))
    return document | {"id": model_id, "version": version, "base_points": document["base_points"] + more}


def scorecard_package(model_id: str = "demo-invoices", version: str = "2", *, more: int = 0) -> dict[str, bytes]:
    return packed(card_document(model_id, version, more=more))


@cache
def _trees(rounds: int, leaves: int) -> str:
    lightgbm = pytest.importorskip("lightgbm", reason="pip install 'puhui[lab]'")
    dice = np.random.default_rng(7)
    scale = np.array([5e8, 1.0, 40.0, 0.1, 0.5])
    rows = dice.random((3000, len(FACTS))) * scale
    rows[dice.random(rows.shape) < 0.05] = np.nan
    risk = -2 + 3 * np.nan_to_num(rows / scale - 0.5) @ np.array(SIGNS)
    bad = dice.random(len(rows)) < 1 / (1 + np.exp(-risk))
    parameters = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": 0.1,
        "monotone_constraints": list(SIGNS),
        "monotone_constraints_method": "intermediate",
        "seed": 7,
        "deterministic": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    booster = lightgbm.train(parameters, lightgbm.Dataset(rows, label=bad), num_boost_round=rounds)
    return str(booster.model_to_string())


def boosted_document(
    model_id: str = "trees", version: str = "1", *, rounds: int = 60, leaves: int = 7
) -> dict[str, Any]:
    model = _trees(rounds, leaves)
    return {"id": model_id, "version": version, "kind": "gbdt", "names": list(FACTS), "codes": {}, "model": model}


def boosted_package(model_id: str = "trees", version: str = "1") -> dict[str, bytes]:
    return packed(boosted_document(model_id, version))
