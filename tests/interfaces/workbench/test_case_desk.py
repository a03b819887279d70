"""What staff do with cases through the pages: give on, escalate, attach, share out; what is refused loses no word."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.workbench.institution import Institution, footprint
from tests.interfaces.workbench.test_acts import posted

from puhui.foundation.casework.facade import KINDS, case, cases_page, open_case
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db


def test_a_case_is_given_on_with_a_note_and_the_colleague_is_named(institution: Institution) -> None:
    found = institution.case("review")
    client, path = institution.client("risk_officer"), f"cases/{found.id}/act/"
    posted(client, path, act="take")
    before = footprint()
    status, text = posted(client, path, act="give", to="nobody", hand_over="The lease is missing & asked for.")
    assert status == 422
    assert 'href="#to"' in text
    assert "The lease is missing &amp; asked for.</textarea>" in text
    assert footprint() == before
    status, _ = posted(client, path, act="give", to="second-risk", hand_over="@second-risk the lease is missing")
    assert status == 200
    seen = case(SYSTEM, found.id)
    assert seen.owner_id == institution.staff["second_risk"]
    status, _ = posted(client, path, act="give", to="risk-officer", hand_over="back to me")
    assert status == 403
    posted(institution.client("second_risk"), path, act="give_back", hand_over="I am away")
    assert case(SYSTEM, found.id).owner_id is None


def test_escalated_and_made_less_urgent_by_hand(institution: Institution) -> None:
    found = institution.case("failed_payment")
    client, path = institution.client("operations"), f"cases/{found.id}/act/"
    _, text = posted(client, path, act="escalate", escalation="The bank does not answer")
    assert "Escalated: Finance" in text
    _, text = posted(client, path, act="prioritise", priority="low", why="a holiday there")
    assert case(SYSTEM, found.id).priority == "low"
    assert "low: a holiday there" in text


def test_a_file_is_added_and_who_reads_it_stands_in_the_history(institution: Institution) -> None:
    found = institution.case("review")
    client = institution.client("risk_officer")
    letter = SimpleUploadedFile("租约 letter.pdf", b"%PDF-1.7 lease", content_type="application/x-evil")
    status, text = posted(client, f"cases/{found.id}/files/", file=letter)
    assert (status, "租约 letter.pdf" in text) == (200, True)
    (kept,) = case(SYSTEM, found.id).files
    answer = institution.client("second_risk").post(
        f"/workbench/cases/{found.id}/files/{kept.id}/", {"key": str(new_id())}
    )
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-1.7 lease", "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert [one.kind for one in case(SYSTEM, found.id).history][-2:] == ["attached", "file_read"]
    finance = institution.client("finance")
    before = footprint()
    page = SimpleUploadedFile("a.html", b"<script>", content_type="application/pdf")
    assert posted(client, f"cases/{found.id}/files/", file=page)[0] == 422
    assert posted(client, f"cases/{found.id}/files/")[0] == 422
    stranger = finance.post(f"/workbench/cases/{found.id}/files/{kept.id}/", {"key": "k"})
    assert stranger.status_code == 403
    assert footprint() == before


def test_a_queue_is_shared_out_and_tells_its_times(institution: Institution) -> None:
    client = institution.client("operations")
    _, text = posted(client, "queues/failed_payment/share-out/")
    assert "has a handler now" in text
    assert all(one.owner_id for one in cases_page(SYSTEM, kind="failed_payment"))
    for one in cases_page(SYSTEM, kind="failed_payment"):
        posted(client if one.owner_id == institution.staff["operations"] else institution.client("finance"),
               f"cases/{one.id}/act/", act="close", text="paid by hand")  # fmt: skip
    text = client.get("/workbench/queues/failed_payment/").content.decode()
    assert re.search(r"[1-9] closed since", text)
    assert posted(institution.client("auditor"), "queues/failed_payment/share-out/")[0] == 403


def test_a_complaint_and_a_matter_of_compliance_from_opening_to_end(institution: Institution) -> None:
    opened = f"customers/{institution.borrower}/cases/open/"
    posted(institution.client("operations"), opened, kind="complaint", reason="The line was busy for a day.")
    complaint = institution.case("complaint")
    posted(institution.client("operations"), f"cases/{complaint.id}/act/", act="close", text="Called back; a new line.")
    assert case(SYSTEM, complaint.id).state == "closed"
    assert posted(institution.client("operations"), opened, kind="compliance", reason="odd")[0] == 403
    posted(institution.client("compliance"), opened, kind="compliance", reason="Money that comes and goes.")
    matter = institution.case("compliance")
    posted(institution.client("risk_officer"), f"cases/{matter.id}/act/", act="propose", outcome="approve", text="x")
    assert case(SYSTEM, matter.id).state == "open"
    posted(
        institution.client("risk_officer"),
        f"cases/{matter.id}/act/",
        act="propose",
        outcome="unsubstantiated",
        text="x",
    )
    posted(institution.client("compliance"), f"cases/{matter.id}/act/", act="confirm", text="agreed")
    assert (case(SYSTEM, matter.id).state, case(SYSTEM, matter.id).outcome) == ("closed", "unsubstantiated")


def test_a_case_of_every_kind_has_a_page(institution: Institution) -> None:
    """Whatever a case is about: not every subject is a loan, and not every kind has a page of its own."""
    own = {"review", "explanation", "loan_change", "data_correction", "relocation", "lost_phone"}
    for kind in sorted(set(KINDS) - own):
        subject = "behaviour 2026-11-23" if kind == "job_failed" else str(new_id())
        case_id = open_case(institution.world.call(SYSTEM), kind=kind, subject=subject, party_id=None, reason="x")
        assert institution.client("auditor").get(f"/workbench/cases/{case_id}/").status_code == 200, kind
