"""Turns: one at a time, given away while waiting outside, and no lock that anybody could wait for in vain."""

import threading

import pytest

from puhui.kernel.turns import Turns

LONG = 30.0


def test_two_threads_never_have_the_turn_at_once() -> None:
    turns, inside, most = Turns(LONG), [0], [0]

    def work() -> None:
        for _ in range(50):
            with turns.taken() as had:
                assert had
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def _has_it(turns: Turns) -> bool:
    """Whether another thread gets the turn now."""
    told: list[bool] = []

    def ask() -> None:
        with turns.taken() as had:
            told.append(had)

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    return told[0]


def test_who_waits_outside_gives_the_turn_away_and_takes_it_again() -> None:
    turns = Turns(0.05)
    with turns.taken():
        assert not _has_it(turns)
        with turns.aside():
            assert _has_it(turns)
        assert not _has_it(turns)
    assert _has_it(turns)


def test_patience_ends_and_work_goes_on_without_a_turn() -> None:
    turns = Turns(0.05)
    with turns.taken() as first:
        assert first
        assert not _has_it(turns), "the other went on, and knew that it had no turn"
    assert _has_it(turns), "who had none gave none back: there is one, and one only"
    with turns.taken():
        assert not _has_it(turns)


def test_outside_of_a_turn_nothing_is_given_away() -> None:
    turns = Turns(0.05)
    with turns.aside():
        pass
    with turns.taken():
        assert not _has_it(turns)


def test_a_fault_gives_the_turn_back() -> None:
    turns = Turns(0.05)
    with pytest.raises(ArithmeticError), turns.taken(), turns.aside():
        raise ArithmeticError
    assert _has_it(turns)
