"""What is told of a model's inputs: what each brings, and which way the risk moves with it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from puhui.risk.modelling.fitting import Fit
from puhui.risk.modelling.gbdt import DIRECTIONS, Challenger
from puhui.risk.modelling.smoothing import Floats


def gains(model: Challenger) -> list[dict[str, Any]]:
    """What each column of the trees brings, most first."""
    found = model.booster.feature_importance(importance_type="gain")
    return [
        {"name": name, "gain": round(float(gain), 2), "direction": model.directions.get(name, 0)}
        for gain, name in sorted(zip(found, model.names, strict=True), reverse=True)
        if gain > 0
    ]


def features_of(fit: Fit) -> list[dict[str, Any]]:
    """What each column of the card, and each pair, says."""
    alone: list[dict[str, Any]] = [
        {"name": b.name, "iv": round(b.iv, 4), "weight": round(float(w), 4), "shape": b.shape, "bins": len(b.woe)}
        for b, w in zip(fit.binnings, fit.weights, strict=True)
    ]
    return alone + [
        {"name": " & ".join(p.names), "pair": list(p.names), "cells": p.values.size, "log_odds": _spread(p.values)}
        for p in fit.pairs
    ]


def _spread(values: Floats) -> float:
    return round(float(np.ptp(values)), 4)


def directions(model: Fit | Challenger) -> Mapping[str, int]:
    """What the model promises of each column: +1 the risk rises with it, -1 it falls."""
    if isinstance(model, Challenger):
        return model.directions
    paired = {name for pair in model.pairs for name in pair.names}
    return {b.name: DIRECTIONS.get(b.shape, 0) for b in model.binnings if b.name not in paired and b.kind == "number"}
