"""The made-up institution has two branches, and most of its customers somebody who looks after them."""

from typing import Final, NamedTuple
from uuid import UUID

from puhui.flows.simulation.seeds import chance
from puhui.flows.simulation.world import World
from puhui.foundation.access.facade import assign_branch, open_branch
from puhui.foundation.party.facade import assign_manager


class Office(NamedTuple):
    """A branch, where it lies, and the sign-in name of its relationship manager."""

    code: str
    name_zh: str
    name_en: str
    region_code: str
    manager: str


OFFICES: Final = (
    Office("CG", "城关支行 (示例)", "Chengguan branch (sample)", "440300", "manager"),
    Office("HD", "河东支行 (示例)", "Hedong branch (sample)", "510100", "manager2"),
)
LOOKED_AFTER: Final = 0.9  # the share of customers who have a manager; the others are of no branch


def open_offices(world: World) -> None:
    """Opens the branches, each with its manager among the staff."""
    for office in OFFICES:
        branch_id = open_branch(
            world.call(),
            code=office.code,
            name_zh=office.name_zh,
            name_en=office.name_en,
            region_code=office.region_code,
        )
        if keeper := world.staff.get(office.manager):
            assign_branch(world.call(), user_id=keeper.id, branch_id=branch_id)


def look_after(world: World, party_id: UUID, *, known_by: str) -> None:
    """Gives a customer to one of the managers, or to none, by chance; `known_by` is what the chance follows from."""
    managers = [office.manager for office in OFFICES if office.manager in world.staff]
    place = int(chance(world.seed, known_by, "who looks after them") / LOOKED_AFTER * len(managers))
    if place < len(managers):
        assign_manager(world.call(), party_id=party_id, to_login=managers[place], reason="新登记客户")
