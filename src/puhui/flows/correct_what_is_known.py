"""A customer says that something held of them is wrong: a case for staff; confirmed, their word counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from puhui.flows.ask_sources import tell_stale
from puhui.foundation.casework.facade import clean_text, close_case, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date
from puhui.foundation.sources.facade import ask_correction as keep_request
from puhui.foundation.sources.facade import correction, link_correction_case
from puhui.foundation.sources.facade import decide_correction as keep_decision
from puhui.kernel.actors import Call
from puhui.kernel.errors import Conflict

CASE: Final = "data_correction"
DAYS_TO_ANSWER: Final = 20  # Regulation on the Administration of the Credit Investigation Industry, art. 25


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """The correction, and the case in which a person looks at it."""

    correction_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class CorrectionDecided:
    """The answer that counts from now on; None when the correction was declined."""

    correction_id: UUID
    new_answer_id: UUID | None


@use_case("flows.ask_correction", answers=CorrectionAsked, subject="answer_id")
def ask_correction(
    call: Call, *, answer_id: UUID, field: str, row: int | None = None, value: str | None = None, reason: str
) -> CorrectionAsked:
    """Asks for one value, or one row, of an answer to be corrected; a row without a value is said to be not theirs.

    Refuses what names no value of the answer, a value that the source could not have, and the same thing twice.
    """
    said = clean_text(reason, where="reason", least=4, most=1000)
    wanted = None if value is None else clean_text(value, where="value", least=0, most=300)
    correction_id = keep_request(call, answer_id=answer_id, field=field, row=row, value=wanted, reason=said)
    asked = correction(call.actor, correction_id=correction_id)
    case_id = open_case(
        call,
        kind=CASE,
        subject=str(correction_id),
        party_id=asked.party_id,
        due_on=home_date(call.at) + timedelta(days=DAYS_TO_ANSWER),
        reason=f"{asked.source}.{asked.field}",
    )
    link_correction_case(correction_id, case_id=case_id)
    return CorrectionAsked(correction_id, case_id)


@use_case("flows.decide_correction", answers=CorrectionDecided, subject="correction_id")
def decide_correction(call: Call, *, correction_id: UUID, agree: bool, note: str = "") -> CorrectionDecided:
    """Confirms or declines; the customer's value then counts for as long as the source says what was corrected."""
    asked = correction(call.actor, correction_id=correction_id)
    new_answer_id = keep_decision(call, correction_id=correction_id, agree=agree)
    if asked.case_id is None:
        raise Conflict("the correction has no case", where="correction_id")
    close_case(call, case_id=asked.case_id, outcome="confirmed" if agree else "declined", note=note)
    if agree:
        tell_stale(call, party_id=asked.party_id)
    return CorrectionDecided(correction_id, new_answer_id)
