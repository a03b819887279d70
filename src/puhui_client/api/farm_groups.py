"""Operations: farm groups.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import GuaranteeState, MoneyIn, MoneyOut
from puhui_client.transport import Group, part

BackerKind: TypeAlias = 'Literal["village", "cooperative"]'

BackerState: TypeAlias = 'Literal["proposed", "agreed", "in_force", "ended"]'


class BroughtIn(TypedDict):
    """What a member brought."""

    party_id: str
    is_present: NotRequired[bool]
    cash: MoneyIn


class CooperativeIn(TypedDict):
    """For which loan, for which share, and what the cooperative owns, earns and owes elsewhere."""

    loan_id: str
    share_pct: NotRequired[float | str]
    assets: MoneyIn
    yearly_income: MoneyIn
    owed_elsewhere: MoneyIn


class EntryIn(TypedDict):
    """A household by its head: rating and line."""

    party_id: str
    rating: str
    limit: MoneyIn


class EntryOut(TypedDict):
    """A household on a list."""

    party_id: str
    household_id: str
    rating: str
    limit: MoneyOut
    used: MoneyOut


class FarmGroupsGuaranteeOut(TypedDict):
    """The guarantee that was taken."""

    guarantee_id: str
    state: GuaranteeState
    amount: MoneyOut
    is_ring: bool


class FarmGroupsListIn(TypedDict):
    """What a village committee or a cooperative resolved."""

    kind: BackerKind
    group_id: str
    limit: MoneyIn
    most_each: MoneyIn
    valid_until: str
    minutes: str
    entries: list[EntryIn]


class FarmGroupsListOut(TypedDict):
    """With its households."""

    id: str
    kind: BackerKind
    group_id: str
    limit: MoneyOut
    most_each: MoneyOut
    used: MoneyOut
    valid_until: str
    minutes: str
    state: BackerState
    entries: list[EntryOut]


class GroupMoneyOut(TypedDict):
    """What a group has saved."""

    group_id: str
    savings: MoneyOut


class ListLineOut(TypedDict):
    """A list with its limit, and what of it is used."""

    id: str
    kind: BackerKind
    group_id: str
    limit: MoneyOut
    most_each: MoneyOut
    used: MoneyOut
    valid_until: str
    minutes: str
    state: BackerState


class ListMovedOut(TypedDict):
    """A list after an act."""

    backer_id: str
    state: BackerState


class MeetingIn(TypedDict):
    """Where the group meets."""

    place: str


class MeetingMovedOut(TypedDict):
    """A meeting after an act."""

    meeting_id: str
    state: MeetingState
    cash: MoneyOut


class MeetingOut(TypedDict):
    """A meeting and its sheet (in a list: without)."""

    id: str
    group_id: str
    n: int
    on: str
    place: str
    state: MeetingState
    cash: MoneyOut
    lines: list[SheetLineOut]


MeetingState: TypeAlias = 'Literal["open", "closed"]'


class ListLineOutPage(TypedDict):
    """One page of ListLineOutPage."""

    items: list[ListLineOut]
    next: NotRequired[str | None]


class SavingsUsedOut(TypedDict):
    """Savings that met what a member owed."""

    group_id: str
    loan_id: str
    amount: MoneyOut


class SettleIn(TypedDict):
    """What was counted on the table, and who brought how much of it."""

    counted: MoneyIn
    brought: list[BroughtIn]


class SheetLineOut(TypedDict):
    """One member's line of the sheet."""

    party_id: str
    loan_id: str | None
    due: MoneyOut
    is_present: bool
    cash: MoneyOut
    to_loan: MoneyOut
    to_savings: MoneyOut


class FarmGroupsOperations(Group):
    """Operations: farm groups."""

    def list_lists(
        self, *, after: str | None = None, limit: int | None = None, kind: BackerKind | None = None
    ) -> ListLineOutPage:
        """Village lists and limits. Newest first; for staff. Scope `farms:read`."""
        answer: ListLineOutPage = self._transport.call(
            "GET", "/api/v1/farms/lists", query={"after": after, "limit": limit, "kind": kind}
        )
        return answer

    def create_list(self, body: FarmGroupsListIn, *, idempotency_key: str = "") -> ListMovedOut:
        """Enter a list. Two colleagues must agree before it is in force. Scope `farms:write`."""
        answer: ListMovedOut = self._transport.call("POST", "/api/v1/farms/lists", body=body, key=idempotency_key)
        return answer

    def read_list(self, backer_id: UUID | str) -> FarmGroupsListOut:
        """One list. With its households; for staff. Scope `farms:read`."""
        answer: FarmGroupsListOut = self._transport.call("GET", f"/api/v1/farms/lists/{part(backer_id)}")
        return answer

    def agree(self, backer_id: UUID | str, *, idempotency_key: str = "") -> ListMovedOut:
        """Agree to a list. By two colleagues, neither of whom entered it. Scope `farms:write`."""
        answer: ListMovedOut = self._transport.call(
            "POST", f"/api/v1/farms/lists/{part(backer_id)}/agree", key=idempotency_key
        )
        return answer

    def end(self, backer_id: UUID | str, *, idempotency_key: str = "") -> ListMovedOut:
        """End a list. Nothing new is lent on it. Scope `farms:write`."""
        answer: ListMovedOut = self._transport.call(
            "POST", f"/api/v1/farms/lists/{part(backer_id)}/end", key=idempotency_key
        )
        return answer

    def guarantee(
        self, backer_id: UUID | str, body: CooperativeIn, *, idempotency_key: str = ""
    ) -> FarmGroupsGuaranteeOut:
        """Cooperative guarantees. For a loan of one of its members. Scope `farms:write`."""
        answer: FarmGroupsGuaranteeOut = self._transport.call(
            "POST", f"/api/v1/farms/lists/{part(backer_id)}/guarantee", body=body, key=idempotency_key
        )
        return answer

    def list_meetings(self, group_id: UUID | str, *, limit: int | None = None) -> list[MeetingOut]:
        """Meetings. Newest first, for staff and for the group. Scope `farms:read`."""
        answer: list[MeetingOut] = self._transport.call(
            "GET", f"/api/v1/farms/groups/{part(group_id)}/meetings", query={"limit": limit}
        )
        return answer

    def create_meeting(self, group_id: UUID | str, body: MeetingIn, *, idempotency_key: str = "") -> MeetingMovedOut:
        """Hold a meeting. Its sheet says what is due of each member today. Scope `farms:write`."""
        answer: MeetingMovedOut = self._transport.call(
            "POST", f"/api/v1/farms/groups/{part(group_id)}/meetings", body=body, key=idempotency_key
        )
        return answer

    def read_savings(self, group_id: UUID | str) -> GroupMoneyOut:
        """A group's savings. For staff and for the group. Scope `farms:read`."""
        answer: GroupMoneyOut = self._transport.call("GET", f"/api/v1/farms/groups/{part(group_id)}/savings")
        return answer

    def read_meeting(self, meeting_id: UUID | str) -> MeetingOut:
        """One meeting. With its sheet. Scope `farms:read`."""
        answer: MeetingOut = self._transport.call("GET", f"/api/v1/farms/meetings/{part(meeting_id)}")
        return answer

    def settle(self, meeting_id: UUID | str, body: SettleIn, *, idempotency_key: str = "") -> MeetingMovedOut:
        """Settle it. What was counted must be what the lines add up to; it is booked at once. Scope `farms:write`."""
        answer: MeetingMovedOut = self._transport.call(
            "POST", f"/api/v1/farms/meetings/{part(meeting_id)}/settle", body=body, key=idempotency_key
        )
        return answer

    def answer_for(self, loan_id: UUID | str, *, idempotency_key: str = "") -> SavingsUsedOut:
        """The group answers. The group's savings meet what a member owes late. Scope `farms:write`."""
        answer: SavingsUsedOut = self._transport.call(
            "POST", f"/api/v1/farms/loans/{part(loan_id)}/savings", key=idempotency_key
        )
        return answer
