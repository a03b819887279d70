"""Sums over all positions of some groups, one statement each, on either database.

The tables are read where they lie. PostgreSQL puts the eight bytes of an amount together by itself; SQLite calls
`amount_on` for them. Statements are written by hand: the planner needs to be told to hash and not to sort.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from puhui.products.lending.rules.accrual_tables import AMOUNT_BYTES, amount_on
from puhui.products.lending.rules.accrued import Cell, Earned
from puhui.products.lending.rules.groups import GROUPS, WIDTH, bucket_range, runs

_MEMORY = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"
GROUP_KEY = f"bucket / {WIDTH}"


def earned_between(*, groups: Sequence[int], first: date, last: date) -> dict[Cell, Earned]:
    """What the open loans of each cell earn from the start of one day to the start of another.

    Their tables must hold both days: loans whose table ends before were rolled.
    """
    rows = summed(
        keys=(GROUP_KEY, "product_code", "currency", "is_non_accrual"),
        sums=(grown_sql("interest_table", first, last), grown_sql("penalty_table", first, last)),
        where=f"is_open AND {within(groups)}",
    )
    return {
        Cell(group, product, currency, bool(non_accrual)): Earned(interest, penalty, 0, loans)
        for group, product, currency, non_accrual, loans, interest, penalty in rows
    }


def summed(*, keys: Sequence[str], sums: Sequence[str], where: str) -> Iterator[tuple[Any, ...]]:
    """Positions grouped by some expressions: the keys, how many, and the sums of others, in the order of the keys."""
    named = [f"{key} AS k{n}" for n, key in enumerate(keys)] + [f"{part} AS s{n}" for n, part in enumerate(sums)]
    places = ", ".join(str(n + 1) for n in range(len(keys)))
    statement = " ".join(
        (
            "SELECT",
            ", ".join([f"k{n}" for n in range(len(keys))] + ["count(*)"] + [f"sum(s{n})" for n in range(len(sums))]),
            "FROM (SELECT",
            ", ".join(named),
            f"FROM lending_loanposition WHERE {where}) p GROUP BY {places} ORDER BY {places}",
        )
    )
    for row in run(statement):
        yield (*row[: len(keys) + 1], *map(int, row[len(keys) + 1 :]))


def banded(column: str, bounds: Sequence[tuple[str, int]]) -> str:
    """The band of a column by its first condition that holds, else 0: `bounds` are conditions and what they name."""
    cases = " ".join(f"WHEN {column} {condition} THEN {band}" for condition, band in bounds)
    return f"CASE {cases} ELSE 0 END"


def owed_sql(table: str, settled: str, on: date) -> str:
    """What was earned by a day and has not left what is owed; nothing is read of a table that says zero."""
    zero = "x'0000000000000000'" if connection.vendor == "sqlite" else r"'\x0000000000000000'::bytea"
    return f"CASE WHEN {table} = {zero} THEN 0 ELSE {amount_sql(table, on)} END - {settled}"


def amount_sql(table: str, on: date) -> str:
    """What a table says of a day; a table of one amount says it of every day."""
    if connection.vendor == "sqlite":
        return f"amount_on({table}, {days_sql(day_sql(on), 'table_from')})"
    at = f"least({AMOUNT_BYTES} * ({days_sql(day_sql(on), 'table_from')}), octet_length({table}) - {AMOUNT_BYTES})"
    parts = [f"(get_byte({table}, {at} + {n})::bigint << {8 * n})" for n in range(AMOUNT_BYTES)]
    return f"({' + '.join(parts)})"


def days_sql(later: str, earlier: str) -> str:
    """Days between two dates."""
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"({later} - {earlier})"


def within(groups: Sequence[int]) -> str:
    """The condition that a bucket belongs to one of these groups.

    SQLite is kept from an index (by the plus): it would look up row after row where one pass reads them in order.
    """
    if len(set(groups)) == GROUPS:
        return "true"
    bucket = "+bucket" if connection.vendor == "sqlite" else "bucket"
    stretches = [
        f"{bucket} BETWEEN {bucket_range(a)[0]} AND {bucket_range(b)[1]}" for a, b in runs(sorted(set(groups)))
    ]
    return f"({' OR '.join(stretches) or 'false'})"


def run(statement: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement that reads many positions and gives few rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            connection.connection.create_function("amount_on", 2, amount_on, deterministic=True)
        elif connection.in_atomic_block:
            cursor.execute(_MEMORY)
        cursor.execute(statement)
        yield from cursor.fetchall()


def grown_sql(table: str, first: date, last: date) -> str:
    """By how much a table grows; one of a single amount not at all."""
    length = "length" if connection.vendor == "sqlite" else "octet_length"
    grown = f"{amount_sql(table, last)} - {amount_sql(table, first)}"
    return f"CASE WHEN {length}({table}) = {AMOUNT_BYTES} THEN 0 ELSE {grown} END"


def day_sql(day: date) -> str:
    """A date."""
    return f"'{day.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{day.isoformat()}'"
