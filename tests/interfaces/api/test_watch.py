"""The watch by the API and the command line: the same rows, the same refusals, nothing for who may not."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.core.cache import cache
from tests.interfaces.api.conftest import Program, token
from tests.rooms.monitoring.decided_days import FIRST, Lender
from tests.saved import once

from puhui.interfaces.command_line.watch import command
from puhui.kernel.actors import Role
from puhui.risk.monitoring.models import DayOfWatch

pytestmark = pytest.mark.django_db
LAST = FIRST + timedelta(days=3)


@pytest.fixture
def lender() -> Lender:
    cache.clear()
    return once("four days of decisions", watched)


def watched() -> Lender:
    made = Lender(a_day=40)
    made.live(4)  # three days make the reference
    return made


@pytest.fixture
def officer() -> Program:
    return token("officer", Role.RISK_OFFICER)


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_both_ways_tell_the_same(lender: Lender, officer: Program) -> None:
    by_api = officer.get("/watch").json()
    assert by_api["on"] == LAST.isoformat()
    by_command = [json.loads(line) for line in run("show", "--json").stdout.splitlines()]
    assert [(m["measure"], m["subject"], m["rows"]) for m in by_api["items"]] == [
        (m["measure"], m["subject"], m["rows"]) for m in by_command
    ]
    names = {m["measure"] for m in by_api["items"]}
    assert {"approval", "fact_psi", "fact_unknown", "replay", "late_requests"} <= names
    table = run("show").stdout
    assert "fact_psi" in table
    assert "working-capital" in table


def test_the_course_of_a_measure(lender: Lender, officer: Program) -> None:
    segment = "product=working-capital&model=demo-invoices@2026.1"
    items = officer.get(f"/watch/series/approval?{segment}&days=4").json()["items"]
    assert [item["on"] for item in items] == [str(FIRST), str(FIRST + timedelta(days=1)), str(LAST)]
    words = ["show", "--measure", "approval", "--product", "working-capital", "--model", "demo-invoices@2026.1"]
    assert len(run(*words, "--json").stdout.splitlines()) == 3


def test_fairness_kinds_and_episodes(lender: Lender, officer: Program) -> None:
    told = officer.get("/watch/fairness").json()
    assert {a["name"] for a in told["attributes"]} >= {"sex", "age", "place", "ethnicity"}
    assert run("fairness", "--json").exit_code == 0
    assert {k["name"] for k in officer.get("/watch/kinds").json()["items"]} >= {"score_psi", "proxy"}
    found = officer.get("/watch/episodes?open_only=true").json()["items"]
    assert all(item["case_id"] and item["ended_on"] is None for item in found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_impact_record_is_made_from_what_is_in_force(lender: Lender, officer: Program, language: str) -> None:
    answer = officer.get(f"/watch/impact-record/working-capital?language={language}")
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("working-capital@", "demo-invoices@2026.1", "##", "PIPL article 24"):
        assert words in text
    assert ("个人信息保护法" in text) == (language == "zh")
    by_command = json.loads(run("impact-record", "--language", language, "--json").stdout)
    assert by_command[language]["markdown"] == text
    assert officer.get("/watch/impact-record/gold-plated").status_code == 404
    assert run("impact-record", "--product", "gold-plated", "--json").exit_code == 1


def test_a_missed_day_is_made_up_for_and_a_day_is_watched_once(lender: Lender, officer: Program) -> None:
    early = (FIRST - timedelta(days=1)).isoformat()
    assert officer.post("/watch/days", {"on": early}, key="one").json()["day"] == early
    assert officer.post("/watch/days", {"on": early}, key="one").json()["day"] == early
    assert run("run", "--from", early, "--to", LAST.isoformat()).stdout.startswith("Nothing to do")
    earlier = (FIRST - timedelta(days=9)).isoformat()
    lines = run("run", "--from", earlier, "--to", early, "--json").stdout.splitlines()
    assert json.loads(lines[0])["day"] == earlier
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/watch/series/made_up", 422),
        ("/watch?on=2026-02-30", 422),
        ("/watch?on=0001-01-01", 422),
        ("/watch/series/approval?days=0", 422),
        ("/watch/impact-record/working-capital?language=xx", 422),
    ],
)
def test_bad_input_is_refused(lender: Lender, officer: Program, path: str, status: int) -> None:
    assert officer.get(path).status_code == status


def test_who_may_not_is_refused_and_nothing_changes(lender: Lender) -> None:
    kept = list(DayOfWatch.objects.values())
    clerk = token("clerk", Role.FINANCE)
    body = {"on": (FIRST - timedelta(days=3)).isoformat()}
    assert clerk.post("/watch/days", body).status_code == 403
    assert clerk.get("/watch/impact-record/working-capital").status_code == 403
    officer = token("officer2", Role.RISK_OFFICER)
    assert officer.post("/watch/days", {"on": lender.day.isoformat()}).status_code == 422
    assert officer.post("/watch/days", {"on": "soon"}).status_code == 422
    assert run("run", "--to", "2150-01-01", "--json").exit_code == 1
    assert run("show", "--measure", "made_up", "--json").exit_code == 1
    assert run("show", "--on", "never").exit_code == 2
    assert list(DayOfWatch.objects.values()) == kept
