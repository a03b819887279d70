"""Asking all sources of a firm and of its representative at once, over real HTTP: what it takes above the slowest one.

Target: the slowest source + 50 ms. The simulator's server waits before it answers, each source its own time; the
server runs in a process of its own, as real sources do. Ten firms in turn, a hundred rounds each, for the p99 of a
hundred rounds in all is their worst one; as in `puhui serve`, the garbage collector leaves alone what was read at the
start.
"""

import gc
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

DELAYS_MS = {
    "business_registration": 120,
    "tax": 250,
    "social_security": 180,
    "judicial_records": 200,
    "platform_trade": 60,
    "utility_bills": 90,
    "credit_bureau": 300,
    "person_credit": 280,
    "person_income": 150,
    "person_spending": 40,
    "person_tenure": 30,
}
FIRMS, ROUNDS, TARGET_MS = 10, 1000, 50
SERVER = """
import sys, django
django.setup()
from puhui.adapters.sources.simulated import SimulatedSources
world = SimulatedSources(size=10, delays_ms=eval(sys.argv[1]))
print(world.address, flush=True)
world.serve()
"""


def run() -> dict[str, object]:
    """One thousand rounds of eleven sources, each asked anew, answers kept in the database (SQLite by preset)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    _open_the_books()
    server = subprocess.Popen([sys.executable, "-c", SERVER, repr(DELAYS_MS)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        return _rounds(server.stdout.readline().strip())
    finally:
        server.kill()


def _rounds(address: str) -> dict[str, object]:
    from puhui.adapters.sources.http import HttpSources
    from puhui.flows.ask_sources import ask_sources
    from puhui.flows.measure_facts import decision_facts
    from puhui.kernel.actors import SYSTEM, Call

    at, connector = datetime.now(UTC), HttpSources(address)
    firms = [_firm(number, at=at) for number in range(FIRMS)]
    gc.collect()
    gc.freeze()
    whole, above, facts, waited = [], [], [], []
    for number in range(ROUNDS + 3):
        firm_id, person_id = firms[number % FIRMS]
        call = Call(SYSTEM, f"bench/{number}", at + timedelta(minutes=number))
        began = time.perf_counter()
        told = ask_sources(call, party_ids=[firm_id, person_id], connector=connector, again=True)
        took = (time.perf_counter() - began) * 1000
        assert all(line.status in ("ok", "absent") for line in told.lines), told
        assert told.asked == len(DELAYS_MS)
        whole.append(took)
        above.append(took - max(DELAYS_MS.values()))
        waited.append(max(line.latency_ms for line in told.lines))
        began = time.perf_counter()
        decision_facts(call, firm_id=firm_id, purpose="bench")
        facts.append((time.perf_counter() - began) * 1000)
    return {
        "sources": len(DELAYS_MS),
        "slowest_ms": max(DELAYS_MS.values()),
        "one_after_another_ms": sum(DELAYS_MS.values()),
        "rounds": ROUNDS,
        "p50_ms": _at(whole, 50),
        "p99_ms": _at(whole, 99),
        "above_slowest_p50_ms": _at(above, 50),
        "above_slowest_p99_ms": _at(above, 99),
        "target_above_slowest_ms": TARGET_MS,
        "slowest_answer_as_it_came_p50_ms": _at(waited, 50),
        "slowest_answer_as_it_came_p99_ms": _at(waited, 99),
        "facts_measured_and_kept_p50_ms": _at(facts, 50),
        "facts_measured_and_kept_p99_ms": _at(facts, 99),
    }


def _open_the_books() -> None:
    from puhui.foundation.ledger.facade import open_first_business_date
    from puhui.foundation.party.facade import home_date
    from puhui.kernel.actors import SYSTEM, Call

    now = datetime.now(UTC)
    open_first_business_date(Call(SYSTEM, "bench-open", now), on=home_date(now))


def _at(values: list[float], percent: int) -> float:
    """The percentile of the rounds after the first three."""
    timed = sorted(values[3:])
    return round(timed[min(len(timed) - 1, int(len(timed) * percent / 100))], 1)


def _firm(number: int, *, at: datetime) -> tuple[UUID, UUID]:
    """A made-up firm that lets every source be asked, and its representative."""
    from puhui.flows.register_firm import register_firm
    from puhui.flows.simulation.identities import identity_of
    from puhui.foundation.access.facade import VISITOR, customer_user_for
    from puhui.foundation.consent.facade import give_consent
    from puhui.foundation.party.facade import register_person
    from puhui.kernel.actors import Actor, Call, Role

    who = identity_of(seed=20261123, number=number)
    person_id = register_person(Call(VISITOR, f"bench-person-{number}", at), phone=who.phone)
    actor = Actor(customer_user_for(person_id), frozenset({Role.CUSTOMER}), person_id)
    firm_id = register_firm(
        Call(actor, f"bench-firm-{number}", at),
        firm_name=who.firm_name,
        uscc=who.uscc,
        representative_name=who.representative,
        resident_id=who.resident_id,
    ).firm_id
    given = [(firm_id, "credit_assessment"), (firm_id, "firm_records"), (firm_id, "credit_report")]
    given += [(person_id, "personal_records"), (person_id, "credit_report")]
    for n, (party_id, purpose) in enumerate(given):
        give_consent(Call(actor, f"bench-consent-{number}-{n}", at), party_id=party_id, purpose=purpose)
    return firm_id, person_id
