"""A paper is signed over all of it, proven, and what was changed or added since is told; no network is asked."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.rooms.papers.test_papers import PAPER
from tests.rooms.party.made_up import AT

from puhui.adapters.signing import embedded
from puhui.adapters.signing.embedded import DEMO, EmbeddedSigner, SignMissing
from puhui.foundation.documents.facade import pdf_of
from puhui.interfaces.command_line import papers
from puhui.interfaces.ports import Ports, current_ports
from puhui.kernel.errors import InvalidInput

pytest.importorskip("pyhanko", reason="pyHanko is not installed: pip install 'puhui[sign]'")
pytestmark = pytest.mark.any_database


@pytest.fixture
def signer(tmp_path: Path) -> EmbeddedSigner:
    return EmbeddedSigner(tmp_path / "signing", makes_demo=True)


def test_a_signature_proves_whose_it_is_and_that_nothing_changed(signer: EmbeddedSigner, tmp_path: Path) -> None:
    signed = signer.sign(pdf_of(PAPER), reason="a copy of a contract", at=AT)
    assert (signer.folder / "key.pem").stat().st_mode & 0o077 == 0
    [found] = signer.verify(signed)
    assert (found.by, found.is_intact, found.is_whole, found.is_ours, found.is_demo) == (DEMO, True, True, True, True)
    place = signed.index(b"/Title") + 8
    [changed] = signer.verify(signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :])
    assert not changed.is_intact
    other = EmbeddedSigner(tmp_path / "another", makes_demo=True)
    other.sign(pdf_of(PAPER), reason="its own key", at=AT)
    assert not other.verify(signed)[0].is_ours
    assert signer.verify(pdf_of(PAPER)) == []
    with pytest.raises(InvalidInput):
        signer.verify(b"no PDF")


def test_without_the_extra_a_refusal_says_what_to_install(
    signer: EmbeddedSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(embedded.importlib, "import_module", absent)
    with pytest.raises(SignMissing) as refused:
        signer.sign(b"", reason="", at=AT)
    assert "puhui[sign]" in refused.value.message.en


def test_the_command_proves_a_file(signer: EmbeddedSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = current_ports()
    with_signer = Ports(ports.clock, ports.payments, ports.messaging, signing=signer)
    monkeypatch.setattr(papers, "current_ports", lambda: with_signer)
    plain, signed = tmp_path / "plain.pdf", tmp_path / "signed.pdf"
    plain.write_bytes(pdf_of(PAPER))
    signed.write_bytes(signer.sign(pdf_of(PAPER), reason="a copy", at=AT))
    good = CliRunner().invoke(papers.command, ["verify", str(signed), "--json"])
    assert (good.exit_code, json.loads(good.output)["signatures"][0]["by"]) == (0, DEMO)
    assert "unchanged      yes" in CliRunner().invoke(papers.command, ["verify", str(signed)]).output
    bad = CliRunner().invoke(papers.command, ["verify", str(plain), "--json"])
    assert (bad.exit_code, json.loads(bad.output)["error"]["code"]) == (1, "conflict")
