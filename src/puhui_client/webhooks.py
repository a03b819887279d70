"""Proves that a message comes from puhui: what a partner's or a shop's receiver calls. Standard library only."""

import hashlib
import hmac
import json
import time
from typing import Any

SIGNATURE = "Puhui-Signature"
TOLERANCE_SECONDS = 300  # an older signature may be a replay by somebody else


class NotSigned(Exception):
    """The message is not from puhui, was changed on its way, or is too old."""


def verified(body: bytes, header: str, *, secret: str, now: float | None = None) -> dict[str, Any]:
    """The message, when `Puhui-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA256 of `SECONDS.BODY` with the secret.

    The same `id` may come twice: a receiver remembers which ones it has seen.
    """
    parts = dict(part.partition("=")[::2] for part in header.split(",") if "=" in part)
    seconds, proof = parts.get("t", ""), parts.get("v1", "")
    if not (seconds.isascii() and seconds.isdigit() and proof.isascii()):
        raise NotSigned("there is no signature")
    if abs((time.time() if now is None else now) - int(seconds)) > TOLERANCE_SECONDS:
        raise NotSigned("the signature is too old")
    expected = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, proof):
        raise NotSigned("the signature is not right")
    said: dict[str, Any] = json.loads(body)
    return said
