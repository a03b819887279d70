"""What the tests of the customer pages stand on: compiled messages, a world outside, a firm with good books."""

from collections.abc import Iterator

import pytest
from scripts.compile_messages import compile_all
from tests.interfaces.customer_web.delivery import OPENED_ON, World
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm, make_population
from puhui.interfaces import ports as ports_module


@pytest.fixture(scope="session", autouse=True)
def _messages() -> None:
    compile_all()


@pytest.fixture(scope="session")
def firms() -> list[MadeUpFirm]:
    """A few made-up firms, the ones with the best books first."""
    made = make_population(30, seed=7, as_of=OPENED_ON)
    return sorted((f for f in made if not f.defaults), key=lambda f: f.rating)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Pages, worker and bank that share one moved clock."""
    made = World()
    ports_module.current_ports.cache_clear()
    monkeypatch.setattr(ports_module, "import_string", lambda _: lambda: made.ports)
    yield made
    ports_module.current_ports.cache_clear()


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(world)
