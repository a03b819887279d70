"""A lender's existing book comes in: whole or not at all, once, cent by cent, never silently different."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.lending.lender import call, open_lender, pass_days_to, pay, proven
from tests.rooms.tapes.maker import AS_OF, HEADS, csv_text, events, json_lines, row, written

from puhui.flows.import_loans import book_tape as booking
from puhui.flows.import_loans.book_tape import (
    TapeBooked,
    book_tape,
    confirm_import,
    confirm_upload,
    propose_import,
    propose_upload,
    reject_import,
)
from puhui.flows.import_loans.check_tape import TapeFiles, check_tape
from puhui.flows.import_loans.reading import file_digest
from puhui.foundation.ledger.facade import balance, book_counts
from puhui.foundation.party.facade import organisation_by_uscc
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import (
    TapeDiffers,
    TapeFileRefused,
    TapeFourEyes,
    TapeHasRefusedRows,
    TapeMoved,
    imported_loan_id,
    loan,
    loan_events,
    tape,
)
from puhui.products.lending.models import Loan, LoanEvent

pytestmark = pytest.mark.django_db
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fin")
OPERATIONS = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op")


@pytest.fixture
def lender() -> None:
    open_lender(AS_OF)


def files_of(folder: Path, rows: list[dict[str, Any]], **how: Any) -> TapeFiles:
    path, told = written(folder, rows, **how)
    return TapeFiles(tape=path, name="old-book", as_of=AS_OF, events=told)


def proposed(files: TapeFiles, *, reason: str = "", actor: Actor = SYSTEM) -> Any:
    check = check_tape(actor, files=files)
    sha256 = file_digest(files.tape, files.events)
    found = propose_import(
        call(actor),
        name=files.name,
        file_name="tape.csv",
        sha256=sha256,
        check=check,
        accept_reason=reason,
    )
    return found.tape_id


def booked(files: TapeFiles, *, reason: str = "") -> TapeBooked:
    tape_id = proposed(files, reason=reason)
    if tape(SYSTEM, tape_id=tape_id).state == "proposed":
        confirm_import(call(), tape_id=tape_id, alone=True)
    return book_tape(Call(SYSTEM, "tape", call().at), tape_id=tape_id, files=files)


@pytest.mark.usefixtures("lender")
def test_a_book_comes_in_to_the_cent(tmp_path: Path) -> None:
    rows = [row(n) for n in range(12)]
    files = files_of(tmp_path, rows)
    before = footprint()
    check = check_tape(SYSTEM, files=files)
    assert (check.rows, check.loans, check.refused_rows, check.differing) == (12, 12, 0, 0)
    assert footprint() == before
    assert booked(files).booked == 12
    assert proven()
    first = loan(SYSTEM, imported_loan_id("old-book", "OLD-00000"))
    assert str(first.line.principal_outstanding) == rows[0]["outstanding_principal"]
    assert first.days_past_due == rows[0]["days_past_due"]
    assert first.borrower_id == organisation_by_uscc(rows[0]["borrower_uscc"])
    assert balance("equity.opening_difference").minor == 0
    kinds = [event.kind for event in reversed(loan_events(SYSTEM, first.id))]
    assert kinds == ["disbursed", *(event["kind"] for event in events(0))]


@pytest.mark.usefixtures("lender")
def test_imported_loans_live_on_as_any_other(tmp_path: Path) -> None:
    files = files_of(tmp_path, [row(n) for n in range(4)])
    booked(files)
    pass_days_to(AS_OF.replace(day=13))
    pay(imported_loan_id("old-book", "OLD-00003"), 5_000_00)
    assert proven()


@pytest.mark.usefixtures("lender")
def test_the_same_tape_twice_is_once(tmp_path: Path) -> None:
    files = files_of(tmp_path, [row(n) for n in range(5)])
    booked(files)
    before = (book_counts(SYSTEM), LoanEvent.objects.count())
    check = check_tape(SYSTEM, files=files)
    assert (check.loans, check.known) == (5, 5)
    again = booked(files)
    assert (again.booked, again.known) == (0, 5)
    assert (book_counts(SYSTEM), LoanEvent.objects.count()) == before


@pytest.mark.usefixtures("lender")
def test_differences_are_told_cent_by_cent_and_never_silent(tmp_path: Path) -> None:
    good = row(1)
    cents = f"{float(good['outstanding_principal']) - 0.01:.2f}"
    files = files_of(tmp_path, [row(0), {**good, "outstanding_principal": cents, "days_past_due": 77}])
    check = check_tape(SYSTEM, files=files)
    assert check.differing == 1
    key, differences = check.differences[0]
    assert key == "OLD-00001"
    assert [(d.column, d.tape, d.replayed) for d in differences] == [
        ("outstanding_principal", cents, good["outstanding_principal"]),
        ("days_past_due", "77", str(good["days_past_due"])),
    ]
    before = footprint()
    with pytest.raises(TapeDiffers):
        proposed(files)
    assert footprint() == before
    assert booked(files, reason="old system rounds down").booked == 2
    assert proven()
    assert balance("equity.opening_difference").minor == 1
    event = loan_events(SYSTEM, imported_loan_id("old-book", "OLD-00001"))[0]
    assert event.kind == "import_adjustment"


BAD_ROWS: list[tuple[str, dict[str, Any], str]] = [
    ("no key", {"loan_id": " "}, "loan_id"),
    ("a key too long", {"loan_id": "x" * 61}, "loan_id"),
    ("a code with a wrong check digit", {"borrower_uscc": "91110000000000001X"}, "borrower_uscc"),
    ("nobody", {"borrower_uscc": "", "borrower_name": ""}, "borrower_id"),
    ("no name", {"borrower_name": "x"}, "borrower_name"),
    ("words for an amount", {"principal": "much"}, "principal"),
    ("more decimals than fen", {"outstanding_principal": "1.005"}, "outstanding_principal"),
    ("below zero", {"outstanding_interest": "-1.00"}, "outstanding_interest"),
    ("no balance", {"outstanding_principal": ""}, "outstanding_principal"),
    ("no calendar day", {"disbursement_date": "2026-02-30"}, "disbursement_date"),
    ("tomorrow", {"disbursement_date": "2026-06-11"}, "disbursement_date"),
    ("an unknown method", {"method": "magic"}, "method"),
    ("no whole number", {"n": "12.5"}, "n"),
    ("a rate below zero", {"annual_rate_pct": "-1"}, "annual_rate_pct"),
]


@pytest.mark.usefixtures("lender")
@pytest.mark.parametrize(("what", "change", "column"), BAD_ROWS)
def test_a_bad_row_is_refused_with_line_and_column_and_nothing_is_booked(
    tmp_path: Path, what: str, change: dict[str, Any], column: str
) -> None:
    path, told = written(tmp_path, [row(0), row(1), row(2)])
    path.write_text(csv_text([row(0), {**row(1), **change}, row(2)], HEADS), encoding="utf-8")
    told.write_text("loan_id,date,kind\n", encoding="utf-8")
    files = TapeFiles(tape=path, name="old-book", as_of=AS_OF, events=told)
    check = check_tape(SYSTEM, files=files)
    assert [(cell.line, cell.column) for cell in check.refused] == [(3, column)], what
    before = footprint()
    with pytest.raises(TapeHasRefusedRows):
        proposed(files, reason="all right")
    assert footprint() == before


@pytest.mark.usefixtures("lender")
def test_events_are_refused_by_column_and_strays_are_named(tmp_path: Path) -> None:
    path, told = written(tmp_path, [row(0), row(1)])
    lines = told.read_text().splitlines()
    told.write_text(
        "\n".join([*lines, "OLD-00001,2026-05-30,payment,-5.00,,,", "OLD-77777,2026-05-30,payment,5.00,,,"])
    )
    check = check_tape(SYSTEM, files=TapeFiles(tape=path, name="b", as_of=AS_OF, events=told))
    cells = [(cell.column, cell.reason) for cell in check.refused]
    assert cells[0][0].startswith("events[")
    assert cells[1] == ("events.loan_id", "the tape has no such loan")


@pytest.mark.usefixtures("lender")
def test_a_key_twice_is_refused(tmp_path: Path) -> None:
    files = files_of(tmp_path, [row(0), row(0)], with_events=False)
    refused = check_tape(SYSTEM, files=files).refused
    assert [(cell.line, cell.column) for cell in refused] == [(3, "loan_id")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tape.xlsx", b"PK"),
        ("tape.csv", b""),
        ("tape.csv", b"loan_id,loan_id\n"),
        ("tape.csv", b"loan_id,principal\n1,2\n"),
        ("tape.csv", "贷款编号,本金\n1,2\n".encode()),
        ("tape.csv", b"\xff\xfe\x00"),
        ("tape.parquet", b"not parquet"),
    ],
)
def test_files_that_are_no_tape(tmp_path: Path, name: str, content: bytes, lender: None) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TapeFileRefused):
        check_tape(SYSTEM, files=TapeFiles(tape=path, name="x", as_of=AS_OF))


@pytest.mark.usefixtures("lender")
def test_json_lines_and_parquet_say_the_same(tmp_path: Path) -> None:
    rows = [row(n) for n in range(5)]
    check = check_tape(SYSTEM, files=TapeFiles(tape=json_lines(tmp_path, rows), name="x", as_of=AS_OF))
    assert (check.loans, check.differing, check.refused) == (5, 0, ())
    path = tmp_path / "tape.parquet"
    pq.write_table(pa.Table.from_pylist([{k: str(v) for k, v in one.items()} for one in rows]), path)
    _, told = written(tmp_path, rows)
    check = check_tape(SYSTEM, files=TapeFiles(tape=path, name="x", as_of=AS_OF, events=told))
    assert (check.loans, check.differing, check.refused) == (5, 0, ())


@pytest.mark.usefixtures("lender")
def test_killed_in_the_middle_and_run_again_is_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puhui.flows.import_loans.check_tape.CHUNK", 3)
    files = files_of(tmp_path, [row(n) for n in range(10)])
    tape_id = proposed(files)
    confirm_import(call(), tape_id=tape_id, alone=True)
    real: Callable[..., int] = booking.import_loans
    done = 0

    def dies(*args: Any, **kwargs: Any) -> int:
        nonlocal done
        done += 1
        answer = real(*args, **kwargs)
        if done == 3:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(booking, "import_loans", dies)
    with pytest.raises(KeyboardInterrupt):
        book_tape(Call(SYSTEM, "tape", call().at), tape_id=tape_id, files=files)
    assert Loan.objects.count() == 6  # two chunks whole, the third not at all
    assert proven()
    monkeypatch.setattr(booking, "import_loans", real)
    again = book_tape(Call(SYSTEM, "tape", call().at), tape_id=tape_id, files=files)
    assert (again.booked, again.known) == (4, 6)
    assert Loan.objects.count() == 10
    assert proven()
    assert tape(SYSTEM, tape_id=tape_id).state == "booked"


@pytest.mark.usefixtures("lender")
def test_four_eyes(tmp_path: Path) -> None:
    files = files_of(tmp_path, [row(n) for n in range(3)])
    upload = ("tape.csv", files.tape.read_bytes())
    assert files.events
    found = propose_upload(
        call(OPERATIONS), name="old-book", tape=upload, events=("e.csv", files.events.read_bytes()), accept_reason=""
    )
    before = footprint()
    with pytest.raises(TapeFourEyes):
        confirm_upload(call(OPERATIONS), tape_id=found.tape_id)
    for role in (Role.AUDITOR, Role.RISK_OFFICER):
        with pytest.raises(Forbidden):
            confirm_upload(call(Actor(new_id(), frozenset({role}))), tape_id=found.tape_id)
    assert footprint() == before
    assert confirm_upload(call(FINANCE), tape_id=found.tape_id).booked == 3
    assert proven()
    with pytest.raises(Refusal):
        reject_import(call(FINANCE), tape_id=found.tape_id)


@pytest.mark.usefixtures("lender")
def test_a_rejected_import_books_nothing(tmp_path: Path) -> None:
    files = files_of(tmp_path, [row(n) for n in range(3)])
    tape_id = proposed(files, actor=OPERATIONS)
    reject_import(call(FINANCE), tape_id=tape_id)
    with pytest.raises(TapeMoved):
        confirm_import(call(FINANCE), tape_id=tape_id)
    with pytest.raises(TapeMoved):
        book_tape(call(), tape_id=tape_id, files=files)
    assert Loan.objects.count() == 0


@pytest.mark.usefixtures("lender")
def test_a_tape_of_another_day_is_not_booked(tmp_path: Path) -> None:
    path, told = written(tmp_path, [row(0)])
    files = TapeFiles(tape=path, name="x", as_of=AS_OF.replace(day=9), events=told)
    with pytest.raises(TapeMoved):
        proposed(files, reason="yes")
