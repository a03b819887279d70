"""Files on a case: kept encrypted by documents under the case, not in the list of the customer; readings are kept."""

from uuid import UUID

from puhui.foundation.casework.actions.keeping import keep_step, locked_case
from puhui.foundation.casework.contracts import CaseFileKept, CaseMoved, CaseStep, TooManyAttachments
from puhui.foundation.casework.models import CaseFile
from puhui.foundation.casework.rules import MOST_FILE_BYTES, MOST_FILES, sound_media_type
from puhui.foundation.documents.facade import FileTooLarge, StoredFileCard, read_file, store_file
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call
from puhui.kernel.errors import NotFound


@use_case("casework.attach_file", answers=CaseFileKept, subject="case_id")
def attach_file(call: Call, *, case_id: UUID, name: str, content: bytes) -> CaseFileKept:
    """Puts a file on a case. What it is, is told by its first bytes, not by who sends it."""
    found = locked_case(call, case_id, step="attach")
    if len(content) > MOST_FILE_BYTES:
        raise FileTooLarge(where="file", most_megabytes=MOST_FILE_BYTES // 1_000_000)
    if CaseFile.objects.filter(case=found).count() >= MOST_FILES:
        raise TooManyAttachments(where="case_id", most=MOST_FILES)
    media_type = sound_media_type(content, name=name)
    card = store_file(call, party_id=found.id, name=name, media_type=media_type, content=content)
    CaseFile.objects.create(
        file_id=card.id,
        case=found,
        name=card.name,
        media_type=media_type,
        size=card.size,
        at=call.at,
        by_name=call.actor.name[:80],
    )
    keep_step(call, case_id, CaseStep.ATTACHED, words=card.name)
    return CaseFileKept(case_id, card.id)


def read_case_file(call: Call, *, case_id: UUID, file_id: UUID) -> tuple[StoredFileCard, bytes]:
    """A file of a case, opened; who read it is kept before it is shown, and its content is stored nowhere else."""
    _keep_reading(call, case_id=case_id, file_id=file_id)
    return read_file(call.actor, file_id=file_id)


@use_case("casework.read_file", answers=CaseMoved, subject="case_id")
def _keep_reading(call: Call, *, case_id: UUID, file_id: UUID) -> CaseMoved:
    found = locked_case(call, case_id)
    name = CaseFile.objects.filter(case=found, file_id=file_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("file", where="file_id")
    keep_step(call, case_id, CaseStep.FILE_READ, words=name)
    return CaseMoved(case_id, found.state, found.outcome)
