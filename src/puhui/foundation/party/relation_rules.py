"""What is true of relations: which two go together, who must agree, and of which a party has only one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from puhui.foundation.party.contracts import PartyKind
from puhui.foundation.party.relation_contracts import (
    BadRelation,
    GroupKind,
    NewRelation,
    OwnRelation,
    RelationKind,
    RelationState,
    Standing,
)
from puhui.kernel.errors import InvalidInput

E = TypeVar("E", RelationKind, Standing, GroupKind)
_ANY: Final = frozenset({PartyKind.PERSON, PartyKind.ORGANISATION})
_PERSON: Final = frozenset({PartyKind.PERSON})
_FIRM: Final = frozenset({PartyKind.ORGANISATION})


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of relation joins: `group` or the kinds of the other party, and who is asked.

    `asks` names whose agreement is needed before it counts: `other`, `subject`, or nobody. `alone`: one at a time.
    """

    subject: frozenset[PartyKind]
    other: frozenset[PartyKind] = frozenset()
    group: GroupKind | None = None
    standings: frozenset[Standing] = frozenset({Standing.MEMBER})
    asks: str = ""
    alone: bool = False


SHAPES: Final[Mapping[RelationKind, Shape]] = {
    RelationKind.SPOUSE: Shape(_PERSON, _PERSON, asks="other", alone=True),
    RelationKind.GUARDIAN: Shape(_PERSON, _PERSON),
    RelationKind.CONTACT_PERSON: Shape(_PERSON, _PERSON, asks="other"),
    RelationKind.CONTROL: Shape(_ANY, _FIRM),
    RelationKind.HOUSEHOLD_MEMBER: Shape(
        _PERSON,
        group=GroupKind.HOUSEHOLD,
        standings=frozenset({Standing.HEAD, Standing.ADULT, Standing.DEPENDANT}),
        asks="subject",
        alone=True,
    ),
    RelationKind.COOPERATIVE_MEMBER: Shape(_ANY, group=GroupKind.COOPERATIVE),
    RelationKind.GROUP_MEMBER: Shape(
        _PERSON,
        group=GroupKind.JOINT_LIABILITY_GROUP,
        standings=frozenset({Standing.HEAD, Standing.MEMBER}),
        asks="subject",
        alone=True,
    ),
    RelationKind.VILLAGE_RESIDENT: Shape(_PERSON, group=GroupKind.VILLAGE, alone=True),
}


def shape_of(asked: NewRelation) -> Shape:
    """How the relation is built; refuses a kind that there is not, and one that joins too little or too much."""
    kind = checked(RelationKind, asked.kind, where="kind")
    shape = SHAPES[kind]
    if (asked.group_id is None) == (shape.group is not None) or (asked.other_id is None) == bool(shape.other):
        raise BadRelation(where="group_id" if shape.group else "other_id")
    if asked.other_id == asked.subject_id:
        raise OwnRelation(where="other_id")
    if checked(Standing, asked.standing, where="standing") not in shape.standings:
        raise BadRelation(where="standing")
    return shape


def check_kinds(shape: Shape, *, subject: str, other: str | None, group: str | None) -> None:
    """Refuses parties and groups of a kind that the relation does not join."""
    if subject not in shape.subject:
        raise BadRelation(where="subject_id")
    if other is not None and other not in shape.other:
        raise BadRelation(where="other_id")
    if group is not None and group != shape.group:
        raise BadRelation(where="group_id")


def is_household_debtor(standing: str) -> bool:
    """Whether a member of a household answers for its debts."""
    return standing in {Standing.HEAD, Standing.ADULT}


def state_of(steps: frozenset[str]) -> RelationState:
    """The state after these steps; the last one in the life of a relation decides."""
    order = (RelationState.ENDED, RelationState.DECLINED, RelationState.CONFIRMED)
    return next((state for state in order if state in steps), RelationState.ASKED)


def checked(kinds: type[E], value: str, *, where: str) -> E:
    """The value as one of the kinds."""
    try:
        return kinds(value)
    except ValueError:
        raise InvalidInput(where, f"one of {', '.join(kinds)} is needed") from None
