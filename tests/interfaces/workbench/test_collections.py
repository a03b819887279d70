"""The page of a late loan: what the rules refuse is refused there too, with the reason; what is done is shown."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, footprint

from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.products.collections.facade import contacts_of, file_of_loan, holds_of, promises_of

pytestmark = pytest.mark.django_db


def act(client: Client, late: Institution, name: str, **fields: str) -> str:
    response = client.post(f"/workbench/collections/{late.loan_id}/act/", {"act": name, **fields}, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_worklist_leads_to_the_loan(late: Institution) -> None:
    client = late.client("operations")
    page = client.get("/workbench/collections/").content.decode()
    assert f"/workbench/collections/{late.loan_id}/" in page
    assert "Telephone" in page
    file = file_of_loan(SYSTEM, loan_id=late.loan_id)
    assert file is not None
    case = client.get(f"/workbench/cases/{file.case_id}/").content.decode()
    assert f"/workbench/collections/{late.loan_id}/" in case
    shown = client.get(f"/workbench/collections/{late.loan_id}/").content.decode()
    assert "May I speak with the person who signed the loan?" in shown
    assert "Allowed" in shown


def test_contacts_promises_and_holds(late: Institution) -> None:
    client = late.client("operations")
    for _ in range(3):
        assert "Done." in act(client, late, "contact", channel="voice", outcome="reached", note="spoke")
    before = contacts(late)
    assert "at most 3 times a day" in act(client, late, "contact", channel="voice", outcome="reached")
    assert contacts(late) == before
    by = (business_date() + timedelta(days=4)).isoformat()
    assert "Done." in act(client, late, "promise", amount="5,000.00", due_on=by)
    [promise] = promises_of(SYSTEM, loan_id=late.loan_id)
    assert promise.by_customer is False
    assert "Done." in act(client, late, "hold", kind="complaint", reason="disputes the fee")
    holds = holds_of(SYSTEM, party_id=late.borrower)
    assert [hold.kind for hold in holds] == ["promise", "complaint"]
    assert "Done." in act(client, late, "lift", hold_id=str(holds[1].id))
    assert len([c for c in contacts_of(SYSTEM, party_id=late.borrower) if not c.is_automatic]) == 3


def contacts(late: Institution) -> int:
    return len(contacts_of(SYSTEM, party_id=late.borrower, most=200))


REFUSED = [
    ("nothing", {}, "choose one of the acts"),
    ("contact", {"channel": "pigeon", "outcome": "reached"}, "one of voice"),
    ("promise", {"amount": "many", "due_on": "2026-12-01"}, "an amount is text in major units"),
    ("promise", {"amount": "1.00", "due_on": "soon"}, "a date is text"),
    ("hold", {"kind": "mood", "reason": "x"}, "one of complaint"),
    ("hold", {"kind": "complaint", "reason": ""}, "a text of 1 to 500 characters"),
    ("lift", {"hold_id": "x"}, "this is not an id"),
]


@pytest.mark.parametrize(("name", "fields", "said"), REFUSED)
def test_refused_forms_change_nothing(institution: Institution, name: str, fields: dict[str, str], said: str) -> None:
    client = institution.client("operations")
    before = footprint()
    assert said in act(client, institution, name, **fields)
    assert footprint() == before


@pytest.mark.parametrize("who", ["auditor", "compliance"])
def test_who_only_reads_records_nothing(institution: Institution, who: str) -> None:
    client = institution.client(who)
    before = footprint()
    response = client.post(
        f"/workbench/collections/{institution.loan_id}/act/",
        {"act": "contact", "channel": "voice", "outcome": "reached"},
    )
    assert response.status_code == 403
    assert footprint() == before
