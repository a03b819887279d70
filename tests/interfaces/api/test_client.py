"""The generated client over real HTTP: the journey of a firm, the program of a partner, refusals as exceptions."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.interfaces.api.conftest import World, call
from tests.rooms.party.made_up import credit_code

from puhui.conduct.partners.facade import add_client, decide_partner, propose_partner
from puhui.foundation.party.facade import register_organisation
from puhui.interfaces.rest_api.api import api
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui_client import Client, PuhuiError, every

ROOT = Path(__file__).parents[3]


@pytest.mark.any_database
def test_the_client_is_what_the_contract_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/make_client.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.any_database
def test_two_shapes_of_one_name_are_two_in_the_contract() -> None:
    """ninja keeps shapes by their bare name: of two with one name, the last stood in the contract for both."""
    shapes = api.get_openapi_schema(path_prefix="/api/v1/")["components"]["schemas"]
    assert "opening" in shapes["PapersStatementOut"]["properties"]
    assert "StatementOut" not in shapes
    assert set(shapes["LedgerLineOut"]["properties"]) != set(shapes["BankLineOut"]["properties"])


@pytest.mark.django_db(transaction=True)
def test_a_firm_applies_and_a_partner_looks_on_over_http(live_server: object, world: World) -> None:
    """One server and one world for all of it: what a test that commits costs is setting it up."""
    mine = Client(str(live_server), token=world.customer.token)
    firm_id = str(world.firm_id)
    assert firm_id in {party["party_id"] for party in mine.firms.list_own()}
    assert mine.products.list_products()
    mine.applications.withdraw(world.application_id)
    asked = mine.applications.create_application(
        {
            "firm_id": firm_id,
            "product_code": "working-capital",
            "amount": {"amount": "100000.00", "currency": "CNY"},
            "term_months": 6,
            "method": "equal_instalment",
            "purpose": "stock",
        },
        idempotency_key="apply",
    )
    decided = mine.applications.submit(asked["application_id"])
    assert decided["outcome"] == "approve"
    offer = mine.applications.list_offers(asked["application_id"])[0]
    shown = mine.applications.show(offer["id"], {"language": "en"})
    assert shown["sheet"] == offer["sheet"]
    with pytest.raises(PuhuiError) as refused:
        mine.applications.accept(offer["id"], {"proof_id": shown["proof_id"], "seconds_shown": 0})
    assert (refused.value.status, refused.value.code) == (422, "read_too_fast")
    listed = [one["id"] for one in every(mine.applications.list_applications, limit=1)]
    assert set(listed) == {asked["application_id"], str(world.application_id)}
    assert mine.firms.create_invoices(firm_id, world.firm.invoices_csv())["rows_new"] == 0  # known already
    with pytest.raises(PuhuiError) as absent:
        Client(str(live_server), token=world.stranger.token).applications.read_application(asked["application_id"])
    assert absent.value.code == "not_found"
    _a_partner_looks_on(str(live_server), mine, asked["application_id"], firm_id)


def _a_partner_looks_on(server: str, mine: Client, application_id: str, firm_id: str) -> None:
    admin, clerk = Actor(new_id(), frozenset({Role.ADMINISTRATOR})), Actor(new_id(), frozenset({Role.OPERATIONS}))
    organisation = register_organisation(call(clerk), name="A platform", uscc=credit_code(903))
    propose_partner(call(clerk), party_id=organisation, scopes=["applications:read"], reason="a platform")
    decide_partner(call(admin), partner_id=organisation, agree=True)
    given = add_client(call(admin), partner_id=organisation, name="its desk", scopes=["applications:read"])
    theirs = Client(server, client_id=str(given.client_id), client_secret=given.secret)
    assert theirs.applications.list_applications()["items"] == []
    mine.partners.create_sharing(
        {"party_id": firm_id, "partner_id": str(organisation), "scopes": ["applications:read"], "days": 30}
    )
    seen = theirs.for_customer(firm_id).applications.read_application(application_id)
    assert (seen["id"], seen["state"]) == (application_id, "approved")
    with pytest.raises(PuhuiError) as beyond:
        theirs.loans.list_loans()
    assert beyond.value.code == "insufficient_scope"
    wrong = Client(server, client_id=str(given.client_id), client_secret="0" * 64)
    with pytest.raises(PuhuiError) as unknown:
        wrong.applications.list_applications()
    assert (unknown.value.status, unknown.value.code) == (401, "invalid_client")
