"""A lost phone in the workbench: proposed from the customer's page, proven on the open page, decided by a colleague."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.workbench.institution import Institution
from tests.rooms.party.made_up import phone
from tests.small_papers import PNG

from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import phone_of
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
NEW = phone(871)


def proposal(**changes: object) -> dict[str, object]:
    file = SimpleUploadedFile("card.png", PNG, content_type="image/png")
    return {"key": str(new_id()), "phone": NEW, "seen": "identity card, the face fits", "file": file, **changes}


def test_a_number_is_proposed_proven_and_decided_by_another(institution: Institution) -> None:
    clerk, who = institution.client("operations"), institution.person_id
    assert f"/workbench/customers/{who}/phone/" in clerk.get(f"/workbench/customers/{who}/").content.decode()
    address = f"/workbench/customers/{who}/phone/"
    assert institution.client("finance").get(address).status_code == 403
    assert clerk.get(f"/workbench/customers/{institution.borrower}/phone/").status_code == 404  # a firm has no phone
    assert 'name="phone"' not in institution.client("auditor").get(address).content.decode()
    old = phone_of(who)
    clerk.post(f"{address}propose/", proposal(file=""))
    assert not Notice.objects.filter(kind="code_lost_phone").exists()
    clerk.post(f"{address}propose/", proposal())
    page = clerk.get(address).content.decode()
    assert "A new number waits" in page
    assert NEW not in page
    decision = re.findall(r"/workbench/phones/[0-9a-f-]+/", page)[0]
    queue = institution.client("risk_officer").get("/workbench/queues/lost_phone/").content.decode()
    case_id = queue.split("/workbench/cases/")[1].split("/")[0]
    colleague = institution.client("risk_officer")
    assert colleague.get(f"/workbench/cases/{case_id}/", follow=True).redirect_chain[-1][0] == decision
    assert 'value="confirm"' not in colleague.get(decision).content.decode()  # the customer has not proven it
    code = re.findall(r"\d{6}", message_for_delivery(Notice.objects.get(kind="code_lost_phone").id).body)[0]
    visitor = Client()
    assert visitor.post("/sign-in/lost-phone/", {"phone": NEW, "code": "12"}).status_code == 422
    assert visitor.post("/sign-in/lost-phone/", {"phone": NEW, "code": code}).status_code == 200
    assert 'value="confirm"' in colleague.get(decision).content.decode()
    paper = re.findall(r"/workbench/papers-of-customers/[0-9a-f-]+/", colleague.get(decision).content.decode())[0]
    seen = colleague.post(paper, {"purpose": "verification", "key": str(new_id())})
    assert seen.content == PNG
    for client in (clerk, institution.client("finance")):
        client.post(f"{decision}act/", {"act": "confirm", "key": str(new_id()), "text": "seen the card"})
        assert phone_of(who) == old
    colleague.post(f"{decision}act/", {"act": "confirm", "key": str(new_id()), "text": "seen the card"})
    assert phone_of(who) == NEW
    assert "seen the card" in clerk.get(decision).content.decode()
    assert colleague.get(f"/workbench/phones/{new_id()}/").status_code == 404
