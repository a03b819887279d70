"""Moves of firms in the workbench: from the case to the page, what is seen there, and the answer."""

import pytest
from tests.interfaces.workbench.institution import Institution

from puhui.flows.move_firm import move_firm
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_card
from puhui.foundation.party.models import Party
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_move_is_confirmed_by_a_colleague(institution: Institution) -> None:
    door = institution.approved
    Party.objects.filter(id=door.firm_id).update(region="330106")
    moved = move_firm(
        door.call(), firm_id=door.firm_id, region="331124", on=business_date(), evidence="new licence of November"
    )
    client = institution.client("risk_officer")
    queue = client.get("/workbench/queues/relocation/").content.decode()
    case_id = queue.split("/workbench/cases/")[1].split("/")[0]
    page = client.get(f"/workbench/cases/{case_id}/", follow=True)
    address = f"/workbench/moves/{moved.waits_for}/"
    assert page.redirect_chain[-1][0] == address
    text = page.content.decode()
    assert "new licence of November" in text
    assert "13.5" in text  # the cap of Lishui that would count
    client.post(f"{address}act/", {"act": "dance", "key": str(new_id()), "text": "seen it"})
    client.post(f"{address}act/", {"act": "confirm", "key": str(new_id()), "text": ""})
    assert party_card(SYSTEM, party_id=door.firm_id).region == "330106"
    assert institution.client("finance").get(address).status_code == 403
    assert client.get(f"/workbench/moves/{new_id()}/").status_code == 404
    client.post(f"{address}act/", {"act": "confirm", "key": str(new_id()), "text": "seen the register"})
    assert party_card(SYSTEM, party_id=door.firm_id).region == "331124"
    assert 'value="confirm"' not in client.get(address).content.decode()
