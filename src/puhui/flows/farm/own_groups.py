"""What a member may know of the groups they are in: which ones, and what those who answer for each other owe."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from puhui.flows.farm.groups import codes_of_group_loans
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    GroupKind,
    GroupLine,
    RelationKind,
    group_line,
    groups_joined,
    members_of,
)
from puhui.kernel.actors import Actor
from puhui.kernel.errors import Forbidden
from puhui.kernel.money import Money
from puhui.products.lending.facade import WatchedLoan, loans_now, running_loans_of

KINDS = (
    RelationKind.GROUP_MEMBER,
    RelationKind.COOPERATIVE_MEMBER,
    RelationKind.VILLAGE_RESIDENT,
    RelationKind.HOUSEHOLD_MEMBER,
)


@dataclass(frozen=True, slots=True)
class MemberDebt:
    """What one member owes on the group loan: principal, what is late of it, the next due."""

    party_id: UUID
    owed: Money
    overdue: Money
    days_late: int


@dataclass(frozen=True, slots=True)
class GroupDebts:
    """What the members owe, each and together."""

    lines: tuple[MemberDebt, ...]
    owed: Money
    overdue: Money


def my_groups(actor: Actor) -> list[GroupLine]:
    """The groups in which the customer is, those that answer for each other first."""
    if actor.party_id is None:
        return []
    joined = [group for kind in KINDS for group in groups_joined(actor.party_id, kind=kind)]
    return [group_line(actor, group_id=group_id) for group_id in joined]


def debts_in_group(actor: Actor, *, group_id: UUID) -> GroupDebts:
    """The running group loans of all members: whoever answers for a debt may know it. Only for joint liability."""
    line = group_line(actor, group_id=group_id)
    if line.kind is not GroupKind.JOINT_LIABILITY_GROUP:
        raise Forbidden("see what others owe")
    members = [member.party_id for member in members_of(group_id)]
    owed: dict[UUID, list[WatchedLoan]] = defaultdict(list)
    codes, running = codes_of_group_loans(), [one.loan_id for one in running_loans_of(members)]
    for one in loans_now(loan_ids=running, on=business_date()):
        if one.product_code in codes:
            owed[one.borrower_id].append(one)
    lines = tuple(_debt(party_id, owed[party_id]) for party_id in members)
    return GroupDebts(
        lines, Money(sum(one.owed.minor for one in lines)), Money(sum(one.overdue.minor for one in lines))
    )


def _debt(party_id: UUID, found: Sequence[WatchedLoan]) -> MemberDebt:
    return MemberDebt(
        party_id,
        Money(sum(one.principal_minor for one in found)),
        Money(sum(one.overdue_minor for one in found)),
        max((max(one.principal_age, one.interest_age) for one in found), default=0),
    )
