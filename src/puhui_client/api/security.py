"""Operations: security.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import CoverOut, GuaranteeState, MoneyIn, MoneyOut, PledgeOut, TextOut
from puhui_client.transport import Group, part


class CallIn(TypedDict):
    """On which grounds; needed of who answers only after the debtor."""

    grounds: NotRequired[str]


class EnforcementDone(TypedDict):
    """The enforcement after an act."""

    enforcement_id: str
    asset_id: str
    state: EnforcementState


class EnforcementOut(TypedDict):
    """A thing that is sold for its debts."""

    id: str
    asset_id: str
    owner_id: str
    reason: str
    state: EnforcementState
    proceeds: MoneyOut
    costs: MoneyOut
    surplus: MoneyOut
    sold_on: str | None
    proposed_by_name: str
    confirmed_by_name: str
    steps: list[SecurityStepOut]
    shares: list[ShareOut]


EnforcementState: TypeAlias = 'Literal["open", "proposed", "distributed", "stopped"]'


class GuaranteeDone(TypedDict):
    """The guarantee after an act; `is_ring`: the borrower answers for the guarantor."""

    guarantee_id: str
    state: GuaranteeState
    amount: MoneyOut
    is_ring: bool


class GuaranteeIn(TypedDict):
    """Who answers for a loan, how, for which share and for how much at the most."""

    guarantor_id: str
    mode: GuaranteeMode
    share_pct: float | str
    most: MoneyIn
    means: MeansIn


GuaranteeMode: TypeAlias = 'Literal["joint", "general"]'


class MeansIn(TypedDict):
    """What a guarantor owns, earns in a year, and owes elsewhere."""

    assets: MoneyIn
    income: MoneyIn
    debts: MoneyIn


class EnforcementOutPage(TypedDict):
    """One page of EnforcementOutPage."""

    items: list[EnforcementOut]
    next: NotRequired[str | None]


class EpisodeOutPage(TypedDict):
    """One page of EpisodeOutPage."""

    items: list[SecurityEpisodeOut]
    next: NotRequired[str | None]


class GuaranteeOutPage(TypedDict):
    """One page of GuaranteeOutPage."""

    items: list[SecurityGuaranteeOut]
    next: NotRequired[str | None]


class ProceedsDone(TypedDict):
    """A sale that is in the books."""

    enforcement_id: str
    paid: MoneyOut
    costs: MoneyOut
    surplus: MoneyOut


class ProceedsIn(TypedDict):
    """What the sale brought and what it cost."""

    proceeds: MoneyIn
    costs: MoneyIn
    sold_on: str


class SchemeIn(TypedDict):
    """The code of a scheme."""

    scheme: str


class SchemeOut(TypedDict):
    """A scheme: its terms, what it answers for, what is free."""

    code: str
    kind: str
    name: TextOut
    share_pct: str
    fee_pct: str
    fee_paid_by: str
    covers_interest: bool
    call_from_days: int
    call_until_days: int
    per_borrower: MoneyOut
    capacity: MoneyOut
    used: MoneyOut
    free: MoneyOut


class SecurityEpisodeOut(TypedDict):
    """A time in which a loan or a thing had to be looked at."""

    id: str
    subject_id: str
    kind: str
    level: str
    ratio_bps: int | None
    began_on: str
    ended_on: str | None


class SecurityGuaranteeOut(TypedDict):
    """Who answers for a debt."""

    id: str
    debt_id: str
    borrower_id: str
    guarantor_id: str | None
    scheme: str
    mode: GuaranteeMode
    share_pct: str
    amount: MoneyOut
    fee: MoneyOut
    is_ring: bool
    state: GuaranteeState
    given_on: str
    ended_on: str | None
    called: MoneyOut
    called_on: str | None


class SecurityOut(TypedDict):
    """What stands behind a loan; `ratio_bps`: owed over the value that counts; `cover_asked`: by the product."""

    loan_id: str
    owed: MoneyOut
    things: MoneyOut
    unperfected: MoneyOut
    guaranteed: MoneyOut
    ratio_bps: int | None
    pledges: list[PledgeOut]
    guarantees: list[SecurityGuaranteeOut]
    covers: list[CoverOut]
    cover_asked: str
    is_cover_missing: bool


class SecurityReasonIn(TypedDict):
    """Why."""

    reason: str


class SecurityStepOut(TypedDict):
    """A step that was taken."""

    kind: str
    on: str
    note: str
    by_name: str


class ShareOut(TypedDict):
    """What one pledge got."""

    pledge_id: str
    debt_id: str
    rank: int
    secured: MoneyOut
    owed: MoneyOut
    paid: MoneyOut


class StepIn(TypedDict):
    """A step of an enforcement."""

    kind: str
    on: str
    note: NotRequired[str]


class SecurityOperations(Group):
    """Operations: security."""

    def read_security(self, loan_id: UUID | str) -> SecurityOut:
        """What stands behind a loan. Staff only. Scope `collateral:read`."""
        answer: SecurityOut = self._transport.call("GET", f"/api/v1/collateral/loans/{part(loan_id)}")
        return answer

    def begin(self, asset_id: UUID | str, body: SecurityReasonIn, *, idempotency_key: str = "") -> EnforcementDone:
        """Begin to sell. Refused while no loan behind which it stands is late enough. Scope `collateral:write`."""
        answer: EnforcementDone = self._transport.call(
            "POST", f"/api/v1/collateral/assets/{part(asset_id)}/enforcement", body=body, key=idempotency_key
        )
        return answer

    def list_enforcements(self, *, limit: int | None = None, after: str | None = None) -> EnforcementOutPage:
        """Enforcements, newest first. Staff only. Scope `collateral:read`."""
        answer: EnforcementOutPage = self._transport.call(
            "GET", "/api/v1/collateral/enforcements", query={"limit": limit, "after": after}
        )
        return answer

    def read_enforcement(self, enforcement_id: UUID | str) -> EnforcementOut:
        """One of them. With its steps and shares. Scope `collateral:read`."""
        answer: EnforcementOut = self._transport.call("GET", f"/api/v1/collateral/enforcements/{part(enforcement_id)}")
        return answer

    def new_step(self, enforcement_id: UUID | str, body: StepIn, *, idempotency_key: str = "") -> EnforcementDone:
        """Note a step. Steps are never changed. Scope `collateral:write`."""
        answer: EnforcementDone = self._transport.call(
            "POST", f"/api/v1/collateral/enforcements/{part(enforcement_id)}/steps", body=body, key=idempotency_key
        )
        return answer

    def new_proceeds(
        self, enforcement_id: UUID | str, body: ProceedsIn, *, idempotency_key: str = ""
    ) -> EnforcementDone:
        """Name the proceeds. Another person confirms before anything is booked. Scope `collateral:write`."""
        answer: EnforcementDone = self._transport.call(
            "POST", f"/api/v1/collateral/enforcements/{part(enforcement_id)}/proceeds", body=body, key=idempotency_key
        )
        return answer

    def confirm(self, enforcement_id: UUID | str, *, idempotency_key: str = "") -> ProceedsDone:
        """Confirm and book. Split by rank, booked on the loans, the rest paid to the owner. Scope `collateral:write`."""
        answer: ProceedsDone = self._transport.call(
            "POST", f"/api/v1/collateral/enforcements/{part(enforcement_id)}/confirm", key=idempotency_key
        )
        return answer

    def stop(self, enforcement_id: UUID | str, *, idempotency_key: str = "") -> EnforcementDone:
        """Stop it. The thing stands as before. Scope `collateral:write`."""
        answer: EnforcementDone = self._transport.call(
            "POST", f"/api/v1/collateral/enforcements/{part(enforcement_id)}/stop", key=idempotency_key
        )
        return answer

    def pay_again(self, enforcement_id: UUID | str, *, idempotency_key: str = "") -> EnforcementDone:
        """Pay the owner again. After the bank had refused. Scope `collateral:write`."""
        answer: EnforcementDone = self._transport.call(
            "POST", f"/api/v1/collateral/enforcements/{part(enforcement_id)}/pay-surplus", key=idempotency_key
        )
        return answer

    def list_guarantees(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        loan_id: str | None = None,
        guarantor_id: str | None = None,
    ) -> GuaranteeOutPage:
        """Guarantees, newest first. Staff only. Scope `collateral:read`."""
        answer: GuaranteeOutPage = self._transport.call(
            "GET",
            "/api/v1/collateral/guarantees",
            query={"limit": limit, "after": after, "loan_id": loan_id, "guarantor_id": guarantor_id},
        )
        return answer

    def new_guarantee(self, loan_id: UUID | str, body: GuaranteeIn, *, idempotency_key: str = "") -> GuaranteeDone:
        """A party answers. Refused for the borrower, and beyond what the guarantor can carry. Scope `collateral:write`."""
        answer: GuaranteeDone = self._transport.call(
            "POST", f"/api/v1/collateral/loans/{part(loan_id)}/guarantees", body=body, key=idempotency_key
        )
        return answer

    def new_claim(self, loan_id: UUID | str, body: SchemeIn, *, idempotency_key: str = "") -> GuaranteeDone:
        """A scheme answers. Refused when the scheme has no room. Scope `collateral:write`."""
        answer: GuaranteeDone = self._transport.call(
            "POST", f"/api/v1/collateral/loans/{part(loan_id)}/schemes", body=body, key=idempotency_key
        )
        return answer

    def call_it(self, guarantee_id: UUID | str, body: CallIn, *, idempotency_key: str = "") -> GuaranteeDone:
        """Call it. On its conditions; the payment itself follows. Scope `collateral:write`."""
        answer: GuaranteeDone = self._transport.call(
            "POST", f"/api/v1/collateral/guarantees/{part(guarantee_id)}/call", body=body, key=idempotency_key
        )
        return answer

    def list_schemes(self) -> list[SchemeOut]:
        """Guarantee schemes and what is free. Staff only. Scope `collateral:read`."""
        answer: list[SchemeOut] = self._transport.call("GET", "/api/v1/collateral/schemes")
        return answer

    def list_episodes(
        self, *, limit: int | None = None, after: str | None = None, ended: bool | None = None
    ) -> EpisodeOutPage:
        """What the watch found. Open episodes, newest first; with `ended` those of the past as well. Scope `collateral:read`."""
        answer: EpisodeOutPage = self._transport.call(
            "GET", "/api/v1/collateral/watch", query={"limit": limit, "after": after, "ended": ended}
        )
        return answer
