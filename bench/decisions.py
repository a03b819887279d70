"""Decisions: on one firm from its stored invoices, to the record; and `puhui decide` on prepared facts, on one core.

Targets: p99 under 50 ms from stored invoices; at least 5,000 a second and core on prepared facts.
"""

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

FIRMS, LINES = 200, 20_000
SHARED = Path(__file__).parents[2] / "shared" / "data" / "cn_msme_invoices" / "invoices_unrated.parquet"


def run() -> dict[str, object]:
    """Both, in this process, on a fresh SQLite data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    path, on = _invoices(Path(os.environ["PUHUI_HOME"]))
    firms = _import(path, on=on)
    return {"from_stored_invoices": _from_invoices(firms, on=on), "puhui_decide": _from_facts(firms, on=on)}


def _invoices(folder: Path) -> tuple[Path, date]:
    """The shared firms, the largest with 45,000 invoices; elsewhere made-up ones."""
    if SHARED.exists():
        return SHARED, date(2020, 2, 22)
    command = [str(Path(sys.executable).parent / "puhui"), "simulate", "population", "--size", str(FIRMS)]
    subprocess.run([*command, "--as-of", "2026-10-31", "--out", str(folder)], check=True, capture_output=True)
    return folder / "invoices.parquet", date(2026, 11, 1)


def _import(path: Path, *, on: date) -> list[UUID]:
    from puhui.foundation.documents.facade import import_many, summaries_of_file
    from puhui.kernel.actors import SYSTEM, Call
    from puhui.kernel.ids import derived_id

    names = list(summaries_of_file(path, as_of=on))
    ids = {name: derived_id(UUID(int=1), name) for name in names}
    call = Call(SYSTEM, "bench", datetime(2026, 11, 23, tzinfo=UTC))
    import_many(call, path=path, firm_ids=ids, source="bench")
    return list(ids.values())


def _request(firm_id: UUID, *, on: date) -> object:
    from puhui.foundation.documents.facade import invoice_summary
    from puhui.kernel.ids import new_id
    from puhui.risk.decisioning.facade import DecisionRequest
    from puhui.risk.facts.facade import facts_from_invoices

    facts = facts_from_invoices(invoice_summary(firm_id=firm_id, as_of=on))
    return DecisionRequest(
        application_id=new_id(),
        firm_id=firm_id,
        as_of=on,
        product_code="working-capital",
        amount_minor=50_000_000,
        term_months=12,
        facts={name: fact.value for name, fact in facts.items()},
    )


def _from_invoices(firms: list[UUID], *, on: date) -> dict[str, object]:
    """Read, measure, decide, keep: one transaction each."""
    from django.db import transaction

    from puhui.kernel.actors import SYSTEM, Call
    from puhui.risk.decisioning.facade import decide_and_record

    seconds = []
    for number, firm_id in enumerate(firms[:3] + firms):
        began = time.perf_counter()
        with transaction.atomic():
            call = Call(SYSTEM, f"bench/{number}", datetime(2026, 11, 23, tzinfo=UTC))
            decide_and_record(call, request=_request(firm_id, on=on))
        seconds.append(time.perf_counter() - began)
    timed = sorted(seconds[3:])
    return {
        "firms": len(timed),
        "p50_ms": round(timed[len(timed) // 2] * 1000, 2),
        "p99_ms": round(timed[int(len(timed) * 0.99)] * 1000, 2),
        "worst_ms": round(timed[-1] * 1000, 2),
        "target_p99_ms": 50,
    }


def _from_facts(firms: list[UUID], *, on: date) -> dict[str, object]:
    """Lines in, lines out, by the processor's clock: other work on the machine does not count."""
    from puhui.interfaces.command_line.decide import decide_stream

    lines = [_line(_request(firm_id, on=on)) for firm_id in firms]
    text = "".join(lines[number % len(lines)] for number in range(LINES))
    decide_stream(io.StringIO("".join(lines)), out=io.StringIO())
    began, cpu = time.perf_counter(), time.process_time()
    refused = decide_stream(io.StringIO(text), out=io.StringIO())
    wall, busy = time.perf_counter() - began, time.process_time() - cpu
    return {
        "decisions": LINES,
        "refused": refused,
        "per_second_and_core": round(LINES / busy),
        "per_second_by_the_clock": round(LINES / wall),
        "bare_limit_reading_json_per_second": _bare_limit(text),
        "target_per_second_and_core": 5000,
    }


def _bare_limit(text: str) -> int:
    """Only reading and writing the lines, in the same run."""
    cpu = time.process_time()
    for line in text.splitlines():
        json.dumps(json.loads(line))
    return round(LINES / (time.process_time() - cpu))


def _line(request: object) -> str:
    from puhui.risk.decisioning.facade import DecisionRequest

    assert isinstance(request, DecisionRequest)
    facts = {n: v if v is None or isinstance(v, int) else str(v) for n, v in request.facts.items()}
    line = {
        "application_id": str(request.application_id),
        "as_of": request.as_of.isoformat(),
        "amount": "500000.00",
        "term_months": 12,
        "facts": facts,
    }
    return json.dumps(line) + "\n"
