"""Signatures of the installation: who has its data keys can tell that a result was written by it and not changed since.

A key of its own for each purpose is derived from the index key, which stays when sealing keys are exchanged.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings

from puhui.kernel.canonical import canonical_json


def signature(purpose: str, said: object) -> str:
    """The keyed hash (HMAC-SHA256, RFC 2104) of what was said, for one purpose, as hex."""
    return signer(purpose)(canonical_json(said))


def signer(purpose: str) -> Callable[[str], str]:
    """Signs many texts for one purpose: the key is derived once."""
    parts = dict(part.strip().split(":", 1) for part in settings.PUHUI_ENVIRONMENT.data_keys.split(","))
    key = hmac.new(parts["index"].encode(), f"puhui signature: {purpose}".encode(), sha256).digest()
    return lambda text: hmac.digest(key, text.encode(), "sha256").hex()


def is_signed(purpose: str, said: object, given: str) -> bool:
    """Whether a signature is that of what was said."""
    return hmac.compare_digest(signature(purpose, said), given)
