"""The policy lab in the workbench: a draft is uploaded, the run is watched, two others sign; refusals are shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted
from tests.rooms.lab.test_runs import softer

from puhui.flows.policy_lab.do_run import do_waiting_run
from puhui.kernel.actors import SYSTEM
from puhui.risk.lab.facade import lab_runs

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Softer bands",
    "portfolio": "simulated",
    "firms": "2000",
    "seed": "5",
    "months": "6",
    "shocks": "drought",
}


def shown(client: Client, path: str) -> str:
    return client.get(f"/workbench/{path}").content.decode()


def started(client: Client, **changes: object) -> tuple[int, str]:
    answer = client.post("/workbench/lab/start/", {**FORM, **changes}, follow=True)
    return answer.status_code, answer.content.decode()


def test_from_a_draft_to_two_signatures(institution: Institution) -> None:
    officer = institution.client("risk_officer")
    draft = SimpleUploadedFile("draft.json", softer().encode())
    status, text = started(officer, draft=draft, key="k1")
    assert status == 200
    assert "Waiting for a worker" in text
    [run] = lab_runs(SYSTEM)
    assert "hx-get" in shown(officer, f"lab/{run.id}/progress/")
    do_waiting_run(institution.world.call(), clock=institution.world.ports.clock)
    assert officer.get(f"/workbench/lab/{run.id}/progress/")["HX-Refresh"] == "true"
    text = shown(officer, f"lab/{run.id}/")
    for words in (
        "working-capital@2-draft",
        "Come in: only the candidate approves",
        "Drought",
        "others sign it",
        "alarm",
    ):
        assert words in text
    assert "策略实验室" in shown(institution.client("finance", language="zh-hans"), f"lab/{run.id}/")
    for name in ("second_risk", "finance"):
        status, text = posted(
            institution.client(name), f"lab/{run.id}/sign/", verdict="approve", comment="fair and sound"
        )
        assert "Signed." in text
    assert "approved by the committee" in text


def test_what_is_refused_changes_nothing_and_says_why(institution: Institution) -> None:
    officer, clerk, run_id = (
        institution.client("risk_officer"),
        institution.client("operations"),
        institution.lab_run_id,
    )
    before = footprint()
    for changes, words in (
        ({"title": "x"}, "a title of 3 to"),
        ({"firms": "many"}, "a whole number is needed"),
        ({"firms": "7"}, "100 to 1,000,000 firms"),
        ({"shocks": "flood"}, "no such shock"),
        ({"draft": SimpleUploadedFile("draft.toml", b"id = ")}, "not valid"),
        ({"draft": SimpleUploadedFile("draft.toml", b"\xff\xfe")}, "UTF-8"),
        ({"portfolio": "history"}, "a first and a last day"),
        ({"since": "2026-13-01"}, "since"),
    ):
        status, text = started(officer, **changes)
        assert status in (404, 422)
        assert words in text
    status, _ = started(clerk)
    assert status == 403
    _, text = posted(officer, f"lab/{run_id}/sign/", verdict="approve", comment=" ")
    assert "a comment of 3 to" in text
    assert footprint() == before
