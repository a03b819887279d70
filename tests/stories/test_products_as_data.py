"""What a product file may say comes to the same loan as the calculator's: methods, settlement days, moved due days."""

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door

from puhui.finmath.loans.document import schedule_document
from puhui.finmath.loans.documents.terms_json import terms_as_json
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.catalogue.facade import BadPolicy, loan_terms, product
from puhui.foundation.catalogue.loading import SHIPPED
from puhui.kernel.money import Money
from puhui.products.lending.facade import LoanView, loan
from puhui.products.origination.facade import contract_text, offers_of

pytestmark = pytest.mark.django_db
PRODUCT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
PLAIN = 'methods = ["equal_instalment", "equal_principal", "interest_only"]'
OFFERS: dict[str, tuple[str, dict[str, Any]]] = {
    "graduated": (
        'methods = ["graduated", "equal_principal"]\ngrowth = { pct = 2, every = 3 }',
        {"method": "graduated", "growth_pct": "2", "growth_every": 3},
    ),
    "settlement days": (
        'methods = ["equal_instalment", "equal_principal"]\ndues = { settlement_day = 20, first_period = "long" }',
        {"method": "equal_instalment", "settlement_day": 20, "first_period": "long"},
    ),
    "quarters": (
        (
            'methods = ["interest_only", "equal_principal"]\n'
            'dues = { unit = "quarter", settlement_day = 20, settlement_months = [3, 6, 9, 12] }'
        ),
        {
            "method": "interest_only", "unit": "quarter", "n": 4, "settlement_day": 20,
            "settlement_months": [3, 6, 9, 12],
        },
    ),
    "moved due days": (
        'methods = ["equal_instalment", "equal_principal"]\ndues = { due_shift = "next", calendar = "CN" }',
        {"method": "equal_instalment", "due_shift": "next", "calendar": "CN"},
    ),
    "compound interest": (
        'methods = ["equal_instalment", "equal_principal"]\ncompound_interest = true',
        {"method": "equal_instalment", "compound_interest": True},
    ),
}  # fmt: skip


@pytest.fixture
def overlay(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    return tmp_path / "products/working-capital-2.toml"


def offered(file: Path, said: str) -> None:
    """A second version of the product that says this of its methods and dues."""
    text = PRODUCT.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01").replace(PLAIN, said)
    text = text.replace("terms_months = [3, 6, 12]", "terms_months = [6, 12]").replace('"period"', '"ACT/360"')
    file.write_text(text, encoding="utf-8")
    rules = file.parents[1] / "rulebooks/cn"  # those of a lender who may charge interest on interest
    rules.mkdir(parents=True)
    named = 'name = "compound_interest_allowed"\nvalue = '
    text = (SHIPPED / "rulebooks/cn/lending.toml").read_text(encoding="utf-8")
    (rules / "lending.toml").write_text(text.replace(f"{named}false", f"{named}true"), encoding="utf-8")


def borrowed(method: str) -> tuple[LoanView, Any, str]:
    """A loan through the real flows; its offer's sheet, and the contract."""
    door = firm_at_the_door()
    applied = door.applied(method=method)
    first = next(o for o in offers_of(door.actor, applied.application_id) if o.method == method)
    contract_id = door.accept(first.id)
    request_signing_code(door.call(), contract_id=contract_id)
    done = sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    return loan(door.actor, done.loan_id), first.sheet, contract_text(door.actor, contract_id)


@pytest.mark.parametrize("name", OFFERS)
def test_an_offer_and_its_loan_are_what_the_calculator_says(overlay: Path, name: str) -> None:
    said, keys = OFFERS[name]
    offered(overlay, said)
    view, sheet, _ = borrowed(str(keys["method"]))
    document = {
        "principal": str(view.line.principal), "annual_rate_pct": str(view.terms.annual_rate_pct), "n": 12,
        "disbursement_date": TODAY.isoformat(), "day_count": "ACT/360", "penalty_multiple": "1.5", **keys,
    }  # fmt: skip
    answer = schedule_document(document)
    told = [(line["due_date"], line["principal"], line["interest"]) for line in answer["instalments"]]
    assert [(line["due_date"], line["principal"], line["interest"]) for line in sheet["schedule"]] == told
    assert [i.due_date.isoformat() for i in view.instalments] == [day for day, _, _ in told]
    assert terms_as_json(view.terms) == {
        name: value for name, value in answer["terms"].items() if name not in ("events", "as_of")
    }
    assert sheet["term_months"] == 12


def test_the_contract_says_what_moves_and_what_bears_interest(overlay: Path) -> None:
    offered(overlay, OFFERS["moved due days"][0] + "\ncompound_interest = true")
    _, sheet, text = borrowed("equal_instalment")
    assert "顺延至下一个工作日" in text
    assert "计收复利" in text
    assert "不计收复利" not in text
    assert [line["code"] for line in sheet["on_default"]] == ["default_interest", "compound_interest"]


def test_a_plain_contract_says_that_nothing_is_charged_on_interest() -> None:
    _, sheet, text = borrowed("equal_instalment")
    assert "不计收复利" in text
    assert not {"due_shift", "drawn_note", "repricing"} & set(sheet)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ('methods = ["graduated"]', "-"),
        (PLAIN + "\ngrowth = { pct = 2, every = 3 }", "-"),
        (PLAIN + '\ndues = { due_shift = "next", calendar = "XX" }', "calendar"),
        (PLAIN + "\ndues = { shift_interest = true }", "shift_interest"),
        (PLAIN + "\ndues = { settlement_months = [3] }", "settlement_months"),
        (PLAIN + '\ndues = { unit = "year" }', "-"),
        (PLAIN + '\ndues = { unit = "week" }', "dues.unit"),
        (PLAIN + "\ndues = { settlement_day = 32 }", "dues.settlement_day"),
    ],
)
def test_terms_that_no_loan_can_have_are_refused_by_name(overlay: Path, said: str, key: str) -> None:
    offered(overlay, said)
    with pytest.raises(BadPolicy) as refused:
        product("working-capital", on=TODAY)
    assert refused.value.detail["key"] == key


def test_a_due_day_that_moves_is_looked_up_for_the_day_of_payout(overlay: Path) -> None:
    """1 October 2026 is a holiday until the 7th; the 8th is a working day."""
    offered(overlay, OFFERS["moved due days"][0])
    terms = loan_terms(
        product("working-capital", on=TODAY),
        amount=Money(100_000_00),
        term_months=6,
        method="equal_instalment",
        annual_rate_pct=Decimal(10),
        disbursement_on=date(2026, 9, 1),
    )
    assert dict(terms.moved_dues)[date(2026, 10, 1)] == date(2026, 10, 8)
