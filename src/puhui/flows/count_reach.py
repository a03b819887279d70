"""Counts whom the institution reaches, after a close: borrowers by group and place, loans by product and place.

Once over the whole book, so that no page has to: what pages and lists show is the last count. Protected attributes are
read by the system, as the watch of decisions reads them, and stand with a borrower until the next count.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from puhui.conduct.indicators.facade import Group, PlaceSum, Reached, record_day, record_reach
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import AuditTraits, audit_traits, region_column
from puhui.foundation.regions.facade import Atlas, atlas
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.products.lending.facade import RunningBorrower, lent_by_place, running_borrowers
from puhui.products.origination.facade import decided_by_place
from puhui.risk.facts.facade import newest_values
from puhui.risk.monitoring.facade import Traits, groups_of

TOGETHER: Final = 2000
BUREAU_FACTS: Final = ("bureau_known", "person_bureau_known")  # 1: a bureau has a record; 0: it has none
RATE_PARTS: Final = 10**6  # a sum of rates is kept in millionths of a percent
NOT_KNOWN: Final = AuditTraits("", None, "", is_person=False)
Sums = Counter[tuple[str, str, str]]


@use_case("count_reach", answers=int, subject="on")
def count_reach(call: Call, *, on: date) -> int:
    """Counts the running loans and their borrowers as of a closed business date; gives how many borrowers there are."""
    call.actor.require(Role.SYSTEM, verb="count whom we reach")
    known = atlas()
    borrowers = list(_borrowers(known, on=on))
    sums = Sums()
    for one in borrowers:
        sums[one.place, "", "customers"] += 1
        for group in one.groups:
            sums[one.place, "", group.value] += 1
            sums[one.place, "", f"{group.value}_loans"] += one.loans
            sums[one.place, "", f"{group.value}_minor"] += one.outstanding_minor
    for row in lent_by_place(region_column("borrower_id")):
        place = living(known, row.place, on)
        sums[place, row.product_code, "loans"] += row.loans
        sums[place, row.product_code, "outstanding_minor"] += row.outstanding_minor
        sums[place, row.product_code, "rates"] += int(Decimal(row.mean_rate_pct) * row.loans * RATE_PARTS)
    for written, (approved, declined) in decided_by_place(region_column("firm_id")).items():
        place = living(known, written, on)
        sums[place, "", "approved"] += approved
        sums[place, "", "declined"] += declined
    record_reach(call, on=on, borrowers=borrowers, sums=[PlaceSum(*key, value) for key, value in sums.items()])
    of_group = Counter(group for one in borrowers for group in one.groups)
    values = {f"borrowers_{group.value}": of_group[group] for group in Group}
    record_day(call, on=on, values={"borrowers": len(borrowers), **values})
    return len(borrowers)


def living(known: Atlas, written: str, on: date) -> str:
    """The living region of what stands with a party; empty for what is no code of the list."""
    now = known.current(written, on=on) if written else None
    return now.code if now is not None else ""


def _borrowers(known: Atlas, *, on: date) -> Iterator[Reached]:
    after = None
    while some := running_borrowers(after=after, most=TOGETHER):
        ids = [one.borrower_id for one in some]
        traits, facts = audit_traits(SYSTEM, party_ids=ids), newest_values(ids, names=BUREAU_FACTS)
        for one in some:
            told = traits.get(one.borrower_id, NOT_KNOWN)
            place = living(known, told.region, on)
            groups = _groups(one, told, place, on=on)
            if "0" in facts.get(one.borrower_id, {}).values():
                groups.add(Group.THIN_FILE)
            yield Reached(one.borrower_id, place, frozenset(groups), one.loans, one.outstanding_minor)
        after = ids[-1]


def _groups(one: RunningBorrower, told: AuditTraits, place: str, *, on: date) -> set[Group]:
    """A firm is led by its owner, else by its legal representative; what is not known puts nobody into a group."""
    watched = groups_of(Traits(told.sex, told.born_on, place), on=on)
    belongs = {
        Group.WOMEN: not told.is_person and watched["sex"] == "female",
        Group.OLD: told.is_person and watched["age"] == "60_and_over",
        Group.FIRST_TIME: one.is_first_time,
        Group.RURAL: watched["place"] == "county",
    }
    return {group for group, is_so in belongs.items() if is_so}
