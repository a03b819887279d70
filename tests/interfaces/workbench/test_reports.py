"""Saved views and reports that come after the close of a day: made once, told of once, under the rights of the day."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.interfaces.workbench.institution import Institution, a_day_later, footprint

from puhui.conduct.reports.facade import reports_of, subscriptions_of, views_of
from puhui.conduct.reports.models import Report
from puhui.flows.dashboards.facade import make_reports, message_of_report, open_report
from puhui.foundation.access.facade import revoke_role
from puhui.foundation.evidence.models import AuditEntry, OutboxEvent
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
ASKED = {"what": "board:portfolio", "sheet": "classes", "form": "csv", "every": "day"}


def sent(client: Client, path: str, **form: str) -> tuple[int, str]:
    response = client.post(f"/workbench/{path}", {"key": str(new_id()), **form}, follow=True)
    return response.status_code, response.content.decode()


def test_a_report_is_made_after_the_close_told_of_and_opened(institution: Institution) -> None:
    finance, world = institution.client("finance"), institution.world
    assert "There is no such table" in sent(finance, "reports/send/", **ASKED)[1]  # before the first close
    a_day_later(world)
    assert "The report will come to you" in sent(finance, "reports/send/", **ASKED)[1]
    assert "comes to you already" in sent(finance, "reports/send/", **ASKED)[1]
    day = business_date()
    a_day_later(world)
    world.work()
    [made] = [one for one in reports_of(institution.actor("finance")) if one.day == day]
    assert (made.refused, made.rows) == ("", 5)
    assert make_reports(world.call(), day=day) == 0
    told = OutboxEvent.objects.filter(topic="report.made", payload__report_id=str(made.id))
    assert [event.delivered_at is not None for event in told] == [True]
    message = message_of_report(made.id)
    assert (message.channel, message.to) == ("in_app", str(institution.staff["finance"]))
    assert "5 rows" in message.body
    opened = finance.post(f"/workbench/reports/{made.id}/open/", {"key": "open-1"})
    assert (opened.status_code, b"120000.00" in opened.content) == (200, True)
    assert AuditEntry.objects.filter(verb="dashboards.open_report", subject=str(made.id)).count() == 1
    assert institution.client("auditor").post(f"/workbench/reports/{made.id}/open/").status_code == 404


def test_who_lost_the_right_neither_gets_nor_opens(institution: Institution) -> None:
    world, now = institution.world, institution.world.clock.now()
    a_day_later(world)
    sent(institution.client("finance"), "reports/send/", **ASKED)
    first = business_date()
    make_reports(world.call(), day=first)
    [made] = reports_of(institution.actor("finance"))
    boss = Call(institution.actor("administrator"), "revoke", now)
    revoke_role(boss, user_id=institution.staff["finance"], role=Role.FINANCE)
    with pytest.raises(Forbidden):
        open_report(Call(institution.actor("finance"), "open", now), report_id=made.id)
    assert make_reports(world.call(), day=first + timedelta(days=1)) == 1
    last = Report.objects.order_by("-id")[0]
    assert (last.refused, last.file_id) == ("forbidden", None)
    assert "could not be made" in message_of_report(last.id).subject


def test_weeks_and_months_come_on_their_days(institution: Institution) -> None:
    a_day_later(institution.world)
    finance = institution.client("finance")
    for every in ("day", "week", "month"):
        sent(finance, "reports/send/", **ASKED | {"every": every})
    assert len(subscriptions_of(institution.actor("finance"))) == 3
    day = business_date()
    sunday = day + timedelta(days=6 - day.weekday())
    month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    counts = {on: make_reports(institution.world.call(), day=on) for on in {sunday, month_end}}
    assert counts[sunday] == (3 if sunday == month_end else 2)
    assert counts[month_end] == (3 if sunday == month_end else 2)
    [first, *_] = subscriptions_of(institution.actor("finance"))
    sent(finance, f"reports/subscriptions/{first.id}/end/")
    assert len(subscriptions_of(institution.actor("finance"))) == 2
    assert sent(institution.client("auditor"), f"reports/subscriptions/{first.id}/end/")[0] == 404


def test_a_view_is_saved_shared_and_forgotten(institution: Institution) -> None:
    manager = institution.client("relationship_manager")
    form = {"what": "list:all_loans", "query": "state=active", "name": "My active loans", "shared_with": "auditor"}
    assert "The view is saved." in sent(manager, "views/save/", **form, then="/workbench/loans/")[1]
    assert "called My active loans here already" in sent(manager, "views/save/", **form)[1]
    shown = institution.client("auditor").get("/workbench/loans/").content.decode()
    assert "/workbench/loans/?state=active" in shown
    assert "My active loans" in shown
    assert "My active loans" not in institution.client("risk_officer").get("/workbench/loans/").content.decode()
    [view] = views_of(institution.actor("relationship_manager"), what="list:all_loans")
    assert sent(institution.client("auditor"), f"views/{view.id}/forget/")[0] == 404
    sent(manager, f"views/{view.id}/forget/", then="/workbench/loans/")
    assert views_of(institution.actor("auditor"), what="list:all_loans") == []


def test_how_pages_look_is_kept_with_the_person(institution: Institution) -> None:
    finance = institution.client("finance")
    assert '<html lang="en" dir="ltr" class="auto"' in finance.get("/workbench/").content.decode()
    sent(finance, "appearance/", theme="dark")
    assert 'class="dark"' in institution.client("finance").get("/workbench/").content.decode()[:900]
    assert 'class="auto"' in institution.client("auditor").get("/workbench/").content.decode()[:900]


@pytest.mark.parametrize(
    ("who", "path", "form"),
    [
        ("finance", "appearance/", {"theme": "pink"}),
        ("finance", "views/save/", {"what": "list:all_loans", "name": ""}),
        ("finance", "views/save/", {"what": "list:all_loans", "name": "x" * 61}),
        ("finance", "views/save/", {"what": "list:all_loans", "name": "x", "query": "state=nothing"}),
        ("finance", "views/save/", {"what": "list:all_loans", "name": "x", "shared_with": "everybody"}),
        ("finance", "views/save/", {"what": "list:nothing", "name": "x"}),
        ("finance", "views/save/", {"what": "board:origination", "name": "x"}),
        ("finance", "reports/send/", ASKED | {"every": "hour"}),
        ("finance", "reports/send/", ASKED | {"form": "docx"}),
        ("finance", "reports/send/", ASKED | {"what": "list:all_loans"}),
        ("administrator", "reports/send/", ASKED),
    ],
)
def test_what_is_refused_leaves_nothing(institution: Institution, who: str, path: str, form: dict[str, str]) -> None:
    client = institution.client(who)
    before = footprint()
    sent(client, path, **form)
    assert footprint() == before
