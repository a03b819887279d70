"""Models by the API: a package from bytes to a shadow's answers, by two programs; what is refused changes nothing."""

from base64 import b64encode
from typing import Any

import pytest
from tests.interfaces.api.conftest import NOW, Program, World, call, token
from tests.unit.decisioning.packages import scorecard_package

from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decide_and_record, decision_ids, decision_request, score_shadows
from puhui.risk.decisioning.models import ModelAssignment, ModelEvent, ModelPackage

pytestmark = pytest.mark.django_db
WHY = {"reason": "better out of time"}


def body(files: dict[str, bytes], **changes: Any) -> dict[str, Any]:
    encoded = {name: b64encode(content).decode() for name, content in files.items()}
    return {"files": encoded, "purpose": "working capital", **WHY, **changes}


@pytest.fixture
def checker(world: World) -> Program:
    return token("checker", Role.COMPLIANCE)


def test_from_a_package_to_a_shadow(world: World, checker: Program) -> None:
    made = world.officer.post("/models", body(scorecard_package("harsh", "1", more=-300))).json()
    model = f"/models/{made['package_id']}"
    own = world.officer.post(f"{model}/decision", {"agree": True, **WHY})
    assert (own.status_code, own.json()["code"]) == (403, "model_four_eyes")
    assert checker.post(f"{model}/decision", {"agree": True, **WHY}).json()["state"] == "approved"
    asked = world.officer.post(f"{model}/roles", {"slot": "demo-invoices", "role": "shadow", **WHY}).json()
    assert (
        checker.post(f"/models/roles/{asked['role_id']}/decision", {"agree": True, **WHY}).json()["state"] == "in_force"
    )

    [earlier] = list(decision_ids())
    again = decision_request(SYSTEM, decision_id=earlier)
    decide_and_record(call(SYSTEM), request=again)
    deliver_outbox(current_ports(), now=NOW)
    score_shadows(call(SYSTEM), decision_ids=[earlier])
    found = world.auditor.get(f"{model}/shadow").json()
    assert (found["decisions"], found["agree"], found["would_approve"]) == (
        2,
        0 if world.outcome != "decline" else 2,
        0,
    )
    assert found["moves"] == {f"{world.outcome} -> decline": 2}
    assert [one["loans"] for one in world.auditor.get(f"{model}/loans").json()] == [0, 0, 0]
    curve = [float(pd) for pd in found["pd_within_months"].values()]
    assert curve == sorted(curve)
    assert curve[3] == pytest.approx(float(found["mean_pd"]))

    view = world.auditor.get(model).json()
    assert view["card"]["out_of_fold"]["auc"] == 0.74
    assert [line["what"] for line in view["history"]] == ["role_given", "role_proposed", "approved", "registered"]
    assert [item["id"] for item in world.auditor.get("/models?limit=1").json()["items"]] == [made["package_id"]]
    assert world.auditor.get("/models/slots/demo-invoices").json()["roles"][0]["role_id"] == asked["role_id"]
    assert checker.post(f"/models/roles/{asked['role_id']}/end", WHY).json()["state"] == "ended"
    assert checker.post(f"{model}/retire", WHY).json()["state"] == "retired"


def kept() -> list[int]:
    return [table.objects.count() for table in (ModelPackage, ModelAssignment, ModelEvent)]


def test_what_is_refused_changes_nothing(world: World, checker: Program) -> None:
    whole = scorecard_package()
    made = world.officer.post("/models", body(whole)).json()
    model, before = f"/models/{made['package_id']}", kept()
    changed = whole | {"model_card.json": whole["model_card.json"].replace(b"0.74", b"0.94")}
    role = {"slot": "demo-invoices", "role": "champion", **WHY}
    refused = [
        (world.officer.post("/models", body(changed)), 422, "model_package_refused"),
        (world.officer.post("/models", body(whole) | {"files": {"manifest.json": "%"}}), 422, "invalid_input"),
        (world.officer.post("/models", body(whole, more=1)), 422, "invalid_input"),
        (world.auditor.post("/models", body(scorecard_package("x", "1"))), 403, "forbidden"),
        (world.customer.get("/models"), 403, "forbidden"),
        (world.officer.post(f"{model}/roles", role), 409, "model_not_movable"),
        (world.officer.post(f"{model}/roles", role | {"role": "king"}), 422, "invalid_input"),
        (world.officer.post(f"{model}/roles", role | {"role": "split", "share_pct": "abc"}), 422, "invalid_input"),
        (world.officer.post(f"{model}/roles", role | {"role": "split", "share_pct": "0.001"}), 422, "invalid_input"),
        (checker.post(f"{model}/decision", {"agree": True, "reason": ""}), 422, "invalid_input"),
        (checker.post(f"/models/{new_id()}/decision", {"agree": True, **WHY}), 404, "not_found"),
        (checker.post(f"/models/roles/{new_id()}/end", WHY), 404, "not_found"),
    ]
    for response, status, code in refused:
        assert (response.status_code, response.json()["code"]) == (status, code), response.content
    assert kept() == before
