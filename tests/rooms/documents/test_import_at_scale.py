"""Large files, imports at once and imports that are killed: every row once, nothing half done."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from tests.rooms.documents.invoice_files import (
    GOOD,
    HEADER,
    OTHER,
    assert_roll_up_equals_invoices,
    call,
    counted,
    everything,
    load,
)

from puhui.foundation.documents.facade import (
    FileContent,
    ImportReport,
    import_invoices,
)
from puhui.foundation.documents.models import Invoice


def big_file(path: Path, rows: int) -> int:
    """Every tenth row is broken, in turn in another way; gives how many are."""
    broken = 0
    breaks = [("2026-01", "1850-01"), ("out", "sideways"), (",false", ""), (".50", ".505"), ("B", "")]
    with path.open("w") as file:
        file.write(HEADER + "\n")
        for n in range(rows):
            line = f"out,{n},2026-01-{n % 28 + 1:02d},B{n % 500},{n % 9999}.50,0,{n % 9999}.50,false"
            if n % 10 == 0:
                broken += 1
                before, after = breaks[n // 10 % len(breaks)]
                line = line.replace(f",B{n % 500}," if before == "B" else before, ",," if before == "B" else after, 1)
            file.write(line + "\n")
    return broken


def peak_kilobytes() -> int:
    return max(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [60_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_a_large_upload_with_broken_rows_in_bounded_memory(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "big.csv"
    broken = big_file(path, rows)
    load(GOOD)  # what is loaded once, is
    before = peak_kilobytes()
    file = FileContent.of_path(path)
    report = import_invoices(call(), firm_id=OTHER, file=file, file_format="csv", name="big.csv", source="upload")
    assert counted(report) == (rows, rows - broken, 0, broken)
    assert len(report.refused_by_reason) == 5
    assert peak_kilobytes() - before < 300_000
    assert Invoice.objects.filter(firm_id=OTHER).count() == rows - broken


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_imports_at_once_take_every_row_once() -> None:
    lines = [f"out,{n},2026-01-15,B{n % 9},{n}.00,0,{n}.00,false" for n in range(3000)]
    reports: list[ImportReport] = []
    gate = threading.Barrier(3)

    def act(part: list[str]) -> None:
        gate.wait()
        reports.append(load(*part))
        connections.close_all()

    parts = [lines[:2000], lines[1000:], list(reversed(lines))]
    threads = [threading.Thread(target=act, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(reports) == 3
    assert sum(r.rows_new for r in reports) == 3000
    assert sum(r.rows_known for r in reports) == 4000
    assert sum(r.rows_refused for r in reports) == 0
    assert_roll_up_equals_invoices()


CHILD = """
import sys, django
django.setup()
from django.db import connection
from puhui.foundation.documents import actions
from pathlib import Path
from puhui.foundation.documents.facade import FileContent, import_invoices
from tests.rooms.documents.invoice_files import FIRM, ImportBatch, Invoice, InvoiceMonth, RefusedRow, call
what, path = sys.argv[1:]
if what == "prepare":
    with connection.schema_editor() as editor:
        for model in (Invoice, InvoiceMonth, ImportBatch, RefusedRow):
            editor.create_model(model)
if what == "import":
    real = actions.store_rows
    def told(table, *, batch_id):
        stored = real(table, batch_id=batch_id)
        print("stored", stored.new, flush=True)
        return stored
    actions.store_rows = told
    file = FileContent.of_path(Path(path))
    import_invoices(call(), firm_id=FIRM, file=file, file_format="csv", name="big.csv", source="upload")
print(Invoice.objects.count(), InvoiceMonth.objects.count(), ImportBatch.objects.count(), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_nothing_is_there_and_the_next_ones_take_all_once(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    rows = (f"out,{n},2026-01-15,B{n % 9},{n}.00,0,{n}.00,false" for n in range(120_000))
    path.write_text("\n".join([HEADER, *rows]))
    server = connection.settings_dict
    url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    if connection.vendor == "postgresql":
        login = f"{server['USER']}:{server['PASSWORD']}".rstrip(":")
        url = f"postgresql://{login}@{server['HOST']}:{server['PORT']}/{server['NAME']}"

    def child(what: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "PUHUI_DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "puhui.config.settings"
        command = [sys.executable, "-c", CHILD, what, str(path)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    if connection.vendor == "sqlite":
        assert child("prepare").communicate(timeout=60)[0].split() == ["0", "0", "0"]
    killed = child("import")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "stored 50000\n"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    assert child("count").communicate(timeout=60)[0].split() == ["0", "0", "0"]
    two = [child("import"), child("import")]
    ends = sorted(one.communicate(timeout=120)[0].split()[-3:] for one in two)
    assert ends[-1] == ["120000", "9", "2"], "the second of two at once finds every row known"


@pytest.mark.django_db(transaction=True)
def test_an_import_belongs_to_its_transaction() -> None:
    def fails_later() -> None:
        with transaction.atomic():
            load(GOOD)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_later()
    assert everything() == ([], [], 0, 0)
