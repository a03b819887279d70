"""The books for other tools, as a stream of lines: beancount's text format and CSV.

Beancount's syntax: https://beancount.github.io/docs/beancount_language_syntax.html. Debits are positive there. Closing
`balance` directives carry our stored totals, so that an independent tool adds up every entry and compares.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from puhui.foundation.ledger.models import BusinessDate, Entry
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.queries.balances import trial_balance
from puhui.foundation.ledger.storage.snapshot import one_picture
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.money import Money

_ROOTS = {"asset": "Assets", "liability": "Liabilities", "equity": "Equity", "income": "Income", "expense": "Expenses"}
_COLUMNS = (
    "business_date", "value_date", "journal_id", "transfer", "kind", "source", "text", "account", "number", "owner_id",
    "stripe", "side", "amount", "currency", "balance_after",
)  # fmt: skip


class ExportRow(NamedTuple):
    """One entry with its journal and account."""

    business_date: date
    journal_id: UUID
    n: int
    is_debit: bool
    amount_minor: int
    net_debits_after: int
    net_credits_after: int
    code: str
    currency: str
    owner_id: UUID | None
    stripe: int
    kind: str
    source: str
    text: str
    value_date: date


def export_beancount(actor: Actor) -> Iterator[str]:
    """A beancount file by the line: accounts opened, one transaction a journal, closing balances asserted."""
    actor.require(*READING_ROLES, verb="export the books")
    with one_picture():
        days = BusinessDate.objects.order_by("business_date").values_list("business_date", flat=True)
        yield 'option "title" "puhui"'
        if not days:
            return
        closing = trial_balance(actor)
        for currency in closing.totals:
            yield f'option "operating_currency" "{currency}"'
        for code in dict.fromkeys(line.code for line in closing.lines):
            yield f"{days[0]} open {beancount_account(code)}"
            yield f"  number: {_quoted(chart()[code].number)}"
            yield f"  name: {_quoted(chart()[code].name.zh)}"
        for (day, journal_id), rows in groupby(_rows(), key=lambda row: (row.business_date, row.journal_id)):
            yield from _transaction(day, journal_id, rows)
        after = closing.on + timedelta(days=1)
        for line in closing.lines:
            net = Money(line.debit_minor - line.credit_minor, line.currency)
            yield f"{after} balance {beancount_account(line.code)} {net} ~ 0 {line.currency}"


def _transaction(day: date, journal_id: UUID, rows: Iterable[ExportRow]) -> Iterator[str]:
    for position, row in enumerate(rows):
        if position == 0:
            yield ""
            yield f"{day} * {_quoted(row.kind)} {_quoted(row.text)}"
            yield f"  journal: {_quoted(str(journal_id))}"
            yield f"  source: {_quoted(row.source)}"
            yield f"  value_date: {row.value_date}"
        amount = Money(row.amount_minor if row.is_debit else -row.amount_minor, row.currency)
        yield f"  {beancount_account(row.code)}  {amount} {row.currency}"
        if row.owner_id:
            yield f"    owner: {_quoted(str(row.owner_id))}"


def beancount_account(code: str) -> str:
    """`loan.interest_receivable` as `Assets:Loan:Interest-Receivable`."""
    parts = ["-".join(word.capitalize() for word in part.split("_")) for part in code.split(".")]
    return ":".join([_ROOTS[chart()[code].type], *parts])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def export_csv(actor: Actor) -> Iterator[str]:
    """One line an entry, in the order of business date and journal; amounts in major units, balances debit-positive."""
    actor.require(*READING_ROLES, verb="export the books")
    yield _csv_line(_COLUMNS)
    with one_picture():
        for row in _rows():
            net = Money(row.net_debits_after - row.net_credits_after, row.currency)
            yield _csv_line(
                (
                    row.business_date, row.value_date, row.journal_id, row.n, row.kind, row.source, row.text, row.code,
                    chart()[row.code].number, row.owner_id or "", row.stripe, "debit" if row.is_debit else "credit",
                    Money(row.amount_minor, row.currency), row.currency, net,
                )
            )  # fmt: skip


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(list(values))
    return line.getvalue()


def _rows() -> Iterator[ExportRow]:
    rows = Entry.objects.order_by("business_date", "journal_id", "n", "-is_debit").values_list(
        "business_date", "journal_id", "n", "is_debit", "amount_minor", "debits_after_minor", "credits_after_minor",
        "account__code", "account__currency", "account__owner_id", "account__stripe",
        "journal__kind", "journal__source", "journal__text", "journal__value_date",
    )  # fmt: skip
    for row in rows.iterator(chunk_size=5000):
        yield ExportRow(*row)
