"""Changes of loans by the API and the command line: as able as the pages, and refused in the same words."""

import json
from uuid import UUID

import pytest
from click.testing import CliRunner
from tests.interfaces.api.conftest import World, call, token
from tests.rooms.lending.lender import running_loan

from puhui.foundation.ledger.facade import business_date, draft_from_template, post
from puhui.interfaces.command_line.main import cli
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan, loan_changes

RATE = {"kind": "rate_change", "annual_rate_pct": "9"}


@pytest.fixture
def loan_id(world: World) -> UUID:
    today = business_date()
    capital = draft_from_template(
        "capital_paid_in",
        id=new_id(),
        amounts={"capital": 10_000_000_00},
        owners={},
        bucket=0,
        value_date=today,
        source="test",
    )
    post([capital], call=call(SYSTEM))
    return running_loan(world.firm_id, disbursement_date=today)


def test_previewed_proposed_confirmed_and_undone(world: World, loan_id: UUID) -> None:
    operations = token("operations", Role.OPERATIONS)
    seen = operations.post(f"/loans/{loan_id}/changes/preview", RATE).json()
    assert (seen["before"]["annual_rate_pct"], seen["after"]["annual_rate_pct"]) == ("12", "9")
    assert seen["needs_second"] is True
    assert seen["more_to_pay"]["amount"].startswith("-")
    body = {"change": RATE, "reason": "a good payer", "after_n": seen["after_n"]}
    moved = operations.post(f"/loans/{loan_id}/changes", body, key="one").json()
    assert operations.post(f"/loans/{loan_id}/changes", body, key="one").json() == moved
    assert moved["state"] == "proposed"
    path = f"/loans/changes/{moved['change_id']}"
    assert [c["id"] for c in world.officer.get("/loans/changes?state=proposed").json()["items"]] == [moved["change_id"]]
    assert world.officer.get(f"{path}/preview").json()["after"] == seen["after"]
    assert operations.post(f"{path}/confirm", {"note": ""}).status_code == 403
    done = world.officer.post(f"{path}/confirm", {"note": ""}).json()
    assert done["state"] == "booked"
    assert loan(SYSTEM, loan_id).annual_rate_pct == "9"
    event = f"/loans/{loan_id}/events/{done['event_id']}/undo"
    assert operations.post(f"{event}/preview").json()["after"]["annual_rate_pct"] == "12"
    undoing = operations.post(event, {"reason": "wrong loan"}).json()
    world.officer.post(f"/loans/changes/{undoing['change_id']}/confirm", {"note": ""})
    assert loan(SYSTEM, loan_id).annual_rate_pct == "12"
    assert [c["state"] for c in operations.get(f"/loans/{loan_id}/changes").json()] == ["booked", "booked"]


def test_a_borrower_is_asked_and_declines(world: World, loan_id: UUID) -> None:
    operations = token("operations", Role.OPERATIONS)
    fee = {"kind": "fee", "amount": {"amount": "50.00"}}
    moved = operations.post(f"/loans/{loan_id}/changes", {"change": fee, "reason": "a copy"}).json()
    assert moved["state"] == "offered"
    path = f"/loans/changes/{moved['change_id']}"
    assert world.customer.get(path).json()["amount"] == {"amount": "50.00", "currency": "CNY"}
    assert world.stranger.get(path).status_code == 404
    assert world.stranger.post(f"{path}/decline").status_code == 404
    assert world.customer.post(f"{path}/accept", {"code": "123456", "after_n": 1}).status_code in (409, 410, 422)
    assert world.customer.post(f"{path}/decline").json()["state"] == "rejected"
    assert loan(SYSTEM, loan_id).outstanding.fees == 0


def test_a_borrower_chooses_the_day_of_payment_and_has_it_back(world: World, loan_id: UUID) -> None:
    path = f"/loans/{loan_id}/payment-day"
    state = world.customer.get(path).json()
    assert state["stays_because"] is None
    before = [line.due_date for line in loan(SYSTEM, loan_id).instalments]
    day = next(day for day in state["days"] if 0 < abs(day - state["day"]) < 6)
    seen = world.customer.get(f"{path}/{day}").json()
    assert seen["more_to_pay"]["amount"] == "0.00"
    assert world.stranger.get(path).status_code == 404
    assert world.customer.post(path, {"day": day, "after_n": 99}).json()["code"] == "loan_moved_on"
    body = {"day": day, "after_n": seen["after_n"]}
    moved = world.customer.post(path, body, key="day").json()
    assert (moved["state"], world.customer.post(path, body, key="day").json()) == ("booked", moved)
    assert {line.due_date.day for line in loan(SYSTEM, loan_id).instalments[1:]} == {day}
    assert world.customer.post(path, body, key="again").json()["code"] == "payment_day_stays"
    assert world.customer.post(f"{path}/undo").json()["state"] == "booked"
    assert [line.due_date for line in loan(SYSTEM, loan_id).instalments] == before


REFUSED = [
    ("no such kind", {"kind": "gift"}, 422),
    ("a float for a rate", {"kind": "rate_change", "annual_rate_pct": 9.5}, 422),
    ("an unknown key", {**RATE, "colour": "red"}, 422),
    ("too much", {"kind": "fee", "amount": {"amount": "1e9"}}, 422),
    ("another currency", {"kind": "fee", "amount": {"amount": "1.00", "currency": "USD"}}, 422),
    ("the year 1", {**RATE, "on": "0001-01-01"}, 422),
]


@pytest.mark.parametrize(("body", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refusals_are_problems_and_change_nothing(world: World, loan_id: UUID, body: dict, status: int) -> None:
    operations = token("operations", Role.OPERATIONS)
    for path, sent in (("changes/preview", body), ("changes", {"change": body, "reason": "x"})):
        answer = operations.post(f"/loans/{loan_id}/{path}", sent)
        assert answer.status_code == status, answer.content
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"]
    assert loan_changes(SYSTEM, loan_id) == []


def run(*words: str, secret: str = "") -> tuple[int, dict]:
    done = CliRunner().invoke(cli, ["loan", *words, "--json"], env={"PUHUI_TOKEN": secret})
    return done.exit_code, json.loads(done.output)


def test_the_command_previews_proposes_confirms_and_undoes(world: World, loan_id: UUID) -> None:
    operations, change = token("operations", Role.OPERATIONS).token, json.dumps(RATE)
    code, seen = run("preview", str(loan_id), "--change", change)
    assert (code, seen["after"]["annual_rate_pct"]) == (0, "9")
    shown = CliRunner().invoke(cli, ["loan", "preview", str(loan_id), "--change", change])
    assert "effective_rate_pct" in shown.output
    code, refused = run("change", str(loan_id), "--change", change, "--reason", "x")
    assert (code, refused["error"]["where"]) == (1, "PUHUI_TOKEN")
    code, moved = run("change", str(loan_id), "--change", change, "--reason", "x", secret=operations)
    assert (code, moved["state"]) == (0, "proposed")
    code, refused = run("confirm", moved["change_id"], secret=operations)
    assert (code, refused["error"]["code"]) == (1, "forbidden")
    code, done = run("confirm", moved["change_id"], secret=world.officer.token)
    assert (code, done["state"]) == (0, "booked")
    code, seen = run("undo", str(loan_id), done["event_id"], "--preview")
    assert (code, seen["undoes"]) == (0, "rate_change")
    code, undoing = run("undo", str(loan_id), done["event_id"], "--reason", "wrong loan", secret=operations)
    assert (code, undoing["state"]) == (0, "proposed")
    for wrong in ("{", '{"kind": "fee", "amount": "x"}', '{"kind": "fee", "colour": 1}', "[]"):
        code, refused = run("preview", str(loan_id), "--change", wrong)
        assert (code, refused["error"]["code"]) == (1, "invalid_input")
    assert loan(SYSTEM, loan_id).line.principal == Money(120_000_00)
