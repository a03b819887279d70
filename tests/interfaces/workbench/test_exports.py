"""Tables leave the workbench as CSV, XLSX and PDF: the same figures, no formulas, bounded, with a purpose, audited."""

import csv
import sys
import zipfile
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.interfaces.workbench.institution import Institution, a_day_later, footprint

from puhui.flows.dashboards import export as export_module
from puhui.flows.dashboards.facade import LISTS, PurposeMissing, TooManyRows
from puhui.foundation.documents.facade import Paper, Table, XlsxMissing, csv_of, xlsx_of
from puhui.foundation.evidence.facade import audit_lines
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
WHY = {"purpose": "reporting"}


def taken(institution: Institution, who: str = "auditor", *, language: str = "en", **form: str) -> HttpResponse:
    return posted(institution.client(who, language=language), **form)


def posted(client: Client, **form: str) -> HttpResponse:
    return client.post("/workbench/export/", {"key": str(new_id()), "form": "csv", **form})


def lines(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200, response.content.decode()[-500:]
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_a_list_is_taken_out_with_a_purpose_and_written_down(institution: Institution) -> None:
    told = lines(taken(institution, what="list:all_loans", **WHY))
    assert told[0][:4] == ["Borrower", "Product", "Lent", "Outstanding"]
    assert ["120000.00", "120000.00"] in [row[2:4] for row in told]
    kept = AuditEntry.objects.order_by("-id")[0]
    assert (kept.verb, kept.subject) == ("dashboards.export_table", "list:all_loans")
    assert kept.detail["purpose"] == "reporting"
    assert (kept.detail["form"], kept.detail["rows"]) == ("csv", str(len(told) - 1))
    assert audit_lines(institution.actor("auditor"))[0].verb == "dashboards.export_table"


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_every_list_in_every_form(institution: Institution, form: str) -> None:
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}
    for key in LISTS:
        query = "month=2026-01-01&band=1" if key == "late" else ""
        found = taken(institution, what=f"list:{key}", form=form, query=query, language="zh-hans", **WHY)
        assert found.status_code == 200, (key, found.content.decode()[-300:])
        assert found.content.startswith(starts[form]), key
        assert "no-store" in found.headers["Cache-Control"]


def test_a_table_of_a_dashboard_says_the_same_in_every_form(institution: Institution) -> None:
    a_day_later(institution.world)
    asked = {"what": "board:portfolio", "sheet": "classes"}
    told = lines(taken(institution, "finance", language="zh-hans", **asked))
    assert told[0][:3] == ["分类", "借据数", "本金"]
    assert told[1][:4] == ["正常", "1", "120000.00", "100.00"]
    book = zipfile.ZipFile(BytesIO(taken(institution, "finance", language="zh-hans", form="xlsx", **asked).content))
    assert "正常" in book.read("xl/sharedStrings.xml").decode()
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>120000</v>" in sheet
    assert "<f>" not in sheet


def test_what_is_personal_stays_masked(institution: Institution) -> None:
    text = taken(institution, what="list:customers", **WHY).content.decode("utf-8-sig")
    assert "138" in text or "*" in text
    assert "王小明" not in text


def test_no_cell_runs_as_a_formula() -> None:
    evil = (
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "－1",
        "＠x",
        '=HYPERLINK("http://x")',
        "-5.00",
        "1,024.50",
    )
    table = Table(heads=tuple("abcdefghijk"), rows=(evil,), numbers=frozenset({9, 10}))
    paper = Paper(title="t", language="zh-hans", made_on=date(2026, 1, 1), blocks=(table,))
    [_, row] = list(csv.reader(StringIO(csv_of(paper).decode("utf-8-sig"), newline="")))
    assert all(cell.startswith("'") for cell in row[:9]), row
    assert row[9:] == ["-5.00", "1024.50"]
    book = zipfile.ZipFile(BytesIO(xlsx_of(paper)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>-5</v>" in sheet
    assert "hyperlink" not in sheet
    assert xlsx_of(paper) == xlsx_of(paper)


def test_without_the_library_the_refusal_names_the_extra(
    institution: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    client = institution.client("auditor")
    before = footprint()
    found = posted(client, what="list:trial", form="xlsx")
    assert found.status_code == XlsxMissing.http_status
    assert "puhui[xlsx]" in found.content.decode()
    assert footprint() == before


@pytest.mark.parametrize(
    ("who", "form", "status", "said"),
    [
        ("auditor", {"what": "list:all_loans"}, 422, PurposeMissing.code),
        ("auditor", {"what": "list:all_loans", "purpose": "fun"}, 422, PurposeMissing.code),
        ("auditor", {"what": "list:nothing"}, 404, "not_found"),
        ("auditor", {"what": "board:portfolio", "sheet": "nothing"}, 404, "not_found"),
        ("auditor", {"what": "list:trial", "form": "docx"}, 422, "invalid_input"),
        ("auditor", {"what": "list:all_loans", "query": "state=nothing", **WHY}, 422, "invalid_input"),
        ("administrator", {"what": "list:all_loans", **WHY}, 403, "forbidden"),
        ("finance", {"what": "list:customers", **WHY}, 403, "forbidden"),
    ],
)
def test_what_is_refused_leaves_nothing(
    institution: Institution, who: str, form: dict[str, str], status: int, said: str
) -> None:
    client = institution.client(who)
    before = footprint()
    found = posted(client, **form)
    assert (found.status_code, said in found.content.decode()) == (status, True)
    assert footprint() == before


def test_a_file_is_bounded(institution: Institution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_module, "MOST_ROWS", {"csv": 1, "xlsx": 1, "pdf": 1})
    monkeypatch.setattr(export_module, "AT_ONCE", 1)
    client = institution.client("auditor")
    before = footprint()
    found = posted(client, what="list:all_loans", **WHY)
    assert (found.status_code, TooManyRows.code in found.content.decode()) == (422, True)
    assert footprint() == before
    monkeypatch.setattr(export_module, "MOST_ROWS", {"csv": 50, "xlsx": 1, "pdf": 1})
    assert len(lines(taken(institution, what="list:all_loans", **WHY))) == 3  # page by page, both loans
