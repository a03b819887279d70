"""Changing a loan on the pages: kind, form, preview, proposal, the second person, undoing; nothing typed is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, a_day_later, footprint
from tests.rooms.lending.lender import proven

from puhui.kernel.actors import SYSTEM
from puhui.products.lending.facade import ChangeState, loan, loan_changes, loan_events

pytestmark = pytest.mark.django_db
RATE = {"annual_rate_pct": "9", "on": "", "reason": "a good payer"}


def path(institution: Institution, rest: str = "change/") -> str:
    return f"/workbench/loans/{institution.loan_id}/{rest}"


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the last form of a page."""
    form = text[text.rindex("<form method") :]
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def proposed(institution: Institution, client: Client, kind: str = "rate_change", **said: str) -> Any:
    seen = client.post(path(institution), {"kind": kind, **(said or RATE)})
    assert seen.status_code == 200, seen.content.decode()[-3000:]
    return client.post(path(institution), {**hidden(seen.content.decode()), "propose": "1"}, follow=True)


def test_from_the_loan_to_a_booked_change(institution: Institution) -> None:
    client = institution.client("operations")
    assert "Change this loan" in client.get(path(institution, "")).content.decode()
    kinds = client.get(path(institution)).content.decode()
    assert "?kind=rate_change" in kinds
    form = client.get(path(institution) + "?kind=rate_change").content.decode()
    assert 'for="f-annual_rate_pct"' in form
    before = footprint()
    seen = client.post(path(institution), {"kind": "rate_change", **RATE})
    text = seen.content.decode()
    assert "Schedule before and after" in text
    assert "Propose this change" in text
    assert "9 %" in text
    assert footprint() == before
    after = client.post(path(institution), {**hidden(text), "propose": "1"}, follow=True)
    assert "Waits for a second person" in after.content.decode()
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    assert (change.state, change.reason) == (ChangeState.PROPOSED, "a good payer")
    mine = client.get(f"/workbench/changes/{change.id}/").content.decode()
    assert "a colleague must confirm it" in mine
    assert "Confirm this change" not in mine
    second = institution.client("risk_officer")
    assert str(change.id) in second.get("/workbench/changes/").content.decode()
    case = institution.case("loan_change")
    assert second.get(f"/workbench/cases/{case.id}/").headers["Location"].endswith(f"/changes/{change.id}/")
    shown = second.get(f"/workbench/changes/{change.id}/").content.decode()
    assert "Confirm this change" in shown
    second.post(f"/workbench/changes/{change.id}/act/", {"act": "confirm", "text": "", "key": "k1"})
    second.post(f"/workbench/changes/{change.id}/act/", {"act": "confirm", "text": "", "key": "k1"})
    assert loan(SYSTEM, institution.loan_id).annual_rate_pct == "9"
    assert proven()


def test_the_way_back_keeps_what_was_typed(institution: Institution) -> None:
    client = institution.client("operations")
    seen = client.post(path(institution), {"kind": "rate_change", **RATE}).content.decode()
    back = client.post(path(institution), {**hidden(seen), "back": "1"}).content.decode()
    assert 'value="9"' in back
    assert "a good payer" in back
    assert loan_changes(SYSTEM, institution.loan_id) == []


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        ("rate_change", {"annual_rate_pct": "", "reason": "x"}, "Enter the new rate"),
        ("rate_change", {"annual_rate_pct": "nine", "reason": "because"}, "Enter a number"),
        ("rate_change", {"annual_rate_pct": "9"}, "Write why"),
        ("rate_change", {"annual_rate_pct": "9", "reason": "x", "on": "2026-02-30"}, "date of the calendar"),
        ("rate_change", {"annual_rate_pct": "9", "reason": "x", "on": "1800-01-01"}, "date of the calendar"),
        ("rate_change", {"annual_rate_pct": "9", "reason": "x", "on": "2020-01-01"}, "paid out on"),
        ("fee", {"amount": "12.345", "reason": "x"}, "at most two decimals"),
        ("fee", {"amount": "0", "reason": "x"}, "above zero"),
        ("extension", {"n": "-1", "reason": "x"}, "greater than or equal"),
        ("payment_holiday", {"until": "2090-01-01", "interest": "accrues", "reason": "x"}, "holiday"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(
    institution: Institution, kind: str, said: dict[str, str], sentence: str
) -> None:
    client = institution.client("operations")
    before = footprint()
    answer = client.post(path(institution), {"kind": kind, **said})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Please look at this again" in text
    assert sentence in text
    for typed in said.values():
        assert typed in text
    assert footprint() == before


def test_an_event_is_undone_from_the_list(institution: Institution) -> None:
    client = institution.client("operations")
    proposed(institution, client)
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    second = institution.client("risk_officer")
    second.post(f"/workbench/changes/{change.id}/act/", {"act": "confirm"})
    event = next(e for e in loan_events(SYSTEM, institution.loan_id) if e.kind == "rate_change")
    address = path(institution, f"events/{event.id}/undo/")
    assert address in client.get(path(institution, "")).content.decode()
    seen = client.get(address).content.decode()
    assert "Propose to undo it" in seen
    refused = client.post(address, {**hidden(seen), "reason": " "})
    assert refused.status_code == 422
    client.post(address, {**hidden(seen), "reason": "wrong loan"})
    undoing = loan_changes(SYSTEM, institution.loan_id)[0]
    second.post(f"/workbench/changes/{undoing.id}/act/", {"act": "confirm"})
    assert loan(SYSTEM, institution.loan_id).annual_rate_pct == "12"
    assert "undone" in client.get(path(institution, "")).content.decode()
    assert proven()


def test_a_consent_on_paper_is_recorded(institution: Institution) -> None:
    client = institution.client("operations")
    proposed(institution, client, "extension", n="2", reason="asked for")
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    institution.client("risk_officer").post(f"/workbench/changes/{change.id}/act/", {"act": "confirm"})
    page = client.get(f"/workbench/changes/{change.id}/").content.decode()
    assert "Where the signed paper is kept" in page
    client.post(f"/workbench/changes/{change.id}/act/", {"act": "consent", "text": ""})
    assert loan_changes(SYSTEM, institution.loan_id)[0].state == ChangeState.OFFERED
    client.post(f"/workbench/changes/{change.id}/act/", {"act": "consent", "text": "folder 3"})
    assert loan_changes(SYSTEM, institution.loan_id)[0].state == ChangeState.BOOKED


@pytest.mark.parametrize("name", ["auditor", "compliance", "administrator"])
def test_who_may_change_nothing_has_no_way_in(institution: Institution, name: str) -> None:
    client = institution.client(name)
    before = footprint()
    assert "Change this loan" not in client.get(path(institution, "")).content.decode()
    assert client.get(path(institution)).status_code == 403
    assert client.post(path(institution), {"kind": "rate_change", **RATE}).status_code == 403
    assert footprint() == before


def test_the_pages_in_chinese(institution: Institution) -> None:
    client = institution.client("operations", language="zh-hans")
    assert "变更该笔贷款" in client.get(path(institution, "")).content.decode()
    seen = client.post(path(institution), {"kind": "rate_change", **RATE}).content.decode()
    assert "变更前后还款计划" in seen
    assert "须由第二人复核" in seen


def test_a_restructuring_says_what_becomes_of_each_part(institution: Institution) -> None:
    on_the_first_day = institution.client("relationship_manager").post(
        path(institution), {"kind": "restructure", "n": "6", "reason": "too early"}
    )
    assert "it comes before the money of its day" in on_the_first_day.content.decode()
    a_day_later(institution.world)
    client = institution.client("relationship_manager")
    form = client.get(path(institution) + "?kind=restructure").content.decode()
    for part in ("principal", "interest", "fees", "penalty"):
        assert f'name="treat_{part}"' in form
    before = footprint()
    said = {"n": "6", "method": "equal_principal", "treat_interest": "capitalise", "treat_penalty": "waive"}
    wrong = client.post(path(institution), {"kind": "restructure", **said, "treat_fees": "gift", "reason": "x"})
    assert wrong.status_code == 422
    assert footprint() == before
    proposed(institution, client, "restructure", **said, reason="the harvest failed")
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    assert dict(change.asked.treatment) == {"interest": "capitalise", "penalty": "waive"}
    second = institution.client("risk_officer")
    shown = second.get(f"/workbench/changes/{change.id}/").content.decode()
    assert "Schedule before and after" in shown
    second.post(f"/workbench/changes/{change.id}/act/", {"act": "confirm"})
    client.post(f"/workbench/changes/{change.id}/act/", {"act": "consent", "text": "folder 9"})
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    assert change.state == ChangeState.BOOKED
    event = next(e for e in loan_events(SYSTEM, institution.loan_id) if e.kind == "restructure")
    assert event.id == change.event_id
    left = [line for line in loan(SYSTEM, institution.loan_id).instalments if line.unpaid.total]
    assert len(left) == 6
    assert proven()


def test_a_new_calendar_asks_for_no_treatment_and_says_when_there_is_none(institution: Institution) -> None:
    client = institution.client("operations")
    form = client.get(path(institution) + "?kind=calendar_change").content.decode()
    assert "treat_" not in form
    before = footprint()
    answer = client.post(path(institution), {"kind": "calendar_change", "reason": "the notice of the State Council"})
    assert answer.status_code == 422
    assert "no holiday calendar moves the due days of this loan" in answer.content.decode()
    assert footprint() == before


def test_the_day_of_payment_for_a_borrower_who_calls(institution: Institution) -> None:
    client = institution.client("operations")
    form = client.get(path(institution) + "?kind=calendar_change").content.decode()
    assert 'for="f-payment_day"' in form
    said = {"kind": "calendar_change", "on": "", "reason": "wages come on the 10th"}
    wrong = client.post(path(institution), {**said, "payment_day": "31"})
    assert wrong.status_code == 422
    assert "Choose a day from 1 to 28" in wrong.content.decode()
    before = [line.due_date for line in loan(SYSTEM, institution.loan_id).instalments]
    day = (before[1].day + 2) % 28 + 1
    after = proposed(institution, client, payment_day=str(day), **said)
    assert "Waits for a second person" in after.content.decode()
    change = loan_changes(SYSTEM, institution.loan_id)[0]
    second = institution.client("risk_officer")
    second.post(f"/workbench/changes/{change.id}/act/", {"act": "confirm", "text": "", "key": "k1"})
    assert loan(SYSTEM, institution.loan_id).instalments[2].due_date.day == day
    assert proven()
