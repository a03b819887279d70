"""Reads a model package: files, a manifest with the SHA-256 of each, one model and its card; refuses a changed byte."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from puhui.risk.decisioning.model_contracts import PackageRefused
from puhui.risk.decisioning.rules.serving import ScoringModel, parse_model

MANIFEST: Final = "manifest.json"
CARD: Final = "model_card.json"
KINDS: Final = {"scorecard.json": "scorecard", "gbdt.json": "gbdt"}
MOST_BYTES: Final = 20_000_000
MOST_FILES: Final = 40
_SEEN: Final = ("out_of_fold", "data")  # what an approver must be able to look at


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that is whole: `files` are the hashes of its manifest."""

    kind: str
    model: ScoringModel
    card: Mapping[str, Any]
    files: Mapping[str, str]


def read_package(files: Mapping[str, bytes]) -> Package:
    """The package of these files, by name; every fault is refused with the file it lies in."""
    hashes = _checked_hashes(files)
    kinds = [name for name in KINDS if name in files]
    if len(kinds) != 1:
        raise PackageRefused("files", f"exactly one of {', '.join(KINDS)} is needed")
    if CARD not in files:
        raise PackageRefused(CARD, "a model comes with its card")
    document, card = _json(files, kinds[0]), _json(files, CARD)
    if document.get("kind") != KINDS[kinds[0]]:
        raise PackageRefused(kinds[0], f"its kind is not {KINDS[kinds[0]]}")
    model = parse_model(document)
    for key, value in (("id", model.id), ("version", model.version), ("model_hash", model.hash)):
        if card.get(key) != value:
            raise PackageRefused(CARD, f"{key} is not that of the model")
    if missing := [key for key in _SEEN if not isinstance(card.get(key), Mapping)]:
        raise PackageRefused(CARD, f"{missing[0]} is missing")
    return Package(kind=KINDS[kinds[0]], model=model, card=card, files=hashes)


def _checked_hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise PackageRefused("files", f"at most {MOST_FILES} files and {MOST_BYTES // 1_000_000} MB")
    if MANIFEST not in files:
        raise PackageRefused(MANIFEST, "the manifest is missing")
    said = _json(files, MANIFEST).get("files")
    if not isinstance(said, Mapping) or not all(isinstance(v, str) for v in said.values()):
        raise PackageRefused(MANIFEST, "files maps each name to its SHA-256")
    present = set(files) - {MANIFEST}
    if odd := sorted(present ^ set(said)):
        raise PackageRefused(odd[0], "it is missing" if odd[0] in said else "the manifest does not name it")
    for name in sorted(present):
        if hashlib.sha256(files[name]).hexdigest() != said[name]:
            raise PackageRefused(name, "it was changed after the package was made: its SHA-256 is another")
    return dict(said)


def _json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        document = json.loads(files[name], parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise PackageRefused(name, "it is not JSON") from None
    if b"\\u0000" in files[name]:
        raise PackageRefused(name, "it holds a character that no text may hold")
    if not isinstance(document, dict):
        raise PackageRefused(name, "an object is needed")
    return document


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number")
