"""Operations: farms.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import FarmerIn, FarmerOut, MoneyOut, PlotIn, Tenure, TextOut
from puhui_client.transport import Group, part


class CodeIn(TypedDict):
    """The code that reached the signer's own phone."""

    code: str


class FactIn(TypedDict):
    """What is said of the farm; staff name what they looked at."""

    name: str
    value: float | str
    evidence: NotRequired[str]


class FarmsCodeSent(TypedDict):
    """A code was sent."""

    contract_id: str


class FarmsFactOut(TypedDict):
    """One statement."""

    name: str
    value: str
    origin: Origin
    evidence: str
    on: str


class FarmsPartOut(TypedDict):
    """One part of a seasonal loan."""

    id: str
    n: int
    stage: str
    amount: MoneyOut
    opens_on: str
    closes_on: str
    state: TrancheState


Origin: TypeAlias = 'Literal["declared", "village", "verified", "register"]'


class PartAskedOut(TypedDict):
    """The bank is asked to pay it."""

    loan_id: str
    tranche_id: str
    amount: MoneyOut


class PlotMade(TypedDict):
    """The plot's id."""

    plot_id: str


class PlotOut(TypedDict):
    """A plot, and who said so."""

    id: str
    name: str
    code: str
    area_mu: str
    crop: str
    tenure: Tenure
    certificate: str
    right_until: str | None
    origin: Origin


class SeasonOut(TypedDict):
    """A crop's next year in a place."""

    crop: str
    name: TextOut
    windows: list[WindowOut]
    harvest_ends_on: str
    due_on: str


class SignedOut(TypedDict):
    """So many adults are still to sign."""

    contract_id: str
    missing: int


class Stated(TypedDict):
    """Of whom."""

    party_id: str


TrancheState: TypeAlias = 'Literal["waiting", "asked"]'


class VerifyIn(TypedDict):
    """Whether the plot was found in the register; else somebody looked at it."""

    from_register: NotRequired[bool]


class WindowOut(TypedDict):
    """A step of the crop's year."""

    stage: str
    name: TextOut
    opens_on: str
    closes_on: str
    share_pct: int


class FarmsOperations(Group):
    """Operations: farms."""

    def create_farmer(self, body: FarmerIn, *, idempotency_key: str = "") -> FarmerOut:
        """Come on record as a farmer. The person, their household and their village. Scope `farms:write`."""
        answer: FarmerOut = self._transport.call("POST", "/api/v1/farms/farmers", body=body, key=idempotency_key)
        return answer

    def read_season(self, crop: str, *, region: str | None = None) -> SeasonOut:
        """A crop's year in a region. The windows in which money is paid, the harvest, and the day when a loan is due. Scope `farms:read`."""
        answer: SeasonOut = self._transport.call("GET", f"/api/v1/farms/seasons/{part(crop)}", query={"region": region})
        return answer

    def list_plots(self, party_id: UUID | str) -> list[PlotOut]:
        """Plots that a party works. Oldest first; empty for a party that is not yours to see. Scope `farms:read`."""
        answer: list[PlotOut] = self._transport.call("GET", f"/api/v1/farms/{part(party_id)}/plots")
        return answer

    def create_plot(self, party_id: UUID | str, body: PlotIn, *, idempotency_key: str = "") -> PlotMade:
        """Add a plot. A right that has ended, and a plot that another works, are refused. Scope `farms:write`."""
        answer: PlotMade = self._transport.call(
            "POST", f"/api/v1/farms/{part(party_id)}/plots", body=body, key=idempotency_key
        )
        return answer

    def verify(self, plot_id: UUID | str, body: VerifyIn, *, idempotency_key: str = "") -> PlotMade:
        """A plot was looked at. By staff. Scope `farms:write`."""
        answer: PlotMade = self._transport.call(
            "POST", f"/api/v1/farms/plots/{part(plot_id)}/verify", body=body, key=idempotency_key
        )
        return answer

    def delete_plot(self, plot_id: UUID | str, *, idempotency_key: str = "") -> PlotMade:
        """Give up a plot. Another household may then bring it on record. Scope `farms:write`."""
        answer: PlotMade = self._transport.call("DELETE", f"/api/v1/farms/plots/{part(plot_id)}", key=idempotency_key)
        return answer

    def list_facts(self, party_id: UUID | str) -> list[FarmsFactOut]:
        """What is stated of a farm. Newest first, with who said so. Scope `farms:read`."""
        answer: list[FarmsFactOut] = self._transport.call("GET", f"/api/v1/farms/{part(party_id)}/facts")
        return answer

    def create_fact(self, party_id: UUID | str, body: FactIn, *, idempotency_key: str = "") -> Stated:
        """State a fact of a farm. By the farmer, or by staff who looked. Scope `farms:write`."""
        answer: Stated = self._transport.call(
            "POST", f"/api/v1/farms/{part(party_id)}/facts", body=body, key=idempotency_key
        )
        return answer

    def list_parts(self, loan_id: UUID | str) -> list[FarmsPartOut]:
        """Parts of a loan. In the order of the season. Scope `farms:read`."""
        answer: list[FarmsPartOut] = self._transport.call("GET", f"/api/v1/farms/loans/{part(loan_id)}/parts")
        return answer

    def draw(self, tranche_id: UUID | str, *, idempotency_key: str = "") -> PartAskedOut:
        """Ask for a part. Inside of its window, once. Scope `farms:write`."""
        answer: PartAskedOut = self._transport.call(
            "POST", f"/api/v1/farms/parts/{part(tranche_id)}/draw", key=idempotency_key
        )
        return answer

    def send_code(self, contract_id: UUID | str, *, idempotency_key: str = "") -> FarmsCodeSent:
        """Code to sign beside. To the phone of an adult of the borrower's household. Scope `farms:write`."""
        answer: FarmsCodeSent = self._transport.call(
            "POST", f"/api/v1/farms/contracts/{part(contract_id)}/code", key=idempotency_key
        )
        return answer

    def sign(self, contract_id: UUID | str, body: CodeIn, *, idempotency_key: str = "") -> SignedOut:
        """Sign beside. An adult of the household answers beside the borrower. Scope `farms:write`."""
        answer: SignedOut = self._transport.call(
            "POST", f"/api/v1/farms/contracts/{part(contract_id)}/sign", body=body, key=idempotency_key
        )
        return answer
