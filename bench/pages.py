"""Server time and weight of the customer pages on a filled database: 300 customers, 100,000 ledger transfers.

The customers come through the real flows (the demonstration's made-up business); the rest of the transfers are posted
in batches. Measured with Django's test client: middleware, session, queries and template, without the network.
"""

# ruff: noqa: E402 - Django is set up before models are imported
import os
import re
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")

import django

django.setup()

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from scripts.compile_messages import compile_all

from puhui.foundation.access.models import User
from puhui.foundation.ledger.facade import business_date, draft_from_template, post
from puhui.foundation.ledger.models import Transfer
from puhui.foundation.party.facade import home_date
from puhui.interfaces.command_line.institution import live_made_up_business
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.ids import new_id
from puhui.products.lending.models import Loan
from puhui.products.origination.models import Application, Contract, Offer

CUSTOMERS, TRANSFERS, DAYS = 300, 100_000, 200
ROUNDS, OWNERS = 3, 20
BATCH = 1000


def run() -> dict[str, object]:
    """Milliseconds by page (p50, p95), the p95 over all, and the bytes of a first load."""
    compile_all()
    _fill()
    times: dict[str, list[float]] = {}
    weights: dict[str, int] = {}
    for owner in _owners():
        _measure(owner, times, weights)
    every = sorted(value for values in times.values() for value in values)
    return {
        "customers": User.objects.exclude(party_id=None).count(),
        "ledger_transfers": Transfer.objects.count(),
        "requests": len(every),
        "target_p95_ms": 60,
        "all_pages_p50_ms": round(statistics.median(every), 1),
        "all_pages_p95_ms": round(_p95(every), 1),
        "p95_ms": {name: round(_p95(values), 1) for name, values in times.items()},
        "p50_ms": {name: round(statistics.median(values), 1) for name, values in times.items()},
        "target_first_load_bytes": 100_000,
        "heaviest_first_load_bytes": max(weights.values()),
        "first_load_bytes": weights,
    }


def _fill() -> None:
    """A business of 200 days, then transfers up to the number."""
    call_command("migrate", interactive=False, verbosity=0)
    today = home_date(current_ports().clock.now())
    first_day = today - timedelta(days=DAYS)
    live_made_up_business(size=CUSTOMERS, seed=20261123, first_day=first_day, last_day=today, quiet=True)
    while (missing := TRANSFERS - Transfer.objects.count()) > 0:
        drafts = [
            draft_from_template(
                "capital_paid_in",
                id=new_id(),
                amounts={"capital": 100 + n},
                owners={},
                bucket=n % 1024,
                value_date=business_date(),
                source="bench",
            )
            for n in range(min(BATCH, missing))
        ]
        post(drafts, call=Call(SYSTEM, f"bench/{new_id()}", current_ports().clock.now()))


def _owners() -> Iterator[tuple[Client, list[tuple[str, str]]]]:
    """Signed-in customers who have a loan, with the addresses of their pages."""
    loans = Loan.objects.exclude(state="cancelled").order_by("id")[:OWNERS]
    for loan in loans:
        contract = Contract.objects.select_related("application").get(loan_id=loan.id)
        client = Client()
        client.force_login(
            User.objects.get(party_id=contract.application.applicant_id), "django.contrib.auth.backends.ModelBackend"
        )
        yield client, _pages(loan.id, contract, contract.application)


def _pages(loan_id: UUID, contract: Contract, asked: Application) -> list[tuple[str, str]]:
    firm, offer = asked.firm_id, Offer.objects.filter(application=asked).order_by("n")[0]
    return [
        ("home", "/"),
        ("help", "/help/"),
        ("sign in", "/sign-in/"),
        ("overview", "/overview/"),
        ("register a firm", "/firms/new/"),
        ("consent", f"/firms/{firm}/consent/"),
        ("invoices", f"/firms/{firm}/invoices/"),
        ("apply", f"/firms/{firm}/apply/"),
        ("application", f"/applications/{asked.id}/"),
        ("offers", f"/applications/{asked.id}/offers/"),
        ("cost sheet", f"/offers/{offer.id}/"),
        ("contract", f"/contracts/{contract.id}/"),
        ("loan", f"/loans/{loan_id}/"),
        ("loan history", f"/loans/{loan_id}/history/"),
        ("messages", "/messages/"),
        ("my data", "/my-data/"),
    ]


def _measure(
    owner: tuple[Client, list[tuple[str, str]]], times: dict[str, list[float]], weights: dict[str, int]
) -> None:
    client, pages = owner
    for name, path in pages:
        client.get(path)  # templates and connections are warm, as they are in a server that runs
        for _ in range(ROUNDS):
            started = time.perf_counter()
            response = client.get(path)
            times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
            assert response.status_code == 200, (path, response.status_code)
        weights[name] = max(weights.get(name, 0), _first_load(response.content))


def _first_load(page: bytes) -> int:
    """The page and the files that it names (and the picture that the stylesheet names), uncompressed."""
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())) | {"customer_web/terraces.svg"}
    return len(page) + sum(Path(str(finders.find(name))).stat().st_size for name in names)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
