"""Statements: the entries of an account, or of everything kept for one owner, by bounded pages, oldest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from puhui.foundation.ledger.contracts import AccountRef, Side, StatementLine, StatementPage
from puhui.foundation.ledger.models import Entry, Journal, LedgerAccount
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.queries.accounts import accounts_of
from puhui.foundation.ledger.queries.cursors import read_cursor, write_cursor
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.dates import EARLIEST, LATEST, parse_date
from puhui.kernel.errors import InvalidInput, NotFound

MOST = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for."""

    from_date: date
    to_date: date
    after: str | None
    most: int


@dataclass(frozen=True, slots=True)
class Position:
    """The last entry that was shown: day, account, and the account's entry number."""

    day: date
    account: UUID
    seq: int


def account_statement(
    actor: Actor,
    *,
    ref: AccountRef,
    from_date: date = EARLIEST,
    to_date: date = LATEST,
    after: str | None = None,
    most: int = 100,
) -> StatementPage:
    """The entries of one account, for staff; a house account with all its stripes, and its balance over them."""
    actor.require(*READING_ROLES, verb="read the books")
    if ref.code not in chart():
        raise NotFound("ledger account", where=ref.code)
    return _page(accounts_of(ref), ref.currency, Wanted(from_date, to_date, after, most))


def owner_statement(
    actor: Actor,
    *,
    owner_id: UUID,
    allowed: Collection[UUID] = (),
    codes: Collection[str] = (),
    from_date: date = EARLIEST,
    to_date: date = LATEST,
    after: str | None = None,
    most: int = 100,
) -> StatementPage:
    """The entries of everything kept for one owner (a loan). Opening and closing are what the owner owes, net.

    Staff see any owner. Anybody else sees only the owners that the caller has found to be theirs (`allowed`); another
    one does not exist for them. `codes` narrows to some accounts of the chart.
    """
    if not actor.reads_all and owner_id not in allowed:
        raise NotFound("account", where=str(owner_id))
    accounts = LedgerAccount.objects.filter(owner_id=owner_id).order_by("id")
    if codes:
        accounts = accounts.filter(code__in=list(codes))
    found = list(accounts)
    return _page(found, found[0].currency if found else "CNY", Wanted(from_date, to_date, after, most))


def _page(accounts: Sequence[LedgerAccount], currency: str, wanted: Wanted) -> StatementPage:
    """One page in the order of day, account and entry number.

    Each account gives its next entries from its own end of the primary key, however many there are: an order over all
    of a house account's stripes would sort every entry of the period for one page.
    """
    most = max(1, min(wanted.most, MOST))
    position = _read(wanted.after) if wanted.after else None
    of_account = {a.id: _next_entries(a, wanted, position, most=most + 1) for a in accounts}
    rows = sorted((row for some in of_account.values() for row in some), key=_place)[: most + 1]
    sign = 1 if not accounts or _is_one_debit_code(accounts) else -1
    opening = sign * sum(_net_before(a, of_account[a.id], wanted.from_date, position) for a in accounts)
    codes = {account.id: account.code for account in accounts}
    journals = Journal.objects.in_bulk({row.journal_id for row in rows[:most]})
    lines, running = [], opening
    for entry in rows[:most]:
        running += sign * _signed(entry)
        lines.append(_line(entry, journals[entry.journal_id], codes[entry.account_id], running))
    cursor = _write(rows[most - 1]) if len(rows) > most else None
    return StatementPage(currency, opening, tuple(lines), running, cursor)


def _next_entries(account: LedgerAccount, wanted: Wanted, position: Position | None, *, most: int) -> list[Entry]:
    """The first entries of one account that come after the position, within the period."""
    chosen = Entry.objects.filter(account=account, business_date__range=(wanted.from_date, wanted.to_date))
    if position:
        later = Q(business_date__gt=position.day)
        if account.id == position.account:
            later |= Q(business_date=position.day, seq__gt=position.seq)
        elif account.id > position.account:
            later |= Q(business_date=position.day)
        chosen = chosen.filter(later, business_date__gte=position.day)
    return list(chosen.order_by("business_date", "seq")[:most])


def _place(entry: Entry) -> tuple[date, UUID, int]:
    return entry.business_date, entry.account_id, entry.seq


def _signed(entry: Entry) -> int:
    """A debit above zero, a credit below."""
    return entry.amount_minor if entry.is_debit else -entry.amount_minor


def _is_one_debit_code(accounts: Sequence[LedgerAccount]) -> bool:
    """Of several codes together the net is told as what is owed to us: debits less credits."""
    return len({a.code for a in accounts}) > 1 or accounts[0].is_debit_normal


def _line(entry: Entry, journal: Journal, code: str, running: int) -> StatementLine:
    side: Side = "debit" if entry.is_debit else "credit"
    return StatementLine(
        entry.business_date,
        journal.value_date,
        code,
        side,
        entry.amount_minor,
        running,
        journal.id,
        journal.kind,
        journal.text,
        journal.source,
    )


def _net_before(account: LedgerAccount, following: Sequence[Entry], from_date: date, position: Position | None) -> int:
    """Debits less credits before the page: what the account's next entry started from, or else its last one left."""
    if following:
        first = following[0]
        return first.debits_after_minor - first.credits_after_minor - _signed(first)
    earlier: QuerySet[Entry] = Entry.objects.filter(account=account)
    if position is None:
        earlier = earlier.filter(business_date__lt=from_date)
    elif account.id == position.account:
        earlier = earlier.filter(business_date__lte=position.day, seq__lte=position.seq)
    elif account.id < position.account:
        earlier = earlier.filter(business_date__lte=position.day)
    else:
        earlier = earlier.filter(business_date__lt=position.day)
    last = earlier.order_by("-business_date", "-seq").values_list("debits_after_minor", "credits_after_minor").first()
    return last[0] - last[1] if last else 0


def _write(entry: Entry) -> str:
    return write_cursor(entry.business_date, entry.account_id, entry.seq)


def _read(after: str) -> Position:
    day, account, seq = read_cursor(after, parts=3)
    try:
        return Position(parse_date(day, where="after"), UUID(account), int(seq))
    except ValueError:
        raise InvalidInput("after", "this is not a cursor of this list") from None
