"""A loan that follows the LPR, from its product as data to the customer's page, the contract and the API."""

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.catalogue.facade import BadPolicy, BreaksRule, check_product, lpr, product
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.products.lending.facade import loan
from puhui.products.origination.facade import contract_text, offers_of
from puhui.products.origination.rules.contract_text import sheet_html

pytestmark = pytest.mark.django_db
PRODUCT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
RULE = '[repricing]\nrule = "new_year"\nlowest_pct = 3\nhighest_pct = 20\n'


@pytest.fixture
def overlay(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    return tmp_path / "products/working-capital-2.toml"


def offered(file: Path, rule: str = RULE) -> None:
    """A second version of the product, with this rule of repricing."""
    text = PRODUCT.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01")
    file.write_text(f"{text}\n{rule}", encoding="utf-8")


def signed(door: Door) -> object:
    applied = door.applied()
    contract_id = door.accept(applied.offer_ids[0])
    request_signing_code(door.call(), contract_id=contract_id)
    return sign_contract(door.call(), contract_id=contract_id, code=door.last_code())


def test_from_the_product_to_the_loan(overlay: Path) -> None:
    offered(overlay)
    door = firm_at_the_door()
    done = signed(door)
    view = loan(door.actor, done.loan_id)  # type: ignore[attr-defined]
    agreed = Decimal(view.line.annual_rate_pct)
    basis = view.rate_basis
    assert basis is not None
    assert (basis.benchmark, basis.reprice) == ("cn/1Y", "new_year")
    assert lpr(TODAY) + basis.spread_bps / 100 == agreed
    assert (basis.lowest_pct, basis.highest_pct) == (3, 20)
    assert "1 January" in basis.text.en
    assert "每年1月1日" in contract_text(door.actor, done.contract_id)  # type: ignore[attr-defined]


def test_the_sheet_says_how_the_rate_follows(overlay: Path) -> None:
    offered(overlay)
    door = firm_at_the_door()
    sheet = offers_of(door.actor, door.applied().application_id)[0].sheet
    told = sheet["repricing"]
    assert Decimal(told["margin_bps"]) == (Decimal(sheet["annual_rate_pct"]) - lpr(TODAY)) * 100
    assert "above 20 %" in sheet_html(sheet, language="en")
    assert "最高年利率 20%" in sheet_html(sheet, language="zh-hans")


def test_without_a_rule_the_rate_is_fixed_and_the_version_reads_as_before() -> None:
    assert product("working-capital", on=TODAY).repricing is None
    door = firm_at_the_door()
    done = signed(door)
    view = loan(door.actor, done.loan_id)  # type: ignore[attr-defined]
    assert (view.rate_basis, view.reprices_on) == (None, None)


def test_the_highest_rate_it_may_come_to_counts_towards_the_cap(overlay: Path) -> None:
    offered(overlay, RULE.replace("20", "30"))
    with pytest.raises(BreaksRule):
        check_product(product("working-capital", on=TODAY), on=TODAY)


@pytest.mark.parametrize(
    "rule",
    [
        RULE.replace("new_year", "weekly"),
        RULE.replace("new_year", "months"),
        RULE + "months = 3\n",
        RULE.replace("20", "2"),
        RULE.replace("highest_pct = 20\n", ""),
    ],
)
def test_a_rule_that_says_too_little_is_refused(overlay: Path, rule: str) -> None:
    offered(overlay, rule)
    with pytest.raises(BadPolicy) as refused:
        product("working-capital", on=TODAY)
    assert str(refused.value.detail["key"]).startswith("repricing")
