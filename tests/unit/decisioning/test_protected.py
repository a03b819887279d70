"""Protected attributes and their proxies are refused by name, wherever a model or a policy is loaded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.risk.decisioning.facade import (
    ProtectedInput,
    parse_scorecard,
    policy_in_force,
    protected_attributes,
    refuse_protected,
    refuse_protected_policy,
    scorecard_named,
)
from puhui.risk.decisioning.policy_files import policy_from_document
from puhui.risk.decisioning.rules.protected import words_of
from puhui.risk.facts.facade import FACTS

DAY = date(2026, 11, 26)
REFUSED = [
    "sex", "SEX", "applicant.sex", "ownerSex", "Gender", "owner_age", "AGE", "date_of_birth", "owner birth date",
    "is_female", "marital_status", "MARRIAGE", "personal_status", "ethnicGroup", "hukou_type", "applicant.region",
    "postcode", "native_place", "resident_id_prefix", "id_card_first6", "surname",
    "法人性别", "户籍类型", "foreign_worker",
]  # fmt: skip
ALLOWED = [
    *FACTS, "amount", "firm_age", "age_of_firm", "loan_age_months", "average_balance", "mortgage", "page_views",
    "wages_3m", "storage", "essex_sales", "financial_health", "minority_interest", "months_since_founding", "usage",
]  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_decide_is_refused_with_its_reason(name: str) -> None:
    with pytest.raises(ProtectedInput) as refused:
        refuse_protected(["turnover_12m", name], where="card@1", on=DAY)
    assert name in refused.value.message.en
    assert name in refused.value.message.zh
    assert "turnover" not in refused.value.message.en


@pytest.mark.parametrize("name", ALLOWED)
def test_what_only_looks_like_it_is_not_refused(name: str) -> None:
    refuse_protected([name], where="card@1", on=DAY)


def test_a_harmless_phrase_does_not_hide_another_hit() -> None:
    with pytest.raises(ProtectedInput):
        refuse_protected(["firm_age_of_owner_age"], where="card@1", on=DAY)


@given(st.sampled_from(REFUSED), st.sampled_from(["", "mean_", "log_", "x_"]), st.sampled_from(["", "_12m", "_flag"]))
def test_a_prefix_or_suffix_does_not_help(name: str, before: str, after: str) -> None:
    with pytest.raises(ProtectedInput):
        refuse_protected([f"{before}{name}{after}"], where="card@1", on=DAY)


def test_every_entry_bars_its_own_words_and_says_why_in_both_languages() -> None:
    listed = protected_attributes(DAY)
    for entry in listed.barred:
        for phrase in entry.phrases:
            with pytest.raises(ProtectedInput):
                refuse_protected(["_".join(phrase)], where="card@1", on=DAY)
        assert entry.why.en != entry.why.zh


def test_the_shipped_policy_and_card_pass_and_one_with_a_planted_input_does_not() -> None:
    policy, cards = policy_in_force("working-capital", on=DAY)
    card = cards[policy.scorecard]
    refuse_protected_policy(policy)
    refuse_protected([f.name for f in card.features], where=card.id)
    document = {**policy.document, "effective_from": policy.effective_from.isoformat()}
    rules = document["tables"]["hard_rules"]
    rules = {**rules, "inputs": {**rules["inputs"], "applicant.region": "text"}}
    planted = policy_from_document({**document, "tables": {**document["tables"], "hard_rules": rules}})
    with pytest.raises(ProtectedInput, match=r"applicant\.region"):
        refuse_protected_policy(planted)


def test_a_recorded_card_with_a_barred_fact_can_still_be_read_for_replay() -> None:
    card = scorecard_named("demo-invoices")
    features = [{**card.document["features"][0], "name": "owner_age"}, *card.document["features"][1:]]
    assert parse_scorecard({**card.document, "features": features}).features[0].name == "owner_age"


def test_names_are_read_as_words() -> None:
    assert words_of("applicant.ownerSex_12m") == ("applicant", "owner", "sex", "12", "m")
    assert words_of("HTTPSAge") == ("https", "age")
