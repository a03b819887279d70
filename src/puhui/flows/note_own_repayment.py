"""What our own books say of how a borrower repaid is noted as the answer of a source, and facts come from it.

A decision notes it for its applicant first, so that it never decides on an old record; after each close it is noted
for whose record changed that day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from puhui.flows.ask_sources import request_of, tell_stale
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import firm_traits
from puhui.foundation.sources.facade import Heard, KnownAnswer, Status, known_answers_of, store_answers
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.canonical import canonical_json
from puhui.kernel.dates import EARLIEST
from puhui.products.lending.facade import LoanRepayment, borrowers_changed, lent_by_borrower, loan_repayments
from puhui.risk.decisioning.facade import RepaymentHistory, behaviour_facts, worst_days_late

OF_FIRM: Final = "own_repayment"
OF_PERSON: Final = "person_own_repayment"
REPEAT: Final = timedelta(days=300)  # what stays the same is noted again before it is too old to serve
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class RecordsNoted:
    """How many borrowers' records were looked at, and how many differ from what was noted before."""

    looked_at: int
    noted: int


def note_own_repayment(call: Call, *, party_ids: Collection[UUID], on: date) -> list[UUID]:
    """Notes the record of each party whose record differs from the last one, and gives those.

    In a running transaction; for flows: no rights. What is read, is read for all at once.
    """
    firms = firm_traits(party_ids)
    ids = list(dict.fromkeys(party_ids))
    known = known_answers_of([(party_id, call.at) for party_id in ids])
    records, noted = own_records(ids, on=on), []
    for party_id, answers in zip(ids, known, strict=True):
        source = OF_FIRM if party_id in firms else OF_PERSON
        heard = _heard(source, records[party_id], on=on)
        if _is_news(answers.get(source), heard, call=call):
            step = replace(call, key=f"own/{call.key}"[:200])
            store_answers(call, party_id=party_id, request_id=request_of(step, party_id), heard=[heard])
            noted.append(party_id)
    return noted


def note_changed_records(call: Call, *, on: date) -> RecordsNoted:
    """Notes the records that a closed business day changed, a batch in a transaction; their facts are measured anew.

    As they stand when the next day begins: what fell due on the day and was not paid is one day late.
    """
    morning = on + timedelta(days=1)
    looked_at = noted = 0
    for party_ids in _changed(on):
        done = _note_batch(
            replace(call.step(f"own/{on}/{party_ids[0]}"), actor=SYSTEM), party_ids=party_ids, on=morning
        )
        looked_at, noted = looked_at + len(party_ids), noted + done
    return RecordsNoted(looked_at, noted)


@use_case("flows.note_own_repayment", answers=int)
def _note_batch(call: Call, *, party_ids: list[UUID], on: date) -> int:
    noted = note_own_repayment(call, party_ids=party_ids, on=on)
    for party_id in noted:
        tell_stale(call, party_id=party_id)
    return len(noted)


def own_records(party_ids: Collection[UUID], *, on: date) -> dict[UUID, Mapping[str, Any] | None]:
    """The content of each party's record up to a day, None for who never had a loan here; a few statements for all."""
    lent = lent_by_borrower(party_ids)
    repaid = loan_repayments(loan_ids=[loan.loan_id for loans in lent.values() for loan in loans], on=on)
    return {
        party_id: _content(
            [repaid[loan.loan_id] for loan in loans if loan.loan_id in repaid],
            paid_off=sum(loan.closed_on is not None and loan.closed_on <= on for loan in loans),
            on=on,
        )
        for party_id, loans in lent.items()
    }


def _content(repaid: list[LoanRepayment], *, paid_off: int, on: date) -> Mapping[str, Any] | None:
    if not repaid:
        return None
    lives = [RepaymentHistory(**one._asdict()) for one in repaid]
    return {
        "loans": len(lives),
        "loans_paid_off": paid_off,
        "first_loan_on": min(one.paid_out_on for one in lives).isoformat(),
        "owed_minor": sum(one.owed_principal_minor for one in lives),
        "days_past_due": max(int(behaviour_facts(one, on=on)["days_past_due"] or 0) for one in lives),
        "worst_days_past_due": max(worst_days_late(one, on=on, since=EARLIEST) for one in lives),
    }


def _heard(source: str, content: Mapping[str, Any] | None, *, on: date) -> Heard:
    status = Status.ABSENT if content is None else Status.OK
    return Heard(source=source, status=status, as_of=on, content=content, provenance="house")


def _is_news(last: KnownAnswer | None, heard: Heard, *, call: Call) -> bool:
    if last is None or call.at - last.known_at > REPEAT:
        return True
    return (last.content is None) != (heard.content is None) or (
        heard.content is not None and canonical_json(last.content) != canonical_json(heard.content)
    )


def _changed(on: date) -> Iterator[list[UUID]]:
    after: UUID | None = None
    while party_ids := list(borrowers_changed(on=on, after=after, most=BATCH)):
        yield party_ids
        after = party_ids[-1]
