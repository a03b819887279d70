"""The policy lab by the API: asked, worked out by the worker, read, signed by two programs; refusals change nothing."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.interfaces.workbench.institution import footprint

from puhui.flows.policy_lab.do_run import do_waiting_run
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.ids import new_id
from puhui.kernel.ports import MovedClock

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
ASKED = {"title": "As it runs", "firms": 500, "months": 3, "shocks": ["drought"]}


@pytest.fixture
def officer() -> Program:
    cache.clear()
    open_first_business_date(Call(SYSTEM, "open", AT), on=date(2026, 11, 23))
    return token("officer", Role.RISK_OFFICER)


def worked(officer: Program) -> str:
    run_id = officer.post("/lab/runs", ASKED).json()["run_id"]
    do_waiting_run(Call(SYSTEM, "worker", AT), clock=MovedClock(AT))
    return str(run_id)


def test_from_the_question_to_the_signatures(officer: Program) -> None:
    run_id = worked(officer)
    run = officer.get(f"/lab/runs/{run_id}").json()
    assert (run["state"], run["result"]["firms"], run["inputs"]["seed"]) == ("done", 500, 20261123)
    [line] = officer.get("/lab/runs").json()["items"]
    assert line["result_hash"] == run["result_hash"]
    verdict = {"verdict": "approve", "comment": "fair and sound"}
    first, second = token("first", Role.COMPLIANCE), token("second", Role.FINANCE)
    assert first.post(f"/lab/runs/{run_id}/signatures", verdict).json()["state"] == "done"
    assert second.post(f"/lab/runs/{run_id}/signatures", verdict).json()["state"] == "approved"
    assert {shock["id"] for shock in officer.get("/lab/shocks").json()} == {"drought", "demand-slump", "rate-rise"}


def test_refusals_change_nothing(officer: Program) -> None:
    run_id = worked(officer)
    verdict = {"verdict": "approve", "comment": "fair and sound"}
    clerk = token("clerk", Role.OPERATIONS)
    before = footprint()
    assert officer.post(f"/lab/runs/{run_id}/signatures", verdict).status_code == 409
    assert officer.post(f"/lab/runs/{new_id()}/signatures", verdict).status_code == 404
    assert officer.post(f"/lab/runs/{run_id}/signatures", {**verdict, "verdict": "perhaps"}).status_code == 422
    assert clerk.post("/lab/runs", ASKED).status_code == 403
    assert officer.post("/lab/runs", {**ASKED, "firms": 7}).status_code == 422
    assert officer.post("/lab/runs", {**ASKED, "shocks": ["flood"]}).status_code == 404
    assert officer.post("/lab/runs", {**ASKED, "policy_text": "id = "}).status_code == 422
    assert officer.post("/lab/runs", {**ASKED, "colour": "red"}).status_code == 422
    assert officer.get(f"/lab/runs/{new_id()}").status_code == 404
    assert footprint() == before
