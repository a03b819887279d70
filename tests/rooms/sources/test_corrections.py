"""A customer corrects what is held of them: checked, looked at by staff, and counting for as long as it must."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.rooms.origination.firm_at_the_door import Door, staff
from tests.rooms.sources.world import Sources, open_door, sources

from puhui.flows.ask_sources import ask_sources
from puhui.flows.correct_what_is_known import ask_correction, decide_correction
from puhui.foundation.casework.facade import case
from puhui.foundation.sources.facade import (
    BadContent,
    CorrectionInvalid,
    CorrectionNotOpen,
    CorrectionState,
    Heard,
    Status,
    corrections_of,
    erase_expired,
    known_answers,
    readings_of,
    reseal_answers,
    store_answers,
)
from puhui.foundation.sources.models import Correction, SourceAnswer
from puhui.kernel.actors import SYSTEM, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.risk.facts.facade import source_facts

pytestmark = pytest.mark.django_db(transaction=True)
SUED = {
    "dishonest_debtor": False,
    "cases": [
        {
            "filed_on": "2026-05-01",
            "role": "defendant",
            "kind": "enforcement",
            "amount_minor": 5_000_000,
            "state": "open",
        }
    ],
}
WHY = "这起案件的被执行人是同名企业，不是我们。"


@pytest.fixture
def world() -> Iterator[Sources]:
    with sources() as made:
        yield made


def told(door: Door, *, content: dict[str, object] | None = None) -> UUID:
    """The courts say that the firm has an open enforcement."""
    heard = Heard(source="judicial_records", status=Status.OK, as_of=date(2026, 11, 20), content=content or SUED)
    return store_answers(door.call(), party_id=door.firm_id, request_id=new_id(), heard=[heard])[0]


def enforcements(door: Door) -> object:
    facts = source_facts(party_id=door.firm_id, at=door.at, subject="organisation")
    return facts["enforcements_open"].value


def test_a_row_that_is_not_theirs_goes_when_staff_confirm() -> None:
    door, officer = open_door(), staff(Role.RISK_OFFICER)
    answer_id = told(door)
    assert enforcements(door) == 1
    asked = ask_correction(door.call(), answer_id=answer_id, field="cases", row=0, reason=WHY)
    assert enforcements(door) == 1  # nothing changes by asking
    found = case(officer, asked.case_id)
    assert (found.kind, found.state, found.subject) == ("data_correction", "open", str(asked.correction_id))
    door.wait(60)
    done = decide_correction(replace(door.call(), actor=officer), correction_id=asked.correction_id, agree=True)
    assert enforcements(door) == 0
    known = known_answers(party_id=door.firm_id, at=door.at)["judicial_records"]
    assert (known.id, known.provenance) == (done.new_answer_id, "customer")
    assert case(officer, asked.case_id).state == "closed"
    assert corrections_of(door.actor, party_id=door.firm_id)[0].state == CorrectionState.CONFIRMED


def test_the_source_repeats_itself_and_the_correction_still_counts_until_it_says_something_new() -> None:
    door, officer = open_door(), staff(Role.OPERATIONS)
    asked = ask_correction(door.call(), answer_id=told(door), field="cases", row=0, reason=WHY)
    door.wait(60)
    decide_correction(replace(door.call(), actor=officer), correction_id=asked.correction_id, agree=True)
    door.wait(3600)
    told(door)
    assert enforcements(door) == 0
    door.wait(3600)
    told(door, content={**SUED, "cases": [*SUED["cases"], {**SUED["cases"][0], "filed_on": "2026-11-01"}]})  # type: ignore[misc,index]
    assert enforcements(door) == 2


def test_a_value_is_corrected_and_a_declined_one_is_not(world: Sources) -> None:
    door, officer = open_door(), staff(Role.COMPLIANCE)
    ask_sources(door.call(), party_ids=[door.firm_id], connector=world.http, only=["business_registration"])
    answer = SourceAnswer.objects.get(source="business_registration")
    facts = source_facts(party_id=door.firm_id, at=door.at, subject="organisation")
    for agree, expected in ((False, facts["registered_capital"].value), (True, 777)):
        asked = ask_correction(door.call(), answer_id=answer.id, field="capital_minor", value="777", reason=WHY)
        door.wait(60)
        call = replace(door.call(), actor=officer)
        decide_correction(call, correction_id=asked.correction_id, agree=agree)
        now = source_facts(party_id=door.firm_id, at=door.at, subject="organisation")
        assert now["registered_capital"].value == expected


def test_refusals_change_nothing() -> None:
    door, other, officer = open_door(), open_door(), staff(Role.RISK_OFFICER)
    answer_id = told(door)
    wrong: list[tuple[type[Refusal], dict[str, object]]] = [
        (CorrectionInvalid, {"field": "beauty", "value": "1"}),
        (CorrectionInvalid, {"field": "dishonest_debtor"}),
        (CorrectionInvalid, {"field": "dishonest_debtor", "value": "perhaps"}),
        (CorrectionInvalid, {"field": "cases", "row": 1}),
        (CorrectionInvalid, {"field": "cases", "row": -1}),
        (CorrectionInvalid, {"field": "cases", "row": 0, "value": "1"}),
        (CorrectionInvalid, {"field": "cases.amount_minor", "row": 0, "value": "1e5"}),
        (BadContent, {"field": "cases.filed_on", "row": 0, "value": "last week"}),
        (BadContent, {"field": "cases.kind", "row": 0, "value": "parking"}),
        (InvalidInput, {"field": "cases", "row": 0, "reason": "no"}),
        (InvalidInput, {"field": "cases.kind", "row": 0, "value": "x" * 301}),
        (NotFound, {"answer_id": new_id(), "field": "cases", "row": 0}),
    ]
    for refusal, change in wrong:
        asked: dict[str, object] = {"answer_id": answer_id, "reason": WHY, **change}
        with pytest.raises(refusal):
            ask_correction(door.call(), **asked)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        ask_correction(other.call(), answer_id=answer_id, field="cases", row=0, reason=WHY)
    with pytest.raises(Forbidden):
        ask_correction(replace(door.call(), actor=officer), answer_id=answer_id, field="cases", row=0, reason=WHY)
    assert Correction.objects.count() == 0
    made = ask_correction(door.call(), answer_id=answer_id, field="cases", row=0, reason=WHY)
    with pytest.raises(CorrectionInvalid):  # the same thing twice
        ask_correction(door.call(), answer_id=answer_id, field="cases", row=0, reason=WHY)
    with pytest.raises(Forbidden):  # nobody confirms their own
        decide_correction(door.call(), correction_id=made.correction_id, agree=True)
    decide_correction(replace(door.call(), actor=officer), correction_id=made.correction_id, agree=False)
    with pytest.raises(CorrectionNotOpen):
        decide_correction(replace(door.call(), actor=officer), correction_id=made.correction_id, agree=True)
    assert SourceAnswer.objects.count() == 1
    assert enforcements(door) == 1


def test_a_content_is_erased_when_its_time_is_over_and_its_facts_are_unknown() -> None:
    door = open_door()
    answer_id = told(door)
    expires = SourceAnswer.objects.get(id=answer_id).expires_on
    assert erase_expired(on=expires) == 0
    assert erase_expired(on=expires + timedelta(days=1)) == 1
    row = SourceAnswer.objects.get(id=answer_id)
    assert row.content_sealed == ""
    assert row.content_hash
    assert enforcements(door) is None
    with pytest.raises(CorrectionInvalid):
        ask_correction(door.call(), answer_id=answer_id, field="cases", row=0, reason=WHY)


def test_contents_are_sealed_anew_after_a_rotation(settings: object) -> None:
    door = open_door()
    ask_correction(door.call(), answer_id=told(door), field="cases", row=0, reason=WHY)
    keys = settings.PUHUI_ENVIRONMENT.data_keys  # type: ignore[attr-defined]
    fresh = "k9:" + "c2FtcGxlLXNhbXBsZS1zYW1wbGUtc2FtcGxlLTEyMzQ="
    settings.PUHUI_ENVIRONMENT = replace(settings.PUHUI_ENVIRONMENT, data_keys=f"{fresh},{keys}")  # type: ignore[attr-defined]
    assert reseal_answers() == 2
    assert reseal_answers() == 0
    assert SourceAnswer.objects.get().sealed_with == "k9"
    assert corrections_of(door.actor, party_id=door.firm_id)[0].reason == WHY


def test_who_looked_is_for_the_customer_and_for_who_watches() -> None:
    door = open_door()
    assert readings_of(door.actor, party_id=door.firm_id) == []
    assert readings_of(staff(Role.AUDITOR), party_id=door.firm_id) == []
    with pytest.raises(Forbidden):
        readings_of(staff(Role.FINANCE), party_id=door.firm_id)
    with pytest.raises(Forbidden):
        readings_of(SYSTEM, party_id=door.firm_id)
