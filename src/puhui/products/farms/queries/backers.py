"""What can be asked of lists and limits, of groups and their meetings."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from puhui.foundation.ledger.facade import Fault, control_total
from puhui.foundation.party.facade import group_line
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money
from puhui.products.farms.contracts import (
    BackerKind,
    BackerState,
    BackerView,
    EntryView,
    MeetingState,
    MeetingView,
    SheetLine,
)
from puhui.products.farms.models import (
    Backer,
    BackerEntry,
    BackerUse,
    GroupSavings,
    Meeting,
    MeetingLine,
    SavingsMove,
)

MOST_LINES = 200


def backers_page(
    actor: Actor, *, kind: str = "", group_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[BackerView]:
    """Lists without their households, newest first. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read lists")
    asked = {"kind": kind, "group_id": group_id, "id__lt": before}
    rows = Backer.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-id")
    return [_backer(row, ()) for row in rows[: min(most, MOST_LINES)]]


def backer(actor: Actor, *, backer_id: UUID) -> BackerView:
    """One list with its households. Staff only."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read lists")
    row = Backer.objects.filter(id=backer_id).first()
    if row is None:
        raise NotFound("list", where="backer_id")
    return _backer(row, BackerEntry.objects.filter(backer=row).order_by("id"))


def lines_of_household(household_id: UUID, *, on: date) -> list[tuple[UUID, BackerKind, Money]]:
    """The lists in force that name a household, and what is free for it on each. For flows: no rights."""
    rows = BackerEntry.objects.select_related("backer").filter(
        household_id=household_id, backer__state=BackerState.IN_FORCE, backer__valid_until__gte=on
    )
    return [
        (row.backer_id, BackerKind(row.backer.kind), Money(_free(row), row.backer.currency))
        for row in rows.order_by("id")
    ]


def loans_using(backer_id: UUID) -> list[UUID]:
    """The loans that take a part of a list now. For flows: no rights are looked at."""
    return list(BackerUse.objects.filter(backer_id=backer_id, ended_on=None).values_list("loan_id", flat=True))


def meetings_of(actor: Actor, *, group_id: UUID, most: int = 50) -> list[MeetingView]:
    """The meetings of a group without their sheets, newest first: for staff and for its members."""
    group_line(actor, group_id=group_id)
    rows = Meeting.objects.filter(group_id=group_id).order_by("-n")[: min(most, MOST_LINES)]
    return [_meeting(row, ()) for row in rows]


def meeting(actor: Actor, *, meeting_id: UUID) -> MeetingView:
    """One meeting with its sheet; for staff, and for the members of the group, who settle it together."""
    row = Meeting.objects.filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting", where="meeting_id")
    group_line(actor, group_id=row.group_id)
    return _meeting(row, MeetingLine.objects.filter(meeting=row).order_by("id"))


def savings_of(group_id: UUID) -> Money:
    """What a group has saved. For flows, and for pages that have shown the group: no rights are looked at."""
    row = GroupSavings.objects.filter(group_id=group_id).first()
    return Money(row.balance_minor, row.currency) if row else Money(0)


def farm_faults() -> list[Fault]:
    """What is kept twice and differs: savings of groups, uses of lists, and the books; a check of the books."""
    moved = SavingsMove.objects.values_list("group_id").annotate(Sum("amount_minor")).order_by()
    sums = dict(moved)
    kept = dict(GroupSavings.objects.values_list("group_id", "balance_minor"))
    faults = [
        Fault("farms.savings", str(group), f"kept {kept.get(group, 0)}, moved {sums.get(group, 0)}")
        for group in sorted(kept.keys() | sums.keys())
        if kept.get(group, 0) != sums.get(group, 0)
    ]
    taken = dict(
        BackerUse.objects.filter(ended_on=None).values_list("backer_id").annotate(Sum("amount_minor")).order_by()
    )
    faults += [
        Fault("farms.list", str(id_), f"kept {used}, loans take {taken.get(id_, 0)}")
        for id_, used in Backer.objects.order_by("id").values_list("id", "used_minor")
        if used != taken.get(id_, 0)
    ]
    books = control_total("group.savings", currency="CNY")
    if books != sum(kept.values()):
        faults.append(Fault("farms.savings", "CNY", f"ledger {books}, groups {sum(kept.values())}"))
    return faults


def _free(row: BackerEntry) -> int:
    return min(row.limit_minor - row.used_minor, row.backer.limit_minor - row.backer.used_minor)


def _backer(row: Backer, entries: Iterable[BackerEntry] | QuerySet[BackerEntry]) -> BackerView:
    return BackerView(
        id=row.id,
        kind=BackerKind(row.kind),
        group_id=row.group_id,
        limit=Money(row.limit_minor, row.currency),
        most_each=Money(row.most_each_minor, row.currency),
        used=Money(row.used_minor, row.currency),
        valid_until=row.valid_until,
        minutes=row.minutes,
        state=BackerState(row.state),
        entered_by=row.entered_by,
        agreed_by=row.agreed_by,
        entries=tuple(
            EntryView(
                party_id=entry.party_id,
                household_id=entry.household_id,
                rating=entry.rating,
                limit=Money(entry.limit_minor, row.currency),
                used=Money(entry.used_minor, row.currency),
            )
            for entry in entries
        ),
    )


def _meeting(row: Meeting, lines: Iterable[MeetingLine] | QuerySet[MeetingLine]) -> MeetingView:
    return MeetingView(
        id=row.id,
        group_id=row.group_id,
        n=row.n,
        on=row.on,
        place=row.place,
        state=MeetingState(row.state),
        cash=Money(row.cash_minor, row.currency),
        lines=tuple(
            SheetLine(
                party_id=line.party_id,
                loan_id=line.loan_id,
                due=Money(line.due_minor, row.currency),
                is_present=line.is_present,
                cash=Money(line.cash_minor, row.currency),
                to_loan=Money(line.to_loan_minor, row.currency),
                to_savings=Money(line.to_savings_minor, row.currency),
            )
            for line in lines
        ),
    )
