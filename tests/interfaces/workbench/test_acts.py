"""What staff do through the pages: four eyes, unmasking, payouts, day close, users; what is refused changes nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import FIRST, Institution, footprint
from tests.interfaces.workbench.pages import Address
from tests.rooms.origination.firm_at_the_door import TODAY
from tests.rooms.party.made_up import phone, resident_id

from puhui.foundation.access.facade import actor_by_token, staff_list
from puhui.foundation.casework.facade import case
from puhui.foundation.evidence.facade import audit_lines
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import unmaskings_of
from puhui.foundation.party.models import PersonalDataAccess
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import ApplicationState, application, offers_of

pytestmark = pytest.mark.django_db


def posted(client: Client, path: str, **form: Any) -> tuple[int, str]:
    """Status and text after a form, and after where it leads."""
    response = client.post(f"/workbench/{path}", {"key": str(new_id()), **form}, follow=True)
    return response.status_code, response.content.decode()


# Four eyes


@pytest.mark.parametrize("outcome", ["approve", "decline"])
def test_two_people_decide_a_referred_application(institution: Institution, outcome: str) -> None:
    found = institution.case("review")
    path = f"cases/{found.id}/act/"
    first, second = institution.client("risk_officer"), institution.client("second_risk")

    posted(first, path, act="take")
    posted(first, path, act="note", text="the firm is young")
    _, text = posted(first, path, act="propose", outcome=outcome, text="orders for a year were shown")
    assert "a colleague must confirm it" in text
    assert 'value="confirm"' not in text

    before = footprint()
    _, text = posted(first, path, act="confirm", text="me again")
    assert "you proposed it yourself" in text
    assert footprint() == before
    status, _ = posted(institution.client("relationship_manager"), path, act="confirm", text="fine")
    assert status == 403

    _, text = posted(second, path, act="confirm", text="agreed")
    assert "Done." in text
    closed = case(SYSTEM, found.id)
    assert (closed.state, closed.outcome) == ("closed", outcome)
    assert closed.confirmed_by == institution.staff["second_risk"]
    expected = {"approve": ApplicationState.APPROVED, "decline": ApplicationState.DECLINED}[outcome]
    assert application(SYSTEM, institution.reviewed_id).state == expected
    assert bool(offers_of(SYSTEM, institution.reviewed_id)) == (outcome == "approve")


def test_a_proposal_can_be_sent_back(institution: Institution) -> None:
    found = institution.case("review")
    path = f"cases/{found.id}/act/"
    posted(institution.client("relationship_manager"), path, act="propose", outcome="decline", text="too young")
    assert case(SYSTEM, found.id).state == "proposed"
    posted(institution.client("second_risk"), path, act="send_back", text="ask for the lease first")
    assert case(SYSTEM, found.id).state == "open"
    assert application(SYSTEM, institution.reviewed_id).state == ApplicationState.REFERRED


# Personal data


def test_a_field_is_shown_for_a_purpose_and_the_log_says_so(institution: Institution) -> None:
    client, path = institution.client("operations"), f"customers/{institution.person_id}/reveal/"
    key = str(new_id())
    for _ in range(2):  # a page that is loaded again is the same request
        response = client.post(f"/workbench/{path}", {"key": key, "field": "resident_id", "purpose": "identity_check"})
        assert resident_id(FIRST + 1) in response.content.decode()
        assert response["Cache-Control"].startswith("no-store")
    (line,) = unmaskings_of(institution.actor("auditor"), party_id=institution.person_id)
    assert (line.actor_id, line.field) == (institution.staff["operations"], "resident_id")

    text = institution.client("auditor").get(f"/workbench/customers/{institution.person_id}/").content.decode()
    assert "operations (test)" in text
    assert "Check the customer&#x27;s identity" in text
    assert phone(FIRST + 1) not in text
    assert audit_lines(institution.actor("auditor"), subject=str(institution.person_id))[0].verb == "party.reveal_field"


@pytest.mark.parametrize(
    ("who", "status"),
    [("relationship_manager", 200), ("risk_officer", 200), ("operations", 200), ("compliance", 200),
     ("auditor", 403), ("finance", 403), ("administrator", 403)],
)  # fmt: skip
def test_who_may_unmask(institution: Institution, who: str, status: int) -> None:
    client, path = institution.client(who), f"/workbench/customers/{institution.person_id}/"
    page = client.get(path)
    assert ('name="field"' in page.content.decode()) == (status == 200)
    answer = client.post(f"{path}reveal/", {"key": "k", "field": "phone", "purpose": "contact_customer"})
    assert answer.status_code == status
    assert (phone(FIRST + 1) in answer.content.decode()) == (status == 200)
    assert PersonalDataAccess.objects.count() == (1 if status == 200 else 0)


# Payouts and days


def test_a_refused_payout_is_asked_again(institution: Institution) -> None:
    found, client = institution.case("failed_payment"), institution.client("operations")
    assert 'value="retry"' in client.get(f"/workbench/cases/{found.id}/").content.decode()
    assert 'value="retry"' not in institution.client("finance").get(f"/workbench/cases/{found.id}/").content.decode()
    institution.world.bank.set_account(institution.unpaid)
    key = str(new_id())
    for _ in range(2):
        client.post(f"/workbench/cases/{found.id}/act/", {"key": key, "act": "retry"})
    assert loan(SYSTEM, institution.unpaid_loan_id).state == LoanState.DISBURSING
    institution.world.work()
    assert loan(SYSTEM, institution.unpaid_loan_id).state == LoanState.ACTIVE
    assert case(SYSTEM, found.id).outcome == "retried"


def test_the_day_is_closed_once_however_often_it_is_pressed(institution: Institution) -> None:
    client, key = institution.client("finance"), str(new_id())
    for _ in range(3):
        response = client.post("/workbench/day/close/", {"key": key}, follow=True)
        assert "The day is closed." in response.content.decode()
    assert business_date() == TODAY + timedelta(days=1)
    assert "Write down the day" in client.get("/workbench/day/").content.decode()


# The house


def test_an_administrator_adds_changes_and_switches_off_a_user(institution: Institution) -> None:
    client = institution.client("administrator")
    form = {"login_name": "new-one", "display_name": "N", "password": "quite a long one", "roles": ["auditor"]}
    _, text = posted(client, "users/add/", **form)
    assert "The user was added." in text
    made = next(line for line in staff_list(institution.actor("auditor")) if line.login_name == "new-one")
    posted(client, f"users/{made.user_id}/", act="grant", role="finance")
    posted(client, f"users/{made.user_id}/", act="revoke", role="auditor")
    made = next(line for line in staff_list(institution.actor("auditor")) if line.login_name == "new-one")
    assert made.roles == (Role.FINANCE,)
    posted(client, f"users/{made.user_id}/", act="deactivate")
    assert not next(line for line in staff_list(institution.actor("auditor")) if line.login_name == "new-one").is_active


def test_a_token_is_shown_once_works_and_is_ended(institution: Institution) -> None:
    client = institution.client("administrator")
    form = {"name": "nightly export", "roles": ["auditor"], "last_day": str(TODAY + timedelta(days=30))}
    key = str(new_id())
    answers = [client.post("/workbench/tokens/add/", {"key": key, **form}) for _ in range(2)]
    shown = {re.findall(r"puhui_[0-9a-f]{32}_[0-9a-f]{64}", answer.content.decode())[0] for answer in answers}
    (token,) = shown  # a page that is loaded again is the same request
    assert answers[0]["Cache-Control"].startswith("no-store")
    page = client.get("/workbench/tokens/").content.decode()
    assert "nightly export" in page
    assert token not in page
    now = institution.world.clock.now()
    actor = actor_by_token(token, at=now)
    assert actor is not None
    assert actor.roles == {Role.AUDITOR}
    assert actor_by_token(token, at=now + timedelta(days=31)) is None
    posted(client, f"tokens/{actor.id}/revoke/")
    assert actor_by_token(token, at=now) is None


# Refusals


@dataclass(frozen=True)
class Refused:
    """A form that is refused: by whom it is sent, where, with what, and what comes back."""

    name: str
    who: str
    address: Address
    form: Mapping[str, Any]
    status: int
    says: str = ""


def _act(kind: str) -> Address:
    return lambda i: f"cases/{i.case(kind).id}/act/"


TOKEN = {"name": "program", "roles": ["auditor"], "last_day": "2026-12-31"}
PROPOSAL = {"act": "propose", "outcome": "decline", "text": "no"}
USER = {"login_name": "new-one", "display_name": "N", "password": "quite a long one", "roles": ["auditor"]}
REFUSED = (
    Refused("propose, by the auditor", "auditor", _act("review"), PROPOSAL, 403),
    Refused("propose, by operations", "operations", _act("review"), PROPOSAL, 403),
    Refused("propose without a reason", "risk_officer", _act("review"), {"act": "propose", "outcome": "decline"}, 422),
    Refused(
        "propose nothing known", "risk_officer", _act("review"), {"act": "propose", "outcome": "x", "text": "why"}, 422
    ),
    Refused(
        "confirm what was not proposed", "risk_officer", _act("review"), {"act": "confirm", "text": "fine"}, 409, "open"
    ),
    Refused("an act that there is not", "risk_officer", _act("review"), {"act": "burn"}, 422, "choose one of the acts"),
    Refused("no act", "risk_officer", _act("review"), {}, 422, "choose one of the acts"),
    Refused("an endless note", "risk_officer", _act("review"), {"act": "note", "text": "x" * 100_000}, 422),
    Refused("close a review alone", "risk_officer", _act("review"), {"act": "close", "text": "done"}, 422),
    Refused("retry, by finance", "finance", _act("failed_payment"), {"act": "retry"}, 403),
    Refused("retry, by risk", "risk_officer", _act("failed_payment"), {"act": "retry"}, 403),
    Refused("retry a review", "operations", _act("review"), {"act": "retry"}, 403),
    Refused("a case that there is not", "risk_officer", lambda _: f"cases/{new_id()}/act/", {"act": "take"}, 404),
    Refused(
        "unmask without a purpose", "operations", lambda i: f"customers/{i.person_id}/reveal/", {"field": "phone"}, 422
    ),
    Refused(
        "unmask what is no field",
        "operations",
        lambda i: f"customers/{i.person_id}/reveal/",
        {"field": "salary", "purpose": "identity_check"},
        422,
    ),
    Refused(
        "unmask nobody",
        "operations",
        lambda _: f"customers/{new_id()}/reveal/",
        {"field": "phone", "purpose": "identity_check"},
        404,
    ),
    Refused("close the day, by risk", "risk_officer", lambda _: "day/close/", {}, 403),
    Refused("close the day, by the auditor", "auditor", lambda _: "day/close/", {}, 403),
    Refused("add a user, by compliance", "compliance", lambda _: "users/add/", USER, 403),
    Refused("add a user, by finance", "finance", lambda _: "users/add/", USER, 403),
    Refused(
        "add a user with a weak password",
        "administrator",
        lambda _: "users/add/",
        USER | {"password": "short"},
        200,
        "12 to 200 characters",
    ),
    Refused(
        "add a user twice", "administrator", lambda _: "users/add/", USER | {"login_name": "auditor"}, 200, "taken"
    ),
    Refused("add a customer as staff", "administrator", lambda _: "users/add/", USER | {"roles": ["customer"]}, 200),
    Refused(
        "grant oneself",
        "administrator",
        lambda i: f"users/{i.staff['administrator']}/",
        {"act": "grant", "role": "risk_officer"},
        200,
        "their own roles",
    ),
    Refused(
        "switch off the last administrator",
        "administrator",
        lambda i: f"users/{i.staff['administrator']}/",
        {"act": "deactivate"},
        200,
    ),
    Refused(
        "grant to nobody", "administrator", lambda _: f"users/{new_id()}/", {"act": "grant", "role": "auditor"}, 404
    ),
    Refused(
        "an act on users that there is not",
        "administrator",
        lambda i: f"users/{i.staff['auditor']}/",
        {"act": "promote"},
        200,
        "choose one of the acts",
    ),
    Refused("a token, by compliance", "compliance", lambda _: "tokens/add/", TOKEN, 403),
    Refused("a token, by operations", "operations", lambda _: "tokens/add/", TOKEN, 403),
    Refused(
        "a token of an administrator",
        "administrator",
        lambda _: "tokens/add/",
        TOKEN | {"roles": ["administrator"]},
        422,
    ),
    Refused("a token without roles", "administrator", lambda _: "tokens/add/", TOKEN | {"roles": []}, 422),
    Refused("a token without a name", "administrator", lambda _: "tokens/add/", TOKEN | {"name": " "}, 422),
    Refused("a token without an end", "administrator", lambda _: "tokens/add/", TOKEN | {"last_day": ""}, 422),
    Refused(
        "a token that has ended", "administrator", lambda _: "tokens/add/", TOKEN | {"last_day": "2026-11-22"}, 422
    ),
    Refused("a token for ever", "administrator", lambda _: "tokens/add/", TOKEN | {"last_day": "9999-12-31"}, 422),
    Refused("end a token, by the auditor", "auditor", lambda _: f"tokens/{new_id()}/revoke/", {}, 403),
    Refused("end no token", "administrator", lambda _: f"tokens/{new_id()}/revoke/", {}, 404),
)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_what_is_refused_changes_nothing(institution: Institution, row: Refused) -> None:
    client = institution.client(row.who)
    before = footprint()
    status, text = posted(client, row.address(institution), **row.form)
    assert (status, row.says in text) == (row.status, True), re.sub(r"<[^>]+>", " ", text)[-800:]
    assert footprint() == before


def test_forms_need_their_token_against_forgery(institution: Institution) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = institution.client("finance").cookies
    before = footprint()
    assert client.post("/workbench/day/close/", {"key": "k"}).status_code == 403
    assert footprint() == before


@pytest.mark.parametrize("path", ["day/close/", "users/add/", "tokens/add/"])
def test_what_changes_something_is_never_a_link(institution: Institution, path: str) -> None:
    assert institution.client("administrator").get(f"/workbench/{path}").status_code == 405


def test_the_same_key_for_something_else_is_refused(institution: Institution) -> None:
    client, path = institution.client("risk_officer"), f"cases/{institution.case('review').id}/act/"
    posted(client, path, key="one", act="note", text="first")
    before = footprint()
    posted(client, path, key="one", act="note", text="second")
    assert footprint() == before
