"""Policies by the pages: a table is edited as a grid, submitted, published by a second person; nothing else changes."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, footprint
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.foundation.drafts.facade import DraftState
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import decision_policy, draft, drafts, policy_from_document, slots

pytestmark = pytest.mark.django_db


def fields(page: str) -> dict[str, str]:
    """What the grid's form holds, as a browser without JavaScript would send it."""
    form = page[page.index('name="rows"') - 2000 :]
    found = re.findall(r'<input[^>]*name="((?:id|in|out)-[0-9-]+|rows|revision)"[^>]*value="([^"]*)"', form)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for name, value in found}


def post(client: Client, path: str, **form: Any) -> Any:
    return client.post(path, {"key": str(new_id()), **form}, follow=True)


def test_from_the_grid_to_a_version_in_force(institution: Institution) -> None:
    writer, second = institution.client("risk_officer"), institution.client("second_risk")
    at = f"/workbench/policies/drafts/{institution.draft_id}/"
    shown = writer.get(at).content.decode()
    assert "no row for score = " in shown
    grid = fields(writer.get(f"{at}bands/").content.decode())
    assert grid["in-1-0"] == "[585..602)"
    added = post(writer, f"{at}bands/", **grid, act="add:1").content.decode()
    assert "margin" not in added
    grid = fields(added)
    assert (grid["id-2"], grid["out-2-1"]) == ("R1", "")
    deleted = post(writer, f"{at}bands/", **grid, act="delete:2").content.decode()
    grid = fields(deleted) | {"in-1-0": "[581..602)"}
    saved = post(writer, f"{at}bands/", **grid, act="save")
    assert "What is wrong" not in saved.content.decode()
    page = writer.get(at).content.decode()
    assert "nothing known: <span" in page
    assert "Nothing differs" not in page  # the case is new
    submitted = post(writer, f"{at}act/", act="submit").content.decode()
    assert "waits for publication" in submitted
    refused = post(writer, f"{at}act/", act="publish", effective_from=TODAY.isoformat())
    assert "second person" in refused.content.decode()
    assert draft(SYSTEM, institution.draft_id).state == DraftState.SUBMITTED
    post(second, f"{at}act/", act="publish", effective_from=TODAY.isoformat())
    assert draft(SYSTEM, institution.draft_id).state == DraftState.PUBLISHED
    assert decision_policy("working-capital", on=TODAY).version == "3"
    assert second.get(f"/workbench/policies/{institution.policy_hash}/?form=toml").content.startswith(b"id = ")
    assert second.get(f"/workbench/policies/{institution.policy_hash}/?form=jdm").json()["nodes"]


def test_a_draft_begins_on_the_page_with_a_text_or_as_a_copy(institution: Institution) -> None:
    client = institution.client("risk_officer")
    start = {"based_on": institution.policy_hash, "note": "a copy"}
    copied = post(client, "/workbench/policies/start/", **start)
    assert "being written" in copied.content.decode()
    text = client.get(copied.redirect_chain[-1][0] + "?form=toml").content.decode()
    post(client, "/workbench/policies/start/", **start, text=text.replace("margin_bps = 900", "margin_bps = 950"))
    assert len(drafts(SYSTEM)) == 3
    newest = drafts(SYSTEM)[0]
    changed = text.replace("margin_bps = 900", "margin_bps = 975")
    at = f"/workbench/policies/drafts/{newest.id}/"
    post(client, f"{at}act/", act="text", revision=newest.revision, text=changed)
    assert "975" in client.get(at).content.decode()


def test_segments_are_begun_edited_as_a_grid_and_given_up(institution: Institution) -> None:
    client, at = institution.client("risk_officer"), f"/workbench/policies/drafts/{institution.draft_id}/"

    def act(**form: Any) -> str:
        revision = draft(SYSTEM, institution.draft_id).revision
        return post(client, f"{at}act/", revision=revision, **form).content.decode()

    def saved(table: str, act: str = "save", **cells: str) -> str:
        grid = fields(client.get(f"{at}{table}/").content.decode()) | {k.replace("_", "-"): v for k, v in cells.items()}
        return post(client, f"{at}{table}/", **grid, act=act).content.decode()

    assert "One model scores everybody" in client.get(at).content.decode()
    assert "everybody else by the policy" in act(act="column", column="months_observed")
    act(act="column", column="applicant.industry")
    grid = fields(saved("segments", "add"))
    assert (grid["id-0"], grid["in-0-1"]) == ("R1", "-")
    wrong = saved("segments", in_0_0="[1..", out_0_0="thin-files")
    assert "segments.R1.when.months_observed" in wrong
    saved("segments", in_0_0="[1..12)")
    saved("bands", in_1_0="[581..602)")
    assert "thin-files" in slots()  # a model may take it before the policy is in force
    assert "there is no scorecard &#x27;thin-files&#x27;" in client.get(at).content.decode()
    saved("segments", out_0_0="demo-persons")
    found = draft(SYSTEM, institution.draft_id)
    [row] = found.document["segments"]["rows"]
    assert (row["when"], row["then"]) == ({"months_observed": "[1..12)"}, {"scorecard": "demo-persons"})
    assert policy_from_document(found.document).slots == ("demo-invoices", "demo-persons")
    assert "[1..12)" in client.get(at).content.decode()
    before = footprint()
    assert "not a known fact" in act(act="column", column="applicant.sex")
    assert footprint() == before
    act(act="no_segments")
    assert "segments" not in draft(SYSTEM, institution.draft_id).document


def test_bad_input_is_refused_and_changes_nothing(institution: Institution) -> None:
    client, other = institution.client("risk_officer"), institution.client("compliance")
    at = f"/workbench/policies/drafts/{institution.draft_id}/"
    grid = fields(client.get(f"{at}bands/").content.decode())
    before = footprint()
    for path, form in (
        (f"{at}bands/", {**grid, "act": "up:0"}),
        (f"{at}bands/", {**grid, "act": "delete:77"}),
        (f"{at}bands/", {**grid, "act": "turn:1"}),
        (f"{at}bands/", {**grid, "rows": "9"}),
        (f"{at}bands/", {**grid, "rows": "100000"}),
        (f"{at}bands/", {**grid, "revision": "99", "act": "save"}),
        (f"{at}bands/", {**grid, "in-0-0": "x" * 400, "act": "save"}),
        (f"{at}nothing/", {**grid, "act": "save"}),
        (f"{at}act/", {"act": "publish", "effective_from": "soon"}),
        (f"{at}act/", {"act": "submit"}),
        (f"{at}act/", {"act": "text", "revision": "1", "text": "= ="}),
        (f"{at}act/", {"act": "dance"}),
        ("/workbench/policies/start/", {"based_on": institution.policy_hash, "text": "= ="}),
        ("/workbench/policies/start/", {"based_on": "nothing"}),
    ):
        answer = post(client, path, **form)
        assert answer.status_code in {200, 404, 409, 422}, (path, form)
    assert other.get(f"{at}bands/").status_code == 403
    assert footprint() == before
