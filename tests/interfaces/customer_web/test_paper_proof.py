"""Anybody proves a sealed paper on a page: genuine, changed, not ours, not sealed; bounded, and nothing is kept."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.visitor import Visitor
from tests.interfaces.workbench.institution import footprint
from tests.rooms.papers.test_papers import PAPER

from puhui.adapters.signing.embedded import DEMO, EmbeddedSigner
from puhui.foundation.documents.facade import pdf_of
from puhui.interfaces.customer_web.forms_paper import MOST_PROOF_BYTES
from puhui.interfaces.customer_web.views.proofs import PROOFS_AN_HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(world: World, tmp_path: Path) -> EmbeddedSigner:
    made = EmbeddedSigner(tmp_path / "signing", makes_demo=True)
    world.ports = replace(world.ports, signing=made)
    return made


def look(world: World, content: bytes, *, language: str = "en") -> Visitor:
    visitor = Visitor(world, language=language).open("/papers/check/")
    return visitor.send("file", file=SimpleUploadedFile("paper.pdf", content, "application/pdf"))


def test_genuine_changed_foreign_and_unsealed(world: World, signer: EmbeddedSigner, tmp_path: Path) -> None:
    signed = signer.sign(pdf_of(PAPER), reason="a copy", at=world.clock.now())
    nothing = footprint()
    good = look(world, signed)
    assert good.status == 200, good.wrong()
    assert "Genuine: this paper is ours" in good.words()
    assert DEMO in good.words()
    assert "Sealed on 2" in good.words()
    place = signed.index(b"/Title") + 8
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert "Do not rely on this paper" in look(world, changed).words()
    other = EmbeddedSigner(tmp_path / "another", makes_demo=True)
    foreign = look(world, other.sign(pdf_of(PAPER), reason="x", at=world.clock.now()))
    assert "Do not rely on this paper" in foreign.words()
    assert "carries no seal" in look(world, pdf_of(PAPER)).words()
    assert "这份文件是真的吗" in look(world, signed, language="zh-hans").words()
    assert footprint() == nothing


def test_what_is_no_paper_is_refused_in_words(world: World, signer: EmbeddedSigner) -> None:
    del signer
    for content, says in (
        (b"no PDF", "this is no PDF that can be read"),
        (b"", "The file is empty"),
        (b"%PDF" + b"x" * MOST_PROOF_BYTES, "larger than 1 MB"),
    ):
        visitor = look(world, content)
        assert visitor.status == 422, says
        assert says in visitor.wrong()[0]
    visitor = Visitor(world).open("/papers/check/").send("file")
    assert visitor.wrong() == ["Choose a file first."]


def test_one_address_asks_only_so_often(world: World, signer: EmbeddedSigner) -> None:
    del signer
    for _ in range(PROOFS_AN_HOUR):
        assert look(world, b"").status == 422
    assert look(world, b"").status == 429


def test_where_papers_are_not_sealed_the_page_says_so(world: World) -> None:
    assert "Papers are not sealed here yet" in Visitor(world).open("/papers/check/").words()
