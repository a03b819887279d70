"""Models in decisions: a scorecard and boosted trees from facts to answer, on one core, beside LightGBM's bare calls.

Targets: p99 under 2 ms, and at least 5,000 decisions a second and core. The small trees are 60 of 7 leaves, the large
ones 300 of 15, the size that `puhui models train` makes from 2,000 rows up.
"""

import gc
import json
import os
import time
from collections.abc import Callable
from typing import Any

ROUNDS = 4000


def run() -> dict[str, object]:
    """Each in this process; by the processor's clock, and by the wall's for the percentiles."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    import django

    django.setup()
    from tests.unit.decisioning.packages import boosted_document
    from tests.unit.decisioning.shipped import PARAMETERS, request, shipped_card, shipped_policy

    from puhui.risk.decisioning.facade import decide, parse_model

    policy, card, trees = shipped_policy(), shipped_card(), parse_model(json.loads(json.dumps(boosted_document())))
    large = parse_model(json.loads(json.dumps(boosted_document(rounds=300, leaves=15))))
    began = time.thread_time()
    large.score({})
    tables_made = time.thread_time() - began
    weak = {"turnover_volatility_12m": 1, "void_share_12m": None, "buyers_12m": 1}
    asked = [request(), request(facts=weak)]

    def decided(model: Any) -> Callable[[int], object]:
        return lambda n: decide(asked[n % 2], policy=policy, scorecard=model, parameters=PARAMETERS)

    row = trees._row(asked[0].facts)  # type: ignore[attr-defined]
    booster = trees.booster  # type: ignore[attr-defined]
    return {
        "trees": booster.num_trees(),
        "decision_by_scorecard": _timed(decided(card)),
        "decision_by_boosted_trees": _timed(decided(trees)),
        "decision_by_large_boosted_trees": _timed(decided(large)),
        "tables_of_large_trees_made_once_ms": round(tables_made * 1000, 1),
        "score_alone_of_boosted_trees": _timed(lambda n: trees.points(asked[n % 2].facts)),
        "lightgbm_bare_score": _timed(lambda _: booster.predict(row, raw_score=True, num_threads=1)),
        "lightgbm_bare_contributions": _timed(lambda _: booster.predict(row, pred_contrib=True, num_threads=1)),
        "lightgbm_bare_contributions_of_large_trees": _timed(
            lambda _: large.booster.predict(row, pred_contrib=True, num_threads=1)  # type: ignore[attr-defined]
        ),
        "target_per_second_and_core": 5000,
        "target_p99_ms": 2,
    }


def _timed(act: Callable[[int], object]) -> dict[str, float]:
    for n in range(200):
        act(n)
    gc.collect()
    busy, wall = [], []
    for n in range(ROUNDS):
        began, cpu = time.perf_counter(), time.thread_time()
        act(n)
        busy.append(time.thread_time() - cpu)
        wall.append(time.perf_counter() - began)
    per_second = round(ROUNDS / sum(busy))
    busy.sort()
    wall.sort()
    return {
        "per_second_and_core": per_second,
        "p50_cpu_ms": round(busy[ROUNDS // 2] * 1000, 4),
        "p99_cpu_ms": round(busy[int(ROUNDS * 0.99)] * 1000, 4),
        "p99_by_the_clock_ms": round(wall[int(ROUNDS * 0.99)] * 1000, 4),
    }
