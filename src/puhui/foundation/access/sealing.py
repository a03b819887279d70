"""Keyed hashes under the installation's secret key: what is stored of a secret can be compared, not guessed."""

import hmac
import secrets
from hashlib import sha256

from django.utils.crypto import salted_hmac

from puhui.foundation.access.contracts import Sealed
from puhui.kernel.errors import InvalidInput

MOST = 1000


def sealed(value: str | Sealed, *, where: str) -> Sealed:
    """Wraps a secret argument, once; refuses what is not text or is far too long before any work is done on it."""
    if isinstance(value, Sealed):
        return value
    if not isinstance(value, str) or len(value) > MOST or any("\ud800" <= c <= "\udfff" for c in value):
        raise InvalidInput(where, f"text of at most {MOST} characters is needed")
    return Sealed(keyed_hash("argument", value), secret=value)


def keyed_hash(use: str, value: str) -> str:
    """HMAC-SHA-256 in hex under a key of its own for each use."""
    return salted_hmac(f"puhui.access.{use}", value, algorithm="sha256").hexdigest()


def random_secret() -> str:
    """256 random bits in hex."""
    return secrets.token_hex(32)


def token_hash(secret: str) -> str:
    """SHA-256 of a token's secret, which has 256 random bits and so needs no slow hash."""
    return sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
