"""Operations: facilities.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class DrawAskedOut(TypedDict):
    """The bank is asked to pay."""

    draw_id: str
    facility_id: str
    loan_id: str
    order_id: str


class DrawDone(TypedDict):
    """The draw after an act."""

    draw_id: str


class DrawIn(TypedDict):
    """How much, what for; `term_months` where draws are loans of their own."""

    amount: MoneyIn
    purpose: str
    language: NotRequired[Literal["zh-hans", "en"]]
    term_months: NotRequired[int | None]


class DrawOut(TypedDict):
    """One draw."""

    id: str
    facility_id: str
    loan_id: str | None
    amount: MoneyOut
    outstanding: MoneyOut
    purpose: str
    term_months: int
    method: str
    state: DrawState
    reserved_until: str
    drawn_on: str | None
    ended_why: str


class DrawShownOut(TypedDict):
    """The cost sheet of a draw, how long it must be read, and until when the room is held."""

    draw_id: str
    facility_id: str
    amount: MoneyOut
    sheet: dict[str, Any]
    sheet_hash: str
    minimum_seconds: int
    reserved_until: str


DrawState: TypeAlias = 'Literal["reserved", "paying", "drawn", "released"]'


class ExposureOut(TypedDict):
    """Minor units: owed, reserved, still to be drawn, by trade, and what of all counts against limits."""

    loans: int
    facilities: int
    owed_minor: int
    reserved_minor: int
    undrawn_minor: int
    trade_minor: int
    counted_minor: int


class FacilitiesAskIn(TypedDict):
    """The limit asked for, and why."""

    limit: MoneyIn
    reason: str


class FacilitiesCaseOut(TypedDict):
    """The case in which people decide."""

    case_id: str


class FacilitiesChangeIn(TypedDict):
    """What staff do to a limit; `limit` goes with a cut and a raise."""

    act: Literal["cut", "raised", "frozen", "unfrozen", "reviewed", "closed"]
    reason: str
    limit: NotRequired[MoneyIn | None]


class FacilitiesConfirmIn(TypedDict):
    """The code from the text message, and how long the sheet was on the screen where that is counted."""

    code: str
    seconds_shown: NotRequired[int | None]


class FacilitiesDecideIn(TypedDict):
    """Yes or no."""

    agree: bool


class FacilitiesEventOut(TypedDict):
    """One event, with the balances after it in minor units."""

    n: int
    on: str
    at: str
    kind: str
    amount_minor: int
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    reason: str


class FacilitiesFeeOut(TypedDict):
    """A commitment fee that was charged for what was undrawn until a day."""

    fee_id: str
    amount: MoneyOut
    paid: MoneyOut
    to_on: str


class FacilityDone(TypedDict):
    """The limit after an act; amounts in minor units."""

    facility_id: str
    state: FacilityState
    limit_minor: int
    free_minor: int
    is_frozen: bool


class FacilityLineOut(TypedDict):
    """A limit: how much, what of it is drawn, reserved and free."""

    id: str
    holder_id: str
    product_code: str
    state: FacilityState
    limit: MoneyOut
    drawn: MoneyOut
    reserved: MoneyOut
    free: MoneyOut
    over: MoneyOut
    freezes: list[str]
    annual_rate_pct: str
    available_until: str
    expires_on: str
    review_on: str


class FacilityOut(TypedDict):
    """Everything about one limit."""

    line: FacilityLineOut
    household_id: str | None
    contract_id: str
    loan_id: str | None
    drawn_as: str
    method: str
    ceiling: MoneyOut
    lowest_draw: MoneyOut
    commitment_fee_pct: str
    sub_limits: dict[str, int]
    fees: list[FacilitiesFeeOut]
    granted_on: str
    reviewed_on: str | None
    raise_from: str | None
    draws: list[DrawOut]
    events: list[FacilitiesEventOut]
    proposals: list[ProposalOut]


FacilityState: TypeAlias = 'Literal["open", "expired", "closed"]'


class GroupExposureOut(TypedDict):
    """A party, its group of connected parties, and the adults of its household."""

    own: ExposureOut
    group: ExposureOut
    members: int
    household: ExposureOut
    adults: int


class LowerIn(TypedDict):
    """The new limit."""

    limit: MoneyIn


class FacilityLineOutPage(TypedDict):
    """One page of FacilityLineOutPage."""

    items: list[FacilityLineOut]
    next: NotRequired[str | None]


class ProposalDone(TypedDict):
    """The proposal after an act; `proposed` waits for a second person."""

    proposal_id: str
    facility_id: str
    kind: str
    state: ProposalState


class ProposalOut(TypedDict):
    """What waits, or waited, for a second person."""

    id: str
    facility_id: str
    kind: str
    amount: MoneyOut | None
    reason: str
    state: ProposalState
    proposed_by_name: str
    proposed_on: str
    decided_by_name: str


ProposalState: TypeAlias = 'Literal["proposed", "done", "declined"]'


class FacilitiesOperations(Group):
    """Operations: facilities."""

    def list_facilities(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        holder_id: str | None = None,
        state: FacilityState | None = None,
        only_frozen: bool | None = None,
    ) -> FacilityLineOutPage:
        """Limits, newest first. Staff see all, holders their own. Scope `facilities:read`."""
        answer: FacilityLineOutPage = self._transport.call(
            "GET",
            "/api/v1/facilities",
            query={"limit": limit, "after": after, "holder_id": holder_id, "state": state, "only_frozen": only_frozen},
        )
        return answer

    def list_proposals(self, *, limit: int | None = None) -> list[ProposalOut]:
        """What waits for a second person. Oldest first. Staff only. Scope `facilities:read`."""
        answer: list[ProposalOut] = self._transport.call("GET", "/api/v1/facilities/proposals", query={"limit": limit})
        return answer

    def decide(self, proposal_id: UUID | str, body: FacilitiesDecideIn, *, idempotency_key: str = "") -> ProposalDone:
        """Agree, or do not. Another colleague than the one who proposed it. Scope `facilities:write`."""
        answer: ProposalDone = self._transport.call(
            "POST", f"/api/v1/facilities/proposals/{part(proposal_id)}/decide", body=body, key=idempotency_key
        )
        return answer

    def read_exposure(self, party_id: UUID | str) -> GroupExposureOut:
        """Exposure of a group. What a party and those connected with it owe and may draw, over all products. Staff only. Scope `facilities:read`."""
        answer: GroupExposureOut = self._transport.call("GET", f"/api/v1/facilities/exposure/{part(party_id)}")
        return answer

    def read_draw(self, draw_id: UUID | str) -> DrawOut:
        """One draw. As it stands. Scope `facilities:read`."""
        answer: DrawOut = self._transport.call("GET", f"/api/v1/facilities/draws/{part(draw_id)}")
        return answer

    def send_code(self, draw_id: UUID | str, *, idempotency_key: str = "") -> DrawDone:
        """Send the code of a draw. To the phone of the person who draws. Scope `facilities:write`."""
        answer: DrawDone = self._transport.call(
            "POST", f"/api/v1/facilities/draws/{part(draw_id)}/code", key=idempotency_key
        )
        return answer

    def confirm(self, draw_id: UUID | str, body: FacilitiesConfirmIn, *, idempotency_key: str = "") -> DrawAskedOut:
        """Confirm a draw. With the code, once the sheet was read long enough; the bank is asked to pay. Scope `facilities:write`."""
        answer: DrawAskedOut = self._transport.call(
            "POST", f"/api/v1/facilities/draws/{part(draw_id)}/confirm", body=body, key=idempotency_key
        )
        return answer

    def give_up(self, draw_id: UUID | str, *, idempotency_key: str = "") -> DrawDone:
        """Give a draw up. Before it is confirmed or on its way: its room is free again. Scope `facilities:write`."""
        answer: DrawDone = self._transport.call(
            "POST", f"/api/v1/facilities/draws/{part(draw_id)}/give-up", key=idempotency_key
        )
        return answer

    def read_facility(self, facility_id: UUID | str) -> FacilityOut:
        """One limit. With its draws and events; staff see proposals too. Scope `facilities:read`."""
        answer: FacilityOut = self._transport.call("GET", f"/api/v1/facilities/{part(facility_id)}")
        return answer

    def new_draw(self, facility_id: UUID | str, body: DrawIn, *, idempotency_key: str = "") -> DrawShownOut:
        """Begin a draw. Holds the room for some minutes and answers with the cost sheet. Scope `facilities:write`."""
        answer: DrawShownOut = self._transport.call(
            "POST", f"/api/v1/facilities/{part(facility_id)}/draws", body=body, key=idempotency_key
        )
        return answer

    def lower(self, facility_id: UUID | str, body: LowerIn, *, idempotency_key: str = "") -> FacilityDone:
        """Lower one's own limit. At once; nobody has to agree. Scope `facilities:write`."""
        answer: FacilityDone = self._transport.call(
            "POST", f"/api/v1/facilities/{part(facility_id)}/lower", body=body, key=idempotency_key
        )
        return answer

    def ask(self, facility_id: UUID | str, body: FacilitiesAskIn, *, idempotency_key: str = "") -> FacilitiesCaseOut:
        """Ask for a higher limit. Up to what the contract says; people decide. Scope `facilities:write`."""
        answer: FacilitiesCaseOut = self._transport.call(
            "POST", f"/api/v1/facilities/{part(facility_id)}/ask", body=body, key=idempotency_key
        )
        return answer

    def change(self, facility_id: UUID | str, body: FacilitiesChangeIn, *, idempotency_key: str = "") -> ProposalDone:
        """Change a limit. Staff; what lets more be lent waits for a second person. Scope `facilities:write`."""
        answer: ProposalDone = self._transport.call(
            "POST", f"/api/v1/facilities/{part(facility_id)}/changes", body=body, key=idempotency_key
        )
        return answer
