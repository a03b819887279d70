"""The API's habits: who may knock, what is not theirs is not there, keys, problems, the journey."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.interfaces.api.conftest import World

from puhui.interfaces.rest_api.api import api
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def paths() -> list[tuple[str, str, dict[str, Any]]]:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return [(method, path, item) for path, ops in schema["paths"].items() for method, item in ops.items()]


def filled(path: str) -> str:
    """Any id for every id in the address, and a word for every name."""
    path = re.sub(r"\{\w+_id\}", lambda _: str(new_id()), path)
    path = (
        path.replace("{version}", "1")
        .replace("{day}", "5")
        .replace("{code}", "bank.operating")
        .replace("{role}", "auditor")
    )
    return re.sub(r"\{\w+\}", "working-capital", path)


@pytest.mark.any_database
@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p, _ in paths()])
def test_nobody_gets_in_without_a_token(method: str, path: str) -> None:
    cache.clear()
    answer = Client().generic(method.upper(), filled(path), data="{}", content_type="application/json")
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "unauthenticated"


@pytest.mark.any_database
@pytest.mark.parametrize(("method", "path", "item"), [row for row in paths() if row[0] != "get"])
def test_every_write_takes_a_key(method: str, path: str, item: dict[str, Any]) -> None:
    free = {  # these change nothing
        "/api/v1/loans/schedule",
        "/api/v1/products/check",
        "/api/v1/decisions/{decision_id}/replay",
        "/api/v1/loans/{loan_id}/changes/preview",
        "/api/v1/loans/{loan_id}/events/{event_id}/undo/preview",
    }
    named = {p["name"] for p in item.get("parameters", [])}
    assert ("Idempotency-Key" in named) != (path in free)


@pytest.mark.parametrize("path", ["/firms/{firm}", "/applications/{application}", "/applications/{application}/offers"])
def test_what_is_not_yours_is_not_there(world: World, path: str) -> None:
    there = path.format(firm=world.firm_id, application=world.application_id)
    assert world.customer.get(there).status_code == 200
    answer = world.stranger.get(there)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_stranger_cannot_act_on_an_application(world: World) -> None:
    answer = world.stranger.post(f"/applications/{world.application_id}/withdraw")
    assert answer.status_code == 404
    assert world.customer.get(f"/applications/{world.application_id}").json()["state"] != "withdrawn"


def test_the_same_key_gets_the_same_answer_and_another_body_is_refused(world: World) -> None:
    body = {"purpose": "marketing"}
    first = world.customer.post(f"/firms/{world.firm_id}/consents", body, key="once")
    again = world.customer.post(f"/firms/{world.firm_id}/consents", body, key="once")
    assert first.status_code == 201, first.content
    assert again.json() == first.json()
    other = world.customer.post(f"/firms/{world.firm_id}/consents", {"purpose": "credit_assessment"}, key="once")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(world.customer.get(f"/firms/{world.firm_id}/consents").json()) == 2


BAD = [
    ({"amount": "1"}, "body"),
    ({"firm_id": "x", "surprise": 1}, "body"),
    ([], "body"),
    ("text", "body"),
    (None, "body"),
]


@pytest.mark.parametrize("body", [row[0] for row in BAD])
def test_a_bad_body_is_a_problem_and_changes_nothing(world: World, body: object) -> None:
    before = world.customer.get("/applications").json()
    answer = world.customer.post("/applications", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"].startswith("application/problem+json")
    assert world.customer.get("/applications").json() == before


def test_a_refusal_speaks_the_language_that_is_asked_for(world: World) -> None:
    path = f"/applications/{new_id()}"
    chinese = world.customer.get(path, **{"Accept-Language": "zh-CN"}).json()["detail"]
    english = world.customer.get(path, **{"Accept-Language": "en"}).json()["detail"]
    assert english == "There is no such application."
    assert chinese.startswith("没有找到")


def test_lists_are_paged_and_bounded(world: World) -> None:
    assert world.customer.get("/applications?limit=201").status_code == 422
    page = world.customer.get("/applications?limit=1").json()
    assert len(page["items"]) == 1
    assert world.customer.get(f"/applications?limit=1&after={page['next']}").json()["items"] == []


def test_roles(world: World) -> None:
    assert world.auditor.get("/ledger/trial-balance").json()["is_even"] is True
    assert world.customer.get("/ledger/trial-balance").status_code == 403
    assert world.customer.get("/cases").status_code == 403
    assert world.officer.get("/cases").status_code == 200


def test_from_offer_to_loan(world: World) -> None:
    assert world.outcome == "approve"
    offer = world.customer.get(f"/applications/{world.application_id}/offers").json()[0]
    shown = world.customer.post(f"/applications/offers/{offer['id']}/show", {"language": "en"}).json()
    assert shown["sheet"] == offer["sheet"]
    hasty = {"proof_id": shown["proof_id"], "seconds_shown": 0}
    answer = world.customer.post(f"/applications/offers/{offer['id']}/accept", hasty)
    assert (answer.status_code, answer.json()["code"]) == (422, "read_too_fast")
    assert world.customer.get(f"/applications/{world.application_id}").json()["state"] == "approved"


def test_a_decision_can_be_read_and_replayed(world: World) -> None:
    decision_id = world.customer.get(f"/applications/{world.application_id}").json()["decision_id"]
    mine = world.customer.get(f"/decisions/{decision_id}").json()
    assert mine["answer"]["outcome"] == "approve"
    assert world.stranger.get(f"/decisions/{decision_id}").status_code == 404
    assert world.auditor.post(f"/decisions/{decision_id}/replay").json()["agrees"] is True
    assert world.customer.post(f"/decisions/{decision_id}/replay").status_code == 403


def test_a_decision_on_stored_facts_is_for_staff_and_never_on_old_facts(world: World) -> None:
    firm_id = world.customer.get(f"/applications/{world.application_id}").json()["firm_id"]
    asked = {
        "party_id": firm_id,
        "product_code": "working-capital",
        "amount": {"amount": "200000.00"},
        "term_months": 12,
        "method": "equal_instalment",
        "purpose": "stock",
    }
    rows = (
        (world.customer, asked, 403, "forbidden"),
        (world.auditor, asked, 403, "forbidden"),
        (world.officer, {**asked, "party_id": str(new_id())}, 404, "not_found"),
        (world.officer, {**asked, "term_months": 0}, 422, "invalid_input"),
        (world.officer, {**asked, "odd": 1}, 422, "invalid_input"),
        (world.officer, {**asked, "amount": {"amount": "99999999.00"}}, 422, "outside_product"),
    )
    for program, body, status, code in rows:
        answer = program.post("/decisions/", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    told = world.officer.post("/decisions/", asked, key="at once")
    assert told.status_code == 201
    assert told.json() == world.officer.post("/decisions/", asked, key="at once").json()
    assert told.json()["outcome"] == "approve"
    assert world.auditor.post(f"/decisions/{told.json()['decision_id']}/replay").json()["agrees"] is True


def test_the_schedule_is_the_one_of_the_command(world: World) -> None:
    loan = {"principal": "100000.00", "annual_rate_pct": "12", "method": "equal_instalment", "n": 12, "unit": "month",
            "disbursement_date": "2026-01-31", "day_count": "30/360"}  # fmt: skip
    answer = world.customer.post("/loans/schedule", loan).json()
    assert answer["instalments"][0]["total"] == "8884.88"
    bad = world.customer.post("/loans/schedule", {**loan, "surprise": 1})
    assert (bad.status_code, "surprise" in bad.content.decode()) == (422, True)


def test_health_and_readiness(world: World) -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)


@pytest.mark.parametrize("address", ["nowhere", "no%0Awhere", "loans/%0A/"])
def test_what_is_no_address_is_a_problem_too(address: str) -> None:
    answer = Client().get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (404, "application/problem+json")


def test_the_contract_and_its_page_are_open() -> None:
    assert Client().get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")
    assert b"swagger" in Client().get("/api/v1/docs").content.lower()
