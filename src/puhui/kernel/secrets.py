"""New secrets of an installation, as `PUHUI_SECRET_KEY` and `PUHUI_DATA_KEYS` want them, by chance."""

import base64
import secrets
from typing import Final

SECRET_BYTES: Final = 48
KEY_BYTES: Final = 32


def new_secret() -> str:
    """A secret to sign with: 48 random bytes as URL-safe text of 64 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_data_keys() -> str:
    """One sealing key and the index key, 32 random bytes each: `k1:<base64>,index:<base64>`."""
    return f"k1:{_key()},index:{_key()}"


def _key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
