"""The daily watch on real decisions: drift opens one case, groups are counted, nothing is scanned twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.rooms.monitoring.decided_days import FIRST, Lender, call, person

from puhui.flows.watch_decisions import watch_decisions, watch_span
from puhui.foundation.casework.facade import cases_page, close_case
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, Refusal
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.models import DecisionRecord
from puhui.risk.monitoring.facade import (
    Level,
    episodes,
    last_watched,
    measures_on,
    series_of,
)
from puhui.risk.monitoring.models import DayOfWatch, DayTally, Episode, Measure, Reference

pytestmark = pytest.mark.django_db
RISK = Actor(new_id(), frozenset({Role.RISK_OFFICER}), name="risk")


def levels(lender: Lender, measure: str) -> dict[str, Level]:
    return {m.subject: m.level for m in measures_on(SYSTEM, on=lender.day - timedelta(days=1), names=[measure])}


def test_a_planted_drift_opens_one_case_per_episode_and_the_same_people_none() -> None:
    lender = Lender()
    lender.live(12)  # six days make the reference, six are compared with it
    assert levels(lender, "score_psi") == {"": Level.CALM}
    score = [e for e in episodes(SYSTEM) if e.measure == "score_psi"]
    assert score == []
    lender.live(6, worse=1.5)
    assert levels(lender, "score_psi") == {"": Level.STOP}
    (episode,) = [e for e in episodes(SYSTEM, open_only=True) if e.measure == "score_psi"]
    mine = [c for c in cases_page(SYSTEM, kind="model_watch", most=200) if c.id == episode.case_id]
    assert [(c.state, c.subject) for c in mine] == [("open", str(episode.id))]
    assert "shift of scores" in mine[0].reason
    assert "评分分布偏移" in mine[0].reason
    close_case(
        call(lender.day, RISK), case_id=mine[0].id, outcome="looked_at", note="A new partner brings other firms."
    )
    lender.live(2, worse=1.5)
    assert len([e for e in episodes(SYSTEM) if e.measure == "score_psi"]) == 1
    open_now = cases_page(SYSTEM, kind="model_watch", state="open", most=200)
    assert str(episode.id) not in {c.subject for c in open_now}


def test_an_episode_ends_after_enough_calm_days() -> None:
    lender = Lender()
    lender.live(2)
    Episode.objects.create(
        id=new_id(), measure="late_requests", level="warn", opened_on=FIRST, last_beyond_on=FIRST + timedelta(days=1)
    )
    lender.live(4)
    assert [e.ended_on for e in episodes(SYSTEM) if e.measure == "late_requests"] == [None]
    lender.live(1)
    assert [e.ended_on for e in episodes(SYSTEM) if e.measure == "late_requests"] == [FIRST + timedelta(days=6)]


def test_a_day_is_watched_once_and_only_when_it_is_over() -> None:
    lender = Lender()
    first = lender.live(2)
    kept = list(Measure.objects.order_by("id").values())
    again = watch_decisions(call(lender.day), on=first.day)
    assert (again.measures, again.alarms) == (first.measures, 0)
    with pytest.raises(InvalidInput):
        watch_decisions(call(lender.day), on=lender.day)
    assert list(Measure.objects.order_by("id").values()) == kept
    assert last_watched(SYSTEM) == first.day


def test_days_that_were_missed_are_made_up_for_in_one_go() -> None:
    lender = Lender()
    lender.live(3)
    with pytest.raises(InvalidInput):
        watch_span(call(lender.day), since=FIRST, until=lender.day)
    found = watch_span(call(lender.day), since=FIRST - timedelta(days=2), until=lender.day - timedelta(days=1))
    assert [day.day for day in found] == [FIRST - timedelta(days=2), FIRST - timedelta(days=1)]
    with pytest.raises(InvalidInput):
        watch_span(call(lender.day), since=lender.day, until=FIRST)


def test_a_group_that_is_refused_more_is_told_and_no_person_is_kept() -> None:
    lender = Lender(a_day=40)
    women, men = [person(female=True) for _ in range(2)], [person(female=False) for _ in range(2)]
    for _ in range(4):
        lender.a_day = 20
        day = lender.day
        for firms, worse in ((women, 4.0), (men, -0.5)):
            _decide(lender, firms, worse)
        assert lender.day == day
        lender.close()
    found = {m.subject: m for m in measures_on(SYSTEM, on=lender.day - timedelta(days=1), names=["approval_ratio"])}
    assert found["sex:female"].level is Level.STOP
    assert found["sex:female"].rows == 80
    assert found["sex:female"].high is not None
    assert found["sex:female"].high < 1
    proxies = measures_on(SYSTEM, on=lender.day - timedelta(days=1), names=["proxy"])
    assert any(m.level in (Level.WARN, Level.STOP) for m in proxies)
    kept = str(list(DayTally.objects.values()))
    assert not any(str(firm) in kept for firm in (*women, *men))


def _decide(lender: Lender, firms: list[Any], worse: float) -> None:
    from puhui.risk.decisioning.facade import decide_and_record

    for n in range(lender.a_day):
        decide_and_record(call(lender.day), request=lender._asked(worse, firm_id=firms[n % len(firms)]))


def test_facts_are_compared_with_what_the_model_was_trained_on_from_the_first_day() -> None:
    lender = Lender(a_day=60)
    lender.live(1, facts={"turnover_volatility_12m": None})
    assert set(Reference.objects.filter(kind="fact").values_list("until", flat=True)) == {None}
    assert levels(lender, "fact_unknown")["turnover_volatility_12m"] is Level.STOP
    assert levels(lender, "fact_psi")["turnover_volatility_12m"] is Level.STOP


def test_a_forged_decision_is_told_by_the_daily_replay() -> None:
    lender = Lender()
    lender.live(1)
    row = DecisionRecord.objects.first()
    assert row is not None
    row.id, row.as_of, row.answer = new_id(), lender.day, row.answer.replace('"offers"', '"offers" ')
    row.save(force_insert=True)
    lender.close()
    assert levels(lender, "replay") == {"": Level.STOP}
    assert [e.measure for e in episodes(SYSTEM, open_only=True) if e.measure == "replay"] == ["replay"]


def test_the_cost_of_a_day_does_not_grow_with_history() -> None:
    lender = Lender(a_day=5)
    lender.live(3)
    with CaptureQueriesContext(
        connection,
    ) as few:
        lender.live(1)
    lender.live(12)
    with CaptureQueriesContext(connection) as more:
        lender.live(1)
    assert len(more) <= len(few) + 2


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.FINANCE, Role.OPERATIONS, Role.AUDITOR])
def test_who_may_not_watch_changes_nothing(role: Role) -> None:
    lender = Lender()
    lender.live(1)
    before = [model.objects.count() for model in (DayOfWatch, DayTally, Measure)]
    stranger = Actor(new_id(), frozenset({role}), party_id=new_id())
    with pytest.raises(Forbidden):
        watch_decisions(call(lender.day, stranger), on=FIRST)
    with pytest.raises(Forbidden):
        watch_span(call(lender.day, stranger), since=FIRST, until=FIRST)
    assert [model.objects.count() for model in (DayOfWatch, DayTally, Measure)] == before


@pytest.mark.parametrize(
    "asked",
    [{"measure": "made_up"}, {"measure": ""}, {"measure": "score_psi'--"}],
)
def test_a_measure_that_there_is_not_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        series_of(SYSTEM, until=FIRST, **asked)


def test_a_customer_reads_nothing_of_the_watch() -> None:
    customer = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())
    for ask in (
        lambda: last_watched(customer),
        lambda: measures_on(customer, on=FIRST),
        lambda: series_of(customer, measure="score_psi", until=FIRST),
        lambda: episodes(customer),
    ):
        with pytest.raises(Forbidden):
            ask()


@pytest.mark.parametrize("model", [DayTally, DayOfWatch, Measure, Reference])
def test_the_database_refuses_a_change_of_what_was_measured(model: Any) -> None:
    lender = Lender(a_day=130)
    lender.live(1)
    before = list(model.objects.order_by("pk").values())
    assert before
    changed = {"product_code": "x"} if hasattr(model, "product_code") else {"decisions": 9}
    for act in (lambda: model.objects.update(**changed), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert list(model.objects.order_by("pk").values()) == before
