"""What the use cases of this folder answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ApplicationStarted:
    """A draft that can be submitted."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationDecided:
    """What came of an application; `outcome` is approve, refer or decline, `case_id` is set when a person looks."""

    application_id: UUID
    outcome: str
    decision_id: UUID | None
    offer_ids: tuple[UUID, ...]
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """A case that waits for a person."""

    case_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ExplanationAsked:
    """A person explains the decision in writing by a day."""

    case_id: UUID
    application_id: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class Explained:
    """A person has explained the decision."""

    case_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True)
class ReviewConfirmed:
    """What two people decided; without agreement the case is open again and `outcome` is empty."""

    case_id: UUID
    application_id: UUID
    outcome: str
    offer_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class OfferShown:
    """The cost sheet, to be left on the screen for at least `minimum_seconds`."""

    proof_id: UUID
    offer_id: UUID
    language: str
    sheet: Mapping[str, Any]
    sheet_hash: str
    minimum_seconds: int


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The contract to sign."""

    contract_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True)
class SigningCodeSent:
    """A one-time code is on its way to the phone of the person who signs."""

    contract_id: UUID


@dataclass(frozen=True, slots=True)
class ContractSigned:
    """The contract binds; the loan waits for its payout, or the limit can be drawn.

    A limit whose draws are loans of their own has no loan yet.
    """

    contract_id: UUID
    loan_id: UUID | None
    facility_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """Nothing more happens with the application."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class OffersExpired:
    """How many applications came to nothing because their offers ran out."""

    count: int
