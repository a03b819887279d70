"""Counts the book by branch and relationship manager after a close, so that no page has to read it loan by loan.

A loan belongs to whoever looks after its borrower when it is counted, and to the branch where that colleague works;
a past day stays as it was counted. Provisions are reckoned for cells of loans, not for single ones: each cell's is
shared out by principal, to the cent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from puhui.conduct.indicators.facade import NO_ONE, ManagedCell, record_managed_day
from puhui.finmath.cents import split_by_weights
from puhui.foundation.access.facade import branch_of_staff
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import managers_now
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.products.lending.facade import GROUPS, BorrowerCell, borrower_cells
from puhui.risk.provisioning.facade import ProvisionLine, provisions

AT_ONCE: Final = 4  # groups of buckets in one pass over the book


class Key(NamedTuple):
    """What is alike about the loans of a cell before provisions are shared out."""

    branch_id: UUID
    manager_id: UUID
    product_code: str
    currency: str
    grade: int
    stage: int
    days_band: int


@dataclass(slots=True)
class Tally:
    """What the loans of a key come to; amounts in minor units."""

    loans: int = 0
    principal_minor: int = 0
    earned_minor: int = 0
    statutory_minor: int = 0
    expected_loss_minor: int = 0


@use_case("count_managed", answers=int, subject="on")
def count_managed(call: Call, *, on: date) -> int:
    """Counts the running loans of a closed business date by branch, manager and cell; gives how many rows are new."""
    call.actor.require(Role.SYSTEM, verb="count the book by manager")
    tallies = tallied(_cells(on), managers=managers_now(), branches=branch_of_staff())
    share_out(tallies, provisions(SYSTEM, on=on))
    return record_managed_day(call, on=on, cells=_written(tallies))


def tallied(
    cells: Iterable[BorrowerCell], *, managers: Mapping[UUID, UUID], branches: Mapping[UUID, UUID]
) -> dict[Key, Tally]:
    """The cells of borrowers put together by who looks after them."""
    found: dict[Key, Tally] = {}
    for one in cells:
        manager = managers.get(one.borrower_id, NO_ONE)
        key = Key(
            branches.get(manager, NO_ONE),
            manager,
            one.product_code,
            one.currency,
            one.grade,
            one.stage,
            one.days_band,
        )
        tally = found.setdefault(key, Tally())
        tally.loans += one.loans
        tally.principal_minor += one.principal_minor
        tally.earned_minor += one.earned_minor
    return found


def share_out(tallies: Mapping[Key, Tally], set_aside: Iterable[ProvisionLine]) -> None:
    """Gives each tally its part of what is set aside for its product, class and stage, by principal; nothing is lost
    where anything is owed."""
    alike: dict[tuple[str, str, int, int], list[Tally]] = defaultdict(list)
    for key in sorted(tallies):
        alike[key.product_code, key.currency, key.grade, key.stage].append(tallies[key])
    for line in set_aside:
        parts = alike.get((line.product_code, line.currency, int(line.grade), line.stage), [])
        weights = [one.principal_minor for one in parts]
        if any(weights):
            for one, statutory, losses in zip(
                parts,
                split_by_weights(line.statutory_minor, weights),
                split_by_weights(line.expected_loss_minor, weights),
                strict=True,
            ):
                one.statutory_minor += statutory
                one.expected_loss_minor += losses


def _cells(day: date) -> Iterator[BorrowerCell]:
    for first in range(0, GROUPS, AT_ONCE):
        yield from borrower_cells(groups=range(first, first + AT_ONCE), day=day)


def _written(tallies: Mapping[Key, Tally]) -> list[ManagedCell]:
    """The tallies without their stages, as they are kept."""
    sums: dict[tuple[UUID, UUID, str, str, int, int], Counter[str]] = defaultdict(Counter)
    for key, tally in tallies.items():
        kept = sums[key.branch_id, key.manager_id, key.product_code, key.currency, key.grade, key.days_band]
        kept.update({name: getattr(tally, name) for name in Tally.__slots__})
    return [
        ManagedCell(
            branch_id=branch,
            manager_id=manager,
            product_code=product,
            currency=currency,
            grade=grade,
            days_band=band,
            **{name: kept[name] for name in Tally.__slots__},
        )
        for (branch, manager, product, currency, grade, band), kept in sorted(sums.items())
    ]
