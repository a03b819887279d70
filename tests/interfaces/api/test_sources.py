"""Sources over the API: the registry, asking, what is known, corrections, and who may not."""

from tests.interfaces.api.conftest import NOW, World

from puhui.foundation.consent.facade import give_consent
from puhui.kernel.actors import Call
from puhui.kernel.ids import new_id


def let_be_asked(world: World) -> None:
    for purpose, scope in (("firm_records", ()), ("credit_report", ("credit_bureau",))):
        give_consent(Call(world.actor, str(new_id()), NOW), party_id=world.firm_id, purpose=purpose, scope=scope)


def test_the_registry_says_what_each_source_needs_and_costs(world: World) -> None:
    found = {one["id"]: one for one in world.customer.get("/sources").json()}
    assert found["credit_bureau"]["purpose"] == "credit_report"
    assert found["credit_bureau"]["cost"] == {"amount": "2.00", "currency": "CNY"}
    assert found["land_and_weather"]["is_active"] is False


def test_from_asking_to_a_corrected_fact(world: World) -> None:
    let_be_asked(world)
    firm = world.firm_id
    key = str(new_id())
    asked = world.customer.post(f"/parties/{firm}/sources", {}, key=key).json()
    assert asked["asked"] == 7
    assert {line["standing"] for line in asked["lines"]} == {"fresh"}
    assert world.customer.post(f"/parties/{firm}/sources", {}, key=key).json()["asked"] == 0
    known = world.customer.get(f"/parties/{firm}/facts").json()
    facts = {f["name"]: f for f in known["facts"]}
    capital = facts["registered_capital"]
    assert capital["value"] > 0
    assert capital["standing"] == "fresh"
    (answer_id,) = capital["answer_ids"]
    wrong = {"answer_id": answer_id, "field": "capital_minor", "value": "12345", "reason": "登记有误，附营业执照。"}
    made = world.customer.post("/sources/corrections", wrong)
    assert made.status_code == 201
    decided = world.officer.post(f"/sources/corrections/{made.json()['correction_id']}/decision", {"agree": True})
    assert decided.status_code == 200
    assert decided.json()["new_answer_id"]
    again = world.customer.get(f"/parties/{firm}/facts").json()
    corrected = next(f for f in again["facts"] if f["name"] == "registered_capital")
    assert (corrected["value"], corrected["provenance"]) == (12345, "customer")
    assert [c["state"] for c in again["corrections"]] == ["confirmed"]
    assert len(world.customer.get(f"/parties/{firm}/answers?limit=3").json()["items"]) == 3


def test_staff_say_what_for_and_the_customer_sees_it(world: World) -> None:
    let_be_asked(world)
    world.customer.post(f"/parties/{world.firm_id}/sources", {})
    assert world.officer.get(f"/parties/{world.firm_id}/facts").status_code == 403
    assert world.officer.post(f"/parties/{world.firm_id}/readings", {"purpose": "x"}).status_code == 422
    seen = world.officer.post(f"/parties/{world.firm_id}/readings", {"purpose": "annual review of the limit"})
    assert len(seen.json()["held"]) >= 5
    looked = world.customer.get(f"/parties/{world.firm_id}/facts").json()["readings"]
    assert [line["purpose"] for line in looked] == ["annual review of the limit"]
    assert world.auditor.get("/sources/health").json()[0]["source"] == "bank_statements"


def test_a_stranger_learns_nothing(world: World) -> None:
    firm = world.firm_id
    assert world.stranger.get(f"/parties/{firm}/facts").status_code == 404
    assert world.stranger.get(f"/parties/{firm}/answers").status_code == 404
    assert world.stranger.post(f"/parties/{firm}/sources", {}).status_code == 404
    assert world.stranger.get("/sources/health").status_code == 403
    assert world.customer.post(f"/parties/{firm}/sources", {"sources": ["horoscope"]}).status_code == 404
