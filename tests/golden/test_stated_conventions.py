"""The worked examples of docs/concepts/conventions.md about events: each repeated to the cent."""

from typing import Any

import pytest

from puhui.finmath.loans.document import schedule_document

LOAN: dict[str, Any] = {
    "principal": "6000.00", "annual_rate_pct": "12", "method": "equal_principal", "n": 6,
    "disbursement_date": "2024-01-01",
}  # fmt: skip
MIDDLE = "2024-03-15"
PRINCIPAL_FIRST = {"order": ["principal", "interest", "fees", "penalty", "compound"], "walk": "by_component"}
BY_INSTALMENT = {"order": ["fees", "interest", "principal", "penalty", "compound"], "walk": "by_instalment"}


def answer(*events: dict[str, Any], as_of: str = MIDDLE, **terms: Any) -> dict[str, Any]:
    return schedule_document({**LOAN, **terms, "events": list(events), "as_of": as_of})


def lines(shown: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(line["due_date"], line["principal"], line["interest"]) for line in shown["instalments"]]


def owed(shown: dict[str, Any]) -> dict[str, str]:
    return {name: amount for name, amount in shown["outstanding"].items() if amount != "0.00" and name != "total"}


def test_compound_interest_is_what_overdue_interest_bears_at_the_penalty_rate() -> None:
    shown = answer(as_of="2024-03-02", penalty_multiple="1.5", compound_interest=True)
    assert shown["outstanding"]["compound"] == "0.93"  # 60.00 x 18 % x 30/360 = 0.90, 60.00 x 18 % x 1/360 = 0.03
    assert shown["outstanding"]["penalty"] == "5.17"  # 1000 x 6 % x 30/360 = 5.00, and 1000 x 6 % x 1/360 = 0.17


def test_arrears_spread_anew() -> None:
    shown = answer({"date": MIDDLE, "kind": "re_amortise"})
    assert lines(shown)[:4] == [
        ("2024-02-01", "0.00", "0.00"),
        ("2024-03-01", "0.00", "0.00"),
        ("2024-04-01", "1500.00", "90.00"),
        ("2024-05-01", "1500.00", "75.00"),
    ]
    assert shown["days_past_due"] == 0


def test_a_new_plan_that_capitalises_interest() -> None:
    event = {"date": MIDDLE, "kind": "restructure", "n": 4, "treatment": {"interest": "capitalise"}}
    shown = answer(event)
    assert shown["capitalised"] == "147.10"  # 60.00 + 60.00 + 14/31 of 60.00
    assert lines(shown)[2:4] == [("2024-03-15", "0.00", "27.10"), ("2024-04-01", "1536.78", "33.71")]
    assert shown["totals"]["principal"] == "6147.10"


def test_a_new_plan_that_defers_and_one_that_waives() -> None:
    deferred = answer({"date": MIDDLE, "kind": "restructure", "n": 4, "treatment": {"principal": "defer"}})
    assert [line[1] for line in lines(deferred)[3:]] == ["1000.00", "1000.00", "1000.00", "3000.00"]
    assert lines(deferred)[-1][2] == "177.10"  # its own 30.00 and the 147.10 from before
    waived = answer(
        {"date": MIDDLE, "kind": "restructure", "n": 4, "treatment": {"interest": "waive", "principal": "waive"}}
    )
    assert owed(waived) == {"principal": "4000.00"}


def test_a_renewal_asks_for_the_interest_and_carries_the_principal_over() -> None:
    paid = [{"date": f"2024-0{m}-01", "kind": "payment", "amount": "60.00"} for m in range(2, 7)]
    renewal = {"date": "2024-07-01", "kind": "renewal", "n": 3, "annual_rate_pct": "10"}
    shown = answer(*paid, renewal, as_of="2024-07-01", method="interest_only")
    assert lines(shown)[5:] == [
        ("2024-07-01", "0.00", "60.00"),
        ("2024-08-01", "0.00", "50.00"),
        ("2024-09-01", "0.00", "50.00"),
        ("2024-10-01", "6000.00", "50.00"),
    ]
    assert shown["overdue"]["total"] == "0.00"


def test_a_write_off_leaves_a_claim_that_recoveries_meet() -> None:
    written_off = {"date": MIDDLE, "kind": "write_off"}
    recovery = {"date": "2024-09-01", "kind": "recovery", "amount": "200.00"}
    shown = answer(written_off, recovery, as_of="2024-09-01")
    assert owed(shown) == {}
    assert shown["claim"]["interest"] == "0.00"  # 147.10 of 200.00 met it
    assert shown["claim"]["principal"] == "5947.10"
    assert (shown["recovered"], shown["is_closed"]) == ("200.00", True)


def test_a_loan_that_is_sold_is_closed_and_its_price_is_no_payment() -> None:
    shown = answer({"date": MIDDLE, "kind": "sale", "amount": "4000.00"})
    assert owed(shown) == {}
    assert shown["is_closed"]
    assert shown["unapplied"] == shown["claim"]["total"] == "0.00"


def test_a_new_calendar_moves_dues_to_come() -> None:
    moved = [{"from": "2024-05-01", "to": "2024-05-06"}]
    shown = answer({"date": MIDDLE, "kind": "calendar_change", "moved_dues": moved}, as_of="2024-01-01")
    assert lines(shown)[2:5] == [
        ("2024-04-01", "1000.00", "40.00"),
        ("2024-05-06", "1000.00", "30.00"),
        ("2024-06-01", "1000.00", "20.00"),
    ]


@pytest.mark.parametrize(
    ("order", "principal", "interest"), [(PRINCIPAL_FIRST, "2000.00", "0.00"), (BY_INSTALMENT, "1880.00", "120.00")]
)
def test_a_loan_that_does_not_perform_is_paid_in_its_own_order(order: Any, principal: str, interest: str) -> None:
    payment = {"date": "2024-05-01", "kind": "payment", "amount": "2000.00"}  # 90 days after 1 February
    before = answer(as_of="2024-05-01", allocation={"non_performing": order})
    after = answer(payment, as_of="2024-05-01", allocation={"non_performing": order})
    left = {name: _cents(before, name) - _cents(after, name) for name in ("principal", "interest")}
    assert left == {"principal": round(float(principal) * 100), "interest": round(float(interest) * 100)}


def _cents(shown: dict[str, Any], name: str) -> int:
    return round(float(shown["outstanding"][name]) * 100)


def test_a_waiver_names_its_component() -> None:
    waiver = {"date": "2024-03-02", "kind": "waiver", "amount": "100.00", "component": "penalty"}
    shown = answer(waiver, as_of="2024-03-02", penalty_multiple="1.5")
    assert shown["outstanding"]["penalty"] == "0.00"
    assert shown["outstanding"]["interest"] == answer(as_of="2024-03-02")["outstanding"]["interest"]


def test_a_cent_keeps_a_loan_open_until_it_is_given_up() -> None:
    paid = {"date": "2024-01-01", "kind": "payment", "amount": "5999.99", "effect": "lower_instalment"}
    shown = answer(paid, as_of="2024-01-01")
    assert (shown["is_closed"], shown["outstanding"]["total"]) == (False, "0.01")
    assert answer(paid, {"date": "2024-01-02", "kind": "write_off"}, as_of="2024-01-02")["is_closed"]


def test_a_fee_charged_after_the_next_instalments_own_fee_was_paid_ahead_is_owed_in_full() -> None:
    ahead = {"date": "2024-01-10", "kind": "payment", "amount": "10.00"}
    fee = {"date": "2024-01-12", "kind": "fee", "amount": "2.00"}
    shown = answer(ahead, fee, as_of="2024-01-12", fees=[{"kind": "per_instalment", "amount": "1.00"}])
    assert shown["outstanding"]["fees"] == "2.00"
