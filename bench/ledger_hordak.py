"""The peer that a Django user picks: django-hordak on PostgreSQL, one by one and in bulk, in turns with puhui.

It keeps no totals, no balance after each leg and no idempotency, so it writes three rows a transfer where puhui writes
four and two totals. Its check that legs sum to zero is a deferred trigger, row by row, at commit. It has no call for
many transfers; its bulk is here Django's own `bulk_create` on its models, the fastest way that leaves its checks on.
Both sides get their objects (legs here, drafts there) made before the clock starts.
"""

import random
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from django.conf import settings

ACCOUNTS, SINGLES, BULK, ROUNDS = 100, 60, 1000, 7


def install() -> bool:
    """Adds hordak to the apps before Django is set up; False where it is not installed, and on SQLite (it refuses)."""
    if find_spec("hordak") is None or "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        return False
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "mptt", "hordak"]
    settings.HORDAK_INTERNAL_CURRENCY = settings.DEFAULT_CURRENCY = "CNY"
    settings.CURRENCIES = ["CNY"]
    return True


def compare(make: Callable[[int], list[Any]], post: Callable[[list[Any]], object]) -> dict[str, float]:
    """Rates of both: `make(n)` gives n drafts, `post(drafts)` posts them as one durable batch."""
    from django.db import connection

    accounts = made_accounts()
    chance = random.Random(20261123)
    bulk(made_legs(accounts, chance))
    single(accounts, chance)
    with connection.cursor() as cursor:  # so that hordak's triggers are planned with their indexes
        cursor.execute("ANALYZE")
    connection.close()
    rates: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        legs, ones, batch = made_legs(accounts, chance), make(SINGLES), make(BULK)
        acts: list[tuple[str, Callable[[], object], int]] = [
            ("hordak_single_per_second", lambda: single(accounts, chance), SINGLES),
            ("puhui_single_per_second", lambda ones=ones: [post([one]) for one in ones], SINGLES),
            ("hordak_bulk_1000_per_second", lambda legs=legs: bulk(legs), BULK),
            ("puhui_batch_1000_per_second", lambda batch=batch: post(batch), BULK),
        ]
        for name, act, transfers in acts:
            started = time.perf_counter()
            act()
            if turn:  # the first round warms the plans of the new connection
                rates.setdefault(name, []).append(transfers / (time.perf_counter() - started))
    return {name: round(statistics.median(values)) for name, values in rates.items()} | {
        "puhui_batch_by_hordak_single": by(rates, "puhui_batch_1000_per_second", "hordak_single_per_second"),
        "puhui_batch_by_hordak_bulk": by(rates, "puhui_batch_1000_per_second", "hordak_bulk_1000_per_second"),
    }


def by(rates: dict[str, list[float]], ours: str, theirs: str) -> float:
    return round(statistics.median(a / b for a, b in zip(rates[ours], rates[theirs], strict=True)), 1)


def made_accounts() -> list[Any]:
    """The first is the bank, the others are loans."""
    from hordak.models import Account, AccountType

    return [
        Account.objects.create(name=f"account {n}", code=f"{n:03}", type=AccountType.asset, currencies=["CNY"])
        for n in range(ACCOUNTS + 1)
    ]


def single(accounts: list[Any], chance: random.Random) -> None:
    from django.db import transaction
    from moneyed import Money

    for _ in range(SINGLES):
        with transaction.atomic():
            accounts[0].transfer_to(chance.choice(accounts[1:]), Money(chance.randint(1, 10**4), "CNY"))


def made_legs(accounts: list[Any], chance: random.Random) -> tuple[list[Any], list[Any]]:
    from hordak.models import Leg, Transaction
    from moneyed import Money

    transactions = [Transaction() for _ in range(BULK)]
    legs = []
    for one in transactions:
        amount = Money(chance.randint(1, 10**4), "CNY")
        legs.append(Leg(transaction=one, account=accounts[0], credit=amount))
        legs.append(Leg(transaction=one, account=chance.choice(accounts[1:]), debit=amount))
    return transactions, legs


def bulk(made: tuple[list[Any], list[Any]]) -> None:
    """As few statements as hordak's models allow."""
    from django.db import transaction
    from hordak.models import Leg, Transaction

    with transaction.atomic():
        Transaction.objects.bulk_create(made[0])
        Leg.objects.bulk_create(made[1])
