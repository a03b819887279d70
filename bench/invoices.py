"""Importing invoices with validation, and reading the facts of a firm; on the real data where they lie nearby.

The bare limit, measured in the same run: reading the file and checking every row, without a database.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data" / "cn_msme_invoices" / "invoices_rated.parquet"
POSTGRESQL = os.environ.get("PUHUI_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/puhui")
ROUNDS = 200


def run() -> dict[str, object]:
    """On SQLite, and on PostgreSQL where one answers; each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, of = _data(Path(folder))
        figures: dict[str, object] = {"data": of}
        figures["sqlite"] = _child(path, f"sqlite:///{folder}/bench.sqlite3")
        name = f"puhui_bench_{os.getpid()}"
        if _postgresql(f"CREATE DATABASE {name}"):
            try:
                figures["postgresql"] = _child(path, f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}")
            finally:
                _postgresql(f"DROP DATABASE {name} WITH (FORCE)")
        return figures


def _data(folder: Path) -> tuple[Path, str]:
    if SHARED.exists():
        return SHARED, "the shared data: invoices of the rated firms"
    command = ["puhui", "simulate", "population", "--size", "900", "--out", str(folder), "--json"]
    subprocess.run([Path(sys.executable).parent / command[0], *command[1:]], check=True, stdout=subprocess.DEVNULL)
    return folder / "invoices.parquet", "the made-up population: 900 firms"


def _postgresql(statement: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(POSTGRESQL.rsplit("/", 1)[0] + "/postgres", autocommit=True, connect_timeout=3) as server:
            server.execute(statement)
    except psycopg.Error:
        return False
    return True


def _child(path: Path, url: str) -> object:
    import json

    environment = {**os.environ, "PUHUI_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "puhui.config.settings"}
    script = "import json, sys; from bench.invoices import measure; print(json.dumps(measure(sys.argv[1])))"
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(path_text: str) -> dict[str, object]:
    """Imports, imports again, and reads the facts of the largest and of a middling firm."""
    import resource

    import django
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    django.setup()
    from django.core.management import call_command

    from puhui.foundation.documents.facade import import_many
    from puhui.foundation.documents.reading import read_chunks
    from puhui.foundation.documents.rules import check_rows
    from puhui.kernel.actors import SYSTEM, Call
    from puhui.kernel.ids import new_id

    call_command("migrate", verbosity=0)
    path = Path(path_text)
    began = time.perf_counter()
    with path.open("rb") as stream:
        for chunk in read_chunks(stream, file_format="parquet"):
            check_rows(chunk, today=date.max, firms=list)
    checking = time.perf_counter() - began
    table = pq.read_table(path, columns=["firm_id", "invoice_date"])
    counts = sorted((c["counts"].as_py(), c["values"].as_py()) for c in pc.value_counts(table["firm_id"]))
    last = pc.max(table["invoice_date"]).as_py()
    del table
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    firms = {name: new_id() for _, name in counts}
    call = Call(SYSTEM, "bench", datetime.now(UTC))
    began = time.perf_counter()
    report = import_many(call, path=path, firm_ids=firms, source="bench")
    importing = time.perf_counter() - began
    began = time.perf_counter()
    import_many(call, path=path, firm_ids=firms, source="bench")
    again = time.perf_counter() - began
    middle = counts[len(counts) // 2]
    return {
        "rows": report.rows_read,
        "rows_refused": report.rows_refused,
        "read_and_check_only_s": round(checking, 2),
        "import_s": round(importing, 2),
        "import_rows_per_s": round(report.rows_read / importing),
        "import_again_s": round(again, 2),
        "memory_for_import_mib": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
        f"facts_of_largest_firm_{counts[-1][0]}_invoices": _facts(firms[counts[-1][1]], as_of=last),
        f"facts_of_middling_firm_{middle[0]}_invoices": _facts(firms[middle[1]], as_of=last),
    }


def _facts(firm_id: object, *, as_of: date) -> dict[str, float]:
    from puhui.foundation.documents.facade import invoice_summary
    from puhui.risk.facts.facade import facts_from_invoices

    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        facts_from_invoices(invoice_summary(firm_id=firm_id, as_of=as_of))  # type: ignore[arg-type]
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {"p50_ms": round(times[ROUNDS // 2], 2), "p99_ms": round(times[ROUNDS * 99 // 100 - 1], 2)}
