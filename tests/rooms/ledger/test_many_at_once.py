"""Many posters at once: nothing lost, nothing doubled, nobody locked out."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections
from tests.rooms.ledger.books import BANK, DAY, EQUITY, call, draft, open_books, principal

from puhui.foundation.ledger.facade import (
    BoundExceeded,
    CannotReverse,
    JournalIdReused,
    advance_business_date,
    balance,
    check_books,
    post,
    reverse,
)
from puhui.foundation.ledger.models import Entry, Journal, Transfer
from puhui.kernel.ids import new_id


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Runs all in threads of their own; gives what each returned or raised."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = acts[place]()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def skip_on_sqlite() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; set PUHUI_DATABASE_URL to a PostgreSQL server")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_posters_of_the_same_accounts_lose_nothing_and_do_not_lock_each_other_out() -> None:
    skip_on_sqlite()
    open_books()
    loans = [new_id() for _ in range(8)]

    def poster(seed: int) -> Callable[[], object]:
        chance = random.Random(seed)

        def act() -> object:
            for _ in range(15):
                batch = [draft(principal(chance.choice(loans)), BANK, 1) for _ in range(10)]
                batch += [draft(BANK, EQUITY, 1) for _ in range(5)]
                chance.shuffle(batch)
                post(batch, call=call())
            return "done"

        return act

    assert at_once([poster(n) for n in range(6)]) == ["done"] * 6
    assert Journal.objects.count() == 6 * 15 * 15
    assert balance("loan.principal").minor == 6 * 15 * 10
    assert check_books() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_journal_from_many_is_posted_once() -> None:
    skip_on_sqlite()
    open_books()
    one = [draft(principal(new_id()), BANK, 5), draft()]
    answers = at_once([lambda: post(one, call=call()) for _ in range(6)])
    assert sorted(a[0].is_new for a in answers) == [False] * 5 + [True]  # type: ignore[index]
    assert Transfer.objects.count() == 2
    assert check_books() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_one_id_for_two_contents_at_once_is_refused_for_one() -> None:
    skip_on_sqlite()
    open_books()
    for _ in range(5):
        id_ = new_id()
        drafts = [draft(BANK, EQUITY, 5, journal_id=id_), draft(principal(new_id()), BANK, 5, journal_id=id_)]
        answers = at_once([lambda d=d: post([d], call=call()) for d in drafts])  # type: ignore[misc]
        assert sum(isinstance(answer, JournalIdReused) for answer in answers) == 1, answers
        assert Journal.objects.filter(id=id_).count() == 1
    assert check_books() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_take_the_last_money_at_once_take_it_once() -> None:
    skip_on_sqlite()
    open_books()
    post([draft(principal(), BANK, 100)], call=call())
    answers = at_once([lambda: post([draft(BANK, principal(), 60)], call=call()) for _ in range(4)])
    assert sum(isinstance(answer, BoundExceeded) for answer in answers) == 3
    assert balance(principal()).minor == 40


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_reversals_at_once_reverse_once() -> None:
    skip_on_sqlite()
    open_books()
    one = draft()
    post([one], call=call())
    answers = at_once([lambda: reverse(one.id, new_id=new_id(), call=call()) for _ in range(4)])
    assert sum(isinstance(answer, CannotReverse) for answer in answers) == 3, answers
    assert balance(BANK).minor == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_posting_lands_on_a_day_that_was_closed_meanwhile() -> None:
    skip_on_sqlite()
    open_books()

    def poster() -> object:
        for _ in range(30):
            post([draft()], call=call())
        return "done"

    def closer() -> object:
        time.sleep(0.05)
        return advance_business_date(call(), from_date=DAY)

    answers = at_once([poster, poster, closer])
    assert answers[:2] == ["done"] * 2
    assert Entry.objects.count() == 120
    assert {e.business_date for e in Entry.objects.all()} <= {DAY, DAY.replace(day=24)}
    assert check_books() == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_who_open_the_same_accounts_at_once_do_not_lock_each_other_out() -> None:
    skip_on_sqlite()
    open_books()
    sets = [[new_id() for _ in range(8)] for _ in range(60)]
    gate = threading.Barrier(5)

    def poster(seed: int) -> Callable[[], object]:
        chance = random.Random(seed)

        def act() -> object:
            for loans in sets:
                gate.wait(60)
                for _ in range(3):
                    post([draft(principal(chance.choice(loans)), BANK, 1) for _ in range(6)], call=call())
            return "done"

        return act

    assert at_once([poster(n) for n in range(5)]) == ["done"] * 5
    assert Journal.objects.count() == 5 * 60 * 3 * 6
    assert check_books() == []
