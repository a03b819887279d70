"""The loop over untouched instalments changes nothing but the time that a replay takes."""

from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from tests.laws.effort import examples
from tests.laws.test_loan_laws import loans

from puhui.finmath.loans.engine import replay


@given(loans())
@settings(max_examples=examples(300), deadline=None)
def test_a_replay_gives_the_same_without_the_loop(loan: Any) -> None:
    terms, events, as_of = loan
    quick = replay(terms, events, as_of=as_of)
    with patch("puhui.finmath.loans.fold.run_plain", return_value=False):
        assert replay(terms, events, as_of=as_of) == quick
