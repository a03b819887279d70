"""What the tests of the workbench stand on: an institution whose clock is moved, and compiled messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta

import pytest
from pytest_django.plugin import DjangoDbBlocker
from scripts.compile_messages import compile_all
from tests.interfaces.workbench.institution import Institution
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY
from tests.saved import once, saved_rows

from puhui.interfaces import ports as ports_module
from puhui.interfaces.ports import Ports


@pytest.fixture(scope="session", autouse=True)
def _messages() -> None:
    compile_all()


@contextmanager
def outside(ports: Ports) -> Iterator[None]:
    """Inside, pages and worker meet this outside."""
    with pytest.MonkeyPatch.context() as patch:
        ports_module.current_ports.cache_clear()
        patch.setattr(ports_module, "import_string", lambda _: lambda: ports)
        yield
        ports_module.current_ports.cache_clear()


@pytest.fixture(scope="module")
def saved_institution(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Institution]:
    """Made once for all tests of a module, each of which rolls back to it."""
    with saved_rows(django_db_blocker):
        yield once("institution", _institution)


def _institution() -> Institution:
    world = World(start=TODAY)
    with outside(world.ports):
        return Institution(world)


@pytest.fixture
def institution(saved_institution: Institution, db: None) -> Iterator[Institution]:
    """Something on every page; pages, worker and bank share one moved clock."""
    own = deepcopy(saved_institution)
    with outside(own.world.ports):
        yield own


@pytest.fixture
def late(saved_institution: Institution, db: None) -> Iterator[Institution]:
    """A borrower of the institution whose weekly due was missed a few days ago."""
    own = once("late in the institution", lambda: _late(saved_institution))
    with outside(own.world.ports):
        yield own


def _late(saved: Institution) -> Institution:
    own = deepcopy(saved)
    with outside(own.world.ports):
        own.loan_id = own.world.borrowed(own.borrower, disbursement_date=TODAY, unit="week")
        own.world.bank.set_account(own.borrower, is_empty=True)
        own.world.close_until(TODAY + timedelta(days=12))
    return own
