"""What crosses the wall of party about relations: between parties, and of parties in groups."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class GroupKind(StrEnum):
    """What several parties are together."""

    HOUSEHOLD = "household"
    JOINT_LIABILITY_GROUP = "joint_liability_group"
    COOPERATIVE = "cooperative"
    VILLAGE = "village"


class RelationKind(StrEnum):
    """How a party stands to another one, or in a group."""

    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    CONTACT_PERSON = "contact_person"
    CONTROL = "control"
    HOUSEHOLD_MEMBER = "household_member"
    COOPERATIVE_MEMBER = "cooperative_member"
    GROUP_MEMBER = "group_member"
    VILLAGE_RESIDENT = "village_resident"


class Standing(StrEnum):
    """What a member is in a group. `adult`: answers for the debts of a household; `dependant`: does not."""

    HEAD = "head"
    ADULT = "adult"
    DEPENDANT = "dependant"
    MEMBER = "member"


class RelationState(StrEnum):
    """The life of a relation. `asked`: the other person has not agreed yet, and it counts for nothing."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ENDED = "ended"


class BadRelation(Refusal):
    """The two do not go together: a person married to a firm, a dependant in a cooperative."""

    code = "relation_invalid"
    text = Text(en="{where}: these two cannot stand in this relation.", zh="{where}：双方不能建立该关系。")


class OwnRelation(Refusal):
    """Nobody is related to themselves."""

    code = "own_relation"
    text = Text(en="{where}: nobody is related to themselves.", zh="{where}：不能与本人建立关系。")


class RelationTaken(Refusal):
    """There is one already: a person has one spouse and lives in one household."""

    code = "relation_taken"
    http_status = 409
    text = Text(
        en="This relation is on record already, or another one that excludes it. End that one first.",
        zh="该关系已登记，或与已登记的关系冲突。请先终止原关系。",
    )


class RelationNotOpen(Refusal):
    """The relation is not in a state in which this can be done."""

    code = "relation_not_open"
    http_status = 409
    text = Text(en="This relation is {state}; this can no longer be done.", zh="该关系当前状态为 {state}，无法办理。")


class NotYours(Refusal):
    """Only the person who is asked agrees, or another colleague with the paper that they signed."""

    code = "relation_not_yours"
    http_status = 403
    text = Text(
        en="Only the person who is asked can agree to this, or a second colleague with a signed paper.",
        zh="须由被征求意见的本人同意，或由另一位工作人员凭其签署的书面材料办理。",
    )


class GroupCodeTaken(Refusal):
    """Another group of this kind has this code."""

    code = "group_code_taken"
    http_status = 409
    text = Text(en="Another group has this code.", zh="该编号已被其他组使用。")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelation:
    """A relation to be kept: of `subject_id` to another party or in a group, since when, on which evidence."""

    kind: RelationKind | str
    subject_id: UUID
    other_id: UUID | None = None
    group_id: UUID | None = None
    standing: Standing | str = Standing.MEMBER
    since_on: date
    evidence: str


@dataclass(frozen=True, slots=True)
class RelationMoved:
    """A relation after an act."""

    relation_id: UUID
    state: RelationState


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """One relation as its reader may see it: names of other persons are masked."""

    id: UUID
    kind: RelationKind
    subject_id: UUID
    subject_name: str
    other_id: UUID | None
    other_name: str
    group_id: UUID | None
    standing: Standing
    since_on: date
    evidence: str
    state: RelationState
    waits_for: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group: a household has no name of its own."""

    id: UUID
    kind: GroupKind
    code: str
    name: str
    region: str
    organisation_id: UUID | None
    within_id: UUID | None
    members: int


@dataclass(frozen=True, slots=True)
class Member:
    """A party in a group, for flows: ids only."""

    party_id: UUID
    standing: Standing
