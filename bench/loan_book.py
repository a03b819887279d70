"""Writes a book of any size set-wise: loans with their history, positions and money in the ledger, as if lived through.

A few thousand shapes of loans are folded by the real engine, each with payments on its due dates; the loans of the
book are their copies under ids of their own. Ages run over four months; a thirtieth of the book falls due on the day,
and has paid. Of fifty loans one has stopped paying one to three instalments ago.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, models, transaction

from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.terms import LoanTerms
from puhui.foundation.ledger.facade import AccountRef, JournalDraft, TransferDraft, draft_from_template, post
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.dates import add_months
from puhui.kernel.ids import bucket_of, new_id
from puhui.products.lending.facade import GROUPS, group_of
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition, Mandate
from puhui.products.lending.queries.positions import position_row, standing_position
from puhui.products.lending.queries.replays import engine_events, fold_loan
from puhui.products.lending.rules.terms_json import terms_as_json

PRODUCTS = ("working-capital", "harvest", "micro")
START = date(2026, 6, 15)
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
SHAPES = 6_000
CHUNK = 20_000
AGE_DAYS = 121


@dataclass(frozen=True, slots=True)
class Shape:
    """One loan in the making, without its ids: its rows, and what it has in the books on the day."""

    loan: Loan
    events: tuple[LoanEvent, ...]
    position: LoanPosition
    interest: int
    penalty: int


def shapes(count: int, *, on: date) -> list[Shape]:
    """So many different loans, as they stand at the start of `on`."""
    chance = random.Random(20260615)
    return [_shape(n, on, chance) for n in range(count)]


def _shape(n: int, on: date, chance: random.Random) -> Shape:
    disbursed = _disbursed_on(n, on)
    terms = LoanTerms(
        principal_minor=1_000_000 + 10_000 * chance.randrange(1000),
        annual_rate_pct=Decimal(chance.randrange(400, 1500)) / 100,
        method=chance.choice(("equal_instalment", "equal_principal", "interest_only")),
        n=12,
        disbursement_date=disbursed,
        penalty_multiple=Decimal("1.5"),
    )
    loan = Loan(
        id=new_id(),
        product_code=chance.choice(PRODUCTS),
        product_version=1,
        currency="CNY",
        principal_minor=terms.principal_minor,
        annual_rate_pct=terms.annual_rate_pct,
        terms=terms_as_json(terms),
        state="active",
        opened_on=disbursed,
        opened_at=AT,
        disbursed_on=disbursed,
    )
    past = [line for line in replay(terms, [], as_of=disbursed).instalments if line.due_date <= on]
    is_late = chance.randrange(50) == 0 and past
    paid = past[: -chance.randint(1, 3)] if is_late else past
    events = tuple(
        LoanEvent(
            loan=loan,
            n=place,
            on=line.due_date,
            kind="payment",
            amount_minor=line.total,
            booked_on=line.due_date,
            recorded_at=AT,
        )
        for place, line in enumerate(paid, 1)
    )
    last = past[-1].due_date if past else disbursed
    last = min(last + timedelta(days=1), on) if is_late else last
    folded = fold_loan(loan, engine_events(events), as_of=last)
    position = position_row(folded)
    stands = standing_position(position, on=on)
    return Shape(
        loan, events, position, stands.interest - stands.interest_settled, stands.penalty - stands.penalty_settled
    )


def _disbursed_on(n: int, on: date) -> date:
    """Of thirty loans exactly one has the day of the month of `on` as its own, and so falls due on it."""
    if n % 30 == 0:
        return add_months(on, -1 - n // 30 % 4)
    other = on - timedelta(days=1 + n % AGE_DAYS)
    return other - timedelta(days=1) if other.day == on.day else other


def write_book(call: Call, count: int, *, on: date, made: Sequence[Shape], with_mandates: bool = True) -> None:
    """Writes `count` loans and what they have in the books, in transactions of some ten thousand."""
    numbers = iter(range(count))
    while chunk := list(islice(numbers, CHUNK)):
        with transaction.atomic():
            _write_chunk(call, [made[n % len(made)] for n in chunk], on, with_mandates)


def _write_chunk(call: Call, chunk: list[Shape], on: date, with_mandates: bool) -> None:
    first = new_id().int
    ids = [UUID(int=first + n) for n in range(len(chunk))]
    keys = [i.hex for i in ids]
    buckets = [bucket_of(i) for i in ids]
    told = list(zip(chunk, keys, buckets, strict=True))
    load(
        Loan,
        ("id", "bucket", "borrower_id", "contract_id"),
        ((shape.loan, (key, b, "b" + key[1:], "c" + key[1:])) for shape, key, b in told),
    )
    load(
        LoanEvent,
        ("id", "bucket", "loan_id"),
        ((event, (f"e{event.n:x}{key[2:]}", b, key)) for shape, key, b in told for event in shape.events),
    )
    load(
        LoanPosition,
        ("loan_id", "bucket", "borrower_id"),
        ((shape.position, (key, b, "b" + key[1:])) for shape, key, b in told),
    )
    if with_mandates:
        given = Mandate(given_at=AT)
        load(Mandate, ("id", "bucket", "loan_id"), ((given, ("d" + key[1:], b, key)) for _, key, b in told))
    post(list(_opening(chunk, ids, buckets, on)), call=call)


def _opening(chunk: list[Shape], ids: list[UUID], buckets: list[int], on: date) -> Iterator[JournalDraft]:
    """The money: principal outstanding per loan, and what is receivable, in sum per group and product."""
    owed = [
        TransferDraft(
            AccountRef("loan.principal", i, segment=shape.loan.product_code),
            AccountRef("bank.operating", None, "CNY", b),
            shape.position.principal_minor,
            "principal",
        )
        for shape, i, b in zip(chunk, ids, buckets, strict=True)
    ]
    for start in range(0, len(owed), 1000):
        yield JournalDraft(
            id=new_id(), kind="bench", value_date=on, transfers=tuple(owed[start : start + 1000]), source="bench"
        )
    sums: dict[tuple[int, str], list[int]] = {}
    for shape, b in zip(chunk, buckets, strict=True):
        cell = sums.setdefault((group_of(b), shape.loan.product_code), [0, 0])
        cell[0] += shape.interest
        cell[1] += shape.penalty
    for (group, product), (interest, penalty) in sorted(sums.items()):
        for template, name, amount in (
            ("interest_accrued", "interest", interest),
            ("penalty_accrued", "penalty", penalty),
        ):
            if amount:
                yield draft_from_template(
                    template,
                    id=new_id(),
                    amounts={name: amount},
                    owners={},
                    bucket=group * (1024 // GROUPS),
                    value_date=on,
                    source=f"accrual:{product}:{group}",
                    segment=product,
                )


def load(
    model: type[models.Model], own: Sequence[str], rows: Iterable[tuple[models.Model, tuple[object, ...]]]
) -> None:
    """Writes rows: the columns `own` (ids in hex, and numbers) come with each, the others are those of its pattern."""
    fields = [field for field in model._meta.concrete_fields if field.attname not in own]
    columns = ", ".join(f'"{name}"' for name in [*(_column(model, name) for name in own), *(f.column for f in fields)])
    is_postgresql = connection.vendor == "postgresql"
    tails: dict[int, Any] = {}

    def tail_of(pattern: models.Model) -> Any:
        tail = tails.get(id(pattern))
        if tail is None:
            values = [field.get_db_prep_save(getattr(pattern, field.attname), connection) for field in fields]
            tail = "\t".join(map(_text, values)) + "\n" if is_postgresql else tuple(map(_plain, values))
            tails[id(pattern)] = tail
        return tail

    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys hold by construction
            with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                copy.write("".join(["\t".join(map(str, head)) + "\t" + tail_of(pattern) for pattern, head in rows]))
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            marks = ", ".join("?" * (len(own) + len(fields)))
            statement = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})"
            cursor.connection.executemany(statement, (head + tail_of(pattern) for pattern, head in rows))


def _column(model: type[models.Model], attname: str) -> str:
    return next(field.column for field in model._meta.concrete_fields if field.attname == attname)


def _text(value: object) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, psycopg.Binary):
        value = value.obj
    if isinstance(value, bytes | memoryview):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, UUID):
        return value.hex
    if hasattr(value, "dumps"):
        value = value.dumps(value.obj)
        value = value.decode() if isinstance(value, bytes) else value
        return str(value).replace("\\", "\\\\")
    return str(value)


def _plain(value: object) -> object:
    """A value as SQLite stores it."""
    if isinstance(value, UUID):
        return value.hex
    return value if value is None or isinstance(value, bytes | memoryview | int | str) else str(value)


def bench_call() -> Call:
    """A call of the system."""
    return Call(SYSTEM, f"bench/{new_id()}", AT)
