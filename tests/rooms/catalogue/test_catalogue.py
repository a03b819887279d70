"""Products and rulebooks: what is shipped holds, mistakes are named, caps refuse, a used version is never edited."""

import dataclasses
import tomllib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from puhui.foundation.catalogue.facade import (
    BadPolicy,
    BreaksRule,
    Customer,
    NoParameter,
    NoSuchProduct,
    NotEligible,
    OutsideProduct,
    PolicyEdited,
    check_all_in_cost,
    check_eligible,
    check_price,
    check_product,
    check_request,
    loan_terms,
    lpr,
    minimum_reading_seconds,
    parameter,
    parameter_or_none,
    pin_product,
    product,
    product_version,
    products_on,
)
from puhui.foundation.catalogue.loading import SHIPPED, read_catalogue
from puhui.foundation.catalogue.models import PublishedVersion
from puhui.kernel.money import Money

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PRODUCT = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")


@pytest.fixture
def overlay(settings: LazySettings, tmp_path: Path) -> Path:
    """A lender's own folder, laid over the shipped one."""
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    (tmp_path / "products").mkdir()
    (tmp_path / "rulebooks/cn").mkdir(parents=True)
    return tmp_path


def second_version(overlay: Path, **changes: str) -> None:
    text = PRODUCT.replace("version = 1", "version = 2").replace("2019-08-20", "2026-06-01")
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    (overlay / "products/working-capital-2.toml").write_text(text, encoding="utf-8")


def changed(old: str, new: str) -> dict[str, Any]:
    return {"change": (old, new)}


def test_the_shipped_product() -> None:
    loan = product("working-capital", on=TODAY)
    assert (loan.lowest, loan.highest) == (Money(10_000_000), Money(100_000_000))
    assert loan.terms_months == (3, 6, 12)
    assert set(loan.methods) == {"equal_instalment", "equal_principal", "interest_only"}
    assert (loan.price.lowest_pct, loan.price.highest_pct) == (4, 15)
    assert "working-capital" in [p.code for p in products_on(TODAY)]
    assert products_on(date(2019, 1, 1)) == []
    check_product(loan, on=TODAY)


def test_every_parameter_says_where_it_is_from() -> None:
    for rule in read_catalogue([SHIPPED]).parameters:
        assert rule.source
        assert rule.mark in "SLMU"
        assert "{" not in rule.sentence.en + rule.sentence.zh


@pytest.mark.parametrize(
    ("name", "on", "value"),
    [
        ("all_in_cost_cap_pct", TODAY, 24),
        ("default_interest_multiple_highest", TODAY, Decimal("1.5")),
        ("one_borrower_share_pct", TODAY, 10),
        ("cost_sheet_required", date(2026, 8, 1), True),
        ("all_in_cost_cap_lpr_multiple", date(2027, 12, 31), 4),
        ("stamp_duty_small_firms_exempt", date(2027, 12, 31), True),
    ],
)
def test_parameters_by_date(name: str, on: date, value: object) -> None:
    assert parameter(name, on=on).value == value


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("cost_sheet_required", date(2026, 7, 31)),
        ("all_in_cost_cap_lpr_multiple", date(2027, 12, 30)),
        ("stamp_duty_small_firms_exempt", date(2028, 1, 1)),
        ("no_such_rule", TODAY),
    ],
)
def test_no_parameter_on_that_day(name: str, on: date) -> None:
    assert parameter_or_none(name, on=on) is None
    with pytest.raises(NoParameter):
        parameter(name, on=on)


def test_the_reading_time_begins_with_the_rule() -> None:
    assert minimum_reading_seconds(on=date(2026, 7, 31)) == 0
    assert minimum_reading_seconds(on=date(2026, 8, 1)) == 5


@pytest.mark.parametrize(
    ("on", "one_year", "five_years"),
    [
        (date(2019, 8, 20), "4.25", "4.85"),
        (date(2020, 4, 19), "4.05", "4.75"),
        (date(2020, 4, 20), "3.85", "4.65"),
        (date(2024, 10, 20), "3.35", "3.85"),
        (date(2025, 5, 20), "3.00", "3.50"),
        (TODAY, "3.00", "3.50"),
    ],
)
def test_the_loan_prime_rate(on: date, one_year: str, five_years: str) -> None:
    assert (lpr(on), lpr(on, tenor="5Y")) == (Decimal(one_year), Decimal(five_years))


def test_there_was_no_loan_prime_rate_before() -> None:
    with pytest.raises(NoParameter):
        lpr(date(2019, 8, 19))


REQUEST: dict[str, Any] = {
    "amount": Money(20_000_000),
    "term_months": 12,
    "method": "equal_instalment",
    "purpose": "stock",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", Money(9_999_900)),
        ("amount", Money(100_000_100)),
        ("amount", Money(20_000_001)),
        ("amount", Money(-20_000_000)),
        ("amount", Money(20_000_000, "USD")),
        ("term_months", 4),
        ("term_months", 0),
        ("method", "bullet"),
        ("purpose", "shares"),
    ],
)
def test_outside_of_the_product(field: str, value: object) -> None:
    loan = product("working-capital", on=TODAY)
    check_request(loan, **REQUEST)
    with pytest.raises(OutsideProduct) as refused:
        check_request(loan, **{**REQUEST, field: value})
    assert refused.value.where in {field, "currency"}


@pytest.mark.parametrize("rate", ["3.99", "15.01", "-1", "0"])
def test_a_price_outside_of_the_range(rate: str) -> None:
    with pytest.raises(OutsideProduct):
        check_price(product("working-capital", on=TODAY), annual_rate_pct=Decimal(rate))


@pytest.mark.parametrize(
    ("applicant", "key"),
    [
        ({"kind": "person"}, "eligibility.kinds"),
        ({"kind": "organisation", "months": 5}, "eligibility.months_since_founding"),
    ],
)
def test_who_may_not_ask(applicant: dict[str, Any], key: str) -> None:
    loan = product("working-capital", on=TODAY)
    check_eligible(loan, customer=Customer(kind="organisation"), on=TODAY)
    with pytest.raises(NotEligible) as refused:
        check_eligible(loan, customer=Customer(**applicant), on=TODAY)
    assert refused.value.where == key
    assert refused.value.message.zh != refused.value.message.en


def test_no_such_product() -> None:
    with pytest.raises(NoSuchProduct):
        product("yacht-loan", on=TODAY)
    with pytest.raises(NoSuchProduct):
        product_version("working-capital", 99)


@pytest.mark.parametrize(
    ("change", "on", "rule"),
    [
        (changed("highest_pct = 15", "highest_pct = 36"), TODAY, "cn.cost-of-credit/all_in_cost_cap_pct"),
        (changed("highest_pct = 15", "highest_pct = 22.5"), TODAY, "cn.cost-of-credit/all_in_cost_cap_pct"),
        (
            changed("highest_pct = 15", "highest_pct = 12"),
            date(2027, 12, 31),
            "cn.cost-of-credit/all_in_cost_cap_lpr_multiple",
        ),
        (
            changed("penalty_multiple = 1.5", "penalty_multiple = 2"),
            TODAY,
            "cn.cost-of-credit/default_interest_multiple_highest",
        ),
        (
            changed("penalty_multiple = 1.5", "penalty_multiple = 1.2"),
            TODAY,
            "cn.cost-of-credit/default_interest_multiple_lowest",
        ),
        (changed("rate_pct = 0.005", "rate_pct = 0.05"), TODAY, "cn.cost-of-credit/stamp_duty_pct"),
        (changed("is_exempt = true", "is_exempt = true"), date(2028, 1, 1), "cn.cost-of-credit/stamp_duty_pct"),
    ],
)
def test_a_product_that_breaks_a_rule_is_refused_by_its_name(
    overlay: Path, change: dict[str, Any], on: date, rule: str
) -> None:
    second_version(overlay, **change)
    with pytest.raises(BreaksRule) as refused:
        check_product(product("working-capital", on=on), on=on)
    assert refused.value.detail["rule"] == rule
    assert refused.value.detail["source"]
    assert rule in refused.value.message.zh


def test_fees_count_towards_the_cap(overlay: Path) -> None:
    """5 % upfront on three months is worth far more than 5 % a year."""
    fee = """
[[fees]]
code = "service"
name = { en = "Service", zh = "服务费" }
way = { en = "once", zh = "一次性" }
receiver = { en = "Lender", zh = "贷款人" }
kind = "at_disbursement"
rate_pct = 5
"""
    second_version(overlay, end=("[eligibility]", fee + "\n[eligibility]"))
    with pytest.raises(BreaksRule):
        check_product(product("working-capital", on=TODAY), on=TODAY)


def test_an_offer_is_held_to_the_cap_of_its_day() -> None:
    loan = product("working-capital", on=TODAY)
    check_all_in_cost(Decimal("24"), what="offer 1", on=TODAY, of=loan)
    with pytest.raises(BreaksRule):
        check_all_in_cost(Decimal("24.01"), what="offer 1", on=TODAY, of=loan)
    with pytest.raises(BreaksRule):
        check_all_in_cost(Decimal("12.01"), what="offer 1", on=date(2028, 1, 1), of=loan)


def test_a_new_version_takes_over_on_its_day(overlay: Path) -> None:
    second_version(overlay, **changed("highest_pct = 15", "highest_pct = 12"))
    assert product("working-capital", on=date(2026, 5, 31)).version == 1
    assert product("working-capital", on=date(2026, 6, 1)).version == 2
    assert product_version("working-capital", 1).price.highest_pct == 15


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('currency = "CNY"', 'currency = "CNY"\ncolour = "red"', "colour"),
        ("highest_pct = 15", 'highest_pct = "high"', "price.highest_pct"),
        ("lowest_pct = 4", "lowest_pct = 20", "price"),
        ('lowest = "100000.00"', 'lowest = "2000000.00"', "-"),
        ('lowest = "100000.00"', 'lowest = "1e5"', "-"),
        ("effective_from = 2026-06-01", 'effective_from = "soon"', "effective_from"),
        ('approved_by = "Product', 'approved_bee = "Product', "approved_by"),
        ('"equal_principal"', '"balloon"', "methods.1"),
        ('"equal_principal"', '"flat"', "methods"),
        ("penalty_multiple = 1.5", "penalty_multiple = 0.5", "penalty_multiple"),
        ('currency = "CNY"', "currency = ", "-"),
        ('{ en = "Pay wages", zh = "发放工资" }', '{ en = "Pay wages" }', "purposes.1.text.zh"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(overlay: Path, old: str, new: str, key: str) -> None:
    second_version(overlay, **changed(old, new))
    with pytest.raises(BadPolicy) as refused:
        product("working-capital", on=TODAY)
    assert refused.value.detail["file"] == "products/working-capital-2.toml"
    assert refused.value.detail["key"] == key


def test_twins_are_refused(overlay: Path) -> None:
    (overlay / "products/copy.toml").write_text(PRODUCT, encoding="utf-8")
    with pytest.raises(BadPolicy):
        product("working-capital", on=TODAY)


def test_a_folder_that_is_not_there(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path / "nowhere")
    with pytest.raises(BadPolicy):
        product("working-capital", on=TODAY)


def test_a_lender_lays_its_own_rulebook_over(overlay: Path) -> None:
    own = (SHIPPED / "rulebooks/cn/cost-of-credit.toml").read_text(encoding="utf-8")
    own = own.replace('value = 5\nunit = "seconds"', 'value = 15\nunit = "seconds"')
    (overlay / "rulebooks/cn/cost-of-credit.toml").write_text(own, encoding="utf-8")
    assert minimum_reading_seconds(on=TODAY) == 15
    assert parameter("one_borrower_share_pct", on=TODAY).value == 10


def test_a_rulebook_says_which_methods_may_be_offered_and_from_when(overlay: Path) -> None:
    own = (SHIPPED / "rulebooks/cn/cost-of-credit.toml").read_text(encoding="utf-8")
    later = own.replace("effective_from = 2021-03-31", "effective_from = 2026-07-01")
    (overlay / "rulebooks/cn/cost-of-credit.toml").write_text(later, encoding="utf-8")
    second_version(overlay, **changed('"equal_principal"', '"flat"'), price=("highest_pct = 15", "highest_pct = 11"))
    flat = product("working-capital", on=TODAY)
    assert flat.methods[1] == "flat"
    check_product(flat, on=date(2026, 6, 30))
    with pytest.raises(BreaksRule) as refused:
        check_product(flat, on=date(2026, 7, 1))
    assert refused.value.detail["rule"] == "cn.cost-of-credit/forbidden_methods"
    assert refused.value.detail["value"] == "flat"


def test_a_lender_whose_rulebook_forbids_no_method_may_offer_all(overlay: Path) -> None:
    own = (SHIPPED / "rulebooks/cn/cost-of-credit.toml").read_text(encoding="utf-8")
    (overlay / "rulebooks/cn/cost-of-credit.toml").write_text(
        own.replace('value = "flat"', 'value = ""'), encoding="utf-8"
    )
    second_version(overlay, **changed('"equal_principal"', '"flat"'), price=("highest_pct = 15", "highest_pct = 11"))
    check_product(product("working-capital", on=TODAY), on=TODAY)


def test_every_shipped_file_is_toml_with_its_five_marks() -> None:
    files = [*SHIPPED.glob("products/*.toml"), *SHIPPED.glob("rulebooks/*/*.toml")]
    assert files
    for path in files:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        assert {"id", "version", "effective_from", "source", "approved_by"} <= set(content)


def test_a_version_that_was_used_is_never_edited(overlay: Path) -> None:
    used = product("working-capital", on=date(2026, 5, 1))
    pin_product(used, at=AT)
    pin_product(used, at=AT)
    edited = PRODUCT.replace("highest_pct = 15", "highest_pct = 14")
    (overlay / "products/working-capital-1.toml").write_text(edited, encoding="utf-8")
    from_overlay = next(p for p in read_catalogue([SHIPPED, overlay]).products if p.code == "working-capital")
    with pytest.raises(PolicyEdited):
        pin_product(from_overlay, at=AT)
    assert PublishedVersion.objects.get().digest == used.digest


def test_a_product_is_paid_in_the_order_that_it_names(overlay: Path) -> None:
    named = 'allocation = "principal-first-when-non-performing"\ncompound_interest = false\n'
    second_version(overlay, order=("review_days = 3\n", f"review_days = 3\n{named}"))
    found = product("working-capital", on=TODAY)
    assert found.allocation_terms.non_performing.order[:2] == ("fees", "principal")
    assert found.allocation_terms.normal == product_version("working-capital", 1).allocation_terms.normal
    made = loan_terms(
        found, amount=Money(100_000_00), term_months=3, method="equal_principal",
        annual_rate_pct=Decimal(8), disbursement_on=TODAY,
    )  # fmt: skip
    assert made.allocation is found.allocation_terms


def test_a_product_that_names_an_unknown_order_of_payment_is_refused(overlay: Path) -> None:
    second_version(overlay, order=("review_days = 3\n", 'review_days = 3\nallocation = "no-such-order"\n'))
    with pytest.raises(BadPolicy) as refused:
        product("working-capital", on=TODAY)
    assert "no-such-order" in refused.value.message.en


def test_compound_interest_is_refused_where_the_rulebook_does_not_allow_it(overlay: Path) -> None:
    second_version(overlay, compound=("review_days = 3\n", "review_days = 3\ncompound_interest = true\n"))
    with pytest.raises(BreaksRule) as refused:
        check_product(product("working-capital", on=TODAY), on=TODAY)
    assert refused.value.where == "compound_interest_allowed"


def test_what_came_to_products_later_does_not_change_the_hash_of_one_that_does_not_say_it() -> None:
    known = product_version("working-capital", 1)
    assert known.digest == known.model_copy(update={"allocation": "civil-code-561"}).digest
    assert known.digest != known.model_copy(update={"allocation": "another"}).digest
