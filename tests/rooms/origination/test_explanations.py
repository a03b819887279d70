"""The adverse notice says why, from what data and until when; anybody may have the decision explained, with a clock."""

from datetime import timedelta
from typing import Any

import pytest
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff, stopped_invoices

from puhui.flows.originate_loan.ask_explanation import answer_explanation, ask_explanation
from puhui.flows.originate_loan.explaining import explain
from puhui.flows.watch_decisions import watch_decisions
from puhui.foundation.casework.facade import CaseNotInState, case
from puhui.foundation.casework.models import Case
from puhui.foundation.ledger.facade import advance_business_date
from puhui.foundation.notices.facade import notices_of
from puhui.foundation.notices.models import Notice
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.texts import as_said
from puhui.risk.decisioning.facade import rights_on
from puhui.risk.monitoring.facade import measures_on

pytestmark = pytest.mark.django_db
WORDS = "您的销售自三月起停止，因此无法判断还款来源；恢复开票两个月后可再次申请。"


def declined() -> tuple[Door, Any]:
    door = firm_at_the_door(invoices=stopped_invoices())
    return door, door.applied()


def test_the_adverse_notice_tells_reasons_data_correction_person_and_day() -> None:
    door, answer = declined()
    assert answer.outcome == "decline"
    notice = next(n for n in notices_of(door.actor) if n.kind == "adverse_notice")
    until = rights_on(TODAY).ask_until(TODAY)
    day = [str(as_said(until, language=language)) for language in ("en", "zh-hans")]
    for words in ("Principal reasons: ", "VAT invoices", "My data", "have a person explain", day[0]):
        assert words in notice.body.en
    for words in ("主要理由：", "增值税发票", "我的资料", "人工说明", day[1]):
        assert words in notice.body.zh


def test_what_each_fact_counted_adds_up_to_the_gap() -> None:
    door, answer = declined()
    told = explain(door.actor, application_id=answer.application_id)
    assert sum(row.lost for row in told.counted) == told.decision.best_score - told.decision.score
    assert [row.lost for row in told.counted] == sorted((row.lost for row in told.counted), reverse=True)
    assert "VAT invoices" in told.sources.en
    with pytest.raises(NotFound):
        explain(firm_at_the_door().actor, application_id=answer.application_id)


def test_a_person_explains_in_writing_and_the_case_closes_with_it() -> None:
    door, answer = declined()
    asked = ask_explanation(door.call(), application_id=answer.application_id, question="Why do sales count so much?")
    assert asked.due_on == rights_on(TODAY).explained_by(TODAY)
    again = ask_explanation(door.call(), application_id=answer.application_id, question="And the buyers?")
    assert (again.case_id, again.due_on) == (asked.case_id, asked.due_on)
    assert [n.kind for n in notices_of(door.actor)].count("explanation_asked") == 1
    officer = Call(staff(Role.COMPLIANCE, name="何"), "answer", door.at)
    answer_explanation(officer, case_id=asked.case_id, words=WORDS)
    closed = case(SYSTEM, asked.case_id)
    assert (closed.state, closed.outcome, closed.notes[0].text) == ("closed", "explained", WORDS)
    notice = next(n for n in notices_of(door.actor) if n.kind == "explanation_given")
    assert WORDS in notice.body.zh
    with pytest.raises(CaseNotInState):
        answer_explanation(Call(officer.actor, "twice", door.at), case_id=asked.case_id, words=WORDS)


def test_a_question_that_nobody_answers_in_time_becomes_an_alarm() -> None:
    door, answer = declined()
    asked = ask_explanation(door.call(), application_id=answer.application_id, question="Why was I declined?")
    day = TODAY
    while day <= asked.due_on:
        advance_business_date(Call(SYSTEM, f"to-{day}", door.at), from_date=day)
        watch_decisions(Call(SYSTEM, f"watch-{day}", door.at), on=day)
        late = {m.measure: int(m.value) for m in measures_on(SYSTEM, on=day)}["late_requests"]
        assert late == (1 if day >= asked.due_on else 0)
        day += timedelta(days=1)
    assert Case.objects.filter(kind="model_watch").count() == 1


def footprint() -> tuple[object, ...]:
    return tuple(sorted(map(str, table.objects.values_list())) for table in (Case, Notice))


def ask(door: Door, application_id: object, **changes: Any) -> object:
    return ask_explanation(
        door.call(), **{"application_id": application_id, "question": "Why was I declined?", **changes}
    )


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda door, app: ask(door, app, question="  "), InvalidInput),
        (lambda door, app: ask(door, app, question="x" * 3000), InvalidInput),
        (lambda door, app: ask(door, app, question="a\x00b why"), InvalidInput),
        (lambda door, app: ask(firm_at_the_door(consent=False, invoices=""), app), NotFound),
        (lambda door, app: ask(door, new_id()), NotFound),
        (lambda door, app: ask(firm_at_the_door(), door.firm_id), NotFound),
        (lambda door, app: ask_explanation(
            Call(staff(Role.AUDITOR), "k1", door.at), application_id=app, question="why so?"), Forbidden),
        (lambda door, app: answer_explanation(
            Call(staff(Role.FINANCE), "k2", door.at), case_id=new_id(), words=WORDS), Forbidden),
        (lambda door, app: answer_explanation(
            Call(staff(Role.RISK_OFFICER), "k3", door.at), case_id=new_id(), words=WORDS), NotFound),
        (lambda door, app: answer_explanation(door.call(), case_id=new_id(), words=WORDS), Forbidden),
    ],
)  # fmt: skip
def test_a_refusal_changes_nothing(act: Any, refusal: type[Refusal]) -> None:
    door, answer = declined()
    before = footprint()
    with pytest.raises(refusal):
        act(door, answer.application_id)
    assert footprint() == before


def test_a_draft_has_nothing_to_explain_and_a_thin_answer_is_refused() -> None:
    door, answer = declined()
    draft = door.apply()
    with pytest.raises(Conflict):
        ask(door, draft)
    with pytest.raises(NotFound):
        explain(door.actor, application_id=draft)
    asked = ask_explanation(door.call(), application_id=answer.application_id, question="Why was I declined?")
    before = footprint()
    officer = staff(Role.RISK_OFFICER)
    for words in ("no", "x" * 601):
        with pytest.raises(InvalidInput):
            answer_explanation(Call(officer, f"w{len(words)}", door.at), case_id=asked.case_id, words=words)
    assert footprint() == before
