"""How sources are reached: whom we believe is read once, and is looked at on every connection."""

import ssl
from http.client import HTTPSConnection
from urllib.parse import urlsplit

from puhui.adapters.sources.http import _connection


def test_the_list_of_authorities_is_read_once_and_still_looked_at() -> None:
    made = [_connection(urlsplit(f"https://{name}.example/ask"), timeout=1) for name in ("tax", "bureau")]
    contexts = {one._context for one in made if isinstance(one, HTTPSConnection)}  # type: ignore[attr-defined]
    assert len(contexts) == 1
    [context] = contexts
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_source_without_https_is_reached_without_it() -> None:
    assert not isinstance(_connection(urlsplit("http://127.0.0.1:9/ask"), timeout=1), HTTPSConnection)
