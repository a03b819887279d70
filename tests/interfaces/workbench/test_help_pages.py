"""Help, write-offs and relief in the workbench: the whole way on the pages, and what is refused there."""

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, footprint

from puhui.flows.collections.hardship import ask_for_help, plan_options
from puhui.interfaces.workbench.hardship import _code
from puhui.kernel.actors import SYSTEM
from puhui.kernel.money import Money
from puhui.products.collections.facade import HelpState, help_request, relief, reliefs, write_off_of_loan

pytestmark = pytest.mark.django_db


def post(client: Client, address: str, **fields: str) -> str:
    response = client.post(f"/workbench/{address}", fields, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_plan_is_offered_or_a_no_is_given(late: Institution) -> None:
    asked = ask_for_help(
        late.world.call(late.borrower_actor), loan_id=late.loan_id, reason="illness", can_pay=Money(20_000_00)
    )
    client = late.client("relationship_manager")
    assert (
        f"/workbench/hardship/{asked.help_id}/"
        in client.get(f"/workbench/collections/{late.loan_id}/").content.decode()
    )
    page = client.get(f"/workbench/hardship/{asked.help_id}/").content.decode()
    assert "Illness or an accident" in page
    assert "Plans that are possible" in page
    address = f"hardship/{asked.help_id}/act/"
    before = footprint()
    for fields, said in (
        ({"act": "nothing"}, "choose one of the acts"),
        ({"act": "offer", "plan": "gift//1/x", "words": "because"}, "choose one of the plans"),
        ({"act": "offer", "plan": "extension/soon/1/x", "words": "because"}, "choose one of the plans"),
        ({"act": "decline", "words": "no"}, "a text of 5 to 500 characters"),
    ):
        assert said in post(client, address, **fields)
        assert footprint() == before
    option = plan_options(late.actor("risk_officer"), asked=help_request(SYSTEM, help_id=asked.help_id))[0]
    shown = post(client, address, act="offer", plan=_code(option.asked), words="sales come back")
    assert "A plan is being agreed" in shown
    assert help_request(SYSTEM, help_id=asked.help_id).state == HelpState.OFFERED


def test_a_write_off_between_three_people(late: Institution) -> None:
    client = late.client("operations")
    said = post(client, f"collections/{late.loan_id}/write-off/", reason="pursued", evidence="letters in file 9")
    assert "is 365 days past due" in said
    post(client, f"collections/{late.loan_id}/write-off/", reason="bankrupt", evidence="register entry in file 9")
    made = write_off_of_loan(SYSTEM, loan_id=late.loan_id)
    assert made is not None
    address = f"write-offs/{made.id}/act/"
    for name in ("risk_officer", "finance"):
        one = late.client(name)
        assert "I agree" in one.get(f"/workbench/write-offs/{made.id}/").content.decode()
        assert "Done." in post(one, address, act="approve", note="seen")
    assert "choose one of the acts" in post(late.client("finance"), address, act="nothing")
    after = write_off_of_loan(SYSTEM, loan_id=late.loan_id)
    assert after is not None
    assert len(after.approvals) == 2
    assert after.state in ("approved", "booked")
    rows = late.client("auditor").get("/workbench/write-offs/tax-file/")
    lines = rows.content.decode().splitlines()
    assert lines[0].startswith("loan_id,borrower,reason,days_past_due,principal")
    assert str(late.loan_id) in lines[1]
    assert f"{made.amount}" in lines[1]


def test_relief_between_two_people(institution: Institution) -> None:
    operations, finance = institution.client("operations"), institution.client("finance")
    assert (
        "Whom it would meet today" in operations.get("/workbench/relief/?measure=relief.sample-flood").content.decode()
    )
    assert "is not a measure of relief" in post(operations, "relief/propose/", measure="relief.none")
    assert "Done." in post(operations, "relief/propose/", measure="relief.sample-flood")
    [made] = reliefs(SYSTEM)
    assert "Done." in post(finance, f"relief/{made.id}/act/", act="confirm")
    institution.world.work()
    assert relief(SYSTEM, relief_id=made.id).state == "applied"
    assert "Propose to undo it" in operations.get(f"/workbench/relief/{made.id}/").content.decode()
    assert "choose one of the acts" in post(finance, f"relief/{made.id}/act/", act="nothing")
    post(operations, f"relief/{made.id}/act/", act="undo")
    post(finance, f"relief/{made.id}/act/", act="confirm")
    institution.world.work()
    assert relief(SYSTEM, relief_id=made.id).state == "undone"
