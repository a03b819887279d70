"""One database: puhui's `post` and the bare limit in turns, on the same machine in the same minutes.

Run as `python -m bench.ledger_side OUT.json` with PUHUI_DATABASE_URL and PUHUI_HOME set.
"""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import django

from bench import ledger_hordak

HORDAK = ledger_hordak.install()
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.ledger_bare import BarePostgresql, BareSqlite, Row  # noqa: E402
from puhui.foundation.ledger.facade import (  # noqa: E402
    AccountRef,
    JournalDraft,
    TransferDraft,
    check_books,
    open_first_business_date,
    post,
)
from puhui.foundation.ledger.rules.accounts import account_key  # noqa: E402
from puhui.kernel.actors import SYSTEM, Call  # noqa: E402
from puhui.kernel.ids import bucket_of, new_id  # noqa: E402

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 8, tzinfo=UTC)
CALL = Call(SYSTEM, "bench", AT)
LOANS = 10_000
# transfers a batch, batches a round; rounds alternate between puhui and bare
CASES = {1: 250, 100: 30, 1000: 5, 10_000: 1}
ROUNDS = 9


def draft(loan: Any, amount: int) -> JournalDraft:
    """Money paid to a loan's borrower: one leg the loan's own account, the other a striped house account."""
    return JournalDraft(
        id=new_id(),
        kind="bench",
        value_date=ON,
        transfers=(
            TransferDraft(
                AccountRef("loan.principal", loan),
                AccountRef("bank.operating", None, "CNY", bucket_of(loan)),
                amount,
                "principal",
            ),
        ),
        source=f"loan:{loan}",
    )


def row(one: JournalDraft) -> Row:
    transfer = one.transfers[0]
    key = new_id().hex
    return Row(
        key,
        account_key(transfer.debit),
        account_key(transfer.credit),
        transfer.amount_minor,
        bucket_of(transfer.debit.owner_id or one.id),
        one.kind,
        one.source,
        key * 2,  # as long as a digest
        one.value_date.isoformat(),
        transfer.code,
    )


def timed(act: Callable[[Any], object], batches: Sequence[Any]) -> float:
    """Seconds for all batches, each a durable transaction of its own."""
    gc.collect()
    gc.freeze()  # what was prepared for the measurement is not the measured code's to collect
    started = time.perf_counter()
    for batch in batches:
        act(batch)
    seconds = time.perf_counter() - started
    gc.unfreeze()
    return seconds


def case(size: int, count: int, loans: list[Any], bare: Any, chance: random.Random) -> dict[str, float]:
    ours, limits = [], []
    for turn in range(ROUNDS + 1):
        drafts = [[draft(chance.choice(loans), chance.randint(1, 10**6)) for _ in range(size)] for _ in range(count)]
        rows = [[row(one) for one in batch] for batch in drafts]
        turns = [(ours, lambda batch: post(batch, call=CALL), drafts), (limits, bare.post, rows)]
        for times, act, batches in turns if turn % 2 else reversed(turns):
            times.append(size * count / timed(act, batches))
    ours, limits = ours[1:], limits[1:]  # the first round warms plans and caches
    ratio = statistics.median(a / b for a, b in zip(ours, limits, strict=True))
    return {
        "per_second": round(statistics.median(ours)),
        "bare_per_second": round(statistics.median(limits)),
        "of_bare": round(ratio, 3),
    }


def beside_hordak(loans: list[Any], chance: random.Random) -> object:
    """In the same database and the same minutes."""
    if not HORDAK:
        return "not measured: pip install django-hordak"

    def drafts(count: int) -> list[JournalDraft]:
        return [draft(chance.choice(loans), 123) for _ in range(count)]

    return ledger_hordak.compare(drafts, lambda batch: post(batch, call=CALL))


def main() -> None:
    call_command("migrate", verbosity=0)
    open_first_business_date(CALL, on=ON)
    chance = random.Random(20261123)
    loans = [new_id() for _ in range(LOANS)]
    post([draft(loan, 1) for loan in loans], call=CALL)
    if connection.vendor == "postgresql":
        bare: Any = BarePostgresql(sys.argv[2], ON, AT)
    else:
        bare = BareSqlite(str(connection.settings_dict["NAME"]), ON, AT)
    figures: dict[str, object] = {}
    for size, count in CASES.items():
        bare.analyze()
        name = "single durable transfers" if size == 1 else f"batches of {size}"
        figures[name] = case(size, count, loans, bare, chance)
    if connection.vendor == "postgresql":
        figures["beside django-hordak"] = beside_hordak(loans, chance)
    assert check_books() == []
    written = sum(size * count * (ROUNDS + 1) for size, count in CASES.items())
    assert bare.counts() == [written, written, 2 * written], "the bare limit must write the same rows"
    figures["books hold afterwards"] = True
    with open(sys.argv[1], "w") as out:
        json.dump(figures, out)


if __name__ == "__main__":
    main()
