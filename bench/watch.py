"""The watch: 10,000 recorded decisions computed again to the byte, and a day of 10,000 decisions tallied and measured.

Target: no difference in 10,000. Beside it the bare limit, reading the same records as JSON, measured in the same run.
"""

import json
import os
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

DECISIONS = 10_000
AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAY = date(2026, 11, 2)


def run() -> dict[str, object]:
    """On a fresh SQLite data folder, in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    _decide()
    return {"replay": _replay(), "watch_of_a_day": _watch()}


def _decide() -> None:
    from django.db import transaction

    from puhui.kernel.actors import SYSTEM, Call
    from puhui.risk.decisioning.facade import decide_and_record

    with transaction.atomic():
        for number in range(DECISIONS):
            decide_and_record(Call(SYSTEM, f"bench/{number}", AT), request=_request(number))


def _request(number: int) -> object:
    import numpy as np

    from puhui.kernel.ids import new_id
    from puhui.risk.decisioning.facade import DecisionRequest
    from puhui.risk.facts.facade import FACTS

    roll = np.random.default_rng(number)
    facts = {
        name: int(10 ** roll.uniform(5, 9)) if fact.unit == "minor" else _value(fact.unit, float(roll.random()))
        for name, fact in FACTS.items()
    }
    return DecisionRequest(
        application_id=new_id(),
        firm_id=new_id(),
        as_of=DAY,
        product_code="working-capital",
        amount_minor=50_000_000,
        term_months=12,
        facts=facts,
    )


def _value(unit: str, share: float) -> object:
    return Decimal(f"{share:.6f}") if unit == "ratio" else int(share * 36)


def _replay() -> dict[str, object]:
    from puhui.kernel.actors import SYSTEM
    from puhui.risk.decisioning.facade import replay_decisions
    from puhui.risk.decisioning.models import DecisionRecord

    began, cpu = time.perf_counter(), time.process_time()
    different = sum(not result.agrees for result in replay_decisions(SYSTEM))
    wall, busy = time.perf_counter() - began, time.process_time() - cpu
    cpu = time.process_time()
    for request, answer in DecisionRecord.objects.values_list("request", "answer").iterator():
        json.loads(request), json.loads(answer)
    bare = time.process_time() - cpu
    return {
        "decisions": DECISIONS,
        "different": different,
        "seconds": round(wall, 2),
        "per_second_and_core": round(DECISIONS / busy),
        "bare_limit_reading_json_per_second": round(DECISIONS / bare),
        "target_different": 0,
    }


def _watch() -> dict[str, object]:
    from puhui.flows.watch_decisions import watch_decisions
    from puhui.foundation.ledger.facade import advance_business_date, open_first_business_date
    from puhui.kernel.actors import SYSTEM, Call

    open_first_business_date(Call(SYSTEM, "open", AT), on=DAY)
    advance_business_date(Call(SYSTEM, "on", AT), from_date=DAY)
    began, cpu = time.perf_counter(), time.process_time()
    watched = watch_decisions(Call(SYSTEM, "watch", AT + timedelta(days=1)), on=DAY)
    return {
        "decisions": DECISIONS,
        "measures": watched.measures,
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }
