"""The cost sheet: what is on it, and the laws that it keeps for any terms."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puhui.finmath.all_in_cost import all_in_pct, schedule_of
from puhui.finmath.loans.terms import Fee, LoanTerms
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import FeeLine, QuoteTerms
from puhui.products.origination.rules.cost_sheet import cost_sheet, localised, sheet_digest

LENDER = Text(en="Lender", zh="贷款人")
METHODS = ("equal_instalment", "equal_principal", "interest_only")


def quote(
    *,
    principal: int = 10_000_000,
    rate: str = "12",
    months: int = 12,
    method: str = "equal_instalment",
    on: date = date(2026, 11, 23),
    upfront: int = 0,
    monthly: int = 0,
    multiple: str = "1.5",
) -> QuoteTerms:
    fees = []
    for kind, minor in (("at_disbursement", upfront), ("per_instalment", monthly)):
        if minor:
            fees.append(
                FeeLine(
                    code=f"fee_{kind}",
                    name=Text(en="Service", zh="服务费"),
                    way=Text(en="once", zh="一次"),
                    receiver=Text(en="Agency", zh="机构"),
                    kind=kind,
                    amount_minor=minor,
                    rate_pct=Decimal(0),
                    is_exempt=False,
                )
            )
    return QuoteTerms(
        product_code="working-capital",
        product_version=1,
        product_name=Text(en="Loan", zh="贷款"),
        lender=LENDER,
        terms=LoanTerms(
            principal_minor=principal,
            annual_rate_pct=Decimal(rate),
            method=method,
            n=months,
            disbursement_date=on,
            day_count="period",
            fees=tuple(Fee(kind=f.kind, amount_minor=f.amount_minor) for f in fees),
            penalty_multiple=Decimal(multiple),
        ),
        term_months=months,
        fees=tuple(fees),
        lpr_pct=Decimal("3.00"),
        benchmark="1Y",
    )


def minor(text: str) -> int:
    return Money.parse(text).minor


def test_a_year_at_twelve_percent() -> None:
    sheet = cost_sheet(quote())
    # 100000 at 1 % a month over 12 equal instalments: 8884.88 a month, the last 8884.86 (annuity formula)
    assert sheet["schedule"][0]["total"] == "8884.88"
    assert sheet["principal"] == "100000.00"
    assert sheet["total_cost"] == "6618.53"
    assert sheet["total_to_pay"] == "106618.53"
    # (1.01)^12 - 1 = 12.6825 %; calendar months and a 365-day year move it a little
    assert Decimal("12.6") < Decimal(sheet["all_in_cost_pct"]) < Decimal("12.8")
    assert sheet["benchmark"] == {"name": "LPR 1Y", "rate_pct": "3", "margin_bps": 900}


def test_interest_only_costs_what_a_pupil_would_say() -> None:
    sheet = cost_sheet(quote(method="interest_only", rate="6", months=6))
    assert [line["total"] for line in sheet["schedule"]] == ["500.00"] * 5 + ["100500.00"]
    assert sheet["total_cost"] == "3000.00"


def test_it_says_who_receives_what_and_that_nothing_else_is_charged() -> None:
    sheet = cost_sheet(quote(upfront=50_000))
    assert [(c["code"], c["receiver"]["en"], c["total"]) for c in sheet["costs"]] == [
        ("interest", "Lender", "6618.53"),
        ("fee_at_disbursement", "Agency", "500.00"),
    ]
    assert sheet["nothing_else"]["zh"].startswith("除上述已明示的成本外，不再收取")
    assert "Nothing else is charged" in sheet["nothing_else"]["en"]


def test_it_says_what_default_would_cost() -> None:
    late = cost_sheet(quote(method="interest_only", rate="8"))["on_default"][0]
    assert late["annual_rate_pct"] == "12"
    assert late["receiver"]["en"] == "Lender"
    # 100000 x 12 % x 30/360 = 1000
    assert "¥1,000.00" in late["example"]["en"]
    assert "¥1,000.00" in late["example"]["zh"]


def test_without_default_interest_it_lists_none() -> None:
    assert cost_sheet(quote(multiple="1"))["on_default"] == []


def test_one_language_at_a_time() -> None:
    sheet = localised(cost_sheet(quote()), "zh-hans")
    assert sheet["method"]["name"] == "等额本息，按月还款"
    assert sheet["costs"][0]["name"] == "利息"


def test_an_upfront_fee_raises_the_all_in_cost() -> None:
    without = Decimal(cost_sheet(quote())["all_in_cost_pct"])
    with_fee = Decimal(cost_sheet(quote(upfront=100_000))["all_in_cost_pct"])
    assert with_fee > without + Decimal("1.5")  # one percent upfront, over half a year on average


@pytest.mark.parametrize("field", ["rate", "principal", "months"])
def test_the_hash_tells_any_two_sheets_apart(field: str) -> None:
    changed = {"rate": "12.01", "principal": 10_000_100, "months": 11}[field]
    assert sheet_digest(cost_sheet(quote())) == sheet_digest(cost_sheet(quote()))
    assert sheet_digest(cost_sheet(quote())) != sheet_digest(cost_sheet(quote(**{field: changed})))


quotes = st.builds(
    quote,
    principal=st.integers(1_000_000, 100_000_000).map(lambda n: n // 100 * 100),
    rate=st.decimals("4", "24", places=2).map(str),
    months=st.sampled_from([1, 3, 6, 12, 24]),
    method=st.sampled_from(METHODS),
    on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    upfront=st.integers(0, 100_000),
    monthly=st.integers(0, 10_000),
)


@given(quotes)
@settings(max_examples=150, deadline=None)
def test_the_total_is_the_schedule_plus_the_fees(asked: QuoteTerms) -> None:
    sheet = cost_sheet(asked)
    upfront = asked.terms.fee_minor("at_disbursement")
    paid = sum(minor(line["total"]) for line in sheet["schedule"]) + upfront
    assert minor(sheet["total_to_pay"]) == paid
    assert minor(sheet["total_cost"]) == paid - asked.terms.principal_minor
    assert minor(sheet["total_cost"]) == sum(minor(c["total"]) for c in sheet["costs"])
    assert sum(minor(line["principal"]) for line in sheet["schedule"]) == asked.terms.principal_minor


@given(quotes)
@settings(max_examples=150, deadline=None)
def test_the_all_in_cost_is_never_below_the_contract_rate(asked: QuoteTerms) -> None:
    """Within the days of the calendar: 31 January to 28 February is counted as a twelfth of a year."""
    cost = Decimal(cost_sheet(asked)["all_in_cost_pct"])
    longest = Decimal(365) / Decimal(366 + 3)  # a leap year, or three long months of a quarter, against 365 days
    assert cost >= asked.terms.annual_rate_pct * longest


@given(quotes)
@settings(max_examples=100, deadline=None)
def test_the_true_flows_are_worth_nothing_at_the_all_in_cost(asked: QuoteTerms) -> None:
    """At the rate shown (rounded up) what is paid is worth at most what was received, and 0.02 % lower, at least."""
    lines = schedule_of(asked.terms)
    rate = float(all_in_pct(asked.terms, lines)) / 100
    start = asked.terms.disbursement_date

    def worth(yearly: float) -> float:
        return sum(line.total / (1 + yearly) ** ((line.due_date - start).days / 365) for line in lines)

    received = asked.terms.principal_minor - asked.terms.fee_minor("at_disbursement")
    assert worth(rate) <= received * (1 + 1e-9)
    assert worth(rate - 0.0002) >= received * (1 - 1e-9)


@given(quotes, st.integers(0, 45))
@settings(max_examples=100, deadline=None)
def test_a_later_payout_moves_dates_and_changes_no_amount(asked: QuoteTerms, days: int) -> None:
    later = replace(asked.terms, disbursement_date=asked.terms.disbursement_date + timedelta(days=days))
    amounts = [(x.principal, x.interest, x.fees) for x in schedule_of(asked.terms)]
    assert [(x.principal, x.interest, x.fees) for x in schedule_of(later)] == amounts
