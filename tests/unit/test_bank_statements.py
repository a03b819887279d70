"""Bank statements: what is read, what is refused and where; no file does anything else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.bank.maker import ACCOUNT, Line, camt, generic_csv, two_column_csv

from puhui.foundation.payments.facade import StatementRefused, statement_formats
from puhui.foundation.payments.rules.camt import read_camt
from puhui.foundation.payments.rules.matching import Candidate, LineFacts, MatchingRule, Reconciliation, matches_of
from puhui.foundation.payments.rules.statement_csv import read_csv
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id

LINES = [
    Line(minor=10_661_85, e2e="abc", ref="R1", text="还款 二月", name="示例商行", account="6222020000001234"),
    Line(minor=-5_00, ref="R2", on=date(2026, 2, 4), text="fee <&>"),
]


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt_of_both_versions(version: str) -> None:
    [found] = read_camt(camt(LINES, opening=100_00, version=version))
    assert (found.account, found.number, found.opening_minor, found.closing_minor) == (ACCOUNT, "S1", 100_00, 10_756_85)
    first, second = found.lines
    assert (first.amount_minor, first.end_to_end_id, first.counterparty) == (10_661_85, "abc", "示例商行")
    assert first.counterparty_account == "6222020000001234"
    assert (second.amount_minor, second.end_to_end_id, second.text) == (-5_00, "", "fee <&>")


def test_the_same_lines_as_csv_of_two_banks() -> None:
    forms = statement_formats()
    one = read_csv(generic_csv(LINES, opening=1), form=forms["generic"], account="A", number="1", currency="CNY")
    two = read_csv(two_column_csv(LINES, opening=1), form=forms["two-columns"], account="A", number="1", currency="CNY")
    for found in (one, two):
        assert (found.opening_minor, found.closing_minor) == (1, 10_656_86)
        assert [line.amount_minor for line in found.lines] == [10_661_85, -5_00]
        assert found.lines[0].counterparty == "示例商行"


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>'
GOOD = camt(LINES).decode()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "file"),
        (b"not xml", "file"),
        (BOMB, "file"),
        (b"<Document/>", "Document"),
        (camt(LINES, version="09"), "camt.053.001.09"),
        (camt(LINES, gap=1), "Stmt/Bal"),
        (camt(LINES, more="<NewThing/>"), "Stmt/NewThing"),
        (GOOD.replace("<ValDt>", "<Odd/><ValDt>").encode(), "Ntry/Odd"),
        (GOOD.replace('<Amt Ccy="CNY">5.00', '<Amt Ccy="USD">5.00').encode(), "Stmt/Ntry/Amt@Ccy"),
        (GOOD.replace(">5.00<", ">5.001<").encode(), "Stmt/Ntry/Amt"),
        (GOOD.replace(">5.00<", ">NaN<").encode(), "Stmt/Ntry/Amt"),
        (GOOD.replace(">5.00<", ">0.00<").encode(), "Stmt/Ntry/Amt"),
        (GOOD.replace("<CdtDbtInd>DBIT</CdtDbtInd>", "").encode(), "Stmt/Ntry/CdtDbtInd"),
        (GOOD.replace("<BookgDt><Dt>2026-02-04", "<BookgDt><Dt>2026-02-30").encode(), "Stmt/Ntry/BookgDt"),
        (GOOD.replace("OPBD", "XXXX").encode(), "Stmt/Bal"),
        (GOOD.replace("<Id>S1</Id>", "").encode(), "Stmt/Id"),
    ],
)
def test_what_is_no_statement_is_refused_by_element(content: bytes, where: str) -> None:
    with pytest.raises(StatementRefused) as refused:
        read_camt(content)
    assert where in refused.value.where


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("余额", "金额"), "金额"),
        (("2026-02-04", "2026-02-31"), "line 3"),
        (("-5.00", "x"), "line 3"),
        (("10,656.85", "10,656.84"), "line 3"),
        (("R2", "R2,more"), "line 3"),
    ],
)
def test_csv_is_refused_by_line_and_column(change: tuple[str, str], where: str) -> None:
    content = generic_csv(LINES).decode("utf-8-sig").replace(*change).encode("utf-8-sig")
    with pytest.raises(StatementRefused) as refused:
        read_csv(content, form=statement_formats()["generic"], account="A", number="1", currency="CNY")
    assert where in refused.value.where


@given(cut=st.integers(0, len(GOOD)), junk=st.text(max_size=12), drop=st.integers(0, 40))
def test_a_broken_file_is_read_or_refused(cut: int, junk: str, drop: int) -> None:
    content = (GOOD[:cut] + junk + GOOD[cut + drop :]).encode(errors="replace")
    try:
        found = read_camt(content)
    except StatementRefused as refusal:
        found = []
        named = refusal.where
    else:
        named = "read"
    assert named
    for one in found:
        assert one.opening_minor + sum(line.amount_minor for line in one.lines) == one.closing_minor


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("gb18030", "replace")))
def test_any_bytes_as_csv_are_read_or_refused(content: bytes) -> None:
    for form in statement_formats().values():
        try:
            read_csv(content, form=form, account="A", number="1", currency="CNY")
        except Refusal as refusal:
            named = refusal.where
        else:
            named = "read"
        assert named


PLAN = Reconciliation(
    id="t",
    version=1,
    effective_from=date(2020, 1, 1),
    source="t",
    approved_by="t",
    four_eyes_above="1.00",
    days_around=3,
    rules=(
        MatchingRule(id="id", kind="order_id", score=100),
        MatchingRule(id="text", kind="order_ids_in_text", score=100),
        MatchingRule(id="name", kind="amount_date_name", score=85),
        MatchingRule(id="day", kind="batch_of_a_day", score=80),
        MatchingRule(id="amount", kind="amount_date", score=60),
    ),
)


def facts(minor: int, **more: object) -> LineFacts:
    said = {"value_on": date(2026, 2, 3), "end_to_end_id": "", "text": "", "counterparty": "", **more}
    return LineFacts(amount_minor=minor, **said)  # type: ignore[arg-type]


def candidate(minor: int, *, name: str = "", on: date = date(2026, 2, 3)) -> Candidate:
    return Candidate(order_id=new_id(), amount_minor=minor, requested_on=on, name=name)


def test_readings_are_ranked_by_the_rules() -> None:
    one, other, out = candidate(100, name="示例（北京）商行"), candidate(50), candidate(-100)
    known = [one, other, out]

    def best(line: LineFacts) -> tuple[str, int] | None:
        found = matches_of(line, known, PLAN)
        return (found[0].rule, found[0].score) if found else None

    assert best(facts(100, end_to_end_id=one.order_id.hex)) == ("id", 100)
    assert best(facts(60, end_to_end_id=str(one.order_id))) == ("id", 100)  # a part of it
    assert best(facts(101, end_to_end_id=str(one.order_id))) is None
    assert best(facts(-100, end_to_end_id=str(one.order_id))) == ("amount", 60)  # money out is not money in
    assert best(facts(150, text=f"{one.order_id.hex} {other.order_id}")) == ("text", 100)
    assert best(facts(100, counterparty="示例(北京) 商行")) == ("name", 85)
    assert best(facts(150)) == ("day", 80)
    assert best(facts(50)) == ("amount", 60)
    assert best(facts(50, value_on=date(2026, 2, 7))) is None


def test_two_certain_readings_are_none() -> None:
    one, other = candidate(100), candidate(100)
    line = facts(100, end_to_end_id=one.order_id.hex, text=other.order_id.hex)
    assert [match.score for match in matches_of(line, [one, other], PLAN)] == [99, 99]
