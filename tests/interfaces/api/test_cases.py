"""Cases by the API: opened by hand, given on, escalated, with files and times; one's own desk; all that pages can."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.api.conftest import Program, World, call, token

from puhui.foundation.access.facade import create_staff
from puhui.foundation.casework.models import Case, CaseEvent
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> tuple[Program, str]:
    """Operations, and a complaint that it opened."""
    operations = token("operations", Role.OPERATIONS)
    body = {"kind": "complaint", "party_id": str(world.firm_id), "reason": "The line was busy."}
    answer = operations.post("/cases", body)
    assert answer.status_code == 200, answer.content
    return operations, answer.json()["case_id"]


def test_a_complaint_by_the_api_from_opening_to_end(desk: tuple[Program, str]) -> None:
    operations, case_id = desk
    create_staff(
        call(SYSTEM), login_name="mei", display_name="Mei", roles=[Role.COMPLIANCE], password="a long odd sentence"
    )
    at = f"/cases/{case_id}"
    assert operations.post(f"{at}/take").status_code == 200
    assert operations.get("/desk").json()["mine"][0]["id"] == case_id
    assert operations.post(f"{at}/priority", {"priority": "urgent", "why": "twice"}).status_code == 200
    assert operations.post(f"{at}/escalate", {"text": "a new line costs money"}).json()["state"] == "open"
    assert operations.post(f"{at}/give-back", {"text": "away"}).status_code == 200
    assert operations.post("/cases/share-out", {"kind": "complaint"}).json() == {"cases": 1}
    Case.objects.filter(id=case_id).update(owner_id=None, owner_name="")
    assert operations.post(f"{at}/give", {"to_login": "mei", "note": "@mei please"}).status_code == 200
    found = operations.get(at).json()
    steps = ["opened", "taken", "prioritised", "escalated", "given_back", "shared_out", "given"]
    assert [one["kind"] for one in found["history"]] == steps
    assert (found["priority"], found["owner_name"], found["escalated_to"]) == ("urgent", "Mei", "operations")
    assert operations.post(f"{at}/close", {"text": "a new line is there"}).json()["state"] == "closed"
    since = (datetime.now(UTC) - timedelta(days=2)).date()
    times = operations.get(f"/cases/times?kind=complaint&since={since}").json()
    assert (times["closed"], times["in_time_pct"]) == (1, 100)


def test_a_file_by_the_api(desk: tuple[Program, str]) -> None:
    operations, case_id = desk
    headers = {"Authorization": f"Bearer {operations.token}", "Idempotency-Key": str(new_id())}
    letter = ("letter.txt", "词".encode())
    kept = Client().post(f"/api/v1/cases/{case_id}/files", {"file": SimpleUploadedFile(*letter)}, headers=headers)
    assert kept.status_code == 200, kept.content
    file_id = kept.json()["file_id"]
    answer = operations.post(f"/cases/{case_id}/files/{file_id}/read")
    assert (answer.content, answer.headers["Content-Type"]) == (letter[1], "text/plain")
    assert operations.post(f"/cases/{case_id}/files/{new_id()}/read").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("give", {"to_login": "nobody", "note": "x"}, "cannot_receive_case"),
        ("give", {"to_login": "nobody"}, "invalid_input"),
        ("notes", {"text": "@nobody"}, "cannot_mention"),
        ("give-back", {"text": "x"}, "case_not_in_state"),
        ("priority", {"priority": "now", "why": "x"}, "invalid_input"),
        ("escalate", {"text": " "}, "invalid_input"),
        ("propose", {"outcome": "approve", "reason": "x"}, "invalid_input"),
    ],
)
def test_refused_with_a_code_and_nothing_changed(
    desk: tuple[Program, str], path: str, body: dict[str, str], code: str
) -> None:
    operations, case_id = desk
    before = (list(Case.objects.values()), CaseEvent.objects.count())
    answer = operations.post(f"/cases/{case_id}/{path}", body)
    assert answer.json()["code"] == code, answer.content
    assert (list(Case.objects.values()), CaseEvent.objects.count()) == before


def test_customers_and_auditors_do_not_work_on_cases(world: World, desk: tuple[Program, str]) -> None:
    _, case_id = desk
    for program in (world.customer, world.auditor):
        assert program.post(f"/cases/{case_id}/take").status_code == 403
        assert program.post("/cases/share-out", {"kind": "complaint"}).status_code == 403
    assert world.customer.get("/desk").status_code == 403
    assert world.customer.get("/cases/times?kind=complaint&since=2026-01-01").status_code == 403


def test_what_changed_is_read_once(desk: tuple[Program, str]) -> None:
    operations, _ = desk
    until = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    assert operations.post("/desk/read", {"until": until}).status_code == 200
    kept = datetime.fromisoformat(operations.get("/desk").json()["read_until"])
    assert kept == datetime.fromisoformat(until).replace(microsecond=kept.microsecond)
    assert operations.post("/desk/read", {"until": "2150-01-01T00:00:00Z"}).status_code == 422


def test_a_customer_from_every_side(world: World, desk: tuple[Program, str]) -> None:
    operations, case_id = desk
    create_staff(
        call(SYSTEM), login_name="lin", display_name="Lin", roles=[Role.RELATIONSHIP_MANAGER], password="a long odd one"
    )
    at = f"/parties/{world.firm_id}"
    assert operations.get(f"{at}/manager").status_code == 404
    given = operations.post(f"{at}/manager", {"to_login": "lin", "reason": "lives nearby"})
    assert given.json()["manager_name"] == "Lin", given.content
    assert (
        operations.post(f"{at}/manager", {"to_login": "nobody", "reason": "because"}).json()["code"] == "not_a_manager"
    )
    assert world.customer.post(f"{at}/manager", {"to_login": "lin", "reason": "because"}).status_code == 403
    moments, after = [], ""
    for _ in range(100):
        found = operations.get(f"{at}/timeline?limit=2&after={quote(after)}").json()
        moments += found["items"]
        if not (after := found["next"] or ""):
            break
    assert {"application", "case", "consent", "manager"} <= {one["what"] for one in moments}
    assert len({one["id"] for one in moments}) == len(moments)
    assert operations.get(f"{at}/timeline?after=x").status_code == 422
    assert operations.get("/desk/customers").json() == {"items": [], "next": None}
    hits = operations.get(f"/search?q={quote(world.firm.identity.firm_name)}").json()
    assert {"customer", "application", "case"} <= {one["kind"] for one in hits}
    assert case_id in {one["id"] for one in hits}
    assert world.customer.get("/search?q=x").status_code == 403
