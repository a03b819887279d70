"""Papers by photo: sniffed, stripped of a camera's notes, encrypted, bounded; staff look for a purpose that is kept."""

import struct
import zlib
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import applied
from tests.interfaces.customer_web.visitor import Visitor
from tests.rooms.collections.late import kept

from puhui.flows.own_data.looked import who_looked
from puhui.flows.send_papers import OTHER, look_at_paper, papers_wanted, send_paper, take_paper_back
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.documents import sent_papers
from puhui.foundation.documents.facade import FileTooLarge, PaperKindRefused, TooManyPapers, paper_content
from puhui.foundation.documents.models import StoredFile
from puhui.foundation.documents.photos import media_type_of, without_camera_notes
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.products.origination.facade import WrongState

pytestmark = pytest.mark.django_db
EXIF = b"Exif\x00\x00GPS: 30.2741N 120.1551E"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


SCAN = b"\xff\xda\x00\x04\x01\x00picture\xff\xd9"
JFIF = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
PHOTO = b"\xff\xd8" + JFIF + segment(0xE1, EXIF) + segment(0xFE, b"my phone") + segment(0xDB, b"table") + SCAN
START = b"\x89PNG\r\n\x1a\n"
PNG = START + chunk(b"IHDR", b"x" * 13) + chunk(b"eXIf", EXIF) + chunk(b"IDAT", b"picture") + chunk(b"IEND", b"")


def test_a_picture_keeps_its_picture_and_loses_the_camera() -> None:
    clean = without_camera_notes(PHOTO, media_type=media_type_of(PHOTO))
    assert clean == b"\xff\xd8" + JFIF + segment(0xDB, b"table") + SCAN
    clean = without_camera_notes(PNG, media_type=media_type_of(PNG))
    assert clean == PNG.replace(chunk(b"eXIf", EXIF), b"")
    assert without_camera_notes(b"%PDF-1.7 x", media_type=media_type_of(b"%PDF-1.7 x")) == b"%PDF-1.7 x"


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"<html>", PHOTO[:40], PNG[:50], b"\xff\xd8\xff", START, b"GIF89a", b"PK\x03\x04"]
)
def test_what_is_no_paper_is_refused(content: bytes) -> None:
    with pytest.raises(PaperKindRefused):
        without_camera_notes(content, media_type=media_type_of(content))


def _sent(world: World, firm: MadeUpFirm, *, phone: str) -> tuple[Visitor, UUID]:
    who = applied(world, firm, phone=phone)
    application_id = UUID(who.path.split("/")[2])
    who.open(f"/applications/{application_id}/papers/")
    who.send("file", kind=OTHER, file=SimpleUploadedFile("licence.exe", PHOTO))
    return who, application_id


def test_sent_seen_and_taken_back(world: World, firms: list[MadeUpFirm]) -> None:
    who, application_id = _sent(world, firms[0], phone="13200132000")
    assert who.status == 200
    paper = who.link("/papers/[0-9a-f]")
    answer = who.client.get(paper)
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"GPS" not in answer.content
    assert SCAN in answer.content
    assert SCAN not in bytes(StoredFile.objects.order_by("-id")[0].sealed_content)
    stranger = Visitor(world, phone="13200132001").sign_in()
    for path in (paper, f"/applications/{application_id}/papers/"):
        assert stranger.client.get(path).status_code == 404
    before = kept()
    assert stranger.client.post(paper + "back/", {"key": "k"}).status_code == 404
    assert kept() == before
    who.open(f"/applications/{application_id}/papers/").send("/back/")
    assert who.client.get(paper).status_code == 404


def test_every_refusal_changes_nothing(world: World, firms: list[MadeUpFirm], monkeypatch: pytest.MonkeyPatch) -> None:
    who, application_id = _sent(world, firms[1], phone="13200132002")
    [wanted] = [one for one in papers_wanted(who.actor, application_id=application_id) if one.sent]
    paper_id = wanted.sent[0].id
    stranger, officer = Visitor(world, phone="13200132003").sign_in().actor, _staff(Role.RISK_OFFICER)
    auditor = _staff(Role.AUDITOR)
    monkeypatch.setattr(sent_papers, "MOST_OF_SUBJECT", 1)
    call, actor = world.call, who.actor
    before = kept()
    rows = [
        (TooManyPapers, lambda: send_paper(call(actor), application_id=application_id, kind=OTHER, content=PNG)),
        (InvalidInput, lambda: send_paper(call(actor), application_id=application_id, kind="cat", content=PNG)),
        (PaperKindRefused, lambda: send_paper(call(actor), application_id=application_id, kind=OTHER, content=b"MZ")),
        (
            FileTooLarge,
            lambda: send_paper(
                call(actor), application_id=application_id, kind=OTHER, content=PHOTO + b"x" * 5_000_000
            ),
        ),
        (NotFound, lambda: send_paper(call(stranger), application_id=application_id, kind=OTHER, content=PNG)),
        (NotFound, lambda: take_paper_back(call(stranger), paper_id=paper_id)),
        (NotFound, lambda: paper_content(stranger, paper_id=paper_id)),
        (Forbidden, lambda: take_paper_back(call(officer), paper_id=paper_id)),
        (Forbidden, lambda: look_at_paper(call(auditor), paper_id=paper_id, purpose="to see it")),
        (InvalidInput, lambda: look_at_paper(call(officer), paper_id=paper_id, purpose="")),
    ]
    for refusal, act in rows:
        with pytest.raises(refusal):
            act()
    page = who.open(f"/applications/{application_id}/papers/")
    page.send("file", kind=OTHER, file=SimpleUploadedFile("licence.jpg", b"MZ"))
    assert page.status == 422
    assert "Send a photo" in page.page
    assert kept() == before
    monkeypatch.undo()
    who.open(f"/applications/{application_id}/").send("/submit/")
    before = kept()
    if not any(state in who.words() for state in ("A person is looking at it",)):
        with pytest.raises(WrongState):
            send_paper(call(actor), application_id=application_id, kind=OTHER, content=PNG)
    assert kept() == before


def test_staff_look_for_a_purpose_that_the_customer_sees(world: World, firms: list[MadeUpFirm]) -> None:
    cache.clear()
    who, application_id = _sent(world, firms[2], phone="13200132004")
    [wanted] = [one for one in papers_wanted(who.actor, application_id=application_id) if one.sent]
    officer = _staff(Role.RISK_OFFICER)
    line, content = look_at_paper(world.call(officer), paper_id=wanted.sent[0].id, purpose="check the licence")
    assert (line.media_type, SCAN in content) == ("image/jpeg", True)
    assert next((one.purpose, one.what) for one in who_looked(who.actor)) == ("check the licence", ("papers",))
    assert "a paper that you sent" in who.open("/my-data/").words()


def _staff(role: Role) -> Actor:
    return Actor(new_id(), frozenset({role}), name="Staff")
