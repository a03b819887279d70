"""Sources in the workbench: how they serve, what is known with its origin for a stated purpose, corrections."""

from dataclasses import replace
from datetime import date

import pytest
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.test_quality import shown

from puhui.flows.correct_what_is_known import ask_correction
from puhui.foundation.sources.facade import Heard, Status, readings_of, store_answers
from puhui.foundation.sources.models import Correction, Reading, SourceAnswer
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
SUED = {
    "dishonest_debtor": True,
    "cases": [
        {
            "filed_on": "2026-05-01",
            "role": "defendant",
            "kind": "enforcement",
            "amount_minor": 5_000_000,
            "state": "open",
        }
    ],
}


def told(institution: Institution) -> tuple[object, Call]:
    """The courts said something, the tax bureau was down."""
    door = institution.approved
    heard = [
        Heard(source="judicial_records", status=Status.OK, as_of=date(2026, 11, 1), content=SUED, latency_ms=120),
        Heard(source="tax", status=Status.DOWN, reason="timeout", latency_ms=6000),
    ]
    call = door.call()
    store_answers(call, party_id=door.firm_id, request_id=new_id(), heard=heard)
    return SourceAnswer.objects.get(source="judicial_records").id, call


def test_how_the_sources_serve(institution: Institution) -> None:
    told(institution)
    for language, words in (("en", ("Court records", "no answer")), ("zh-hans", ("司法信息", "无答复"))):
        text = shown(institution.client("auditor", language=language), "sources/?days=90")
        for word in words:
            assert word in text
    refused = institution.client("auditor").get("/workbench/sources/?days=5")
    assert refused.status_code == 422


def test_what_is_known_needs_a_purpose_that_the_customer_sees(institution: Institution) -> None:
    told(institution)
    door = institution.approved
    client = institution.client("risk_officer")
    address = f"/workbench/customers/{door.firm_id}/known/"
    assert client.post(address, {"purpose": "no", "key": str(new_id())}).status_code == 422
    assert not Reading.objects.exists()
    page = client.post(address, {"purpose": "review of the limit", "key": str(new_id())})
    text = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "On the list of dishonest debtors" in text
    assert "count of cases with kind enforcement and state open" in text
    assert [line.purpose for line in readings_of(door.actor, party_id=door.firm_id)] == ["review of the limit"]


def test_a_correction_is_confirmed(institution: Institution) -> None:
    answer_id, _ = told(institution)
    door = institution.approved
    call = replace(door.call(), at=door.at)
    asked = ask_correction(call, answer_id=answer_id, field="dishonest_debtor", value="false", reason="同名企业")  # type: ignore[arg-type]
    client = institution.client("risk_officer")
    page = client.get(f"/workbench/cases/{asked.case_id}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/workbench/corrections/{asked.correction_id}/"
    assert "同名企业" in page.content.decode()
    act = f"/workbench/corrections/{asked.correction_id}/act/"
    client.post(act, {"act": "dance", "key": str(new_id())})
    assert Correction.objects.get().state == "open"
    assert institution.client("finance").get(f"/workbench/corrections/{asked.correction_id}/").status_code == 403
    client.post(act, {"act": "confirm", "text": "seen the register", "key": str(new_id())})
    assert Correction.objects.get().state == "confirmed"
