"""Time-based one-time codes (RFC 6238): six digits, every thirty seconds, as every app on a phone shows them."""

import base64
import secrets
from datetime import datetime

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 section 4, R6: 160 bits are recommended
DRIFT = (0, -1, 1)  # RFC 6238 section 5.2: one step of network delay; and one for a phone whose clock is ahead


def new_secret() -> str:
    """A random secret in Base32, as apps take it by hand."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str, *, account: str) -> str:
    """The `otpauth://` address that the square code carries."""
    return _totp(secret).get_provisioning_uri(account, "puhui")


def square_code(address: str) -> str:
    """The address as an SVG, without a style or a script in it."""
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff")
    return drawn


def step_of(secret: str, *, code: str, at: datetime, after: int) -> int | None:
    """The time step that the code belongs to, near `at` and later than the step `after`; None for a wrong code."""
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    totp, now = _totp(secret), int(at.timestamp()) // STEP_SECONDS
    for step in (now + drift for drift in DRIFT):
        if step <= after:
            continue
        try:
            totp.verify(code.encode(), step * STEP_SECONDS)
        except InvalidToken:
            continue
        return step
    return None


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - HMAC-SHA-1 is what apps speak
