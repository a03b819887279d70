"""Made-up people send the papers that a product requires: one white point as a picture, kept as every paper is."""

import struct
import zlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from puhui.flows.send_papers import papers_wanted, send_paper
from puhui.kernel.actors import Call


def _chunk(kind: bytes, content: bytes) -> bytes:
    """ISO/IEC 15948, 5.3: length, type, data, checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


WHITE_POINT: Final = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\xff"))
    + _chunk(b"IEND", b"")
)


def send_required(call: Callable[[], Call], *, application_id: UUID) -> int:
    """Sends each required paper that is still missing; how many. `call` makes a new call of the applicant each time."""
    wanted = papers_wanted(call().actor, application_id=application_id)
    missing = [one.kind for one in wanted if one.is_required and not one.sent]
    for kind in missing:
        send_paper(call(), application_id=application_id, kind=kind, content=WHITE_POINT)
    return len(missing)
