"""Every clause of the rulebooks that a product can break is proven by a product that breaks that one only."""

import copy
import dataclasses
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from puhui.foundation.catalogue.facade import (
    BreaksRule,
    Finding,
    Product,
    check_product,
    institution_on,
    product_findings,
)
from puhui.foundation.catalogue.loading import SHIPPED, read_catalogue
from puhui.foundation.catalogue.rules.clauses import CLAUSES, KEPT_ELSEWHERE

pytestmark = pytest.mark.django_db  # a rule may have been published
TODAY = date(2026, 11, 23)
CHECKED_BOOKS = ("cn.cost-of-credit", "cn.lending", "cn.products", "cn.trade")
Document = dict[str, Any]
TEXT = {"en": "A sentence.", "zh": "一句话。"}


def document() -> Document:
    """The shipped working-capital loan, which breaks nothing."""
    text = (SHIPPED / "products/working-capital-1.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def fee(**said: Any) -> Document:
    known = {"code": "service", "name": TEXT, "way": TEXT, "receiver": TEXT, "kind": "per_instalment", "fixed": "1.00"}
    return known | said


def findings(edit: Callable[[Document], Any], *, on: date = TODAY) -> list[Finding]:
    changed = copy.deepcopy(document())
    edit(changed)
    return product_findings(Product.model_validate(changed), on=on)


def as_lender(settings: LazySettings, folder: Path, licence: str) -> None:
    """The institution, with another licence."""
    own = (SHIPPED / "institution/profile-1.toml").read_text(encoding="utf-8")
    (folder / "institution").mkdir()
    (folder / "institution/profile-1.toml").write_text(own.replace('"network_small_loan"', f'"{licence}"'), "utf-8")
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=folder)


def of_persons(document: Document, **said: Any) -> None:
    document["eligibility"] = {"kinds": ["person"]}
    document["methods"] = ["equal_instalment"]
    document.update(said)


def in_trade(form: str, *, months: int, days: int) -> Callable[[Document], Any]:
    return lambda d: d.update(
        form=form, methods=["bullet"], terms_months=[months], trade={"advance_pct": 80, "longest_days": days}
    )


def dear(document: Document) -> None:
    """Neither the rate nor one of the fees is dear alone: together, at the smallest amount, they are."""
    document["price"]["highest_pct"] = Decimal(14)
    document["amount"]["lowest"] = "10000.00"
    document["fees"] += [
        fee(code="one", kind="at_disbursement", rate_pct=Decimal("0.8")),
        fee(code="two", fixed="20.00"),
    ]


SMALL = {"lowest": "1000.00", "highest": "100000.00", "step": "100.00"}
# The clause; what is written into the file; the key that is named; the licence where it is not the demonstration's.
BREAKS: dict[str, tuple[Callable[[Document], Any], str, str]] = {
    "default_interest_multiple_lowest": (lambda d: d.update(penalty_multiple=Decimal("1.2")), "penalty_multiple", ""),
    "default_interest_multiple_highest": (lambda d: d.update(penalty_multiple=2), "penalty_multiple", ""),
    "compound_interest_allowed": (lambda d: d.update(compound_interest=True), "compound_interest", ""),
    "forbidden_methods": (
        lambda d: (d.update(methods=["flat"]), d["price"].update(highest_pct=Decimal(8))),
        "methods",
        "",
    ),
    "stamp_duty_pct": (lambda d: d["fees"][0].update(rate_pct=Decimal("0.05")), "fees.0.rate_pct", ""),
    "cost_sheet_required": (lambda d: d["fees"].append(fee(fixed="0.00")), "fees.1", ""),
    "platform_fee_from_borrower_allowed": (
        lambda d: d["fees"].append(fee(receiver_kind="platform")),
        "fees.1.receiver_kind",
        "",
    ),
    "charge_before_payout_allowed": (
        lambda d: d["fees"].append(fee(receiver_kind="lender", kind="at_disbursement")),
        "fees.1.kind",
        "",
    ),
    "commitment_fee_small_firms_allowed": (
        lambda d: d.update(
            form="facility",
            facility={"availability_months": 6, "commitment_fee_pct": Decimal("0.5"), "commitment_fee_receiver": TEXT},
        ),
        "facility.commitment_fee_pct",
        "",
    ),
    "public_guarantee_fee_pct_most": (
        lambda d: d.update(guarantee={"schemes": ["dear-public"]}),
        "guarantee.schemes",
        "scheme",
    ),
    "one_borrower_share_pct": (lambda d: d["amount"].update(highest="5000100.00"), "amount.highest", ""),
    "one_group_share_pct": (lambda d: d["amount"].update(highest="7500100.00"), "amount.highest", ""),
    "online_business_loan_most": (lambda d: d["amount"].update(highest="10000100.00"), "amount.highest", ""),
    "online_consumption_loan_most": (lambda d: d.update(use="consumption"), "amount.highest", ""),
    "consumption_line_most": (lambda d: d.update(use="consumption"), "amount.highest", "bank"),
    "bullet_term_months_most": (lambda d: d.update(terms_months=[6, 13]), "terms_months", ""),
    "forbidden_uses": (lambda d: d["purposes"][1].update(code="securities"), "purposes.1.code", ""),
    "bill_tenor_months_most": (in_trade("bill", months=7, days=180), "terms_months", ""),
    "voucher_tenor_months_most": (in_trade("voucher", months=12, days=400), "trade.longest_days", ""),
    "borrower_age_lowest": (lambda d: of_persons(d, audience={"age_from": 17}), "audience.age_from", ""),
    "guarantee_scheme_has_room": (
        lambda d: (
            d["amount"].update(highest="4000000.00"),
            d.update(guarantee={"schemes": ["public-risk-share"], "least_share_pct": 80}),
        ),
        "guarantee.least_share_pct",
        "",
    ),
    "consent_for_sources_required": (
        lambda d: d.update(sources=["tax_invoices", "credit_bureau"], consents=["credit_assessment"]),
        "sources.1",
        "",
    ),
    "third_parties_disclosed": (lambda d: d.update(conduct={"third_parties": [TEXT]}), "disclosures", ""),
    "no_bullet_from_age_most": (
        lambda d: of_persons(d, methods=["bullet"], audience={"age_to": 65}),
        "conduct.no_bullet_from_age",
        "",
    ),
    "tied_sale_allowed": (
        lambda d: d.update(use="consumption", amount=SMALL, insurance={"cover": "life", "required": True}),
        "insurance.required",
        "",
    ),
    "decision_policy_known": (lambda d: d.update(decision_policy="crystal-ball"), "decision_policy", ""),
    "all_in_cost_cap_pct": (dear, "price.highest_pct", ""),
    "all_in_cost_cap_lpr_multiple": (lambda d: d["fees"].clear(), "price.highest_pct", "2028"),
}


@pytest.fixture
def lender(settings: LazySettings, tmp_path: Path) -> Callable[[str], date]:
    """Makes the institution and the day that a row needs."""

    def made(which: str) -> date:
        if which == "bank":
            as_lender(settings, tmp_path, "bank")
        if which == "scheme":
            dearer = (SHIPPED / "guarantee_schemes/public-risk-share.toml").read_text(encoding="utf-8")
            dearer = dearer.replace('"public-risk-share"', '"dear-public"').replace("fee_pct = 0.5", "fee_pct = 1.5")
            (tmp_path / "guarantee_schemes").mkdir()
            text = dearer.replace('fee_paid_by = "scheme"', 'fee_paid_by = "borrower"')
            (tmp_path / "guarantee_schemes/dear.toml").write_text(text, encoding="utf-8")
            settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
        return date(2028, 1, 1) if which == "2028" else TODAY

    return made


def test_the_shipped_products_break_nothing_today() -> None:
    today = max(TODAY, *(p.effective_from for p in read_catalogue([SHIPPED]).products))
    for known in read_catalogue([SHIPPED]).products:
        assert product_findings(known, on=max(today, known.effective_from)) == [], known.code


@pytest.mark.parametrize("name", list(CLAUSES))
def test_a_clause(name: str, lender: Callable[[str], date]) -> None:
    edit, key, which = BREAKS[name]
    on = lender(which)
    assert [f.name for f in findings(lambda _: None, on=on) if f.name == name and which != "2028"] == []
    found = [finding for finding in findings(edit, on=on) if finding.name == name]
    assert [finding.key for finding in found] == [key]
    assert found[0].source
    assert found[0].article
    assert found[0].value != found[0].limit


@pytest.mark.parametrize("name", sorted(set(CLAUSES) - {"one_group_share_pct", "online_business_loan_most"}))
def test_a_breach_is_found_alone(name: str, lender: Callable[[str], date]) -> None:
    """A clause fires for its own fault: nothing else is said of the same file (larger amounts break smaller limits)."""
    edit, _, which = BREAKS[name]
    assert {finding.name for finding in findings(edit, on=lender(which))} == {name}


def test_each_parameter_of_the_books_is_checked_or_said_to_be_kept_elsewhere() -> None:
    named = {p.name for p in read_catalogue([SHIPPED]).parameters if p.rulebook in CHECKED_BOOKS}
    assert named == {*CLAUSES, *KEPT_ELSEWHERE}
    assert set(BREAKS) == set(CLAUSES)


def test_all_faults_are_told_and_the_first_one_is_the_refusal() -> None:
    changed = document()
    changed.update(penalty_multiple=2, decision_policy="crystal-ball")
    changed["amount"]["highest"] = "20000000.00"
    bad = Product.model_validate(changed)
    found = product_findings(bad, on=TODAY)
    assert {f.key for f in found} == {"penalty_multiple", "decision_policy", "amount.highest"}
    assert [f.name for f in found if f.key == "amount.highest"] == [
        "one_borrower_share_pct", "one_group_share_pct", "online_business_loan_most",
    ]  # fmt: skip
    with pytest.raises(BreaksRule) as refused:
        check_product(bad, on=TODAY)
    assert refused.value.detail["rule"] == found[0].rule
    assert str(found[0].article) in refused.value.message.zh


def test_a_scheme_that_the_borrower_pays_counts_towards_the_cap() -> None:
    """0.8 % of a three-month loan, once, lifts 20 % a year above 24 %; the same fee written out counts once only."""

    def dearer(d: Document) -> None:
        d["price"]["highest_pct"] = Decimal("20.5")

    def guaranteed(d: Document) -> None:
        dearer(d)
        d["guarantee"] = {"schemes": ["county-guarantee-company"]}

    def written_out(d: Document) -> None:
        guaranteed(d)
        d["fees"].append(fee(code="guarantee", receiver_kind="guarantor"))

    assert findings(dearer) == []
    assert [f.name for f in findings(guaranteed)] == ["all_in_cost_cap_pct"]
    assert findings(written_out) == []


def test_net_assets_are_the_institutions_of_the_day(settings: LazySettings, tmp_path: Path) -> None:
    poorer = (SHIPPED / "institution/profile-1.toml").read_text(encoding="utf-8")
    poorer = poorer.replace("version = 1", "version = 2").replace("2015-01-01", "2027-01-01")
    poorer = poorer.replace("2014-12-31", "2026-12-31").replace('"50000000.00"', '"9000000.00"')
    (tmp_path / "institution").mkdir()
    (tmp_path / "institution/profile-2.toml").write_text(poorer, encoding="utf-8")
    settings.PUHUI_ENVIRONMENT = dataclasses.replace(settings.PUHUI_ENVIRONMENT, policies=tmp_path)
    assert institution_on(TODAY).net_assets_money.minor == 5_000_000_000
    assert institution_on(date(2027, 1, 1)).net_assets_money.minor == 900_000_000
    assert findings(lambda _: None) == []
    assert [(f.name, f.value, f.limit) for f in findings(lambda _: None, on=date(2027, 1, 1))] == [
        ("one_borrower_share_pct", "1000000.00", "900000.00")
    ]
