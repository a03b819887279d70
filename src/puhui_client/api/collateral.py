"""Operations: collateral.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, PledgeOut, PledgeState
from puhui_client.transport import Group, part


class AssetDone(TypedDict):
    """The thing after an act."""

    asset_id: str
    state: AssetState


class AssetIn(TypedDict):
    """A thing: whose, what, and the numbers by which it is told apart, such as `{"vin": "..."}`; of a herd all of them, one after the other."""

    owner_id: str
    kind: str
    description: str
    identifiers: dict[str, str]
    currency: NotRequired[str]
    right_until: NotRequired[str | None]
    area_mu: NotRequired[float | str | None]
    documents: NotRequired[list[DocumentBody]]


class AssetLineOut(TypedDict):
    """A thing: its value, what may be lent against it today, and what is free of that."""

    id: str
    owner_id: str
    kind: str
    description: str
    state: AssetState
    value: MoneyOut | None
    valued_on: str | None
    valid_until: str | None
    right_until: str | None
    lendable: MoneyOut
    free: MoneyOut


class AssetOut(TypedDict):
    """Everything about one thing."""

    line: AssetLineOut
    identifiers: list[list[str]]
    area_mu: str | None
    documents: list[CollateralDocumentOut]
    valuations: list[ValuationOut]
    pledges: list[PledgeOut]
    registered_by: str
    registered_at: str


AssetState: TypeAlias = 'Literal["held", "enforcing", "gone"]'


class CollateralAgreeIn(TypedDict):
    """Yes or no."""

    agree: bool


class CollateralDocumentOut(TypedDict):
    """A paper about a thing."""

    kind: str
    reference: str
    sha256: str


class CollateralPledgeIn(TypedDict):
    """For which loan, up to which amount, in which rank; `is_beyond_value` says that more is secured than is left."""

    loan_id: str
    secured: MoneyIn
    rank: NotRequired[int | None]
    is_beyond_value: NotRequired[bool]


class CollateralReleaseOut(TypedDict):
    """A release that was asked for."""

    id: str
    pledge_id: str
    debt_id: str
    asset_id: str
    from_secured: MoneyOut
    to_secured: MoneyOut
    reason: str
    owed: MoneyOut
    cover_after: MoneyOut
    state: ReleaseState
    proposed_by_name: str
    decided_by_name: str
    proposed_on: str


class DocumentBody(TypedDict):
    """A paper about a thing."""

    kind: str
    reference: str
    sha256: NotRequired[str]


class AssetLineOutPage(TypedDict):
    """One page of AssetLineOutPage."""

    items: list[AssetLineOut]
    next: NotRequired[str | None]


class ReleaseOutPage(TypedDict):
    """One page of ReleaseOutPage."""

    items: list[CollateralReleaseOut]
    next: NotRequired[str | None]


class PerfectIn(TypedDict):
    """The number at the registry, and since when it holds."""

    registration: str
    on: str


class PledgeDone(TypedDict):
    """The pledge after an act."""

    pledge_id: str
    state: PledgeState
    rank: int
    secured: MoneyOut


class RegistryOut(TypedDict):
    """A live pledge in the form of a notice to the unified registry, as we read it."""

    registration_type: str
    filing_reference: str
    secured_party_role: str
    debtor_id: str
    owner_id: str
    asset_class: str
    asset_kind: str
    description: str
    identifiers: str
    secured_amount: str
    currency: str
    rank: int
    debt_reference: str
    created_on: str
    term_months: int
    expires_on: str


class ReleaseDone(TypedDict):
    """The release after an act; `proposed` waits for a second person."""

    release_id: str
    pledge_id: str
    state: ReleaseState


class ReleaseIn(TypedDict):
    """What the pledge keeps (nothing: it ends), why, what takes its place, and whether a second person is asked."""

    keeps: NotRequired[MoneyIn | None]
    reason: str
    replaced_by: NotRequired[str | None]
    is_exception: NotRequired[bool]


ReleaseState: TypeAlias = 'Literal["proposed", "done", "declined"]'


class ValuationIn(TypedDict):
    """What it is worth, by whom, how, when, and until when that holds; land by the mu, or as a whole."""

    value: NotRequired[MoneyIn | None]
    per_mu: NotRequired[MoneyIn | None]
    method: str
    valuer: str
    valued_on: str
    valid_until: str


class ValuationOut(TypedDict):
    """One value of its history."""

    id: str
    value: MoneyOut
    method: str
    valuer: str
    valued_on: str
    valid_until: str
    by_name: str
    per_mu: NotRequired[MoneyOut | None]


class CollateralOperations(Group):
    """Operations: collateral."""

    def list_assets(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        owner_id: str | None = None,
        kind: str | None = None,
    ) -> AssetLineOutPage:
        """Things in the register, newest first. Staff see all, owners their own. Scope `collateral:read`."""
        answer: AssetLineOutPage = self._transport.call(
            "GET",
            "/api/v1/collateral/assets",
            query={"limit": limit, "after": after, "owner_id": owner_id, "kind": kind},
        )
        return answer

    def new_asset(self, body: AssetIn, *, idempotency_key: str = "") -> AssetDone:
        """Register a thing. Refused when it is in the register already, or when the right has ended. Scope `collateral:write`."""
        answer: AssetDone = self._transport.call("POST", "/api/v1/collateral/assets", body=body, key=idempotency_key)
        return answer

    def read_asset(self, asset_id: UUID | str) -> AssetOut:
        """One thing. With its values, papers and pledges. Scope `collateral:read`."""
        answer: AssetOut = self._transport.call("GET", f"/api/v1/collateral/assets/{part(asset_id)}")
        return answer

    def new_document(self, asset_id: UUID | str, body: DocumentBody, *, idempotency_key: str = "") -> AssetDone:
        """Add a paper. Papers are never changed. Scope `collateral:write`."""
        answer: AssetDone = self._transport.call(
            "POST", f"/api/v1/collateral/assets/{part(asset_id)}/documents", body=body, key=idempotency_key
        )
        return answer

    def new_valuation(self, asset_id: UUID | str, body: ValuationIn, *, idempotency_key: str = "") -> AssetDone:
        """Value a thing. The newest value counts; the history stays. Scope `collateral:write`."""
        answer: AssetDone = self._transport.call(
            "POST", f"/api/v1/collateral/assets/{part(asset_id)}/valuations", body=body, key=idempotency_key
        )
        return answer

    def new_pledge(self, asset_id: UUID | str, body: CollateralPledgeIn, *, idempotency_key: str = "") -> PledgeDone:
        """Pledge it for a loan. A further pledge names its rank; one beyond the value says so. Scope `collateral:write`."""
        answer: PledgeDone = self._transport.call(
            "POST", f"/api/v1/collateral/assets/{part(asset_id)}/pledges", body=body, key=idempotency_key
        )
        return answer

    def perfect(self, pledge_id: UUID | str, body: PerfectIn, *, idempotency_key: str = "") -> PledgeDone:
        """Note its registration. From now on it counts. Scope `collateral:write`."""
        answer: PledgeDone = self._transport.call(
            "POST", f"/api/v1/collateral/pledges/{part(pledge_id)}/perfect", body=body, key=idempotency_key
        )
        return answer

    def release(self, pledge_id: UUID | str, body: ReleaseIn, *, idempotency_key: str = "") -> ReleaseDone:
        """Release it. Refused while too little would be left, unless a second person is asked. Scope `collateral:write`."""
        answer: ReleaseDone = self._transport.call(
            "POST", f"/api/v1/collateral/pledges/{part(pledge_id)}/release", body=body, key=idempotency_key
        )
        return answer

    def list_releases(
        self, *, limit: int | None = None, after: str | None = None, state: ReleaseState | None = None
    ) -> ReleaseOutPage:
        """Releases, newest first. Staff only. Scope `collateral:read`."""
        answer: ReleaseOutPage = self._transport.call(
            "GET", "/api/v1/collateral/releases", query={"limit": limit, "after": after, "state": state}
        )
        return answer

    def decide(self, release_id: UUID | str, body: CollateralAgreeIn, *, idempotency_key: str = "") -> ReleaseDone:
        """Agree or not. Never by who proposed it. Scope `collateral:write`."""
        answer: ReleaseDone = self._transport.call(
            "POST", f"/api/v1/collateral/releases/{part(release_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def export(self) -> list[RegistryOut]:
        """Live pledges for the registry. As we read what the unified registry asks for; the command exports any number, here at most 10,000. Scope `collateral:read`."""
        answer: list[RegistryOut] = self._transport.call("GET", "/api/v1/collateral/registry")
        return answer
