"""Laws of trade finance: every fen of a face, of a reserve, of a loan by milestones and of a buyer's payment."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from puhui.products.orders.rules.orders import parts_of, shared
from puhui.products.receivables.rules.closing import allowance_of, closing_of, loss_of, taken_from
from puhui.products.receivables.rules.price import earned_minor, late_charge_minor, price_of

FACES = st.integers(min_value=100_00, max_value=10**12)
RATES = st.decimals(min_value=0, max_value=24, places=4)
SHARES = st.decimals(min_value=1, max_value=100, places=2)
AMOUNTS = st.integers(min_value=0, max_value=10**12)
DAY = date(2026, 3, 2)


@given(face=FACES, rate=RATES, share=SHARES, days=st.integers(1, 360), fee_bps=st.integers(0, 200))
def test_a_face_is_fee_discount_advance_and_reserve(
    face: int, rate: Decimal, share: Decimal, days: int, fee_bps: int
) -> None:
    price = price_of(face, annual_rate_pct=rate, fee=face * fee_bps // 10_000, advance_pct=share, days=days)
    assert price.face == price.fee + price.discount + price.advance + price.reserve
    assert min(price.fee, price.discount, price.advance, price.reserve) >= 0
    assert price.advance * 100 <= price.price * share


@given(discount=AMOUNTS, whole=st.integers(1, 360), look=st.integers(-10, 400))
def test_days_earn_the_whole_discount_and_never_less_than_the_day_before(discount: int, whole: int, look: int) -> None:
    def earned(days: int) -> int:
        due = DAY + timedelta(days=whole)
        return earned_minor(discount, funded_on=DAY, due_on=due, on=DAY + timedelta(days=days))

    assert 0 <= earned(look) <= earned(look + 1) <= discount
    assert (earned(0), earned(whole)) == (0, discount)
    assert sum(earned(n + 1) - earned(n) for n in range(whole)) == discount


@given(reserve=AMOUNTS, unearned=AMOUNTS, late=AMOUNTS, claim=AMOUNTS)
def test_what_is_released_is_what_nobody_else_may_keep(reserve: int, unearned: int, late: int, claim: int) -> None:
    ended = closing_of(reserve_left=reserve, unearned=unearned, late_charge=late, claim_left=claim)
    assert reserve + ended.rebate == ended.late_charge + ended.offset + ended.released
    assert claim == ended.offset + ended.claim_left
    assert ended.released == 0 or ended.claim_left == 0
    assert ended.late_charge <= late


@given(amount=AMOUNTS, reserve=AMOUNTS, allowance=AMOUNTS)
def test_returned_and_lost_are_shared_to_the_fen(amount: int, reserve: int, allowance: int) -> None:
    taken = taken_from(amount, reserve_left=reserve)
    assert taken.from_reserve + taken.claimed == amount
    assert taken.from_reserve <= reserve
    assert taken.claimed == 0 or taken.from_reserve == reserve
    loss = loss_of(amount, reserve_left=reserve, allowance=allowance)
    assert loss.from_reserve + loss.from_allowance + loss.expense == amount
    assert (loss.from_reserve <= reserve, loss.from_allowance <= allowance) == (True, True)


@given(outstanding=AMOUNTS, reserve=AMOUNTS, days=st.integers(-100, 400))
def test_what_is_set_aside_rises_with_the_days_and_never_exceeds_the_risk(
    outstanding: int, reserve: int, days: int
) -> None:
    ladder = ((1, 5), (30, 25), (60, 50), (90, 100))

    def allowance(late: int) -> int:
        return allowance_of(outstanding, reserve_left=reserve, days_past_due=late, ladder=ladder)

    assert 0 <= allowance(days) <= allowance(days + 1) <= max(outstanding - reserve, 0)
    assert allowance(90) == max(outstanding - reserve, 0)


@given(advance=AMOUNTS, rate=RATES, days=st.integers(-30, 200))
def test_a_late_charge_begins_after_the_due_date(advance: int, rate: Decimal, days: int) -> None:
    charge = late_charge_minor(advance, annual_rate_pct=rate, due_on=DAY, on=DAY + timedelta(days=days))
    assert charge == 0 if days <= 0 else charge >= 0


@given(principal=AMOUNTS, cuts=st.lists(st.integers(0, 100), max_size=6))
def test_milestones_make_the_whole_loan(principal: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 100]
    parts = parts_of(principal, [b - a for a, b in pairwise(edges)])
    assert sum(parts) == principal
    assert min(parts) >= 0


@given(paid=AMOUNTS, owed=AMOUNTS)
def test_the_loan_first_the_surplus_to_the_seller(paid: int, owed: int) -> None:
    split = shared(paid, owed_minor=owed)
    assert split.to_loan + split.to_seller == paid
    assert split.to_loan <= owed
    assert split.to_seller == 0 or split.to_loan == owed
