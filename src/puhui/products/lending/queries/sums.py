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
_EARNED = """
SELECT bucket / {width}, product_code, currency, is_non_accrual, count(*), sum(interest), sum(penalty)
FROM (
    SELECT bucket, product_code, currency, is_non_accrual, {interest} AS interest, {penalty} AS penalty
    FROM lending_loanposition WHERE is_open AND {within}
) p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""


def earned_between(*, groups: Sequence[int], first: date, last: date) -> dict[Cell, Earned]:
    """What the open loans of each cell earn from the start of one day to the start of another.

    Their tables must hold both days: loans whose table ends before were rolled.
    """
    statement = _EARNED.format(
        width=WIDTH,
        interest=_growth("interest_table", first, last),
        penalty=_growth("penalty_table", first, last),
        within=within(groups),
    )
    return {
        Cell(group, product, currency, bool(non_accrual)): Earned(int(interest), int(penalty), 0, loans)
        for group, product, currency, non_accrual, loans, interest, penalty in run(statement)
    }


def amount_sql(table: str, on: date) -> str:
    """What a table says of a day; a table of one amount says it of every day."""
    if connection.vendor == "sqlite":
        return f"amount_on({table}, {days_sql(_day(on), 'table_from')})"
    at = f"least({AMOUNT_BYTES} * ({days_sql(_day(on), 'table_from')}), octet_length({table}) - {AMOUNT_BYTES})"
    parts = [f"(get_byte({table}, {at} + {n})::bigint << {8 * n})" for n in range(AMOUNT_BYTES)]
    return f"({' + '.join(parts)})"


def days_sql(later: str, earlier: str) -> str:
    """Days between two dates."""
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"({later} - {earlier})"


def within(groups: Sequence[int]) -> str:
    """The condition that a bucket belongs to one of these groups."""
    if len(set(groups)) == GROUPS:
        return "true"
    stretches = [f"bucket BETWEEN {bucket_range(a)[0]} AND {bucket_range(b)[1]}" for a, b in runs(sorted(set(groups)))]
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


def _growth(table: str, first: date, last: date) -> str:
    """By how much a table grows; one of a single amount not at all."""
    length = "length" if connection.vendor == "sqlite" else "octet_length"
    grown = f"{amount_sql(table, last)} - {amount_sql(table, first)}"
    return f"CASE WHEN {length}({table}) = {AMOUNT_BYTES} THEN 0 ELSE {grown} END"


def _day(day: date) -> str:
    return f"'{day.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{day.isoformat()}'"
