"""Rules of the law are written here: faults by cell, what a stricter one would break, a second person; the engine."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.drafts.editing import ANNA, BO, CUSTOMER, SELLER, by, drafted, footprint, published, submitted
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door, open_books

from puhui.flows.editors.checked import check_draft, texts_of
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.rules_of_law import RuleEditor
from puhui.flows.editors.write import change_cells, start_text_draft, submit_text
from puhui.foundation.catalogue.facade import (
    BreaksRule,
    Method,
    check_product,
    installed_parameters,
    parameter,
    parameter_or_none,
    parameters_on,
    product,
    rule_of,
    rules_in_files,
    words_of_rule,
)
from puhui.foundation.catalogue.rules.rule_words import LADDERS, value_of
from puhui.foundation.drafts.facade import DraftFaulty, DraftFourEyes
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.products.collections.facade import conduct_on
from puhui.risk.decisioning.facade import parameters_on as decided_by
from puhui.risk.provisioning.facade import Grade, grading_rule, statutory_rule

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
CAP = "cn.all_in_cost_cap_pct"
STRICTER = {"value": "5", "source": "An order of the province (2026)", "article": "art. 3"}


@pytest.fixture(autouse=True)
def books() -> None:
    open_books()


def faults_of(code: str, cells: Mapping[str, str]) -> list[str]:
    return [one.key for one in check_draft(ANNA, drafted("rule", code, cells))[1].faults]


def test_every_rule_of_the_files_could_be_published_as_it_is_and_is_read_back_the_same() -> None:
    editor = RuleEditor()
    codes = [one.code for one in editor.subjects(on=TODAY)]
    assert len(codes) == len(rules_in_files("cn")) > 70
    for code in codes:
        document = editor.document(code, on=TODAY)
        assert editor.faults(code, document, on=TODAY) == [], code
        assert editor.previews(code, document, on=TODAY)
    for one in installed_parameters(TODAY).values():
        again = rule_of(one.name, words_of_rule(one), effective_from=one.effective_from, version=0)
        assert again == one, one.name


def test_a_yes_or_no_is_said_in_words() -> None:
    told = [one.sentence for one in parameters_on(TODAY).values() if isinstance(one.value, bool)]
    assert told
    assert not [one for one in told if "True" in one.en + one.zh or "False" in one.en + one.zh]
    assert any(one.zh.endswith(("是。", "否。")) for one in told)


def test_a_stricter_cap_names_the_products_that_it_would_break_and_the_article() -> None:
    draft_id = drafted("rule", CAP, STRICTER)
    checked = check_draft(ANNA, draft_id)[1]
    assert checked.faults == []
    assert {one.key for one in checked.differences} == {"value", "source", "article"}
    told = [one for one in checked.effects if one.en.startswith("working-capital v")]
    assert len(told) == 1
    assert "allowed 5 %" in told[0].en
    assert "An order of the province (2026), art. 3" in told[0].en
    assert "将不能再销售" in told[0].zh
    assert "5 %" in checked.previews[1].words
    mild = check_draft(ANNA, drafted("rule", CAP, {"value": "24"}))[1]
    assert [one.en for one in mild.effects] == [
        "Every product and every offer is held to it; no product in force would break it."
    ]


def test_from_its_day_on_the_engine_reads_it_and_refuses_what_breaks_it() -> None:
    sold = product("working-capital", on=TODAY)
    check_product(sold, on=TOMORROW)  # what was found before the rule is not what is found after it
    draft_id = submitted("rule", CAP, STRICTER)
    before = footprint()
    with pytest.raises(DraftFourEyes):
        publish_text(by(ANNA), draft_id=draft_id, effective_from=TOMORROW)
    assert footprint() == before
    made = publish_text(by(BO), draft_id=draft_id, effective_from=TOMORROW)
    assert made.version == 3  # the files have two
    assert parameter("all_in_cost_cap_pct", on=TODAY).number == 24
    held = parameter("all_in_cost_cap_pct", on=TOMORROW)
    assert (held.number, held.article, held.rule_id) == (5, "art. 3", "cn.cost-of-credit/all_in_cost_cap_pct")
    check_product(sold, on=TODAY)
    with pytest.raises(BreaksRule, match=r"art\. 3"):
        check_product(sold, on=TOMORROW)
    assert installed_parameters(TOMORROW)["all_in_cost_cap_pct"].number == 24


def test_a_firm_at_the_door_is_held_to_the_rule_of_its_day() -> None:
    published("rule", CAP, STRICTER, effective_from=TODAY)
    with pytest.raises(BreaksRule, match="An order of the province"):
        firm_at_the_door().applied()


def test_grading_provisions_and_conduct_follow_and_say_by_which_version() -> None:
    graded, provided = grading_rule(TODAY), statutory_rule(TODAY)
    published("rule", "cn.substandard_above_days", {"value": "60"})
    published("rule", "cn.guideline_2002_attention_pct", {"value": "3.5"})
    published("rule", "cn.contact_quiet_from", {"value": "21:00"})
    assert (graded.substandard_above_days, grading_rule(TODAY).substandard_above_days) == (90, 60)
    assert graded.version == "cn.classification"
    assert grading_rule(TODAY).version.startswith("cn.classification@")
    assert len(grading_rule(TODAY).version) <= 60
    assert (provided.shares_pct[Grade.ATTENTION], statutory_rule(TODAY).shares_pct[Grade.ATTENTION]) == (
        2,
        Decimal("3.5"),
    )
    assert conduct_on(TODAY).quiet.begins.hour == 21


def test_a_rule_that_ended_does_not_come_back_and_a_file_of_a_later_day_takes_over() -> None:
    published("rule", CAP, {"effective_until": (TODAY + timedelta(days=9)).isoformat()})
    assert parameter_or_none("all_in_cost_cap_pct", on=TODAY + timedelta(days=9))
    assert parameter_or_none("all_in_cost_cap_pct", on=TODAY + timedelta(days=10)) is None
    multiple = "cn.all_in_cost_cap_lpr_multiple"
    checked = check_draft(ANNA, drafted("rule", multiple, {"value": "3"}))[1]
    assert any("From 31 December 2027 the file says 4 again" in one.en for one in checked.effects)
    published("rule", multiple, {"value": "3"})
    assert parameter("all_in_cost_cap_lpr_multiple", on=TODAY).number == 3
    assert parameter("all_in_cost_cap_lpr_multiple", on=date(2028, 1, 1)).number == 4
    assert "all_in_cost_cap_lpr_multiple" not in installed_parameters(TODAY)


def test_the_next_draft_begins_from_what_was_published() -> None:
    assert published("rule", CAP, {"value": "20"}) == 3
    assert published("rule", CAP, {"value": "18"}) == 4
    assert parameter("all_in_cost_cap_pct", on=TODAY).version == 4
    found = next(one for one in texts_of(ANNA, kind="rule", find="18 %") if one.code == CAP)
    assert (found.version, found.is_own, found.effective_from) == (4, True, TODAY)


def test_decisions_use_the_number_of_the_day() -> None:
    name = next(iter(set(decided_by(TODAY)) & set(parameters_on(TODAY))))
    value = parameter(name, on=TODAY).number
    published("rule", f"cn.{name}", {"value": str(value - 1)}, effective_from=TOMORROW)
    assert (decided_by(TODAY)[name], decided_by(TOMORROW)[name]) == (value, value - 1)


FAULTS: dict[str, tuple[str, Mapping[str, str], str]] = {
    "no number": ("cn.all_in_cost_cap_pct", {"value": "much"}, "value"),
    "nothing": ("cn.all_in_cost_cap_pct", {"value": ""}, "value"),
    "below zero": ("cn.all_in_cost_cap_pct", {"value": "-1"}, "value"),
    "too much": ("cn.all_in_cost_cap_pct", {"value": "1001"}, "value"),
    "figures of another script": ("cn.all_in_cost_cap_pct", {"value": "٢٤"}, "value"),
    "half a day": ("cn.substandard_above_days", {"value": "90.5"}, "value"),
    "a limit below the one before it": ("cn.loss_above_days", {"value": "200"}, "value"),
    "a limit above the one after it": ("cn.attention_above_days", {"value": "91"}, "value"),
    "no yes and no no": ("cn.cost_sheet_required", {"value": "perhaps"}, "value"),
    "no time": ("cn.contact_quiet_from", {"value": "25:00"}, "value"),
    "no zone": ("cn.contact_time_zone", {"value": "Mars/Base"}, "value"),
    "no scheme": ("cn.statutory_scheme", {"value": "guideline_2030"}, "value"),
    "no grade": ("cn.restructured_grade", {"value": "6"}, "value"),
    "a method that is not there": ("cn.forbidden_methods", {"value": "flat, balloons"}, "value"),
    "no source": (CAP, {"source": ""}, "source"),
    "no article": (CAP, {"article": ""}, "article"),
    "an unknown mark": (CAP, {"mark": "X"}, "mark"),
    "a lender that is none": (CAP, {"applies_to": "bank, pawnshop"}, "applies_to"),
    "over before it begins": (CAP, {"effective_until": "2020-01-01"}, "effective_until"),
    "no day": (CAP, {"effective_until": "2027-13-01"}, "effective_until"),
    "no words": (CAP, {"text.zh": ""}, "text.zh"),
    "a place that reaches into the program": (CAP, {"text.en": "At most {value.__class__} %."}, "text.en"),
    "another place": (CAP, {"text.en": "At most {cap} %."}, "text.en"),
    "an open brace": (CAP, {"text.en": "At most {value %."}, "text.en"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_is_told_at_its_cell_and_stops_the_way(name: str) -> None:
    code, cells, key = FAULTS[name]
    draft_id = drafted("rule", code, cells)
    assert [one.key for one in check_draft(ANNA, draft_id)[1].faults] == [key]
    before = footprint()
    with pytest.raises(DraftFaulty):
        submit_text(by(ANNA), draft_id=draft_id)
    assert footprint() == before


REFUSED: dict[str, tuple[Callable[[], object], type[Exception]]] = {
    "a seller": (lambda: start_text_draft(by(SELLER), kind="rule", code=CAP), Forbidden),
    "a customer": (lambda: start_text_draft(by(CUSTOMER), kind="rule", code=CAP), Forbidden),
    "a rule that nothing reads": (lambda: start_text_draft(by(ANNA), kind="rule", code="cn.moon_phase"), NotFound),
    "another country": (lambda: start_text_draft(by(ANNA), kind="rule", code="de.all_in_cost_cap_pct"), NotFound),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_refused_changes_nothing(name: str) -> None:
    act, refusal = REFUSED[name]
    before = footprint()
    with pytest.raises(refusal):
        act()
    assert footprint() == before


def test_the_unit_and_the_rulebook_are_not_to_be_changed() -> None:
    draft_id = drafted("rule", CAP)
    before = footprint()
    for key in ("unit", "rulebook", "version"):
        with pytest.raises(InvalidInput):
            change_cells(by(ANNA), draft_id=draft_id, revision=1, cells={key: "x"})
    assert footprint() == before


def test_what_became_a_fault_meanwhile_is_not_published() -> None:
    """Both limits are sound alone; when one is in force, the other would cross it."""
    draft_id = submitted("rule", "cn.doubtful_above_days", {"value": "100"})
    published("rule", "cn.substandard_above_days", {"value": "120"}, effective_from=TOMORROW)
    before = footprint()
    with pytest.raises(DraftFaulty, match="substandard_above_days may not be above doubtful_above_days"):
        publish_text(by(BO), draft_id=draft_id, effective_from=TOMORROW)
    assert footprint() == before


def test_each_rule_of_a_ladder_is_there_and_each_method_is_known() -> None:
    known = rules_in_files("cn")
    assert {name for ladder in LADDERS for name in ladder} <= set(known)
    assert "flat" in str(Method)


@given(number=st.decimals(min_value=0, max_value=1000, places=4))
def test_a_number_is_read_as_it_was_typed(number: Decimal) -> None:
    assert value_of(f"{number:f}", unit="percent a year") == number


@given(words=st.text(max_size=12))
def test_whatever_is_typed_is_a_value_or_a_refusal(words: str) -> None:
    for unit in ("percent a year", "days", "yes or no", "local time", "zone of the tz database", "a or b"):
        try:
            value_of(words, unit=unit)
        except InvalidInput:
            continue
