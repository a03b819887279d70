"""Papers that customers send about something: kept encrypted, counted, listed, taken back, erased."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import QuerySet, Sum

from puhui.foundation.documents.actions import store_file
from puhui.foundation.documents.contracts import FileTooLarge, SentPaperLine, TooManyPapers
from puhui.foundation.documents.models import SentPaper, StoredFile
from puhui.foundation.documents.photos import ENDINGS, media_type_of, without_camera_notes
from puhui.foundation.party.facade import party_ids_for, unseal_bytes
from puhui.kernel.actors import Actor, Call
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import new_id

MOST_MEGABYTES: Final = 5
MOST_OF_SUBJECT: Final = 12
MOST_OF_PARTY: Final = 60
MOST_MEGABYTES_OF_PARTY: Final = 100


def keep_paper(call: Call, *, party_id: UUID, subject_id: UUID, kind: str, content: bytes) -> UUID:
    """Keeps a paper about a subject, encrypted and without a camera's notes. A part of a flow, which knows the rights.

    Refuses another kind of file, a large one, and more than so many of a subject and of a party.
    """
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise FileTooLarge(where="content", most_megabytes=MOST_MEGABYTES)
    media_type = media_type_of(content)
    clean = without_camera_notes(content, media_type=media_type)
    own = SentPaper.objects.filter(party_id=party_id)
    held = own.aggregate(size=Sum("file__size"))["size"] or 0
    is_full = held + len(clean) > MOST_MEGABYTES_OF_PARTY * 1_000_000 or own.count() >= MOST_OF_PARTY
    if is_full or own.filter(subject_id=subject_id).count() >= MOST_OF_SUBJECT:
        raise TooManyPapers(where="content", most=MOST_OF_SUBJECT)
    name = f"{kind}.{ENDINGS[media_type]}"
    card = store_file(call, party_id=party_id, name=name, media_type=media_type, content=clean)
    paper_id = new_id()
    SentPaper.objects.create(
        id=paper_id, file_id=card.id, party_id=party_id, subject_id=subject_id, kind=kind, sent_at=call.at
    )
    return paper_id


def papers_about(actor: Actor, *, subject_id: UUID) -> list[SentPaperLine]:
    """The papers about a subject, oldest first: for staff, and for whose they are."""
    rows = SentPaper.objects.filter(subject_id=subject_id).select_related("file").defer("file__sealed_content")
    return [_line(row) for row in _seen(actor, rows).order_by("id")[:MOST_OF_SUBJECT]]


def paper(actor: Actor, *, paper_id: UUID) -> SentPaperLine:
    """One paper, without its content."""
    rows = SentPaper.objects.filter(id=paper_id).select_related("file").defer("file__sealed_content")
    found = _seen(actor, rows).first()
    if found is None:
        raise NotFound("paper", where="paper_id")
    return _line(found)


def paper_content(actor: Actor, *, paper_id: UUID) -> bytes:
    """What the paper shows, opened. For flows, which note who looked."""
    found = _seen(actor, SentPaper.objects.filter(id=paper_id)).select_related("file").first()
    if found is None:
        raise NotFound("paper", where="paper_id")
    return unseal_bytes(bytes(found.file.sealed_content))


def drop_paper(*, paper_id: UUID) -> None:
    """Erases one paper. A part of a flow."""
    _drop(SentPaper.objects.filter(id=paper_id))


def erase_papers(*, party_id: UUID, but: Collection[UUID] = ()) -> int:
    """Erases the papers that a party sent, but those about these subjects. A part of a flow."""
    return _drop(SentPaper.objects.filter(party_id=party_id).exclude(subject_id__in=list(but)))


def _drop(rows: QuerySet[SentPaper]) -> int:
    files = list(rows.values_list("file_id", flat=True))
    rows.delete()
    StoredFile.objects.filter(id__in=files).delete()
    return len(files)


def _seen(actor: Actor, rows: QuerySet[SentPaper]) -> QuerySet[SentPaper]:
    return rows if actor.reads_all else rows.filter(party_id__in=party_ids_for(actor))


def _line(row: SentPaper) -> SentPaperLine:
    return SentPaperLine(
        row.id, row.party_id, row.subject_id, row.kind, row.file.media_type, row.file.size, row.sent_at
    )
