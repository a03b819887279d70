"""What kind of file it really is, by its first bytes; and pictures without what a camera adds: place, time, device."""

from collections.abc import Iterator
from typing import Final

from puhui.foundation.documents.contracts import PaperKindRefused

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
KINDS: Final = {JPEG: "image/jpeg", PNG: "image/png", PDF: "application/pdf"}
ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
KEPT_SEGMENTS: Final = frozenset({0xE0, 0xEE})  # JFIF, and Adobe's way of colours: without it a picture looks wrong
START_OF_SCAN: Final = 0xDA
TOLD_BY_CAMERAS: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})


def media_type_of(content: bytes) -> str:
    """The kind of file; refuses what is neither a picture (JPEG, PNG) nor a PDF, whatever its name says."""
    for start, media_type in KINDS.items():
        if content.startswith(start):
            return media_type
    raise PaperKindRefused(where="content")


def without_camera_notes(content: bytes, *, media_type: str) -> bytes:
    """The same picture without notes of the camera; a PDF as it is. Refuses a picture that breaks off."""
    if media_type == "image/jpeg":
        return b"".join(_jpeg_parts(content))
    return b"".join(_png_parts(content)) if media_type == "image/png" else content


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """ISO/IEC 10918-1, annex B: segments of marker and length up to the scan, which goes to the end as it is."""
    yield content[:2]
    at = 2
    while True:
        if at + 4 > len(content) or content[at] != 0xFF:
            raise PaperKindRefused(where="content")
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == START_OF_SCAN:
            yield content[at:]
            return
        if length < 2 or at + 2 + length > len(content):
            raise PaperKindRefused(where="content")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in KEPT_SEGMENTS:
            yield content[at : at + 2 + length]
        at += 2 + length


def _png_parts(content: bytes) -> Iterator[bytes]:
    """ISO/IEC 15948, 5.3: chunks of length, type, data and checksum; those that tell of a camera or a time stay out."""
    yield content[:8]
    at = 8
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if len(kind) < 4 or end > len(content):
            raise PaperKindRefused(where="content")
        if kind not in TOLD_BY_CAMERAS:
            yield content[at:end]
        if kind == b"IEND":
            return
        at = end
    raise PaperKindRefused(where="content")
