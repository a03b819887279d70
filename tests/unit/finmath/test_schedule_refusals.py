"""Every refusal of the loan calculator names what is wrong."""

from typing import Any

import pytest

from puhui.finmath.loans.document import schedule_document
from puhui.kernel.errors import InvalidInput

GOOD: dict[str, Any] = {"principal": "100.00", "annual_rate_pct": "7", "n": 6, "disbursement_date": "2024-01-01"}
PAYMENT = {"date": "2024-02-01", "kind": "payment", "amount": "1.00"}
DRAWN = {"date": "2024-01-05", "kind": "disbursement", "amount": "100.00"}
GRADUATED = {"method": "graduated"}
PLAN = {"method": "irregular", "n": 1, "principal_plan": [{"date": "2024-05-01", "amount": "100.00"}]}
MOVED = {"due_shift": "next", "calendar": "CN"}
BENCHMARK = {"benchmark": [["2023-01-01", "3.00"]]}
ORDER = ["principal", "interest", "fees", "penalty", "compound"]
LATER = {"date": "2025-02-02"}
NEW_PLAN = {"date": "2024-02-02", "kind": "restructure"}
PAST_MOVE = {"from": "2024-02-01", "to": "2024-03-05"}
ROWS: list[tuple[dict[str, Any], str]] = [
    ({"princpal": "1"}, "princpal"),
    ({"x" * 10_000_000: 1}, "x" * 80),
    ({"principal": None}, "principal"),
    ({"principal": 100}, "principal"),
    ({"principal": "0.00"}, "principal"),
    ({"principal": "-1.00"}, "principal"),
    ({"principal": "1.001"}, "principal"),
    ({"principal": "1e5"}, "principal"),
    ({"principal": "NaN"}, "principal"),
    ({"principal": "10000000000000.01"}, "principal"),
    ({"principal": True}, "principal"),
    ({"annual_rate_pct": 7}, "annual_rate_pct"),
    ({"annual_rate_pct": "-1"}, "annual_rate_pct"),
    ({"annual_rate_pct": "1000.01"}, "annual_rate_pct"),
    ({"annual_rate_pct": "7.123456789"}, "annual_rate_pct"),
    ({"n": "6"}, "n"),
    ({"n": 6.0}, "n"),
    ({"n": True}, "n"),
    ({"n": 0}, "n"),
    ({"n": 1201}, "n"),
    ({"n": 1200, "unit": "year"}, "n"),
    ({"every": 0}, "every"),
    ({"every": 10**30}, "every"),
    ({"unit": "fortnight"}, "unit"),
    ({"unit": ["month"]}, "unit"),
    ({"method": "balloon"}, "method"),
    ({"day_count": "30E/360"}, "day_count"),
    ({"rounding": "up"}, "rounding"),
    ({"currency": "XXX"}, "currency"),
    ({"even_last": 1}, "even_last"),
    ({"instalment_multiple": "0"}, "instalment_multiple"),
    ({"principal_grace": 6}, "principal_grace"),
    ({"interest_grace": -1}, "interest_grace"),
    ({"disbursement_date": "1900-01-01"}, "disbursement_date"),
    ({"disbursement_date": "9999-01-01"}, "disbursement_date"),
    ({"disbursement_date": "2026-02-30"}, "disbursement_date"),
    ({"disbursement_date": 20260101}, "disbursement_date"),
    ({"first_due_date": "2024-01-01"}, "first_due_date"),
    ({"disbursements": {}}, "disbursements"),
    ({"disbursements": [{"date": "2024-01-01", "amount": "99.00"}]}, "disbursements"),
    ({"disbursements": [{"date": "2023-12-31", "amount": "100.00"}]}, "disbursements[0].date"),
    ({"disbursements": [{"date": "2024-07-01", "amount": "100.00"}]}, "disbursements[0].date"),
    ({"disbursements": [{"date": "2024-01-01", "amount": "100.00", "note": ""}]}, "disbursements[0].note"),
    ({"fees": [{"kind": "hidden", "amount": "1.00"}]}, "fees[0].kind"),
    ({"fees": [{"kind": "at_disbursement", "amount": "-1.00"}]}, "fees[0].amount"),
    ({"fees": [7]}, "fees[0]"),
    ({"principal_plan": [{"date": "2024-05-01", "amount": "100.00"}]}, "principal_plan"),
    ({"method": "irregular"}, "principal_plan"),
    ({"method": "irregular", "n": 1, "principal_plan": [{"date": "2024-05-01", "amount": "99.00"}]}, "principal_plan"),
    ({"method": "irregular", "n": 2, "principal_plan": [{"date": "2024-05-01", "amount": "100.00"}]}, "n"),
    ({"penalty_multiple": "0.5"}, "penalty_multiple"),
    ({"growth_pct": "5"}, "growth_pct"),
    ({"growth_every": 6}, "growth_every"),
    ({**GRADUATED, "growth_pct": "100.01"}, "growth_pct"),
    ({**GRADUATED, "growth_pct": "1.00001"}, "growth_pct"),
    ({**GRADUATED, "growth_every": 0}, "growth_every"),
    ({"method": "flat", "balloon": "10.00"}, "balloon"),
    ({"balloon": "100.01"}, "balloon"),
    ({"balloon": "-1.00"}, "balloon"),
    ({"method": "credit_line", "disbursements": [{"date": "2024-01-01", "amount": "100.00"}]}, "disbursements"),
    ({"method": "credit_line", "events": [DRAWN, {**DRAWN, "amount": "0.01"}]}, "disbursement"),
    ({"settlement_day": 32}, "settlement_day"),
    ({"settlement_day": -1}, "settlement_day"),
    ({"settlement_day": 20, "every": 3}, "every"),
    ({"settlement_day": 20, "unit": "quarter"}, "unit"),
    ({"settlement_day": 20, "settlement_months": [3], "unit": "week"}, "unit"),
    ({"settlement_day": 20, "settlement_months": [3, 13]}, "settlement_months"),
    ({"settlement_day": 20, "settlement_months": [6, 3]}, "settlement_months"),
    ({"settlement_day": 20, "settlement_months": [True]}, "settlement_months"),
    ({"settlement_day": 20, "settlement_months": 3}, "settlement_months"),
    ({"settlement_day": 20, "settlement_months": [1] * 13}, "settlement_months"),
    ({"settlement_day": 20, "first_due_date": "2024-02-19"}, "first_due_date"),
    ({"settlement_day": 20, "first_due_date": "2023-12-20"}, "first_due_date"),
    ({"settlement_day": 20, "n": 1200, "settlement_months": [1]}, "n"),
    ({"settlement_day": 20, **PLAN}, "settlement_day"),
    ({"settlement_months": [3]}, "settlement_months"),
    ({"first_period": "long"}, "first_period"),
    ({"settlement_day": 20, "first_period": "odd"}, "first_period"),
    ({"calendar": "CN"}, "calendar"),
    ({"shift_interest": True}, "shift_interest"),
    ({"moved_dues": [{"from": "2024-02-01", "to": "2024-02-02"}]}, "moved_dues"),
    ({"due_shift": "later", "calendar": "CN"}, "due_shift"),
    ({"due_shift": "next"}, "calendar"),
    ({"due_shift": "next", "calendar": "cn"}, "calendar"),
    ({"due_shift": "next", "calendar": "Atlantis"}, "calendar"),
    ({**MOVED, "shift_interest": True, "day_count": "period"}, "shift_interest"),
    ({**MOVED, "moved_dues": [{"from": "2024-02-02", "to": "2024-02-03"}]}, "moved_dues[0].from"),
    ({**MOVED, "moved_dues": [{"from": "2024-02-01", "to": "2024-03-13"}]}, "moved_dues[0].to"),
    ({**MOVED, "moved_dues": [{"from": "2024-02-01", "to": "2024-01-01"}]}, "moved_dues[0].to"),
    ({**MOVED, "moved_dues": [{"from": "2024-02-01", "to": "2024-03-02"}]}, "moved_dues"),
    ({**MOVED, "moved_dues": [{"from": "2024-02-01"}]}, "moved_dues[0].to"),
    ({"rate": "3.00"}, "rate"),
    ({"rate": {}}, "rate.benchmark"),
    ({"rate": {"benchmark": []}}, "rate.benchmark"),
    ({"rate": {"benchmark": [["2023-01-01"]]}}, "rate.benchmark"),
    ({"rate": {"benchmark": [["2023-01-01", "3.00"]] * 1001}}, "rate.benchmark"),
    ({"rate": {"benchmark": [["2023-01-01", 3]]}}, "rate.benchmark[0].pct"),
    ({"rate": {"benchmark": [["2023-01-01", "1000.1"]]}}, "rate.benchmark[0].pct"),
    ({"rate": {"benchmark": [["2023-13-01", "3.00"]]}}, "rate.benchmark[0].date"),
    ({"rate": {"benchmark": [["2024-01-02", "3.00"]]}}, "rate.benchmark"),
    ({"rate": {"benchmark": [["2023-02-01", "3.00"], ["2023-01-01", "3.10"]]}}, "rate.benchmark"),
    ({"rate": {**BENCHMARK, "margin": 1}}, "rate.margin"),
    ({"rate": {**BENCHMARK, "spread_bps": "150"}}, "rate.spread_bps"),
    ({"rate": {**BENCHMARK, "spread_bps": 10_001}}, "rate.spread_bps"),
    ({"rate": {**BENCHMARK, "spread_bps": -301}}, "rate.spread_bps"),
    ({"rate": {**BENCHMARK, "reprice": "weekly"}}, "rate.reprice"),
    ({"rate": {**BENCHMARK, "reprice": {"months": 0}}}, "rate.reprice.months"),
    ({"rate": {**BENCHMARK, "reprice": {"weeks": 2}}}, "rate.reprice.weeks"),
    ({"rate": {**BENCHMARK, "spread_bps": 401}}, "annual_rate_pct"),
    ({"compound_interest": "yes"}, "compound_interest"),
    ({"allocation": "principal first"}, "allocation"),
    ({"allocation": {"doubtful": {}}}, "allocation.doubtful"),
    ({"allocation": {"surplus": "give back"}}, "allocation.surplus"),
    ({"allocation": {"normal": {"order": ["fees"]}}}, "allocation.normal.order"),
    ({"allocation": {"normal": {"order": [[], {}, 1, None, ""]}}}, "allocation.normal.order"),
    ({"allocation": {"overdue": {"order": ORDER, "walk": "backwards"}}}, "allocation.overdue.walk"),
    ({"events": [{**PAYMENT, "kind": "waiver", "component": "principal"}]}, "events[0].component"),
    ({"events": [{**PAYMENT, "kind": "fee", "reason": "x" * 201}]}, "events[0].reason"),
    ({"events": [{"date": "2024-02-02", "kind": "recovery"}]}, "events[0].amount"),
    ({"events": [{"date": "2024-02-02", "kind": "sale", "amount": "0.00"}]}, "events[0].amount"),
    ({"events": [{"date": "2024-02-02", "kind": "write_off", "amount": "1.00"}]}, "events[0].amount"),
    ({"events": [{"date": "2024-02-02", "kind": "renewal"}]}, "events[0].n"),
    (
        {"events": [{"date": "2024-02-02", "kind": "renewal", "n": 1200, "annual_rate_pct": "x"}]},
        "events[0].annual_rate_pct",
    ),
    ({"as_of": "2025-02-02", "events": [{**LATER, "kind": "re_amortise"}]}, "n"),
    ({"as_of": "2025-02-02", "events": [{**LATER, "kind": "restructure"}]}, "n"),
    ({"events": [{**NEW_PLAN, "method": "credit_line"}]}, "events[0].method"),
    ({"events": [{**NEW_PLAN, "until": "2024-02-02"}]}, "events[0].until"),
    ({"events": [{**NEW_PLAN, "treatment": []}]}, "events[0].treatment"),
    (
        {"events": [{**NEW_PLAN, "treatment": {"rent": "waive"}}]},
        "events[0].treatment.rent",
    ),
    (
        {"events": [{**NEW_PLAN, "treatment": {"fees": "x"}}]},
        "events[0].treatment.fees",
    ),
    ({"events": [{"date": "2024-02-02", "kind": "calendar_change"}]}, "events[0].moved_dues"),
    ({"events": [{"date": "2024-02-02", "kind": "calendar_change", "moved_dues": [PAST_MOVE]}]}, "moved_dues"),
    ({"as_of": "1989-12-31"}, "as_of"),
    ({"events": [{**PAYMENT, "kind": "gift"}]}, "events[0].kind"),
    ({"events": [{**PAYMENT, "amount": "0.00"}]}, "events[0].amount"),
    ({"events": [{**PAYMENT, "amount": "-5.00"}]}, "events[0].amount"),
    ({"events": [{**PAYMENT, "effect": "skip"}]}, "events[0].effect"),
    ({"events": [{**PAYMENT, "until": "2024-03-01"}]}, "events[0].until"),
    ({"events": [{**PAYMENT, "date": "2023-12-31"}]}, "events[0].date"),
    ({"events": [PAYMENT, {"date": "2024-02-02", "kind": "reversal", "of": 7}]}, "events[1].of"),
    ({"events": [{"date": "2024-02-02", "kind": "reversal"}]}, "events[0].of"),
    ({"events": [{"date": "2024-02-02", "kind": "rate_change"}]}, "events[0].annual_rate_pct"),
    ({"events": [{"date": "2024-02-02", "kind": "extension", "n": 0}]}, "events[0].n"),
    ({"events": [{"date": "2024-02-02", "kind": "payment_holiday", "until": "2024-02-02"}]}, "events[0].until"),
    ({"events": [{"date": "2024-02-02", "kind": "payment_holiday", "until": "2025-01-01"}]}, "until"),
    ({"events": [{"date": "2025-02-02", "kind": "extension", "n": 1}]}, "extension"),
    ({"events": [{"date": "2025-02-02", "kind": "disbursement", "amount": "1.00"}]}, "disbursement"),
]


@pytest.mark.parametrize(
    ("change", "where"), ROWS, ids=[f"{number}-{where[:30]}" for number, (_, where) in enumerate(ROWS)]
)
def test_it_is_refused_by_name(change: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        schedule_document(GOOD | change)
    assert refusal.value.where == where


@pytest.mark.parametrize("document", [None, [], "text", 7])
def test_a_document_is_an_object(document: Any) -> None:
    with pytest.raises(InvalidInput):
        schedule_document(document)


def test_a_reversal_counts_places_from_zero_and_is_echoed_so() -> None:
    for of in (0, 1):  # counted from 1 where counting from 0 would make it reverse itself
        events = [PAYMENT, {"date": "2024-02-09", "kind": "reversal", "of": of}]
        answer = schedule_document(GOOD | {"events": events, "as_of": "2024-02-09"})
        assert answer["terms"]["events"][1]["of"] == 0
        assert answer["instalments"][0]["paid"] == "0.00"
