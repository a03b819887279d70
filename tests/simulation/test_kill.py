"""Kills day closes, repayments and workers at random moments, and lets closers crowd: the books come out the same.

Each lender lives in processes and a database of its own: a file, or on PostgreSQL a copy made from a template. With
PUHUI_TEST_THOROUGH=1 twelve days are fired at by two orders of chance; else eight by one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.simulation.lenders import THOROUGH, Lenders

SEEDS = (1, 2) if THOROUGH else (1,)


@pytest.fixture(scope="module")
def lenders(tmp_path_factory: pytest.TempPathFactory, filled: Lenders) -> Iterator[Lenders]:
    made = Lenders(tmp_path_factory.mktemp("lenders"), like=filled)
    try:
        yield made
    finally:
        made.drop()


@pytest.fixture(scope="module")
def untouched(lenders: Lenders) -> dict[str, Any]:
    """The twin that nobody disturbs."""
    lenders.run(lenders.copy("calm"), "calm")
    return lenders.books("calm")


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_again_and_again_the_books_are_those_of_the_untouched_twin(
    lenders: Lenders, untouched: dict[str, Any], seed: int
) -> None:
    name = lenders.copy(f"fire{seed}")
    kills = int(lenders.run(name, "fire", str(seed)))
    assert kills >= 10
    assert untouched["faults"] == []
    assert untouched["event_count"] > 20
    assert lenders.books(name) == untouched


def test_three_closers_at_once_close_each_day_once(lenders: Lenders) -> None:
    lenders.run(lenders.copy("alone"), "alone")
    lenders.run(lenders.copy("crowd"), "crowd")
    alone = lenders.books("alone")
    assert alone["faults"] == []
    assert lenders.books("crowd") == alone


def test_a_worker_at_work_while_days_are_closed_loses_nothing(lenders: Lenders) -> None:
    lenders.run(lenders.copy("mixed"), "mixed")
    assert lenders.books("mixed")["faults"] == []
