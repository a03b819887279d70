"""A customer says that something held of them is wrong; staff confirm it, and the corrected answer counts from then."""

import json
from uuid import UUID

from puhui.foundation.party.facade import require_party, seal, sealing_key, unseal
from puhui.foundation.sources.actions.answers import store_answers
from puhui.foundation.sources.contracts import (
    CorrectionInvalid,
    CorrectionNotOpen,
    CorrectionState,
    Heard,
    Status,
)
from puhui.foundation.sources.models import Correction, SourceAnswer
from puhui.foundation.sources.registry import source_definition
from puhui.foundation.sources.rules.corrections import check_correction, corrected
from puhui.foundation.sources.rules.schemas import checked_content
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import bucket_of, derived_id, new_id


def ask_correction(call: Call, *, answer_id: UUID, field: str, row: int | None, value: str | None, reason: str) -> UUID:
    """Keeps what the customer says; nothing that is held changes yet. For the flow, which cleans the texts."""
    call.actor.require(Role.CUSTOMER, verb="correct what is known of them")
    answer = SourceAnswer.objects.filter(id=answer_id).first()
    if answer is None:
        raise NotFound("answer", where="answer_id")
    require_party(call.actor, party_id=answer.party_id)
    if not answer.content_sealed:
        raise CorrectionInvalid(where="answer_id", reason="the answer has no content")
    _corrected(answer, field=field, row=row, value=value)
    made = Correction(
        id=new_id(),
        bucket=bucket_of(answer.party_id),
        answer=answer,
        party_id=answer.party_id,
        field=field,
        row=-1 if row is None else row,
        value_sealed="" if value is None else seal(value),
        reason_sealed=seal(reason),
        sealed_with=sealing_key(),
        state=CorrectionState.OPEN,
        asked_by=call.actor.id,
        asked_at=call.at,
    )
    if Correction.objects.filter(answer=answer, field=field, row=made.row, state=CorrectionState.OPEN).exists():
        raise CorrectionInvalid(where="field", reason="you have asked for this already; we are looking at it")
    made.save(force_insert=True)
    return made.id


def link_correction_case(correction_id: UUID, *, case_id: UUID) -> None:
    """Notes the case in which staff look at it."""
    Correction.objects.filter(id=correction_id).update(case_id=case_id)


def decide_correction(call: Call, *, correction_id: UUID, agree: bool) -> UUID | None:
    """Confirms or declines; the id of the corrected answer when confirmed. For the flow, which closes the case."""
    call.actor.require(Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE, verb="decide on a correction")
    found = Correction.objects.select_for_update(of=("self",)).select_related("answer").filter(id=correction_id).first()
    if found is None:
        raise NotFound("correction", where="correction_id")
    if found.state != CorrectionState.OPEN:
        raise CorrectionNotOpen(where="correction_id", state=found.state)
    new_id_ = _apply(call, found) if agree else None
    found.state = CorrectionState.CONFIRMED if agree else CorrectionState.DECLINED
    found.decided_by, found.decided_at, found.new_answer_id = call.actor.id, call.at, new_id_
    found.save(update_fields=["state", "decided_by", "decided_at", "new_answer"])
    return new_id_


def _apply(call: Call, found: Correction) -> UUID:
    value = unseal(found.value_sealed) if found.value_sealed else None
    content = _corrected(found.answer, field=found.field, row=found.row if found.row >= 0 else None, value=value)
    heard = Heard(
        source=found.answer.source,
        status=Status.OK,
        as_of=found.answer.as_of,
        content=content,
        provenance="customer",
        corrects_id=found.answer_id,
        consent_id=found.answer.consent_id,
    )
    request_id = derived_id(found.id, "correction")
    return store_answers(call, party_id=found.party_id, request_id=request_id, heard=[heard])[0]


def _corrected(answer: SourceAnswer, *, field: str, row: int | None, value: str | None) -> dict[str, object]:
    """The content with the correction in it, checked against the schema it was held under."""
    if not answer.content_sealed or answer.as_of is None:
        raise CorrectionInvalid(where="answer_id", reason="the content was erased")
    definition = source_definition(answer.source, on=answer.as_of)
    content = json.loads(unseal(answer.content_sealed))
    check_correction(content, definition=definition, field=field, row=row, value=value)
    made = corrected(content, definition=definition, field=field, row=row, value=value)
    return dict(checked_content(made, definition=definition))
