"""What the tests of the workbench stand on: an institution whose clock is moved, and compiled messages."""

from collections.abc import Iterator
from typing import Any

import pytest
from scripts.compile_messages import compile_all
from tests.interfaces.workbench.institution import Institution
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.interfaces import ports as ports_module


@pytest.fixture(scope="session", autouse=True)
def _messages() -> None:
    compile_all()


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Pages, worker and bank that share one moved clock."""
    made = World(start=TODAY)
    ports_module.current_ports.cache_clear()
    monkeypatch.setattr(ports_module, "import_string", lambda _: lambda: made.ports)
    yield made
    ports_module.current_ports.cache_clear()


@pytest.fixture
def institution(world: World, settings: Any) -> Institution:
    """Something on every page; passwords are hashed fast, for there are eight of them in every test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Institution(world)
