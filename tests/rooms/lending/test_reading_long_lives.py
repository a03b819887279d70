"""A loan of many days is read as fast as a young one: what is kept of it is always what a replay says."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.rooms.lending.lender import OPERATIONS, call, open_lender, pass_day, pay, running_loan

from puhui.finmath.loans.engine import replay
from puhui.foundation.ledger.facade import business_date
from puhui.products.lending.facade import loan, loan_events, reverse_payment
from puhui.products.lending.models import Loan
from puhui.products.lending.queries.replays import engine_events, events_by_loan, terms_of

pytestmark = pytest.mark.django_db


def says_what_a_replay_says(loan_id: object) -> bool:
    row = Loan.objects.get(id=loan_id)
    state = replay(terms_of(row), engine_events(events_by_loan([row.id])[row.id]), as_of=business_date())
    view = loan(OPERATIONS, row.id)
    assert (view.instalments, view.outstanding, view.overdue) == (state.instalments, state.outstanding, state.overdue)
    assert (view.due_now, view.settled, view.unapplied.minor) == (state.due_now, state.settled, state.unapplied_minor)
    return True


def test_a_view_follows_every_event_and_every_day() -> None:
    open_lender()
    loan_id = running_loan()
    for day in range(12):
        assert says_what_a_replay_says(loan_id)
        booked = pay(loan_id, 100_00 + day)
        assert says_what_a_replay_says(loan_id)
        if day % 4 == 3:
            reverse_payment(call(), loan_id=loan_id, event_id=booked.event_id)
            assert says_what_a_replay_says(loan_id)
        pass_day()


def test_what_was_rolled_back_is_not_remembered() -> None:
    open_lender()
    loan_id = running_loan()
    before = loan(OPERATIONS, loan_id)
    with transaction.atomic():
        pay(loan_id, 500_00)
        assert loan(OPERATIONS, loan_id).outstanding != before.outstanding
        transaction.set_rollback(True)
    assert loan(OPERATIONS, loan_id).outstanding == before.outstanding
    pay(loan_id, 700_00)
    assert says_what_a_replay_says(loan_id)


def test_reading_again_asks_for_no_events_but_the_last() -> None:
    open_lender()
    loan_id = running_loan()
    for _ in range(5):
        pay(loan_id, 100_00)
    loan(OPERATIONS, loan_id)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        loan(OPERATIONS, loan_id)
    events = [query["sql"] for query in asked if "lending_loanevent" in query["sql"]]
    assert len(events) == 1
    assert "LIMIT 1" in events[0]
    assert loan(OPERATIONS, loan_id, on=business_date() + timedelta(days=1)).as_of > business_date()


def test_events_come_page_by_page() -> None:
    open_lender()
    loan_id = running_loan()
    for _ in range(7):
        pay(loan_id, 100_00)
    every = loan_events(OPERATIONS, loan_id)
    pages, before = [], None
    while found := loan_events(OPERATIONS, loan_id, before=before, most=3):
        assert len(found) <= 3
        pages += found
        before = found[-1].n
    assert pages == every
