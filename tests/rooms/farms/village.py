"""A made-up village with households, for tests of farms."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from tests.rooms.lending.world import World
from tests.rooms.party.made_up import phone, resident_id, staff

from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import (
    NewRelation,
    RelationState,
    confirm_relation,
    make_group,
    record_relation,
    register_person,
)
from puhui.kernel.actors import Actor, Role
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import NewBacker, NewEntry, agree_backer, propose_backer

MANAGER = staff(Role.RELATIONSHIP_MANAGER)
OPERATIONS = staff(Role.OPERATIONS)
RISK, SECOND = staff(Role.RISK_OFFICER), staff(Role.RISK_OFFICER)
SINCE = date(2010, 5, 1)
_people = count(7000)


@dataclass
class Village:
    """A village in which people settle, each in a household of their own."""

    world: World
    village_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        code = f"51152310{next(_people)}"
        self.village_id = make_group(
            self.world.call(MANAGER), kind="village", code=code, name="石桥村", region="511523"
        )

    def person(self) -> UUID:
        n = next(_people)
        return register_person(
            self.world.call(), phone=phone(n), name="赵大田", resident_id=resident_id(n % 1000, born="19800307")
        )

    def relate(self, kind: str, person_id: UUID, **more: object) -> UUID:
        """Recorded by staff, and agreed to on paper before a second colleague."""
        told = NewRelation(kind=kind, subject_id=person_id, since_on=SINCE, evidence="register", **more)  # type: ignore[arg-type]
        moved = record_relation(self.world.call(MANAGER), relation=told)
        if moved.state == RelationState.ASKED:
            confirm_relation(self.world.call(OPERATIONS), relation_id=moved.relation_id, evidence="signed form")
        return moved.relation_id

    def farmer(self, *, wife: bool = False) -> UUID:
        """The head of a new household, and with them a spouse who answers as well."""
        head = self.person()
        home = make_group(self.world.call(MANAGER), kind="household", within_id=self.village_id)
        self.relate("household_member", head, group_id=home, standing="head")
        if wife:
            self.relate("household_member", self.person(), group_id=home, standing="adult")
        return head

    def group(self, members: list[UUID], *, name: str = "联保一组") -> UUID:
        """A joint-liability group of these heads."""
        group_id = make_group(
            self.world.call(MANAGER), kind="joint_liability_group", code=f"JLG-{new_id().hex[-12:]}", name=name
        )
        for member in members:
            self.relate("group_member", member, group_id=group_id)
        return group_id

    def listed(
        self,
        heads: list[UUID],
        *,
        limit: str = "100000.00",
        each: str = "50000.00",
        rating: str = "A",
        kind: str = "village",
        group_id: UUID | None = None,
    ) -> UUID:
        """A list in force: entered by one, agreed to by two others."""
        entries = tuple(NewEntry(party_id=head, rating=rating, limit=Money.parse(each)) for head in heads)
        asked = NewBacker(
            kind=kind,
            group_id=group_id or self.village_id,
            limit=Money.parse(limit),
            most_each=Money.parse(each),
            valid_until=business_date() + timedelta(days=365),
            minutes="村民委员会 2026 年第 3 号纪要",
        )
        made = propose_backer(self.world.call(MANAGER), backer=asked, entries=entries).backer_id
        agree_backer(self.world.call(RISK), backer_id=made)
        agree_backer(self.world.call(OPERATIONS), backer_id=made)
        return made


def customer(party_id: UUID) -> Actor:
    return Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=party_id, name="customer")
