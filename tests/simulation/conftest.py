"""What the tests of whole lenders share: one lender that is filled once, of which each module takes copies."""

from collections.abc import Iterator

import pytest
from tests.simulation.lenders import Lenders


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lenders]:
    """A filled lender; it is copied, and stays as it is."""
    made = Lenders(tmp_path_factory.mktemp("filled"))
    try:
        yield made
    finally:
        made.drop()
