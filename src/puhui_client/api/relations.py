"""Operations: relations.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.transport import Group, part


class EvidenceIn(TypedDict):
    """The paper on which staff act; the person who is asked needs none."""

    evidence: NotRequired[str]


class GroupIn(TypedDict):
    """A group: `organisation_id` for a registered cooperative, `within_id` for the village of a household."""

    kind: GroupKind
    code: NotRequired[str]
    name: NotRequired[str]
    region: NotRequired[str]
    organisation_id: NotRequired[str | None]
    within_id: NotRequired[str | None]


GroupKind: TypeAlias = 'Literal["household", "joint_liability_group", "cooperative", "village"]'


class GroupMade(TypedDict):
    """The group's id."""

    group_id: str


class GroupOut(TypedDict):
    """A group, and how many are in it."""

    id: str
    kind: GroupKind
    code: str
    name: str
    region: str
    organisation_id: str | None
    within_id: str | None
    members: int


class GroupOutPage(TypedDict):
    """One page of GroupOutPage."""

    items: list[GroupOut]
    next: NotRequired[str | None]


class RelationIn(TypedDict):
    """Of whom, to whom or in which group, since when, on which evidence."""

    kind: RelationKind
    subject_id: str
    other_id: NotRequired[str | None]
    group_id: NotRequired[str | None]
    standing: NotRequired[Standing]
    since_on: str
    evidence: str


RelationKind: TypeAlias = 'Literal["spouse", "guardian", "contact_person", "control", "household_member", "cooperative_member", "group_member", "village_resident"]'


class RelationMovedOut(TypedDict):
    """A relation after an act."""

    relation_id: str
    state: RelationState


class RelationOut(TypedDict):
    """A relation; persons other than yourself are masked."""

    id: str
    kind: RelationKind
    subject_id: str
    subject_name: str
    other_id: str | None
    other_name: str
    group_id: str | None
    standing: Standing
    since_on: str
    evidence: str
    state: RelationState
    waits_for: str | None


RelationState: TypeAlias = 'Literal["asked", "confirmed", "declined", "ended"]'

Standing: TypeAlias = 'Literal["head", "adult", "dependant", "member"]'


class RelationsOperations(Group):
    """Operations: relations."""

    def list_groups(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        kind: GroupKind | None = None,
        within: str | None = None,
    ) -> GroupOutPage:
        """Groups of parties. Newest first; for staff. Scope `relations:read`."""
        answer: GroupOutPage = self._transport.call(
            "GET", "/api/v1/groups", query={"after": after, "limit": limit, "kind": kind, "within": within}
        )
        return answer

    def create_group(self, body: GroupIn, *, idempotency_key: str = "") -> GroupMade:
        """Make a group. A village, a cooperative, a household, a joint-liability group. Scope `relations:write`."""
        answer: GroupMade = self._transport.call("POST", "/api/v1/groups", body=body, key=idempotency_key)
        return answer

    def read_group(self, group_id: UUID | str) -> GroupOut:
        """One group. For staff, and for who is in it. Scope `relations:read`."""
        answer: GroupOut = self._transport.call("GET", f"/api/v1/groups/{part(group_id)}")
        return answer

    def list_members(self, group_id: UUID | str) -> list[RelationOut]:
        """Members of a group. Those who wait to agree included. Scope `relations:read`."""
        answer: list[RelationOut] = self._transport.call("GET", f"/api/v1/groups/{part(group_id)}/members")
        return answer

    def list_relations(self, *, party_id: str | None = None) -> list[RelationOut]:
        """Relations of a party. Without a party: what waits for your own agreement. Scope `relations:read`."""
        answer: list[RelationOut] = self._transport.call("GET", "/api/v1/relations", query={"party_id": party_id})
        return answer

    def create_relation(self, body: RelationIn, *, idempotency_key: str = "") -> RelationMovedOut:
        """Record a relation. It counts at once, or when the person whom it binds has agreed. Scope `relations:write`."""
        answer: RelationMovedOut = self._transport.call("POST", "/api/v1/relations", body=body, key=idempotency_key)
        return answer

    def confirm(self, relation_id: UUID | str, body: EvidenceIn, *, idempotency_key: str = "") -> RelationMovedOut:
        """Agree to it. By the person who is asked, or by a second colleague with the signed paper. Scope `relations:write`."""
        answer: RelationMovedOut = self._transport.call(
            "POST", f"/api/v1/relations/{part(relation_id)}/confirm", body=body, key=idempotency_key
        )
        return answer

    def decline(self, relation_id: UUID | str, *, idempotency_key: str = "") -> RelationMovedOut:
        """Decline it. It never counted. Scope `relations:write`."""
        answer: RelationMovedOut = self._transport.call(
            "POST", f"/api/v1/relations/{part(relation_id)}/decline", key=idempotency_key
        )
        return answer

    def end(self, relation_id: UUID | str, body: EvidenceIn, *, idempotency_key: str = "") -> RelationMovedOut:
        """End it. By staff, on evidence. Scope `relations:write`."""
        answer: RelationMovedOut = self._transport.call(
            "POST", f"/api/v1/relations/{part(relation_id)}/end", body=body, key=idempotency_key
        )
        return answer
