"""The peer that a Django user picks: django-hordak on PostgreSQL, one by one and in bulk, in turns with puhui.

It keeps no totals, no balance after each leg and no idempotency, so it does less per transfer. Its check that legs sum
to zero is a deferred trigger, row by row, at commit.
"""

import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec

from django.conf import settings

SINGLES, BULK, ROUNDS = 60, 1000, 5


def install() -> bool:
    """Adds hordak to the apps before Django is set up; False where it is not installed, and on SQLite (it refuses)."""
    if find_spec("hordak") is None or "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        return False
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "mptt", "hordak"]
    settings.HORDAK_INTERNAL_CURRENCY = settings.DEFAULT_CURRENCY = "CNY"
    settings.CURRENCIES = ["CNY"]
    return True


def compare(post_single: Callable[[int], object], post_batch: Callable[[int], object]) -> dict[str, float]:
    """Rates of both: `post_single(n)` posts n durable single transfers, `post_batch(n)` one batch of n."""
    from hordak.models import Account, AccountType

    bank, loan = (
        Account.objects.create(name=name, code=code, type=AccountType.asset, currencies=["CNY"])
        for code, name in enumerate(("bank", "loan"), 1)
    )
    warm(bank, loan)
    acts: dict[str, tuple[Callable[[], object], int]] = {
        "hordak_single_per_second": (lambda: single(bank, loan), SINGLES),
        "puhui_single_per_second": (lambda: post_single(SINGLES), SINGLES),
        "hordak_bulk_1000_per_second": (lambda: bulk(bank, loan), BULK),
        "puhui_batch_1000_per_second": (lambda: post_batch(BULK), BULK),
    }
    rates: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(ROUNDS):
        for name, (act, transfers) in acts.items():
            started = time.perf_counter()
            act()
            rates[name].append(transfers / (time.perf_counter() - started))
    batch, ones, many = (rates[name] for name in ("puhui_batch_1000_per_second", *list(acts)[0:3:2]))
    return {name: round(statistics.median(values)) for name, values in rates.items()} | {
        "puhui_batch_by_hordak_single": round(statistics.median(a / b for a, b in zip(batch, ones, strict=True)), 1),
        "puhui_batch_by_hordak_bulk": round(statistics.median(a / b for a, b in zip(batch, many, strict=True)), 1),
    }


def warm(bank: object, loan: object) -> None:
    """Fills the tables a little and lets PostgreSQL see it: hordak's triggers are then planned with their indexes."""
    from django.db import connection

    bulk(bank, loan)
    single(bank, loan)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def single(bank: object, loan: object) -> None:
    from django.db import transaction
    from moneyed import Money

    for _ in range(SINGLES):
        with transaction.atomic():
            bank.transfer_to(loan, Money("1.23", "CNY"))  # type: ignore[attr-defined]


def bulk(bank: object, loan: object) -> None:
    """As few statements as hordak's models allow."""
    from django.db import transaction
    from hordak.models import Leg, Transaction
    from moneyed import Money

    amount = Money("1.23", "CNY")
    with transaction.atomic():
        made = Transaction.objects.bulk_create([Transaction() for _ in range(BULK)])
        legs = [Leg(transaction=one, account=bank, credit=amount) for one in made]
        Leg.objects.bulk_create(legs + [Leg(transaction=one, account=loan, debit=amount) for one in made])
