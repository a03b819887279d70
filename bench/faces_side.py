"""The database side of `bench.faces`: fills, asks for every page, and lets users come to `puhui serve`."""

# ruff: noqa: E402 - Django is set up before models are imported
import json
import os
import random
import re
import statistics
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from scripts.compile_messages import compile_all

from bench.decisions_http_side import served
from bench.loan_book import bench_call, shapes, write_book
from bench.weight import first_load_bytes
from puhui.foundation.access.models import User
from puhui.foundation.ledger.facade import AccountRef, JournalDraft, TransferDraft, business_date, post
from puhui.foundation.ledger.models import Entry
from puhui.foundation.party.facade import home_date, register_organisations
from puhui.foundation.party.models import Party
from puhui.interfaces.command_line.institution import STAFF, live_made_up_business
from puhui.interfaces.ports import current_ports
from puhui.kernel.ids import new_id

CUSTOMERS = int(os.environ.get("PUHUI_BENCH_CUSTOMERS", "100000"))
ENTRIES = int(os.environ.get("PUHUI_BENCH_ENTRIES", "1000000"))
USERS = int(os.environ.get("PUHUI_BENCH_USERS", "200"))
REAL, DAYS, SHAPES = 40, 45, 600
ROUNDS, ENOUGH, PERSONS, MOST_PAGES = 5, 15, 12, 400
READING_SECONDS, LASTS_SECONDS, STAFF_SHARE = 10.0, 60.0, 0.15
BACKEND = "django.contrib.auth.backends.ModelBackend"
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
NOT_A_PAGE = re.compile(r"\.(csv|pdf|json|xlsx|txt|svg|png|ics)($|\?)|sign-out|logout|/choose/|/file/|/export")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(slots=True)
class Asked:
    """What was measured of one kind of page."""

    ms: list[float] = field(default_factory=list)
    statements: int = 0
    content_bytes: int = 0


def main() -> None:
    """Fills, measures, writes."""
    compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    filled = _fill()
    customers = list(User.objects.exclude(party_id=None).order_by("id")[:PERSONS])
    staff = list(User.objects.filter(login_name__in=[one.login_name for one in STAFF]).order_by("login_name"))
    walked: dict[str, list[tuple[User, list[str]]]] = {"customers": [], "workbench": []}
    figures: dict[str, Any] = {"filled": filled}
    for face, users, start in (("customers", customers, "/overview/"), ("workbench", staff, "/workbench/")):
        asked: dict[str, Asked] = {}
        for user in users:
            walked[face].append((user, _walk(user, start, asked)))
        figures[face] = _told(asked)
    figures["users_at_once"] = _users_at_once(walked)
    Path(sys.argv[1]).write_text(json.dumps(figures))


def _fill() -> dict[str, int]:
    """Some customers through the real flows, so that every page has something to show; the rest set-wise."""
    today = home_date(current_ports().clock.now())
    first_day = today - timedelta(days=DAYS)
    live_made_up_business(size=REAL, seed=20261123, first_day=first_day, last_day=today, quiet=True)
    missing = CUSTOMERS - Party.objects.count()
    for start in range(0, missing, 2000):
        named = {_uscc(n): f"城北小店 {n}" for n in range(start, min(start + 2000, missing))}
        register_organisations(bench_call(), organisations=named)
    on = business_date()
    write_book(bench_call(), missing, on=on, made=shapes(SHAPES, on=on))
    _borrowers_are_parties()
    while (short := ENTRIES - Entry.objects.count()) > 0:
        post([_journal(on) for _ in range(min(500, short // 20 + 1))], call=bench_call())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"customers": Party.objects.count(), "ledger_entries": Entry.objects.count()}


def _uscc(number: int) -> str:
    """A code with its check character (GB 32100-2015), unlike those of the made-up population."""
    body = f"91999999{number:09d}"
    rest = sum(USCC_LETTERS.index(letter) * weight for letter, weight in zip(body, USCC_WEIGHTS, strict=True)) % 31
    return body + USCC_LETTERS[(31 - rest) % 31]


def _borrowers_are_parties() -> None:
    """The loans of the book belong to the parties that were registered."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows that nothing else changes
        cursor.execute(
            "CREATE TEMPORARY TABLE owner ON COMMIT DROP AS SELECT l.id AS loan_id, p.id AS party_id FROM "
            "(SELECT id, row_number() OVER (ORDER BY id) AS n FROM lending_loan WHERE opened_at = %s) l JOIN "
            "(SELECT id, row_number() OVER (ORDER BY id) AS n FROM party_party WHERE created_at = %s) p ON l.n = p.n",
            [bench_call().at] * 2,
        )
        for table, key in (("lending_loan", "id"), ("lending_loanposition", "loan_id")):
            cursor.execute(
                f"UPDATE {table} SET borrower_id = owner.party_id FROM owner WHERE owner.loan_id = {table}.{key}"
            )


def _journal(on: Any) -> JournalDraft:
    """Ten transfers between the accounts of the house."""
    legs = tuple(
        TransferDraft(AccountRef("bank.operating", bucket=n), AccountRef("equity.capital", bucket=n), 100 + n)
        for n in range(10)
    )
    return JournalDraft(id=new_id(), kind="bench", value_date=on, transfers=legs, source="bench")


def _walk(user: User, start: str, asked: dict[str, Asked]) -> list[str]:
    """Asks for one page of each kind that can be reached by links, some times; answers which."""
    client = Client()
    client.force_login(user, BACKEND)
    face = "/workbench/" if start.startswith("/workbench/") else "/"
    queue, seen = deque([start]), {start}
    pages: list[str] = []
    while queue and len(pages) < MOST_PAGES:
        path = queue.popleft()
        counter: Counter[str] = Counter()
        with connection.execute_wrapper(_counting(counter)):
            response = client.get(path)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        pages.append(path)
        one = asked.setdefault(_kind(path), Asked())
        if len(one.ms) >= ENOUGH:
            queue.extend(_fresh(response.content, face, seen))
            continue
        one.statements = max(one.statements, counter["statements"])
        one.content_bytes = max(one.content_bytes, first_load_bytes(response.content))
        for _ in range(ROUNDS):
            started = time.perf_counter()
            client.get(path)
            one.ms.append((time.perf_counter() - started) * 1000)
        queue.extend(_fresh(response.content, face, seen))
    return pages


def _fresh(content: bytes, face: str, seen: set[str]) -> Iterator[str]:
    """Links to kinds of pages that were not seen yet."""
    for link in _links(content.decode(), face):
        if _kind(link) not in seen:
            seen.add(_kind(link))
            yield link


def _links(content: str, face: str) -> Iterator[str]:
    """The addresses of pages of the same face."""
    for link in re.findall(r'href="(/[^"#]*)', content):
        plain = link.replace("&amp;", "&")
        other = face == "/" and plain.startswith(("/workbench", "/api", "/static"))
        if plain.startswith(face) and not other and not NOT_A_PAGE.search(plain):
            yield plain


def _kind(path: str) -> str:
    return ID.sub("{id}", path.split("?", maxsplit=1)[0])


def _counting(counter: Counter[str]) -> Any:
    def counted(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        counter["statements"] += 1
        return execute(sql, parameters, many, context)

    return counted


def _told(asked: dict[str, Asked]) -> dict[str, Any]:
    every = [ms for one in asked.values() for ms in one.ms]
    return {
        "kinds_of_pages": len(asked),
        "requests": len(every),
        "all_pages_p50_ms": round(statistics.median(every), 1),
        "all_pages_p95_ms": round(_share(every, 0.95), 1),
        "heaviest_bytes": max(one.content_bytes for one in asked.values()),
        "most_statements": max(one.statements for one in asked.values()),
        "pages": {
            kind: f"p95 {_share(one.ms, 0.95):.1f} ms, {one.statements} statements, {one.content_bytes} bytes"
            for kind, one in sorted(asked.items(), key=lambda pair: -_share(pair[1].ms, 0.95))
        },
    }


def _share(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def _users_at_once(walked: dict[str, list[tuple[User, list[str]]]]) -> dict[str, Any]:
    """Each user reads a page for a while and asks for the next; the first seconds warm up and are not counted."""
    people = [_cookies(face, n, walked[face]) for n in range(USERS) for face in [_face_of(n)]]
    with served() as port, ThreadPoolExecutor(USERS) as pool:
        begins = time.perf_counter() + 1
        told = list(pool.map(lambda one: _use(port, begins, *one), people))
    ms = [taken for one in told for taken, _ in one]
    codes = Counter(code for one in told for _, code in one)
    return {
        "users": USERS,
        "of_them_staff": sum(_face_of(n) == "workbench" for n in range(USERS)),
        "reading_seconds_mean": READING_SECONDS,
        "requests": len(ms),
        "requests_per_second": round(len(ms) / LASTS_SECONDS, 1),
        "p50_ms": round(_share(ms, 0.50), 1),
        "p95_ms": round(_share(ms, 0.95), 1),
        "p99_ms": round(_share(ms, 0.99), 1),
        "errors": sum(times for code, times in codes.items() if code != "200"),
        "answers": dict(codes),
    }


def _face_of(number: int) -> str:
    return "workbench" if number < USERS * STAFF_SHARE else "customers"


def _cookies(face: str, number: int, walked: list[tuple[User, list[str]]]) -> tuple[int, str, list[str]]:
    """A session of its own for each user, as signing in makes it."""
    user, pages = walked[number % len(walked)]
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, BACKEND)
    request.session.save()
    return number, f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}", pages


def _use(port: int, begins: float, number: int, cookie: str, pages: Sequence[str]) -> list[tuple[float, str]]:
    """One user's requests: milliseconds and the answer's code, from 10 seconds after the begin on."""
    chance = random.Random(number)
    told: list[tuple[float, str]] = []
    counts_from = begins + 10
    time.sleep(max(0.0, begins - time.perf_counter()) + chance.random() * READING_SECONDS)
    while (now := time.perf_counter()) < counts_from + LASTS_SECONDS:
        code = _get(port, chance.choice(pages), cookie)
        if now >= counts_from:
            told.append(((time.perf_counter() - now) * 1000, code))
        left = counts_from + LASTS_SECONDS - time.perf_counter()
        time.sleep(max(0.0, min(left, chance.expovariate(1 / READING_SECONDS))))
    return told


def _get(port: int, path: str, cookie: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, HTTPException) as error:
        return type(error).__name__
    finally:
        line.close()


if __name__ == "__main__":
    main()
