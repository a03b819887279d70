"""Services that a test needs: absent, the test is skipped and says what starts one, or fails where it is required."""

import os
import socket
from urllib.parse import urlsplit

import pytest

STARTED_BY = {
    "redis": "apt-get install redis-server && redis-server --daemonize yes",
    "rabbitmq": "apt-get install rabbitmq-server && rabbitmq-server -detached",
}
ADDRESSES = {
    "redis": os.environ.get("PUHUI_TEST_REDIS", "redis://127.0.0.1:6379/9"),
    "rabbitmq": os.environ.get("PUHUI_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//"),
}


def address_of(service: str) -> str:
    """The service's address when it answers."""
    parts = urlsplit(ADDRESSES[service])
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=3).close()
    except OSError as problem:
        why = f"{service} does not answer at {parts.hostname}:{parts.port} ({problem}): {STARTED_BY[service]}"
        if service in os.environ.get("PUHUI_TEST_REQUIRE", "").split(","):
            pytest.fail(why)
        pytest.skip(why)
    return ADDRESSES[service]
