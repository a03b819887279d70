"""The schema of products: old files keep their hash; unknown names, circles and misplaced blocks are refused."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from puhui.foundation.catalogue.facade import BadPolicy, product, product_version
from puhui.foundation.catalogue.loading import SHIPPED

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PRODUCT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
TOP = "review_days = 3\n"
FIRST_HASH = "b0169b786082d62f67bfd0a9c68bf3f2201b14d855d3ebf8266222064be9b477"


@pytest.fixture
def overlay(settings: LazySettings, tmp_path: Path) -> Path:
    """A lender's own folder, laid over the shipped one."""
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    return tmp_path


def write(overlay: Path, code: str, *, top: str = "", tables: str = "", old: str = "", new: str = "") -> None:
    text = PRODUCT.replace('id = "working-capital"', f'id = "{code}"').replace(TOP, TOP + top)
    assert old in text
    (overlay / f"products/{code}-1.toml").write_text(text.replace(old, new) + tables, encoding="utf-8")


EVERYTHING = """
[audience]
groups = ["small_firm", "cooperative"]
stages = ["growing"]
tiers = ["less_developed"]
regions = ["51", "5203"]
excluded_regions = ["510104"]
age_from = 18
age_to = 70
[[documents]]
code = "lease"
text = { en = "Lease of the shop", zh = "店铺租约" }
required = false
[guarantee]
schemes = ["public-risk-share"]
least_share_pct = 20
[insurance]
cover = "fire"
[[disclosures]]
en = "Late payments are reported."
zh = "逾期将上报。"
[conduct]
cooling_off_days = 3
[facility]
availability_months = 12
sub_limits = [{ purpose = "wages", share_pct = 50 }]
"""
TOPS = """form = "facility"
use = "business"
pay_to = "payee"
sources = ["tax_invoices"]
consents = ["credit_assessment"]
decision_policy = "working-capital"
risk_level = "low"
channels = ["web", "agent"]
"""


def test_a_file_of_the_first_schema_keeps_its_hash() -> None:
    assert product_version("working-capital", 1).digest == FIRST_HASH


def test_everything_that_a_product_may_say_is_read_and_counts_in_the_hash(overlay: Path) -> None:
    write(overlay, "full", top=TOPS, tables=EVERYTHING)
    full = product("full", on=TODAY)
    assert full.audience is not None
    assert full.facility is not None
    assert (full.form, full.audience.stages, full.facility.sub_limits[0].share_pct) == ("facility", ("growing",), 50)
    seen = {full.digest}
    for said in ("form", "audience", "documents", "guarantee", "insurance", "disclosures", "conduct", "channels"):
        seen.add(full.model_copy(update={said: type(full).model_fields[said].default}).digest)
    assert len(seen) == 9


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        ({"top": 'form = "gift"\n'}, "form", "Input should be"),
        ({"top": 'sources = ["tarot"]\n'}, "sources", "there is no tarot"),
        ({"top": 'consents = ["everything"]\n'}, "consents", "there is no everything"),
        ({"top": 'follows = "no-such"\n'}, "follows", "there is no no-such"),
        ({"top": 'replaces = "own"\n'}, "-", "does not name itself"),
        ({"top": 'form = "facility"\n'}, "-", "facility: goes with form facility"),
        ({"top": 'form = "bill"\n'}, "-", "trade: goes with form"),
        ({"tables": "[trade]\nadvance_pct = 80\nlongest_days = 90\n"}, "-", "trade: goes with form"),
        ({"old": 'lowest = "100000.00"', "new": 'lowest = "1000000.01"'}, "-", "lowest, highest and step"),
        ({"old": "lowest_pct = 4", "new": "lowest_pct = 16"}, "price", "lowest_pct is above highest_pct"),
        ({"tables": "[audience]\nage_from = 60\nage_to = 50\n"}, "audience", "age_from is above age_to"),
        ({"tables": '[audience]\nregions = ["5"]\n'}, "audience.regions.0", "pattern"),
        ({"tables": '[audience]\nregions = ["5101"]\nexcluded_regions = ["51"]\n'}, "audience", "both name 5101"),
        ({"tables": '[audience]\ngroups = ["giants"]\n'}, "audience.groups.0", "Input should be"),
        ({"tables": "[audience]\nshoe_size = 40\n"}, "audience.shoe_size", "Extra inputs"),
        ({"tables": '[guarantee]\nschemes = ["nobody"]\n'}, "guarantee.schemes", "there is no nobody"),
        ({"tables": '[subsidy]\npolicy = "no-subsidy"\n'}, "subsidy.policy", "there is no no-subsidy"),
        ({"old": 'receiver = { en = "Tax authority", zh = "税务机关" }\n'}, "fees.0.receiver", "required"),
        ({"old": '"Tax authority", zh = "税务机关"', "new": '" ", zh = ""'}, "fees.0", "who receives it"),
        ({"old": 'code = "wages"', "new": 'code = "stock"'}, "-", "purposes: stock is there twice"),
    ],
)
def test_a_mistake_of_the_schema_is_named(overlay: Path, change: dict[str, str], key: str, reason: str) -> None:
    write(overlay, "own", **change)
    with pytest.raises(BadPolicy) as refused:
        product("own", on=TODAY)
    assert (refused.value.detail["key"], refused.value.detail["file"]) == (key, "products/own-1.toml")
    assert reason in str(refused.value.detail["reason"])


@pytest.mark.parametrize("relation", ["follows", "replaces"])
def test_products_that_name_each_other_in_a_circle_are_refused(overlay: Path, relation: str) -> None:
    for code, other in (("one", "two"), ("two", "three"), ("three", "one")):
        write(overlay, code, top=f'{relation} = "{other}"\n')
    with pytest.raises(BadPolicy) as refused:
        product("one", on=TODAY)
    assert refused.value.detail["key"] == relation
    assert "one > two > three > one" in refused.value.message.en


@pytest.mark.parametrize(
    ("said", "key", "reason"),
    [
        ('sub_limits = [{ purpose = "gold", share_pct = 50 }]\n', "-", "there is no purpose gold"),
        ('draws = "loans"\n', "facility", "draw_terms_months goes with"),
        ("commitment_fee_pct = 0.5\n", "facility", "says who receives it"),
        ('lowest_draw = "a little"\n', "-", "lowest_draw"),
        ('draws = "loans"\ndraw_terms_months = [24]\n', "-", "no drawing is longer"),
    ],
)
def test_a_mistake_of_a_facility_is_named(overlay: Path, said: str, key: str, reason: str) -> None:
    write(overlay, "own", top='form = "facility"\n', tables=f"[facility]\navailability_months = 12\n{said}")
    with pytest.raises(BadPolicy) as refused:
        product("own", on=TODAY)
    assert refused.value.detail["key"] == key
    assert reason in str(refused.value.detail["reason"])
