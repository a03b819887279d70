"""Cursors of lists: where a page ended, as one opaque word."""

import base64
import binascii

from puhui.kernel.errors import InvalidInput


def write_cursor(*parts: object) -> str:
    """The parts as one word for an address."""
    return base64.urlsafe_b64encode(",".join(str(part) for part in parts).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, parts: int) -> list[str]:
    """The parts again; refuses what this program did not write."""
    try:
        if len(cursor) > 400:
            raise ValueError
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error):
        text = ""
    found = text.split(",")
    if len(found) != parts:
        raise InvalidInput("after", "this is not a cursor of this list")
    return found
