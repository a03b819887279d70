"""One side of the measurement of vouchers: makes a chain of a thousand transfers on a database, and proves it."""

import json
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the rooms need the settings
from stdnum.cn import uscc  # noqa: E402

from puhui.foundation.evidence.facade import use_case  # noqa: E402
from puhui.foundation.ledger.facade import open_first_business_date  # noqa: E402
from puhui.foundation.party.facade import add_role, register_organisation, register_person  # noqa: E402
from puhui.kernel.actors import SYSTEM, Actor, Call, Role  # noqa: E402
from puhui.kernel.ids import new_id  # noqa: E402
from puhui.kernel.money import Money  # noqa: E402
from puhui.products.vouchers.facade import (  # noqa: E402
    NewProgram,
    NewVoucher,
    PartMoved,
    answer_voucher,
    chain,
    decide_program,
    holdings_page,
    issue_voucher,
    pass_on,
    propose_program,
)

TODAY, DEPTH, TIMES = date(2026, 3, 2), 1000, 21


@use_case("bench.pass_on", answers=PartMoved, subject="part_id")
def transfer(call: Call, *, part_id: UUID, to_id: UUID, amount: Money) -> PartMoved:
    """A transfer without the one-time code, whose message is no part of what is measured."""
    return pass_on(call, part_id=part_id, to_id=to_id, amount=amount)


def call_of(actor: Actor = SYSTEM) -> Call:
    return Call(actor, f"bench/{new_id()}", datetime(2026, 3, 2, 8, tzinfo=UTC))


def firm(n: int) -> tuple[UUID, Actor]:
    body = f"91110000{n:09d}"
    person = register_person(call_of(), phone=f"138{n:08d}")
    firm_id = register_organisation(call_of(), name=f"Firm {n}", uscc=body + uscc.calc_check_digit(body))
    add_role(call_of(), person_id=person, organisation_id=firm_id, role="legal_representative")
    return firm_id, Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=person, name="bench")


def issued(firms: list[tuple[UUID, Actor]]) -> UUID:
    """A voucher of a million that the first supplier has taken; its first part."""
    manager, risk = (Actor(new_id(), frozenset({r})) for r in (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER))
    asked = NewProgram(
        issuer_id=firms[0][0],
        limit=Money(10**8),
        buying_limit=Money(0),
        annual_rate_pct=Decimal("3.6"),
        valid_until=TODAY + timedelta(days=300),
    )
    program = propose_program(call_of(manager), asked=asked).program_id
    decide_program(call_of(risk), program_id=program, agree=True)
    new = NewVoucher(
        issuer_id=firms[0][0],
        supplier_id=firms[1][0],
        amount=Money(10**8),
        due_on=TODAY + timedelta(days=90),
        payable="HT-1",
    )
    voucher_id = issue_voucher(call_of(firms[0][1]), asked=new).voucher_id
    answer_voucher(call_of(firms[1][1]), voucher_id=voucher_id, accept=True)
    return holdings_page(firms[1][1])[0].part_id


def main() -> None:
    call_command("migrate", verbosity=0)
    open_first_business_date(call_of(), on=TODAY)
    firms = [firm(n) for n in range(1, 4)]
    part, minor = issued(firms), 10**8
    began = time.perf_counter()
    for n in range(DEPTH):
        minor -= 100  # something stays behind each time, so that the tree has two thousand parts
        giver, taker = firms[1 + n % 2], firms[2 - n % 2]
        part = transfer(call_of(giver[1]), part_id=part, to_id=taker[0], amount=Money(minor)).made[0]
    took = time.perf_counter() - began
    times, cpu = [], []
    for _ in range(TIMES):
        at, busy = time.perf_counter(), time.process_time()
        links, fault = chain(SYSTEM, part)
        times.append(1000 * (time.perf_counter() - at))
        cpu.append(1000 * (time.process_time() - busy))
        assert (len(links), fault) == (DEPTH + 1, "")
    figures = {
        "chain_of_1000_ms": round(statistics.median(times), 1),
        "chain_of_1000_best_ms": round(min(times), 1),
        "chain_of_1000_cpu_ms": round(statistics.median(cpu), 1),
        "parts": 2 * DEPTH + 1,
        "transfers_per_second": round(DEPTH / took),
    }
    Path(sys.argv[1]).write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
