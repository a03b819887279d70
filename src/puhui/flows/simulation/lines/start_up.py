"""A made-up young firm with a start-up loan, half of whose interest the state pays."""

from typing import Final

from puhui.flows.simulation.lines.borrower import Life, borrow, firm_comes, some_firm, yuan
from puhui.flows.simulation.world import World

GRADUATE: Final = "19900009841"
DISTRICT: Final = "330110"


def graduate_starts_up(world: World) -> Life:
    """Less than a year old: 60,000 yuan for equipment."""
    graduate = firm_comes(world, GRADUATE, some_firm(world, turn=0, region=DISTRICT, is_young=True))
    asked = {"term_months": 12, "method": "equal_instalment", "purpose": "equipment"}
    if borrow(graduate, product_code="startup-subsidised", amount=yuan("60000.00"), **asked) is not None:
        world.count("line: subsidised start-up loans")
    yield 1
