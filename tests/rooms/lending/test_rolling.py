"""Loans that are rolled as arrays are kept as a replay would keep them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.lending.lender import terms

from puhui.kernel.ids import bucket_of, new_id
from puhui.products.lending.models import Loan, LoanPosition
from puhui.products.lending.queries import rolled
from puhui.products.lending.queries.positions import begin_on, position_row
from puhui.products.lending.queries.replays import EventRow, engine_events, fold_loan, terms_of
from puhui.products.lending.rules.accrual_tables import amount_on, begun_earlier, packed
from puhui.products.lending.rules.positions import Position, position_of
from puhui.products.lending.rules.terms_json import terms_as_json

START = date(2025, 11, 30)
METHODS = st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"])
LIVES = st.lists(
    st.tuples(
        METHODS,
        st.integers(1, 14),
        st.integers(0, 60),
        st.integers(0, 14),
        st.sampled_from([Decimal(1), Decimal("1.5")]),
        st.sampled_from(["agreed", "agreed", "agreed", "twice", "late"]),
    ),
    min_size=1,
    max_size=12,
)


def lived(life: tuple) -> tuple[Loan, list[EventRow]]:
    method, n, days, paid, multiple, how = life
    agreed = terms(method=method, n=n, disbursement_date=START + timedelta(days=days), penalty_multiple=multiple)
    loan_id = new_id()
    loan = Loan(
        id=loan_id,
        bucket=bucket_of(loan_id),
        borrower_id=new_id(),
        product_code="x",
        currency="CNY",
        terms=terms_as_json(agreed),
        disbursed_on=agreed.disbursement_date,
    )
    lines = fold_loan(loan, [], agreed.disbursement_date).state.instalments[:paid]
    events = [
        EventRow(
            id=new_id(), loan_id=loan_id, n=place, on=line.due_date + timedelta(days=how == "late"), kind="payment",
            amount_minor=line.total // 2 if how == "twice" else line.total, effect="next_dues", of_id=None,
            annual_rate_pct=None, until=None, interest="accrues", count=0, component="", reason="", method="",
            treatment={}, booked_on=line.due_date,
        )
        for place, line in enumerate(lines, 1)
        if line.total > 1
    ]  # fmt: skip
    return loan, events


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives=LIVES, age=st.integers(61, 500))
def test_arrays_keep_what_a_replay_would(lives: list, age: int) -> None:
    today = START + timedelta(days=age)
    told = [lived(life) for life in lives]
    events = {loan.id: [event for event in of if event.on <= today] for loan, of in told}
    found = rolled._as_arrays([loan for loan, _ in told], events, today)
    for loan, _ in told:
        if loan.id not in found:
            continue
        folded = fold_loan(loan, engine_events(events[loan.id]), today)
        assert found[loan.id].now == position_of(folded.state)
        assert model_to_dict(found[loan.id].row) == model_to_dict(position_row(folded))
        for table in ("interest_table", "penalty_table"):
            assert getattr(found[loan.id].row, table) == getattr(position_row(folded), table)
    agreed = [loan for (loan, _), life in zip(told, lives, strict=True) if life[-1] == "agreed"]
    assert {loan.id for loan in agreed} <= found.keys()


@pytest.mark.parametrize("amounts", [[5, 5, 5], [5, 6, 7]])
def test_a_table_begun_earlier_says_the_same_on_its_own_days(amounts: list[int]) -> None:
    table = begun_earlier(packed(amounts), days=3, amount=4, by=2)
    assert [amount_on(table, day) for day in range(5)] == [4, 4, *amounts]
    assert begun_earlier(packed([4, 4]), days=2, amount=4, by=1) == packed([4])


def test_a_row_begins_on_the_day_that_the_books_are_up_to() -> None:
    loan, _ = lived(("equal_instalment", 12, 0, 0, Decimal(1), "agreed"))
    row: LoanPosition = position_row(fold_loan(loan, [], START + timedelta(days=3)))
    first = amount_on(row.interest_table, 0)
    begin_on(row, START + timedelta(days=2), stands=Position(interest=first - 7))
    assert row.table_from == START + timedelta(days=2)
    assert [amount_on(row.interest_table, day) for day in (0, 1)] == [first - 7, first]
    assert terms_of(loan).n == 12
