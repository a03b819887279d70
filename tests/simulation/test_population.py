"""The made-up population: repeatable, valid, never real, and worth training on."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pv
import pytest
from stdnum.cn import ric, uscc

from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.flows.simulation.identities import identity_of
from puhui.flows.simulation.population import make_population, write_population
from puhui.foundation.documents.facade import FileContent, import_invoices
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id
from puhui.risk.facts.facade import FACTS

AS_OF = date(2026, 11, 23)


def written(folder: Path, **changes: object) -> Path:
    wanted = {"size": 40, "seed": 7, "as_of": AS_OF, "file_format": "csv", "told": lambda done: None, **changes}
    write_population(folder, **wanted)  # type: ignore[arg-type]
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_same_seed_makes_the_same_files_and_another_makes_others(tmp_path: Path) -> None:
    one, again, other = (written(tmp_path / n, seed=s) for n, s in (("one", 7), ("again", 7), ("other", 8)))
    for name in ("firms.csv", "invoices.csv", "facts.csv", "rate_churn.csv"):
        assert (one / name).read_bytes() == (again / name).read_bytes()
    assert (one / "invoices.csv").read_bytes() != (other / "invoices.csv").read_bytes()


def test_identities_are_valid_different_and_of_no_real_place() -> None:
    people = [identity_of(seed=7, number=n) for n in range(300)]
    for who in people:
        assert uscc.is_valid(who.uscc)
        assert who.uscc[2:8] == "999999"
        assert ric.is_valid(who.resident_id)
        assert who.resident_id[2:6] == "0000"
        assert who.phone.startswith("1990000")
        assert "示例" in who.firm_name
    assert len({who.uscc for who in people}) == len({who.phone for who in people}) == 300


def test_files_have_the_columns_that_are_imported_and_trained_on(tmp_path: Path) -> None:
    folder = written(tmp_path)
    firms = rows(folder / "firms.csv")
    assert len(firms) == 40
    assert {f["default"] for f in firms} == {"0", "1"}
    assert {f["rating"] for f in firms} <= set("ABCD")
    facts = rows(folder / "facts.csv")
    assert list(facts[0]) == ["firm_id", *FACTS, "default"]
    assert [f["default"] for f in facts] == [f["default"] for f in firms]
    churn = rows(folder / "rate_churn.csv")
    assert churn[0]["churn_A"] == "0.000000"
    for rating in ("churn_A", "churn_B", "churn_C"):
        shares = [float(line[rating]) for line in churn]
        assert shares == sorted(shares)


@pytest.mark.django_db
def test_every_invoice_is_taken(tmp_path: Path) -> None:
    firm = next(make_population(1, seed=3, as_of=AS_OF))
    file = FileContent.of_bytes(firm.invoices_csv())
    call = Call(SYSTEM, "k", datetime(2026, 11, 23, 8, tzinfo=UTC))
    report = import_invoices(call, firm_id=new_id(), file=file, file_format="csv", name="a.csv", source="test")
    assert report.rows_refused == 0
    assert report.rows_new == firm.invoices().num_rows > 50


def test_a_later_look_only_adds() -> None:
    code = identity_of(seed=3, number=0).uscc
    bureau, begin = EmbeddedTaxBureau(), date(2024, 1, 1)

    def fetched(until: date) -> pa.Table:
        return pv.read_csv(io.BytesIO(bureau.fetch_invoices(uscc=code, from_date=begin, to_date=until)))

    early, late = fetched(date(2026, 9, 14)), fetched(AS_OF)
    late_lines, early_lines = (set(map(str, t.to_pylist())) for t in (late, early))
    first_of_late = min(late.column("invoice_date").to_pylist())
    assert {str(r) for r in early.to_pylist() if r["invoice_date"] >= first_of_late} <= late_lines
    assert len(early_lines) < len(late_lines) + 200
    assert max(early.column("invoice_date").to_pylist()) <= date(2026, 9, 14)
