"""Laws of leases: the published price of a return, and what a guarantor of the residual pays."""

from hypothesis import given
from hypothesis import strategies as st

from puhui.kernel.money import Money
from puhui.products.leasing.facade import guarantee_called, return_price, returned_worth

MINOR = st.integers(0, 10**12)


@given(MINOR, MINOR, st.integers(1, 120), st.data())
def test_the_worth_of_a_return_falls_to_the_residual_and_never_below(
    first: int, residual: int, term: int, data: st.DataObject
) -> None:
    months = sorted(data.draw(st.lists(st.integers(0, 150), min_size=2, max_size=8)))
    worths = [returned_worth(Money(first), residual=Money(residual), months=n, term_months=term).minor for n in months]
    assert worths == sorted(worths, reverse=True)
    assert all(worth >= residual for worth in worths)
    assert all(worth == residual for worth, n in zip(worths, months, strict=True) if n >= term)
    assert returned_worth(Money(first), residual=Money(residual), months=0, term_months=term).minor == max(
        first, residual
    )


@given(MINOR, MINOR)
def test_pay_off_and_worth_add_up_and_only_one_side_pays(pay_off: int, worth: int) -> None:
    to_pay, to_lessee = return_price(Money(pay_off), worth=Money(worth))
    assert pay_off + to_lessee.minor == worth + to_pay.minor
    assert 0 in (to_pay.minor, to_lessee.minor)
    assert min(to_pay.minor, to_lessee.minor) >= 0


@given(MINOR, MINOR, MINOR, MINOR)
def test_a_guarantor_pays_no_more_than_was_agreed_lacking_or_owed(
    guaranteed: int, residual: int, sold: int, owed: int
) -> None:
    called = guarantee_called(Money(guaranteed), residual=Money(residual), sold_for=Money(sold), owed=Money(owed)).minor
    assert 0 <= called <= guaranteed
    assert called + sold <= max(residual, sold)
    assert called + sold <= max(owed, sold)
