"""What the books answer: balances at any date, trial balance, statements by the page, and to whom."""

from datetime import date, timedelta

import pytest
from tests.rooms.ledger.books import (
    BANK,
    DAY,
    EQUITY,
    LOAN,
    OTHER,
    call,
    draft,
    open_books,
    principal,
    staff,
    unapplied,
)

from puhui.foundation.ledger.facade import (
    AccountRef,
    JournalsPage,
    StatementPage,
    account_statement,
    advance_business_date,
    balance,
    balances_by_owner,
    check_books,
    control_total,
    journal,
    journals_page,
    owner_statement,
    post,
    trial_balance,
)
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _books() -> None:
    """Two days: capital over three stripes, two loans, one overpaid."""
    open_books()
    post([draft(AccountRef("bank.operating", None, "CNY", b), EQUITY, 1000) for b in (0, 500, 1000)], call=call())
    post([draft(principal(), BANK, 300), draft(principal(OTHER), BANK, 200)], call=call())
    advance_business_date(call(), from_date=DAY)
    post([draft(BANK, principal(), 50), draft(BANK, unapplied(), 7)], call=call())


def test_balances_by_reference_and_code_now_and_then() -> None:
    for on, lent, bank in [(None, 250, 2557), (NEXT, 250, 2557), (DAY, 300, 2500), (DAY - timedelta(days=1), 0, 0)]:
        assert balance(principal(), on=on) == Money(lent)
        assert balance(BANK, on=on) == balance("bank.operating", on=on) == Money(bank)
    assert balance("equity.capital") == Money(3000)
    assert balance(unapplied()) == Money(7)
    assert balance("income.interest") == Money(0)
    assert balance("bank.operating", currency="USD") == Money(0, "USD")
    with pytest.raises(NotFound):
        balance("no.such")


def test_balances_by_owner_and_control_total() -> None:
    assert balances_by_owner("loan.principal") == {LOAN: 250, OTHER: 200}
    assert balances_by_owner("loan.principal", on=DAY) == {LOAN: 300, OTHER: 200}
    assert balances_by_owner("loan.principal", owner_ids=[LOAN, new_id()]) == {LOAN: 250}
    assert balances_by_owner("customer.unapplied", owner_ids=[]) == {}
    assert balances_by_owner("customer.unapplied") == {LOAN: 7}
    assert (control_total("loan.principal"), control_total("loan.principal", on=DAY)) == (450, 500)


def test_the_trial_balance_is_even_on_every_day() -> None:
    now, then = trial_balance(SYSTEM), trial_balance(SYSTEM, on=DAY)
    assert [(line.code, line.number, line.debit_minor, line.credit_minor) for line in now.lines] == [
        ("bank.operating", "1002", 2557, 0),
        ("loan.principal", "1303", 450, 0),
        ("customer.unapplied", "224101", 0, 7),
        ("equity.capital", "4001", 0, 3000),
    ]
    assert (now.on, now.totals, now.is_even) == (NEXT, {"CNY": (3007, 3007)}, True)
    assert (then.on, then.totals, then.is_even) == (DAY, {"CNY": (3000, 3000)}, True)
    assert not trial_balance(SYSTEM, on=DAY - timedelta(days=1)).totals.get("CNY", (0, 0))[0]


def pages_of(**arguments: object) -> list[StatementPage]:
    pages, after = [], None
    while True:
        page = account_statement(SYSTEM, ref=BANK, after=after, **arguments)  # type: ignore[arg-type]
        pages.append(page)
        after = page.next_cursor
        if after is None:
            return pages


@pytest.mark.parametrize("most", [1, 2, 3, 100])
@pytest.mark.parametrize("from_date", [date(2000, 1, 1), NEXT])
def test_a_statement_reads_the_same_in_any_page_size(most: int, from_date: date) -> None:
    pages = pages_of(most=most, from_date=from_date)
    whole = account_statement(SYSTEM, ref=BANK, from_date=from_date)
    assert tuple(line for page in pages for line in page.lines) == whole.lines
    assert pages[0].opening_minor == whole.opening_minor == (0 if from_date < DAY else 2500)
    assert [p.opening_minor for p in pages[1:]] == [p.closing_minor for p in pages[:-1]]
    assert pages[-1].closing_minor == 2557
    running = whole.opening_minor
    for line in whole.lines:
        running += line.amount_minor if line.side == "debit" else -line.amount_minor
        assert line.balance_minor == running


def test_a_statement_of_a_credit_account_counts_credits_up_and_ends_with_its_range() -> None:
    page = account_statement(SYSTEM, ref=EQUITY, to_date=DAY)
    assert [line.balance_minor for line in page.lines] == [1000, 2000, 3000]
    assert account_statement(SYSTEM, ref=principal(new_id())).lines == ()
    assert account_statement(SYSTEM, ref=BANK, to_date=DAY).closing_minor == 2500


def test_an_owner_statement_tells_all_that_is_kept_for_the_owner() -> None:
    page = owner_statement(SYSTEM, owner_id=LOAN)
    assert {(line.business_date, line.code, line.side, line.amount_minor) for line in page.lines} == {
        (DAY, "loan.principal", "debit", 300),
        (NEXT, "loan.principal", "credit", 50),
        (NEXT, "customer.unapplied", "credit", 7),
    }
    assert (page.opening_minor, page.closing_minor) == (0, 243)
    only = owner_statement(SYSTEM, owner_id=LOAN, codes=["customer.unapplied"])
    assert [(line.amount_minor, line.balance_minor) for line in only.lines] == [(7, 7)]


def test_a_customer_sees_only_what_the_caller_found_to_be_theirs() -> None:
    customer = staff(Role.CUSTOMER)
    assert owner_statement(customer, owner_id=LOAN, allowed=[LOAN]).closing_minor == 243
    for allowed in ([], [OTHER]):
        with pytest.raises(NotFound):
            owner_statement(customer, owner_id=LOAN, allowed=allowed)
    one = draft()
    post([one], call=call())
    for ask in (
        lambda: trial_balance(customer),
        lambda: account_statement(customer, ref=BANK),
        lambda: journal(customer, one.id),
        lambda: journals_page(customer),
    ):
        with pytest.raises(Forbidden):
            ask()


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_read(role: Role) -> None:
    actor = staff(role)
    assert trial_balance(actor).is_even
    assert len(journals_page(actor).journals) == 7
    assert owner_statement(actor, owner_id=LOAN).lines


def test_journals_by_the_page_newest_day_first() -> None:
    seen, after = [], None
    while True:
        page: JournalsPage = journals_page(SYSTEM, after=after, most=3)
        seen += page.journals
        after = page.next_cursor
        if after is None:
            break
    assert len({j.id for j in seen}) == len(seen) == 7
    assert [j.business_date for j in seen] == [NEXT] * 2 + [DAY] * 5
    assert seen == list(journals_page(SYSTEM).journals)
    assert [j.business_date for j in journals_page(SYSTEM, on=NEXT).journals] == [NEXT] * 2
    assert journals_page(SYSTEM, kind="no such").journals == ()
    assert journal(SYSTEM, seen[0].id) == seen[0]
    with pytest.raises(NotFound):
        journal(SYSTEM, new_id())


@pytest.mark.parametrize("cursor", ["x", "", "%", "YQ", "MjAyNi0wMS0wMSx4LHk", "é", "A" * 10_000])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    if not cursor:
        return
    with pytest.raises(InvalidInput):
        journals_page(SYSTEM, after=cursor)
    with pytest.raises(InvalidInput):
        account_statement(SYSTEM, ref=BANK, after=cursor)


def test_pages_are_bounded() -> None:
    assert len(account_statement(SYSTEM, ref=BANK, most=10**9).lines) == 7
    assert len(account_statement(SYSTEM, ref=BANK, most=-1).lines) == 1
    assert check_books() == []
