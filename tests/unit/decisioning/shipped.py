"""The shipped policy and scorecard, and a firm that does well, for tests of decisions."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import puhui.risk.decisioning
from puhui.risk.decisioning.contracts import DecisionRequest, FactValue
from puhui.risk.decisioning.rules.policy import DecisionPolicy, parse_policy
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard
from puhui.risk.facts.facade import fact_names

POLICIES = Path(puhui.risk.decisioning.__file__).parents[2] / "policies"
PARAMETERS = {
    "lpr_1y_pct": Decimal("3.00"),
    "lpr_5y_pct": Decimal("3.50"),
    "lender.net_assets_minor": Decimal("5000000000"),
}
GOOD: dict[str, FactValue] = {
    "months_observed": 36,
    "active_months_12m": 12,
    "sales_invoices_12m": 400,
    "turnover_12m": 800_000_000,
    "turnover_3m": 220_000_000,
    "purchases_12m": 500_000_000,
    "turnover_growth_12m": Decimal("0.30"),
    "turnover_recent_ratio": Decimal("1.1"),
    "turnover_trend_12m": Decimal("0.02"),
    "turnover_volatility_12m": Decimal("0.15"),
    "seasonality_24m": Decimal("0.8"),
    "gross_margin_12m": Decimal("0.35"),
    "gross_margin_36m": Decimal("0.35"),
    "void_share_12m": Decimal("0.005"),
    "negative_share_12m": Decimal("0.001"),
    "purchase_negative_share_12m": Decimal("0.001"),
    "buyers_12m": 40,
    "suppliers_12m": 20,
    "buyer_top1_share_12m": Decimal("0.08"),
    "buyer_hhi_12m": Decimal("0.03"),
    "supplier_top1_share_12m": Decimal("0.10"),
    "supplier_hhi_12m": Decimal("0.08"),
    "buyer_stability_12m": Decimal("0.97"),
    "supplier_stability_12m": Decimal("0.97"),
    "longest_gap_12m": 0,
    "months_since_last_sale": 0,
}


def policy_document(version: int = 1) -> dict[str, Any]:
    """The shipped policy as it is written."""
    path = POLICIES / "decision_policies" / f"working-capital-{version}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shipped_policy(number: int = 1, /, **changes: Any) -> DecisionPolicy:
    return parse_policy({**policy_document(number), **changes}, facts=dict.fromkeys(fact_names(), "number"))


LAW = {
    "all_in_cost_cap_pct": Decimal(24),
    "one_borrower_share_pct": Decimal(10),
    "one_group_share_pct": Decimal(15),
}
BOOK: dict[str, FactValue] = {
    "borrower.exposure_minor": 0,
    "group.exposure_minor": 0,
    "group.monthly_due_minor": 0,
}
"""A borrower who owes us nothing: what the second version of the policy asks of the lender's own book."""


def shipped_card() -> Scorecard:
    return parse_scorecard(json.loads((POLICIES / "scorecards" / "demo-invoices.json").read_text(encoding="utf-8")))


def request(**changes: Any) -> DecisionRequest:
    """A good firm that asks for 300,000 yuan for a year; `facts` are laid over its own."""
    facts = GOOD | changes.pop("facts", {})
    asked = DecisionRequest(
        application_id=UUID(int=7),
        as_of=date(2026, 11, 1),
        product_code="working-capital",
        amount_minor=30_000_000,
        term_months=12,
        facts=facts,
    )
    return replace(asked, **changes)
