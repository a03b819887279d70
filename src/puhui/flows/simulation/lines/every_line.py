"""Which lives of which line are told when, and with which phone number their people sign in."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from puhui.flows.simulation.lines import consumers, equipment, limits, paper, start_up, trade, village
from puhui.flows.simulation.lines.borrower import Life
from puhui.flows.simulation.world import World
from puhui.kernel.errors import Refusal

# So many days before the last one each begins: late enough to be fresh, early enough for what happens in it.
LIVES: Final[tuple[tuple[int, Callable[[World], Life]], ...]] = (
    (40, consumers.persons_borrow),
    (40, village.households_stand_together),
    (38, limits.shop_draws),
    (36, village.household_farms),
    (36, start_up.graduate_starts_up),
    (35, village.orchard_is_insured),
    (34, consumers.grandmother_is_treated),
    (30, trade.supplier_is_paid_by_order),
    (28, equipment.oven_is_leased),
    (26, village.cooperative_borrows),
    (24, paper.voucher_goes_round),
    (22, paper.bill_is_discounted),
    (20, trade.invoice_is_sold),
)

WHO_SIGNS_IN: Final = (
    (consumers.PERSONS[0], "a person with a loan for the household"),
    (consumers.GRANDMOTHER, "an old person whose hospital was paid"),
    (limits.SHOP, "a shop with a limit, drawn and partly repaid"),
    (village.FARMER, "a farmer with plots and a season's money"),
    (village.WIFE, "the farmer's wife, who signed beside him"),
    (village.ORCHARDIST, "a farmer who plants trees, paid when they were insured"),
    (village.GROUP[0], "a household of a joint-liability group"),
    (village.COOPERATIVE, "a farmers' cooperative"),
    (start_up.GRADUATE, "a young firm with an interest subsidy"),
    (trade.SUPPLIER, "a supplier with a loan on an order"),
    (trade.WORKSHOP, "a workshop that sold an invoice"),
    (trade.BUYER, "the buyer of the workshop's goods"),
    (paper.CORE, "a core enterprise that pays by voucher"),
    (paper.SUPPLIERS[1], "a supplier who sold a part of a voucher"),
    (paper.SHOP, "a shop that sold a bank's bill"),
    (equipment.BAKERY, "a bakery that leases an oven"),
)


def lives_of_every_line(world: World, *, first_day: date, last_day: date) -> Iterator[tuple[date, Life]]:
    """Each life with the day on which it begins; a story of a few weeks has no room for them."""
    if last_day - first_day < timedelta(days=max(days for days, _ in LIVES)):
        return
    for days, life in LIVES:
        yield last_day - timedelta(days=days), _counting(world, life)


def _counting(world: World, life: Callable[[World], Life]) -> Life:
    """What the rules refuse ends a life, and is counted as everything that happens is."""
    try:
        yield from life(world)
    except Refusal as refusal:
        world.count(f"line refused: {life.__name__}: {refusal.code}")
