"""Seals personal data with rotating keys, and makes the blind index by which it is found again.

`PUHUI_DATA_KEYS` is `k2:<base64>,k1:<base64>,index:<base64>`: the first key seals, all of them open, and `index` is the
key of the blind index (HMAC-SHA-256). Rotation: put a new key in front, restart, run `reencrypt_batch` of each room
until it answers 0, drop the old key. Sealing is Fernet (AES-128-CBC and HMAC-SHA-256, encrypt-then-MAC) of the
`cryptography` library.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from puhui.kernel.errors import CannotStart

INDEX = "index"


class BadDataKeys(CannotStart):
    """The data keys do not allow a start; the message says why and never shows a key."""


@dataclass(frozen=True, slots=True)
class DataKeys:
    """The keys of this installation."""

    primary: str
    sealer: MultiFernet
    index_key: bytes


def seal(text: str) -> str:
    """Sealed with the first key; the same text is sealed differently each time."""
    return _keys().sealer.encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """The text again; empty stays empty."""
    return _keys().sealer.decrypt(token).decode() if token else ""


def seal_bytes(content: bytes) -> bytes:
    """Sealed bytes, for files."""
    return _keys().sealer.encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """The bytes again."""
    return _keys().sealer.decrypt(token)


def resealed(token: str) -> str:
    """The same text under the first key."""
    return _keys().sealer.rotate(token).decode() if token else ""


def sealing_key() -> str:
    """The name of the key that seals now; rooms keep it beside what they sealed, to find what must be rotated."""
    return _keys().primary


def blind_index(field: str, normal: str) -> str:
    """The keyed hash by which a normalised value is found; each field has an index of its own."""
    return hmac.new(_keys().index_key, f"{field}:{normal}".encode(), sha256).hexdigest()


def read_data_keys(text: str) -> DataKeys:
    """Reads and checks the keys; weak, doubled or missing ones are refused."""
    named: dict[str, bytes] = {}
    for part in text.strip().split(","):
        name, _, encoded = part.strip().partition(":")
        if not name or name in named or len(name) > 20:
            raise BadDataKeys("PUHUI_DATA_KEYS: each key has a name of its own: name:<base64 of 32 bytes>")
        named[name] = _checked_key(name, encoded)
    index_key = named.pop(INDEX, None)
    if index_key is None or not named:
        raise BadDataKeys("PUHUI_DATA_KEYS needs at least one sealing key and the key named index")
    if len({index_key, *named.values()}) != len(named) + 1:
        raise BadDataKeys("PUHUI_DATA_KEYS: the same key stands there twice")
    fernets = [Fernet(base64.urlsafe_b64encode(key)) for key in named.values()]
    return DataKeys(primary=next(iter(named)), sealer=MultiFernet(fernets), index_key=index_key)


def _checked_key(name: str, encoded: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(encoded)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32 or len(set(key)) < 8:
        raise BadDataKeys(f"PUHUI_DATA_KEYS: the key {name!r} must be the base64 of 32 random bytes")
    return key


_read_once = lru_cache(maxsize=4)(read_data_keys)


def _keys() -> DataKeys:
    return _read_once(settings.PUHUI_ENVIRONMENT.data_keys)
