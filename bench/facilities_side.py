"""One database under bench/facilities.py: grants the limits, draws at once, proves the law; writes JSON."""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import django

DRAWS, LIMITS, CONNECTIONS = 500, 50, 40
LIMIT_MINOR, ASKED_MINOR = 100_000_00, 24_000_00  # ten draws ask for 240,000.00 of each limit of 100,000.00
ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 2, tzinfo=UTC)


def measure() -> dict[str, Any]:
    """All draws are asked for at one moment; each does its three transactions, or is refused."""
    limits = granted()
    start, taken, refused, lock = threading.Event(), [], [0], threading.Lock()

    def one(n: int) -> None:
        begun = time.perf_counter()
        fits = draw(limits[n % LIMITS])
        with lock:
            taken.append((time.perf_counter() - begun) * 1000)
            refused[0] += not fits

    with ThreadPoolExecutor(CONNECTIONS, initializer=connect, initargs=(start,)) as pool:
        warm = [pool.submit(time.sleep, 0.05) for _ in range(CONNECTIONS)]  # every worker has its connection
        start.set()
        for future in warm:
            future.result()
        begun = time.perf_counter()
        for future in [pool.submit(one, n) for n in range(DRAWS)]:
            future.result()
        seconds = time.perf_counter() - begun
    taken.sort()
    return {
        "draws": DRAWS,
        "limits": LIMITS,
        "connections": CONNECTIONS,
        "seconds": round(seconds, 2),
        "draws_a_second": round(DRAWS / seconds, 1),
        "p50_ms": round(taken[DRAWS // 2], 1),
        "p95_ms": round(taken[DRAWS * 95 // 100], 1),
        "refused_without_room": refused[0],
        "law": law(limits, paid=DRAWS - refused[0]),
    }


def connect(start: threading.Event) -> None:
    """A worker opens its connection before the clock starts."""
    from django.db import connection

    connection.ensure_connection()
    start.wait()


def granted() -> list[UUID]:
    """Limits that are lines, in books that have just been opened."""
    from django.db import transaction

    from puhui.foundation.ledger.facade import open_first_business_date
    from puhui.kernel.actors import SYSTEM, Call
    from puhui.kernel.dates import add_months
    from puhui.kernel.ids import new_id
    from puhui.kernel.money import Money
    from puhui.products.facilities.facade import DrawnAs, NewFacility, grant_facility

    open_first_business_date(Call(SYSTEM, "open", AT), on=ON)
    news = [
        NewFacility(
            holder_id=new_id(),
            product_code="working-capital-line",
            product_version=1,
            contract_id=new_id(),
            loan_id=new_id(),
            limit=Money(LIMIT_MINOR),
            drawn_as=DrawnAs.LINE,
            annual_rate_pct=Decimal("7.2"),
            available_until=add_months(ON, 11),
            expires_on=add_months(ON, 12),
            review_on=add_months(ON, 12),
            lowest_draw_minor=1_000_00,
            undrawn_counts_pct=100,
            method="credit_line",
            sub_limits={},
        )
        for _ in range(LIMITS)
    ]
    with transaction.atomic():
        return [grant_facility(Call(SYSTEM, f"grant-{n}", AT), new=new) for n, new in enumerate(news)]


def draw(facility_id: UUID) -> bool:
    """Reserved, confirmed and paid out, each a transaction of its own as in life; False where there is no room."""
    from django.db import transaction

    from puhui.kernel.actors import SYSTEM, Call
    from puhui.kernel.ids import new_id
    from puhui.kernel.money import Money
    from puhui.products.facilities.facade import NewDraw, NotEnoughRoom, confirm_draw, reserve_draw, settle_draw

    new = NewDraw(
        amount=Money(ASKED_MINOR),
        purpose="stock",
        term_months=12,
        method="credit_line",
        sheet={},
        sheet_hash="0" * 64,
        language="en",
    )
    call = Call(SYSTEM, str(new_id()), AT)
    try:
        with transaction.atomic():
            draw_id = reserve_draw(call, facility_id=facility_id, new=new).draw_id
    except NotEnoughRoom:
        return False
    with transaction.atomic():
        confirm_draw(call, draw_id=draw_id, seconds_measured=9, loan_id=new_id())
    with transaction.atomic():
        settle_draw(call, draw_id=draw_id)
    return True


def law(limits: list[UUID], *, paid: int) -> str:
    """What must hold at every instant and at the end; a difference is said, not hidden."""
    from django.apps import apps
    from django.db.models import F

    from puhui.products.facilities.facade import facility_faults, replayed

    facilities = apps.get_model("facilities", "Facility").objects
    events = apps.get_model("facilities", "FacilityEvent").objects
    beyond = events.filter(limit_minor__lt=F("drawn_minor") + F("reserved_minor")).count()
    kept = facilities.values_list("id", "limit_minor", "drawn_minor", "reserved_minor")
    differ = [id_ for id_, *balances in kept if list(replayed(id_)) != balances]
    drawn = sum(facilities.values_list("drawn_minor", flat=True))
    faults = facility_faults()
    if beyond or differ or faults or drawn != paid * ASKED_MINOR or len(limits) != LIMITS:
        return f"BROKEN: {beyond} events beyond a limit, {len(differ)} replays differ, {faults[:3]}, drawn {drawn}"
    return f"kept: {events.count()} events within their limits, {LIMITS} replays equal, {drawn // 100:,}.00 drawn"


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    Path(sys.argv[1]).write_text(json.dumps(measure()), encoding="utf-8")
