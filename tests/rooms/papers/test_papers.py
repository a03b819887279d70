"""Papers as files: Chinese glyphs in an embedded font, selectable text, the same bytes each time, own loans only."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.rooms.lending.lender import call, pass_days_to, pay
from tests.rooms.lending.world import World

from puhui.flows import print_papers
from puhui.flows.print_papers import issue_paper, print_loan_paper
from puhui.foundation.documents.facade import (
    Facts,
    NewPage,
    Paper,
    PdfMissing,
    Sentences,
    Table,
    blocks_of_html,
    csv_of,
    markdown_of,
    pdf_of,
)
from puhui.foundation.documents.papers import as_pdf
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import NotRepaid, PaymentIn, book_payment, pay_off_quote

pytestmark = pytest.mark.django_db
TOOLS = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext is not installed: apt-get install poppler-utils"
)
PAPER = Paper(
    title="贷款对账单",
    language="zh-hans",
    made_on=date(2026, 3, 1),
    issuer="普惠示范小额贷款公司",
    blocks=(
        Facts((("借款人", "龘靐齉爩商行"), ("利率", "7.5 %"))),
        Sentences("罚息自逾期之日起按日计收。"),
        Table(
            ("期数", "到期日", "应还本金"),
            tuple((str(n), "2026-03-31", "1,024.50") for n in range(1, 61)),
            "还款计划",
            frozenset({2}),
        ),
    ),
)


def text_of(pdf: bytes, folder: Path, *, tool: str = "pdftotext") -> str:
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    command = [tool, "-layout", str(path), "-"] if tool == "pdftotext" else [tool, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@TOOLS
def test_chinese_words_can_be_selected_in_an_embedded_font(tmp_path: Path) -> None:
    made = pdf_of(PAPER)
    said = text_of(made, tmp_path)
    for words in (
        "贷款对账单",
        "龘靐齉爩商行",
        "罚息自逾期之日起按日计收",
        "还款计划",
        "1,024.50",
        PAPER.fingerprint[:16],
    ):
        assert words in said
    assert said.count("应还本金") == 2  # the heads stand on both pages
    fonts = text_of(made, tmp_path, tool="pdffonts")
    assert "NotoSansCJK" in fonts
    assert "yes yes yes" in fonts  # embedded, a subset, with Unicode
    assert len(made) < 60_000
    assert re.search(r"Tagged: +yes", text_of(made, tmp_path, tool="pdfinfo"))
    structure = subprocess.run(
        ["pdfinfo", "-struct", str(tmp_path / "paper.pdf")], check=True, capture_output=True
    ).stdout.decode("utf-8", "replace")
    for tag in ("H1", "P (", "Table", "THead", "TH ", "LI", "LBody"):  # what a screen reader goes by
        assert tag in structure


def test_the_same_paper_is_the_same_bytes() -> None:
    assert pdf_of(PAPER) == pdf_of(PAPER)
    assert csv_of(PAPER) == csv_of(PAPER)


def test_csv_is_for_spreadsheets_and_holds_no_formula() -> None:
    table = Table(
        ("名称", "金额"), (("=HYPERLINK(1)", "1,024.50"), ("-x", "-3.00"), ("+1", "")), total=("合计", "1,021.50")
    )
    said = csv_of(Paper(title="x", language="en", made_on=date(2026, 1, 1), blocks=(table,)))
    assert said.decode("utf-8-sig").split("\r\n") == [
        "名称,金额",
        "'=HYPERLINK(1),1024.50",
        "'-x,-3.00",
        "'+1,",
        "合计,1021.50",
        "",
    ]


def test_blocks_of_our_own_html_say_the_same_words() -> None:
    html = (
        "<html><head><style>p{}</style><title>no</title></head><body><h1>借款合同</h1>"
        '<dl><dt>借款人</dt><dd>甲 &amp; 乙</dd></dl><p class="small">注</p><table><caption>表</caption>'
        "<tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table></body></html>"
    )
    blocks = blocks_of_html(html)
    assert blocks[1:] == (
        Facts((("借款人", "甲 & 乙"),)),
        Sentences("注", is_small=True),
        Table(("a", "b"), (("1", ""),), "表"),
    )


@TOOLS
def test_every_article_after_the_first_begins_on_a_page_of_its_own(tmp_path: Path) -> None:
    blocks = blocks_of_html("<article><p>one</p></article>\n<article><p>two</p></article>")
    assert blocks == (Sentences("one"), NewPage(), Sentences("two"))
    paper = replace(PAPER, blocks=blocks)
    assert "one\n\n---\n\ntwo" in markdown_of(paper)
    first, second, *_ = text_of(pdf_of(paper), tmp_path).split("\f")
    assert "one" in first
    assert "two" in second


@pytest.mark.parametrize("missing", ["typst", "noto_cjk_sans_otc"])
def test_without_the_extra_a_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    real = as_pdf.importlib.import_module

    def absent(name: str) -> object:
        if name == missing:
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr(as_pdf.importlib, "import_module", absent)
    as_pdf._fonts.cache_clear()
    with pytest.raises(PdfMissing) as refused:
        pdf_of(PAPER)
    as_pdf._fonts.cache_clear()
    assert "puhui[pdf]" in refused.value.message.en


@pytest.fixture
def world() -> Iterator[World]:
    return World()


@TOOLS
@pytest.mark.parametrize(("language", "word"), [("zh-hans", "贷款对账单"), ("en", "Loan statement")])
def test_a_customer_gets_the_statement_of_their_own_loan(
    world: World, tmp_path: Path, language: str, word: str
) -> None:
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    pass_days_to(date(2026, 3, 1))
    pay(loan_id, 10_661_85)
    printed = print_loan_paper(customer, loan_id=loan_id, kind="statement", language=language)
    said = text_of(printed.content, tmp_path)
    assert word in said
    assert "示例商行1" in said
    assert "110,539.73" in said
    again = print_loan_paper(customer, loan_id=loan_id, kind="statement", language=language)
    assert again.sha256 == printed.sha256
    plan = print_loan_paper(customer, loan_id=loan_id, kind="schedule", form="csv", language=language)
    assert len(plan.content.decode("utf-8-sig").splitlines()) == 14


def test_others_get_nothing(world: World) -> None:
    firm, _ = world.firm()
    _, stranger = world.firm()
    loan_id = world.borrowed(firm)
    for kind in ("statement", "schedule", "pay_off"):
        with pytest.raises(NotFound):
            print_loan_paper(stranger, loan_id=loan_id, kind=kind, language="en")


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"kind": "poem"}, InvalidInput),
        ({"kind": "schedule", "form": "docx"}, InvalidInput),
        ({"kind": "pay_off", "form": "csv"}, InvalidInput),
        ({"kind": "pay_off"}, NotRepaid),
    ],
)
def test_what_is_not_printed(world: World, asked: dict[str, str], refusal: type[Refusal]) -> None:
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    with pytest.raises(refusal):
        print_loan_paper(customer, loan_id=loan_id, language="en", **asked)


@TOOLS
def test_a_repaid_loan_has_its_confirmation_which_is_kept_once(world: World, tmp_path: Path) -> None:
    firm, customer = world.firm()
    loan_id = world.borrowed(firm)
    pass_days_to(date(2026, 2, 10))
    quote = pay_off_quote(SYSTEM, loan_id)
    paid = PaymentIn(
        loan_id=loan_id, order_id=new_id(), amount=Money(quote.to_pay.minor), on=date(2026, 2, 10), pays_off=True
    )
    book_payment(call(), payment=paid)
    printed = print_loan_paper(customer, loan_id=loan_id, kind="pay_off", language="zh-hans")
    assert "已于 2026年2月10日 全部结清" in text_of(printed.content, tmp_path)
    first = issue_paper(call(customer), loan_id=loan_id, kind="pay_off", language="zh-hans")
    again = issue_paper(call(customer), loan_id=loan_id, kind="pay_off", language="zh-hans")
    assert first == again
    assert first.sha256 == printed.sha256


def test_staff_see_a_firm_in_full(world: World) -> None:
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    operations = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op")
    names = print_papers._names(operations, loan_id, "zh-hans")
    assert (names.borrower, names.borrower_code[:1]) == ("示例商行1", "9")
