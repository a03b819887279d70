"""One's own first page: tasks by deadline, where I am named, my customers, what changed; as many queries for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_acts import posted
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.foundation.casework.facade import add_note, open_case, take_case
from puhui.foundation.party.facade import AnothersCustomer, NotAManager, assign_manager, manager_of, my_customers
from puhui.foundation.party.models import PartyManager
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Forbidden, NotFound
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
MEI = "relationship-manager"


def call(institution: Institution, name: str) -> Call:
    return Call(institution.actor(name), str(new_id()), institution.world.clock.now())


def given(institution: Institution, *, customers: int = 1) -> None:
    """The relationship manager looks after some customers, has a case of each, and is named in a note on it."""
    for n in range(customers):
        party_id = institution.borrower if not n else institution.world.firm()[0]
        assign_manager(call(institution, "operations"), party_id=party_id, to_login=MEI, reason="lives nearby")
        if n:
            institution.world.borrowed(party_id, disbursement_date=TODAY)
        case_id = open_case(
            call(institution, "operations"), kind="lease", subject=str(new_id()), party_id=party_id, reason="oven"
        )
        add_note(call(institution, "operations"), case_id=case_id, text="@relationship-manager please look")
        take_case(call(institution, "relationship_manager"), case_id=case_id)


def test_my_work_shows_what_is_mine(institution: Institution) -> None:
    client = institution.client("relationship_manager")
    assert "You have no open task." in client.get("/workbench/").content.decode()
    given(institution)
    text = client.get("/workbench/").content.decode()
    for words in ("Leased equipment", "@relationship-manager please look", "120,000.00", "New case"):
        assert words in text
    other = institution.client("operations").get("/workbench/").content.decode()
    assert "My customers" not in other
    assert "please look" not in other


def test_what_was_read_is_not_shown_again(institution: Institution) -> None:
    given(institution)
    client = institution.client("relationship_manager")
    assert "New case" in client.get("/workbench/").content.decode()
    institution.world.clock.instant += timedelta(minutes=1)
    until = institution.world.clock.now().isoformat()
    posted(client, "read/", until=until)
    assert "New case" not in client.get("/workbench/").content.decode()
    assert "not an instant" in posted(client, "read/", until="yesterday")[1]


def test_as_many_queries_for_many_as_for_one(institution: Institution) -> None:
    given(institution)
    client = institution.client("relationship_manager")
    client.get("/workbench/")
    with CaptureQueriesContext(connection) as few:
        client.get("/workbench/")
    given(institution, customers=8)
    with CaptureQueriesContext(connection) as many:
        client.get("/workbench/")
    assert len(many) <= len(few) <= 32, [one["sql"][:100] for one in many]


def test_who_looks_after_a_customer(institution: Institution) -> None:
    mei, firm = institution.actor("relationship_manager"), institution.borrower
    assign_manager(call(institution, "relationship_manager"), party_id=firm, to_login=MEI, reason="mine")
    found = manager_of(mei, party_id=firm)
    assert found is not None
    assert (found.manager_id, found.reason) == (mei.id, "mine")
    assert [one.party_id for one in my_customers(mei)] == [firm]
    for who, to, party_id, refusal in (
        ("risk_officer", MEI, firm, Forbidden),
        ("operations", "risk-officer", firm, NotAManager),
        ("operations", MEI, new_id(), NotFound),
    ):
        with pytest.raises(refusal):
            assign_manager(call(institution, who), party_id=party_id, to_login=to, reason="because")
    assert PartyManager.objects.count() == 1
    PartyManager.objects.update(manager_id=new_id())
    with pytest.raises(AnothersCustomer):
        assign_manager(call(institution, "relationship_manager"), party_id=firm, to_login=MEI, reason="mine")
    with pytest.raises(Forbidden):
        manager_of(SYSTEM, party_id=firm)
