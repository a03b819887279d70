"""Decisions in bulk and the policy lab, on one core, beside the same decisions one by one in the same run.

Targets: 200,000 customers a second and core for scorecards, 50,000 for boosted trees; a lab run of 1,000,000 decisions
with group tables in under a minute. Processor time: other work on the machine does not count.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

ON = date(2026, 11, 23)
FIRMS, ALONE, RUN = 500_000, 4_000, 1_000_000


def run() -> dict[str, object]:
    """Bulk decisions of both kinds of model, and a whole run as a worker does it, on a fresh SQLite data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return {"bulk": _bulk(), "policy_lab": _lab()}


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return act(), time.process_time() - began


def _bulk() -> dict[str, object]:
    from puhui.flows.simulation.wide_world import WideWorld, firms_at_large
    from puhui.risk.decisioning.facade import (
        champion,
        decide,
        decide_many,
        decision_policy,
        known_policies,
        parameters_on,
    )

    parts = [part.asked for part in firms_at_large(WideWorld(FIRMS, 7, ON))]
    policy, given = decision_policy("working-capital", on=ON), parameters_on(ON)
    card = champion(policy.scorecard, on=ON)
    requests = [parts[0].request(row) for row in range(ALONE)]
    _, alone = _timed(lambda: [decide(r, policy=policy, scorecard=card, parameters=given) for r in requests])

    def all_of(model: Any) -> Callable[[], object]:
        return lambda: [decide_many(p, policy=policy, scorecard=model, parameters=given) for p in parts]

    decide_many(parts[0], policy=policy, scorecard=card, parameters=given)
    answers, seconds = _timed(all_of(card))
    found: dict[str, object] = {
        "firms": FIRMS,
        "scorecard_per_second_and_core": round(FIRMS / seconds),
        "target_scorecard": 200_000,
        "decided_one_by_one": sum(sum(a.one_by_one.values()) for a in answers),
        "one_by_one_per_second_and_core": round(ALONE / alone),
    }
    in_parts = next(p for p in known_policies("working-capital") if p.sections.has_formulas)
    _, seconds = _timed(lambda: [decide_many(p, policy=in_parts, scorecard=card, parameters=given) for p in parts])
    found["with_limit_and_price_in_parts_per_second_and_core"] = round(FIRMS / seconds)
    return found | _trees(parts, policy=policy, given=given)


def _trees(parts: list[Any], *, policy: Any, given: Any) -> dict[str, object]:
    """Trees trained here on the very firms: 150 rounds of 15 leaves. Without reasons of the score: those cost more."""
    try:
        import lightgbm
    except ImportError:
        return {"boosted": "not installed: pip install 'puhui[lab]'"}
    import numpy as np

    from puhui.flows.simulation.wide_world import WideWorld, firms_at_large
    from puhui.risk.decisioning.facade import UNKNOWN, decide_many, parse_model

    part = next(firms_at_large(WideWorld(20_000, 11, ON)))
    names = [n for n in part.asked.facts if n != "months_observed"]
    units = [part.asked.facts[n] for n in names]
    rows = np.column_stack([np.where(c.units == UNKNOWN, np.nan, c.units / 10.0**c.places) for c in units])
    bad = np.random.default_rng(7).random(len(rows)) < part.true_pd
    settings = {"objective": "binary", "num_leaves": 15, "num_threads": 1, "verbosity": -1, "seed": 7}
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, label=bad), num_boost_round=150)
    document = {
        "id": "t",
        "version": "1",
        "kind": "gbdt",
        "names": names,
        "codes": {},
        "model": booster.model_to_string(),
    }
    model = parse_model(document)
    some = parts[:4]
    size = sum(p.size for p in some)

    def scored() -> object:
        return [
            decide_many(p, policy=policy, scorecard=model, parameters=given, with_score_reasons=False) for p in some
        ]

    _, seconds = _timed(scored)
    _, reasoned = _timed(
        lambda: decide_many(some[0].part(slice(0, 5_000)), policy=policy, scorecard=model, parameters=given)
    )
    return {
        "boosted_per_second_and_core": round(size / seconds),
        "target_boosted": 50_000,
        "boosted_with_reasons_per_second_and_core": round(5_000 / reasoned),
    }


def _lab() -> dict[str, object]:
    from puhui.flows.policy_lab.do_run import do_waiting_run
    from puhui.flows.policy_lab.start_run import RunAsked, start_run
    from puhui.foundation.ledger.facade import open_first_business_date
    from puhui.kernel.actors import SYSTEM, Call
    from puhui.kernel.canonical import canonical_json
    from puhui.kernel.ports import MovedClock
    from puhui.risk.decisioning.facade import decision_policy
    from puhui.risk.lab.facade import lab_run

    at = datetime(2026, 11, 23, tzinfo=UTC)
    open_first_business_date(Call(SYSTEM, "open", at), on=ON)
    document = json.loads(canonical_json(decision_policy("working-capital", on=ON).document))
    for row, span in zip(
        document["tables"]["bands"]["rows"], (">= 590", "[575..590)", "[552..575)", "[542..552)"), strict=False
    ):
        row["when"]["score"] = span
    document |= {"version": "draft", "effective_from": "2027-01-01"}
    asked = RunAsked(
        title="Two arms", firms=RUN // 2, policy_text=json.dumps(document), shocks=("drought", "demand-slump")
    )
    run_id = start_run(Call(SYSTEM, "start", at), asked=asked).run_id
    began = time.perf_counter()
    _, busy = _timed(lambda: do_waiting_run(Call(SYSTEM, "worker", at), clock=MovedClock(at)))
    wall = time.perf_counter() - began
    result = lab_run(SYSTEM, run_id=run_id).result
    assert result is not None
    return {
        "decisions": 2 * result["firms"],
        "with": "facts drawn, two policies, group tables, swaps, 12 months x 3 (no shock, two shocks) x 2 arms",
        "seconds_of_processor": round(busy, 1),
        "seconds_by_the_clock": round(wall, 1),
        "target_seconds": 60,
    }
