"""Texts by the pages: a draft is begun, its cells keep what was typed, a second person publishes."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution
from tests.rooms.drafts.editing import footprint
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.foundation.drafts.facade import text_draft
from puhui.foundation.notices.facade import notice_text
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def post(client: Client, path: str, **form: Any) -> Any:
    return client.post(path, {"key": str(new_id()), **form}, follow=True)


def begun(client: Client, kind: str, code: str) -> str:
    """The address of a new draft."""
    answer = post(client, f"/workbench/texts/{kind}/start/", code=code, note="plainer")
    found = re.search(r"/workbench/texts/drafts/[0-9a-f-]+/", answer.redirect_chain[-1][0])
    assert found
    return found.group(0)


def id_of(path: str) -> UUID:
    return UUID(path.split("/")[-2])


def test_from_the_list_to_a_notice_in_force(institution: Institution) -> None:
    writer, second = institution.client("risk_officer"), institution.client("second_risk")
    listed = writer.get("/workbench/texts/notice/?find=repaid").content.decode()
    assert "loan_closed" in listed
    assert "offers_ready" not in listed
    assert "The loan of Hangzhou Qingquan" in writer.get("/workbench/texts/notice/loan_closed/").content.decode()
    at = begun(writer, "notice", "loan_closed")
    broken = post(writer, f"{at}act/", act="cells", revision=1, **{"cell:body.en": "Hereby {firm is done."})
    assert "brace" in broken.content.decode()
    refused = post(writer, f"{at}act/", act="submit").content.decode()
    assert "body.en" in refused
    post(writer, f"{at}act/", act="cells", revision=2, **{"cell:body.en": "The loan of {firm} is done."})
    page = writer.get(at).content.decode()
    assert "No fault." in page
    assert "<ins>The loan of {firm} is done.</ins>" in page
    assert "The loan of Hangzhou Qingquan Farm Tools Co., Ltd. is done." in page
    assert "waits for publication" in post(writer, f"{at}act/", act="submit").content.decode()
    own = post(writer, f"{at}act/", act="publish", effective_from=TOMORROW.isoformat()).content.decode()
    assert "second person" in own
    assert text_draft(SYSTEM, id_of(at)).state == "submitted"
    post(second, f"{at}act/", act="publish", effective_from=TOMORROW.isoformat())
    assert text_draft(SYSTEM, id_of(at)).published_version == 2
    assert notice_text("loan_closed", on=TOMORROW).body.en == "The loan of {firm} is done."
    assert "Fault" not in second.get("/workbench/texts/notice/loan_closed/").content.decode()


def test_what_cannot_be_kept_stays_on_the_page_and_changes_nothing(institution: Institution) -> None:
    writer = institution.client("risk_officer")
    at = begun(writer, "notice", "loan_closed")
    before = footprint()
    for form in (
        {"revision": 9, "cell:body.en": "words of mine"},
        {"revision": 1, "cell:body.en": "words of mine", "cell:colour": "red"},
        {"revision": "x", "cell:body.en": "words of mine"},
    ):
        answer = post(writer, f"{at}act/", act="cells", **form)
        assert answer.status_code in {409, 422}
        assert "words of mine" in answer.content.decode()
        assert footprint() == before
    for act in ({"act": "dance"}, {"act": "publish", "effective_from": "soon"}, {"act": "return"}, {}):
        post(writer, f"{at}act/", **act)
        assert footprint() == before


def test_who_may_not_write_sees_no_form_and_who_has_no_room_sees_nothing(institution: Institution) -> None:
    at = begun(institution.client("risk_officer"), "notice", "loan_closed")
    auditor = institution.client("auditor").get(at)
    assert auditor.status_code == 200
    assert 'name="act"' not in auditor.content.decode()
    assert institution.client("relationship_manager").get(at).status_code == 403
    assert institution.client("auditor").get("/workbench/texts/poetry/").status_code == 404
    assert institution.client("auditor").get("/workbench/texts/notice/gossip/").status_code == 404


def test_pages_ask_a_bounded_number_of_queries(institution: Institution, django_assert_max_num_queries: Any) -> None:
    writer = institution.client("risk_officer")
    at = begun(writer, "notice", "loan_closed")
    for path in ("/workbench/texts/", "/workbench/texts/notice/loan_closed/", at):
        writer.get(path)
        with django_assert_max_num_queries(25):
            writer.get(path)


def test_a_clause_is_looked_at_as_pdf_on_its_page_unless_it_has_a_fault(institution: Institution) -> None:
    writer = institution.client("risk_officer")
    at = begun(writer, "clause", "repayment")
    assert "paper/?language=zh-hans" in writer.get(at).content.decode()
    paper = writer.get(f"{at}paper/?language=en")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    post(writer, f"{at}act/", act="cells", revision=1, **{"cell:text.zh": "{colour}"})
    assert "paper/?language" not in writer.get(at).content.decode()
    assert writer.get(f"{at}paper/").status_code == 422
    notice = begun(writer, "notice", "loan_closed")
    assert writer.get(f"{notice}paper/").status_code == 404
