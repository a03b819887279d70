"""Whether this installation can work: its parts, what is wrong with each, and what to do about it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from puhui.flows.run_end_of_day.facade import servicing_on
from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.evidence.facade import undelivered_count
from puhui.foundation.ledger.facade import NoBusinessDate, business_date, chart, template_names
from puhui.foundation.party.facade import read_data_keys
from puhui.kernel.actors import SYSTEM
from puhui.risk.decisioning.facade import policy_in_force


class Part(NamedTuple):
    """One part of an installation. `ok` False stops the work; `advice` says what to do."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def readiness() -> dict[str, Any]:
    """For `/readyz`: whether requests can be answered, and the parts that this depends on, in few milliseconds."""
    parts = [_tried("database", _database), _tried("migrations", _migrations), _tried("business_date", _business_date)]
    return {"ready": all(part.ok for part in parts), "parts": {p.name: "ok" if p.ok else p.detail for p in parts}}


def all_parts() -> list[Part]:
    """For `puhui doctor`: everything that can be looked at."""
    checks: list[tuple[str, Callable[[], Part]]] = [
        ("data_folder", _data_folder),
        ("database", _database),
        ("migrations", _migrations),
        ("keys", _keys),
        ("policies", _policies),
        ("business_date", _business_date),
        ("outbox", _outbox),
    ]
    return [_tried(name, check) for name, check in checks]


def _tried(name: str, check: Callable[[], Part]) -> Part:
    """The check's own word, or what it failed with."""
    try:
        return check()
    except Exception as problem:
        return Part(name, ok=False, detail=f"{type(problem).__name__}: {problem}"[:300], advice=_ADVICE.get(name, ""))


_ADVICE = {
    "data_folder": "Make the folder of PUHUI_HOME writable for the user that runs puhui.",
    "database": "Check PUHUI_DATABASE_URL and that the database answers.",
    "migrations": "Run `puhui migrate`.",
    "keys": "Set PUHUI_SECRET_KEY and PUHUI_DATA_KEYS (docs/guides/operations.md).",
    "policies": "Mend the policy file that is named; the folder of PUHUI_POLICIES lies over the shipped one.",
    "business_date": "Open the books once: `puhui day open --date 2026-01-01`, or fill the demo: `puhui demo`.",
    "outbox": "Look at the events that were given up on, mend their cause, and run `puhui worker`.",
}


def _data_folder() -> Part:
    home = settings.HOME
    ok = home.is_dir() and os.access(home, os.W_OK)
    return Part("data_folder", ok, str(home), "" if ok else _ADVICE["data_folder"])


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Part("database", ok=True, detail=connection.vendor)


def _migrations() -> Part:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Part("migrations", ok=False, detail=f"{len(waiting)} to be applied", advice=_ADVICE["migrations"])
    return Part("migrations", ok=True, detail="all applied")


def _keys() -> Part:
    read_data_keys(settings.PUHUI_ENVIRONMENT.data_keys)
    where = "from the environment" if settings.PUHUI_ENVIRONMENT.is_production else "made and kept in the data folder"
    return Part("keys", ok=True, detail=where)


def _policies() -> Part:
    today = datetime.now(UTC).date()
    names = [f"{len(chart())} accounts", f"{len(template_names())} posting templates"]
    names += [f"{len(products_on(today))} products", f"servicing v{servicing_on(today).version}"]
    policy_in_force("working-capital", on=today)
    return Part("policies", ok=True, detail=", ".join(names))


def _business_date() -> Part:
    try:
        return Part("business_date", ok=True, detail=business_date().isoformat())
    except NoBusinessDate:
        return Part("business_date", ok=False, detail="none is open", advice=_ADVICE["business_date"])


def _outbox() -> Part:
    given_up = undelivered_count(SYSTEM)
    if given_up:
        return Part("outbox", ok=False, detail=f"{given_up} events were given up on", advice=_ADVICE["outbox"])
    return Part("outbox", ok=True, detail="nothing was given up on")
