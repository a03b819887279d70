"""States, reading times and the contract's text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from tests.unit.origination.test_cost_sheet import quote

from puhui.foundation.catalogue.facade import policies_in
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.clauses import Clause, ClauseFile, contract_clause
from puhui.products.origination.contracts import (
    ApplicationState,
    ClauseUsed,
    ContractParts,
    HelpLine,
    ReadingTimeUntrue,
    ReadTooFast,
    WrongState,
)
from puhui.products.origination.rules.contract_text import contract_html
from puhui.products.origination.rules.cost_sheet import cost_sheet, sheet_digest
from puhui.products.origination.rules.key_facts import key_facts
from puhui.products.origination.rules.reading import seconds_read
from puhui.products.origination.rules.states import TRANSITIONS, check_step

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FINAL = {"signed", "withdrawn", "expired"}


def test_nothing_leads_out_of_an_end() -> None:
    assert not {state for froms, _ in TRANSITIONS.values() for state in froms} & FINAL


def test_every_state_is_reached() -> None:
    reached = {to for _, to in TRANSITIONS.values()} | {ApplicationState.DRAFT}
    assert reached == set(ApplicationState)


@pytest.mark.parametrize("step", list(TRANSITIONS))
def test_a_step_is_refused_from_everywhere_else(step: str) -> None:
    for state in ApplicationState:
        if state in TRANSITIONS[step][0]:
            check_step(step, state=state)
        else:
            with pytest.raises(WrongState):
                check_step(step, state=state)


@pytest.mark.parametrize(
    ("passed", "claimed", "left"),
    [(0, 0, 5), (4, 4, 1), (4, None, 1), (60, 2, 3), (4, 6, 1)],
)
def test_too_fast(passed: int, claimed: int | None, left: int) -> None:
    with pytest.raises(ReadTooFast) as refused:
        seconds_read(shown_at=AT, now=AT + timedelta(seconds=passed), claimed=claimed, least=5)
    assert refused.value.detail["seconds_left"] == left


@pytest.mark.parametrize(("passed", "claimed"), [(4, 7), (0, 3600), (10, -1)])
def test_a_lie_about_the_time(passed: int, claimed: int) -> None:
    with pytest.raises(ReadingTimeUntrue):
        seconds_read(shown_at=AT, now=AT + timedelta(seconds=passed), claimed=claimed, least=5)


def test_long_enough() -> None:
    assert seconds_read(shown_at=AT, now=AT + timedelta(seconds=9), claimed=8, least=5) == 9
    assert seconds_read(shown_at=AT, now=AT + timedelta(seconds=5), claimed=None, least=5) == 5
    assert seconds_read(shown_at=AT, now=AT, claimed=None, least=0) == 0


def _library() -> list[Clause]:
    """The clauses of a loan as they are shipped, without those of a lease; this test asks no database."""
    file = max(policies_in(ClauseFile, "contract_clauses"), key=lambda one: one.version)
    return [one for one in file.clauses if one.id not in {"the-lease", "whose-it-is"}]


def parts(name: str = "诚信商贸有限公司", *, with_joint: bool = False) -> ContractParts:
    sheet = cost_sheet(quote())
    return ContractParts(
        number="PH20261123-0000000001",
        made_on=date(2026, 11, 23),
        borrower_name=name,
        borrower_code="91330100MA2XXXXX0T",
        representative="王芳",
        purpose=Text(en="Buy stock", zh="采购货物"),
        sheet=sheet,
        sheet_hash=sheet_digest(sheet),
        help_line=HelpLine("400-000-0000", Text(en="at any <hour>", zh="随时"), "12378"),
        template=ClauseUsed("loan", 1, ""),
        clauses=tuple(contract_clause(one) for one in _library() if with_joint or one.id != "joint-borrowers"),
    )


@pytest.mark.parametrize(("language", "says"), [("zh-hans", "承担连带责任"), ("en", "owes the whole loan together")])
def test_who_signs_beside_the_borrower_is_named_and_told_what_they_owe(language: str, says: str) -> None:
    alone = contract_html(parts(), language=language)
    beside = contract_html(replace(parts(with_joint=True), joint=("赵<兰>",)), language=language)
    assert says not in alone
    assert says in beside
    assert beside.count("赵&lt;兰&gt;") == 2 * (
        1 if language == "zh-hans" else 2
    )  # beside a translation stands Chinese


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_contract_shows_the_very_sheet(language: str) -> None:
    html = contract_html(parts(), language=language)
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    made = parts()
    for line in made.sheet["schedule"]:
        assert line["due_date"] in html
        assert Money.parse(line["total"]).grouped in html
    assert made.sheet_hash in html
    assert made.sheet["all_in_cost_pct"] in html
    assert made.sheet["nothing_else"]["zh"] in html  # the Chinese text always stands in it, because it governs


QUESTIONS = {
    "en": [
        "How much do I get?",
        "What do I pay in all?",
        "When do I pay?",
        "What if I pay late?",
        "How do I get out of it?",
        "Whom do I call?",
    ],
    "zh-hans": [
        "我能拿到多少钱？",
        "我一共要还多少钱？",
        "什么时候还？",
        "还晚了会怎样？",
        "不想借了怎么办？",
        "有事找谁？",
    ],
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_key_facts_answer_what_a_borrower_asks_from_the_very_sheet(language: str) -> None:
    made = parts()
    sheet, told = made.sheet, dict(key_facts(made.sheet, made.help_line, language=language))
    assert list(told) == QUESTIONS[language]
    get, pay, when, late, out, call = told.values()
    first, last = sheet["schedule"][0], sheet["schedule"][-1]

    def written(amount: str) -> str:
        return f"¥{Decimal(amount):,.2f}"

    assert written(sheet["principal"]) in get
    assert all(written(sheet[name]) in pay for name in ("total_to_pay", "principal", "total_cost"))
    assert f"{sheet['all_in_cost_pct']}" in pay
    for line in (first, last):
        on = date.fromisoformat(line["due_date"])
        assert written(line["total"]) in when
        assert (
            f"{on.year}年{on.month}月{on.day}日" if language == "zh-hans" else f"{on.day} {on:%B} {on.year}"
        ) in when
    assert sheet["on_default"][0]["rate"]["zh" if language == "zh-hans" else "en"] in late
    assert sheet["early_repayment"]["zh" if language == "zh-hans" else "en"] in out
    assert "400-000-0000" in call
    assert "12378" in call


def test_key_facts_of_a_loan_without_default_interest_with_one_due_and_time_to_give_it_back() -> None:
    made = parts()
    plain = {**made.sheet, "on_default": [], "schedule": made.sheet["schedule"][:1]}
    plain["cooling_off"] = {"en": "Within 7 days you may give it back.", "zh": "7日内可退还。"}
    told = [answer for _, answer in key_facts(plain, made.help_line, language="en")]
    assert told[2].startswith("Once: ¥")
    assert told[3].startswith("It costs nothing beside the interest.")
    assert "you owe nothing. Within 7 days you may give it back. You may repay early" in told[4]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_key_facts_come_before_the_first_clause_and_bring_no_markup(language: str) -> None:
    html = contract_html(parts(), language=language)
    places = [html.index(question) for question in QUESTIONS[language]]
    assert places == sorted(places)
    assert places[-1] < html.index("借款合同</h1>" if language == "zh-hans" else "Loan contract</h1>")
    assert "<hour>" not in html


def test_the_english_contract_has_both_texts_and_the_chinese_one_only_its_own() -> None:
    assert "Loan contract" in contract_html(parts(), language="en")
    assert "借款合同" in contract_html(parts(), language="en")
    assert "Loan contract" not in contract_html(parts(), language="zh-hans")


def test_a_name_cannot_bring_markup_into_the_contract() -> None:
    html = contract_html(parts(name="<script>alert(1)</script>{rate}"), language="zh-hans")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{rate}" in html


def test_the_same_parts_make_the_same_bytes() -> None:
    assert contract_html(parts(), language="en") == contract_html(parts(), language="en")
