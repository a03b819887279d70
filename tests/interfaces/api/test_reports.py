"""Views and reports by programs, with the power and the rights of the pages."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from tests.interfaces.api.conftest import token
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY
from tests.saved import once

from puhui.conduct.reports.models import SavedView, Subscription
from puhui.flows.dashboards.facade import make_reports
from puhui.foundation.access.facade import create_staff
from puhui.foundation.access.models import User
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.ports import SystemClock

pytestmark = pytest.mark.django_db
NOBODYS = "019a0000-0000-7000-8000-0000000000aa"
BOARD = {"what": "board:portfolio", "every": "day", "form": "csv", "sheet": "classes", "language": "en"}


def sent(client: Client, path: str, body: object = None) -> Any:
    headers = {"Idempotency-Key": str(new_id())}
    return client.generic(
        "POST", f"/api/v1/reports{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


@pytest.fixture
def finance() -> Client:
    """Somebody of finance, signed in, on a day after a close."""
    cache.clear()
    client = Client()
    client.force_login(User.objects.get(id=once("a day after a close", hired)))
    return client


def hired() -> UUID:
    world = World(start=TODAY)
    firm, _ = world.firm()
    world.borrowed(firm, disbursement_date=TODAY)
    world.close()
    return create_staff(
        world.call(), login_name="fin", display_name="Fin", roles=["finance"], password="correct horse 42"
    )


def test_a_view_is_kept_listed_and_taken_away(finance: Client) -> None:
    asked = {"what": "list:all_loans", "name": "late ones", "params": {"state": "overdue"}, "shared_with": "auditor"}
    made = sent(finance, "/views", asked)
    assert made.status_code == 200
    (shown,) = finance.get("/api/v1/reports/views?what=list:all_loans").json()
    assert (shown["id"], shown["params"], shown["is_own"]) == (made.json()["id"], {"state": "overdue"}, True)
    (shared,) = token("auditor", Role.AUDITOR).get("/reports/views?what=list:all_loans").json()
    assert (shared["name"], shared["is_own"]) == ("late ones", False)
    assert sent(finance, f"/views/{shown['id']}/end").status_code == 200
    assert finance.get("/api/v1/reports/views?what=list:all_loans").json() == []


def test_a_report_comes_and_is_opened(finance: Client) -> None:
    made = sent(finance, "/subscriptions", BOARD)
    assert made.status_code == 200
    (shown,) = finance.get("/api/v1/reports/subscriptions").json()
    assert (shown["id"], shown["every"], shown["form"]) == (made.json()["id"], "day", "csv")
    make_reports(Call(SYSTEM, "night", SystemClock().now()), day=business_date())
    (report,) = finance.get("/api/v1/reports").json()
    assert (report["subscription_id"], report["refused"]) == (shown["id"], "")
    opened = sent(finance, f"/{report['id']}/open")
    assert (opened.status_code, opened["Content-Type"].split(";")[0]) == (200, "text/csv")
    assert "120000.00" in opened.content.decode()
    assert sent(finance, f"/subscriptions/{shown['id']}/end").status_code == 200
    assert finance.get("/api/v1/reports/subscriptions").json() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/views", {"what": "list:nothing", "name": "x"}, 404),
        ("/views", {"what": "list:all_loans", "name": ""}, 422),
        ("/views", {"what": "list:all_loans", "name": "x", "shared_with": "customer"}, 422),
        ("/views", {"what": "board:origination", "name": "x"}, 403),
        (f"/views/{NOBODYS}/end", {}, 404),
        ("/subscriptions", BOARD | {"every": "hour"}, 422),
        ("/subscriptions", BOARD | {"form": "exe"}, 422),
        ("/subscriptions", BOARD | {"what": "board:origination"}, 403),
        (f"/subscriptions/{NOBODYS}/end", {}, 404),
        (f"/{NOBODYS}/open", {}, 404),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_kept(
    finance: Client, path: str, body: dict[str, object], status: int
) -> None:
    assert sent(finance, path, body).status_code == status
    assert not SavedView.objects.exists()
    assert not Subscription.objects.exists()


def test_a_program_is_sent_nothing_and_a_customer_keeps_nothing(finance: Client) -> None:
    assert token("program", Role.FINANCE).post("/reports/subscriptions", BOARD).status_code == 403
    for path in ("/reports", "/reports/views?what=list:all_loans", "/reports/subscriptions"):
        assert Client().get(f"/api/v1{path}").status_code == 401
    assert finance.get("/api/v1/reports").json() == []
    assert not Subscription.objects.exists()
