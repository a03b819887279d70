"""Lists of villages and limits of cooperatives: entered by one colleague, agreed to by two others, used by loans."""

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F

from puhui.foundation.casework.facade import clean_text
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import GroupKind, group_line, households_of
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.actions.plots import KEEPERS, keep_facts
from puhui.products.farms.contracts import BackerKind, BackerMoved, BackerState, NewBacker, NewEntry, Origin
from puhui.products.farms.models import Backer, BackerEntry, BackerUse
from puhui.products.farms.policy_files import farm_policy
from puhui.products.farms.refusals import BackerFull, BackerNotOpen, NotOnList, SecondPersonNeeded

MOST_ENTRIES: Final = 500
RATING: Final = "village_rating"
_GROUPS: Final = {BackerKind.VILLAGE: GroupKind.VILLAGE, BackerKind.COOPERATIVE: GroupKind.COOPERATIVE}


@use_case("farms.propose_backer", answers=BackerMoved, subject="backer_id")
def propose_backer(call: Call, *, backer: NewBacker, entries: tuple[NewEntry, ...]) -> BackerMoved:
    """Enters what a village committee or a cooperative resolved: the limits, and each household with its rating."""
    call.actor.require(Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, verb="enter a list")
    kind = _checked_kind(call, backer)
    _check_limits(backer)
    row = Backer.objects.create(
        kind=kind,
        group_id=backer.group_id,
        currency=backer.limit.currency,
        limit_minor=backer.limit.minor,
        most_each_minor=backer.most_each.minor,
        valid_until=backer.valid_until,
        minutes=clean_text(backer.minutes, where="minutes", least=4, most=200),
        state=BackerState.PROPOSED,
        entered_by=call.actor.id,
        entered_on=business_date(),
    )
    BackerEntry.objects.bulk_create(_entries(row, entries))
    return BackerMoved(row.id, BackerState.PROPOSED)


@use_case("farms.agree_backer", answers=BackerMoved, subject="backer_id")
def agree_backer(call: Call, *, backer_id: UUID) -> BackerMoved:
    """A colleague agrees; with the second one the list is in force, and ends the one before it.

    Ratings become facts of the households, with the village as their origin.
    """
    call.actor.require(Role.RISK_OFFICER, Role.COMPLIANCE, Role.OPERATIONS, verb="agree to a list")
    row = locked_backer(backer_id)
    if row.state not in (BackerState.PROPOSED, BackerState.AGREED):
        raise BackerNotOpen(where="backer_id", state=row.state)
    if call.actor.id in (row.entered_by, row.agreed_by):
        raise SecondPersonNeeded(where="backer_id")
    if row.state == BackerState.PROPOSED:
        row.state, row.agreed_by = BackerState.AGREED, call.actor.id
    else:
        Backer.objects.filter(kind=row.kind, group_id=row.group_id, state=BackerState.IN_FORCE).update(
            state=BackerState.ENDED
        )
        row.state, row.confirmed_by = BackerState.IN_FORCE, call.actor.id
        _tell_ratings(call, row)
    row.save(update_fields=["state", "agreed_by", "confirmed_by"])
    return BackerMoved(row.id, BackerState(row.state))


@use_case("farms.end_backer", answers=BackerMoved, subject="backer_id")
def end_backer(call: Call, *, backer_id: UUID) -> BackerMoved:
    """Ends a list: nothing new is lent on it; what runs goes on."""
    call.actor.require(Role.RISK_OFFICER, Role.COMPLIANCE, verb="end a list")
    row = locked_backer(backer_id)
    if row.state == BackerState.ENDED:
        raise BackerNotOpen(where="backer_id", state=row.state)
    row.state = BackerState.ENDED
    row.save(update_fields=["state"])
    return BackerMoved(row.id, BackerState.ENDED)


def use_backer(call: Call, *, backer_id: UUID, party_id: UUID, loan_id: UUID, amount: Money) -> UUID:
    """A loan takes its part of a list, under the list's lock. A part of a flow, which knows the loan.

    Neither the household's line nor the list's limit is passed; the same loan takes once.
    """
    call.actor.require(Role.CUSTOMER, Role.SYSTEM, *KEEPERS, verb="use a list")
    row, today = locked_backer(backer_id), business_date()
    if row.state != BackerState.IN_FORCE or row.valid_until < today:
        raise BackerNotOpen(where="backer_id", state=row.state if row.valid_until >= today else BackerState.ENDED)
    home = households_of([party_id]).get(party_id)
    entry = BackerEntry.objects.filter(backer=row, household_id=home).first() if home else None
    if entry is None:
        raise NotOnList(where="party_id")
    known = BackerUse.objects.filter(backer=row, loan_id=loan_id).first()
    if known is not None:
        return known.id
    if amount.currency != row.currency or amount.minor <= 0:
        raise InvalidInput("amount", f"an amount of {row.currency} above zero")
    _check_room(row, entry, amount)
    Backer.objects.filter(id=row.id).update(used_minor=F("used_minor") + amount.minor)
    BackerEntry.objects.filter(id=entry.id).update(used_minor=F("used_minor") + amount.minor)
    use = BackerUse.objects.create(backer=row, entry=entry, loan_id=loan_id, amount_minor=amount.minor, since_on=today)
    return use.id


def free_backer(*, backer_id: UUID, ended_loans: Collection[UUID]) -> int:
    """Loans of a list are over: what they took is free again. A part of a flow, which knows which are over."""
    row = locked_backer(backer_id)
    uses = list(BackerUse.objects.filter(backer=row, loan_id__in=ended_loans, ended_on=None).order_by("id"))
    taken: dict[UUID, int] = {}
    for use in uses:
        taken[use.entry_id] = taken.get(use.entry_id, 0) + use.amount_minor
    entries = list(BackerEntry.objects.filter(id__in=taken))
    for entry in entries:
        entry.used_minor -= taken[entry.id]
    BackerEntry.objects.bulk_update(entries, ["used_minor"], batch_size=200)
    freed = sum(use.amount_minor for use in uses)
    Backer.objects.filter(id=row.id).update(used_minor=F("used_minor") - freed)
    BackerUse.objects.filter(id__in=[use.id for use in uses]).update(ended_on=business_date())
    return freed


def locked_backer(backer_id: UUID) -> Backer:
    """The list, locked: its uses come one after the other."""
    row = Backer.objects.select_for_update().filter(id=backer_id).first()
    if row is None:
        raise NotFound("list", where="backer_id")
    return row


def _checked_kind(call: Call, backer: NewBacker) -> BackerKind:
    if backer.kind not in set(BackerKind):
        raise InvalidInput("kind", f"one of {', '.join(BackerKind)}")
    kind = BackerKind(backer.kind)
    if group_line(call.actor, group_id=backer.group_id).kind != _GROUPS[kind]:
        raise InvalidInput("group_id", f"a {_GROUPS[kind]} is needed")
    return kind


def _check_limits(backer: NewBacker) -> None:
    today = business_date()
    latest = today + timedelta(days=farm_policy(today).list_most_days)
    if not today < backer.valid_until <= latest:
        raise InvalidInput("valid_until", f"a day after today, until {latest}")
    if backer.limit.currency != backer.most_each.currency:
        raise InvalidInput("most_each", f"an amount of {backer.limit.currency}")
    if not 0 < backer.most_each.minor <= backer.limit.minor:
        raise InvalidInput("most_each", "above zero, and no more than the limit")


def _entries(row: Backer, entries: tuple[NewEntry, ...]) -> list[BackerEntry]:
    """One line a household: refuses a household that is named twice, a line above the most, an unknown rating."""
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise InvalidInput("entries", f"1 to {MOST_ENTRIES} households")
    homes = households_of([entry.party_id for entry in entries])
    ratings = farm_policy(business_date()).ratings
    seen: set[UUID] = set()
    rows = []
    for n, entry in enumerate(entries):
        home = homes.get(entry.party_id)
        if home is None or home in seen:
            raise InvalidInput(f"entries[{n}].party_id", "lives in a household, and each household is named once")
        seen.add(home)
        if entry.rating not in ratings:
            raise InvalidInput(f"entries[{n}].rating", f"one of {', '.join(ratings)}")
        if entry.limit.currency != row.currency or not 0 < entry.limit.minor <= row.most_each_minor:
            raise InvalidInput(f"entries[{n}].limit", "above zero, and no more than one household may have")
        rows.append(
            BackerEntry(
                id=new_id(),
                backer=row,
                party_id=entry.party_id,
                household_id=home,
                rating=entry.rating,
                limit_minor=entry.limit.minor,
            )
        )
    return rows


def _tell_ratings(call: Call, row: Backer) -> None:
    """The best rating is 1; a cooperative rates nobody."""
    if row.kind != BackerKind.VILLAGE:
        return
    ratings = farm_policy(business_date()).ratings
    entries = BackerEntry.objects.filter(backer=row).order_by("id")
    ranks = {entry.party_id: Decimal(ratings.index(entry.rating) + 1) for entry in entries}
    keep_facts(call, name=RATING, values=ranks, origin=Origin.VILLAGE, evidence=row.minutes)


def _check_room(row: Backer, entry: BackerEntry, amount: Money) -> None:
    rooms = (
        (row.limit_minor - row.used_minor, "the list", "该名单"),
        (entry.limit_minor - entry.used_minor, "your household", "贵农户"),
    )
    for free, en, zh in rooms:
        if amount.minor > free:
            left = Money(free, row.currency)
            raise BackerFull(where="amount", asked=amount, free=left, whose_en=en, whose_zh=zh)
