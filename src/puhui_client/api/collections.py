"""Operations: collections.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut, TextOut
from puhui_client.transport import Group, part

Channel: TypeAlias = 'Literal["voice", "visit", "sms", "in_app", "letter"]'


class CollectionsChoicesIn(TypedDict):
    """Channels that are off, hours (both or neither), whether others are spared. What the pages say always stays."""

    channels_off: NotRequired[list[Literal["voice", "visit", "sms"]]]
    hours_from: NotRequired[str | None]
    hours_until: NotRequired[str | None]
    spares_others: NotRequired[bool]


class CollectionsChoicesOut(TypedDict):
    """What a party chose about contacts."""

    party_id: str
    channels_off: list[Channel]
    hours: HoursOut | None
    spares_others: bool
    updated_at: str | None


class CollectionsHoldIn(TypedDict):
    """Without `until` it lasts until it is lifted."""

    kind: Literal["complaint", "dispute", "lawyer"]
    reason: str
    until: NotRequired[str | None]


class CollectionsHoldOut(TypedDict):
    """A reason to leave the debtor in peace."""

    id: str
    kind: HoldKind
    reason: str
    since_at: str
    until: str | None


class ContactDone(TypedDict):
    """The attempt is recorded."""

    attempt_id: str
    is_effective: bool


class ContactIn(TypedDict):
    """An attempt that was made just now."""

    channel: Channel
    outcome: Outcome
    whom: NotRequired[Whom]
    third_party: NotRequired[str]
    note: NotRequired[str]
    outsourcer_id: NotRequired[str | None]


class ContactOut(TypedDict):
    """One attempt."""

    id: str
    at: str
    channel: Channel
    whom: Whom
    third_party: str
    outcome: Outcome
    is_effective: bool
    is_automatic: bool
    by_name: str
    note: str


class EvaluationIn(TypedDict):
    """An evaluation that took place."""

    on: str
    result: str


class FileOut(TypedDict):
    """A file of the worklist; `priority` is what is at stake, in minor units."""

    case_id: str
    loan_id: str
    party_id: str
    stage: str
    stage_since_on: str
    late: MoneyOut
    days_past_due: int
    priority: int
    next_action_on: str
    last_contact_on: str | None
    broken_promises: int
    opened_on: str
    is_open: bool
    closed_on: str | None
    outcome: str


class HoldDone(TypedDict):
    """The hold."""

    hold_id: str


HoldKind: TypeAlias = 'Literal["complaint", "dispute", "promise", "hardship", "lawyer"]'


class HoursOut(TypedDict):
    """From when to when in a day, local time; over midnight when `until` is before `begins`."""

    begins: str
    until: str


class LoanCollections(TypedDict):
    """Everything about the collection of one loan."""

    file: FileOut | None
    verdicts: list[VerdictOut]
    holds: list[CollectionsHoldOut]
    promises: list[PromiseOut]
    contacts: list[ContactOut]
    choices: CollectionsChoicesOut


Outcome: TypeAlias = 'Literal["reached", "refused", "no_answer", "wrong_number", "sent"]'


class OutsourcerDone(TypedDict):
    """The firm."""

    outsourcer_id: str


class OutsourcerIn(TypedDict):
    """Its name."""

    name: str


class OutsourcerOut(TypedDict):
    """A firm that collects for the lender."""

    id: str
    name: str
    evaluated_on: str | None
    result: str


class PromiseDone(TypedDict):
    """The promise is on record."""

    promise_id: str
    loan_id: str


class PromiseIn(TypedDict):
    """A dated amount."""

    amount: MoneyIn
    due_on: str


class PromiseOut(TypedDict):
    """A promise and how it ended."""

    id: str
    amount: MoneyOut
    due_on: str
    made_on: str
    made_by_name: str
    by_customer: bool
    state: PromiseState
    paid: MoneyOut
    judged_on: str | None


PromiseState: TypeAlias = 'Literal["open", "kept", "partly", "broken"]'


class StageOut(TypedDict):
    """One stage of the worklist."""

    stage: str
    files: int
    late_minor: int
    behind: int


class VerdictOut(TypedDict):
    """Whether the debtor may be contacted in this way now; if not, by which rule, and from when on."""

    channel: Channel
    allowed: bool
    rule: str
    why: TextOut | None
    source: str
    article: str
    mark: str
    earliest_at: str | None


Whom: TypeAlias = 'Literal["debtor", "third_party"]'


class Worklist(TypedDict):
    """Open files, the most at stake first."""

    stages: list[StageOut]
    items: list[FileOut]


class CollectionsOperations(Group):
    """Operations: collections."""

    def read_worklist(
        self, *, limit: int | None = None, offset: int | None = None, stage: str | None = None
    ) -> Worklist:
        """The worklist. Open files, the most at stake first. Staff only. Scope `collections:read`."""
        answer: Worklist = self._transport.call(
            "GET", "/api/v1/collections/worklist", query={"limit": limit, "offset": offset, "stage": stage}
        )
        return answer

    def read_collections(self, loan_id: UUID | str) -> LoanCollections:
        """The collection of a loan. The file, what the rules say of each channel now, holds, promises, contacts. A borrower sees their own. Scope `collections:read`."""
        answer: LoanCollections = self._transport.call("GET", f"/api/v1/collections/loans/{part(loan_id)}")
        return answer

    def add_contact(self, loan_id: UUID | str, body: ContactIn, *, idempotency_key: str = "") -> ContactDone:
        """Record a contact. Refused with the article and the earliest next time when the rules refuse it. Scope `collections:write`."""
        answer: ContactDone = self._transport.call(
            "POST", f"/api/v1/collections/loans/{part(loan_id)}/contacts", body=body, key=idempotency_key
        )
        return answer

    def add_promise(self, loan_id: UUID | str, body: PromiseIn, *, idempotency_key: str = "") -> PromiseDone:
        """Promise a payment. By the borrower, or by staff on a call. It holds contacts until it is judged. Scope `collections:write`."""
        answer: PromiseDone = self._transport.call(
            "POST", f"/api/v1/collections/loans/{part(loan_id)}/promises", body=body, key=idempotency_key
        )
        return answer

    def read_choices(self, party_id: UUID | str) -> CollectionsChoicesOut:
        """Choices of contact. What the party chose. Scope `collections:read`."""
        answer: CollectionsChoicesOut = self._transport.call(
            "GET", f"/api/v1/collections/parties/{part(party_id)}/choices"
        )
        return answer

    def change_choices(
        self, party_id: UUID | str, body: CollectionsChoicesIn, *, idempotency_key: str = ""
    ) -> CollectionsChoicesOut:
        """Choose contacts. By the party itself, or by staff whom it told. Scope `collections:write`."""
        answer: CollectionsChoicesOut = self._transport.call(
            "POST", f"/api/v1/collections/parties/{part(party_id)}/choices", body=body, key=idempotency_key
        )
        return answer

    def add_hold(self, party_id: UUID | str, body: CollectionsHoldIn, *, idempotency_key: str = "") -> HoldDone:
        """Hold contacts. For a complaint, a dispute, a lawyer. Scope `collections:write`."""
        answer: HoldDone = self._transport.call(
            "POST", f"/api/v1/collections/parties/{part(party_id)}/holds", body=body, key=idempotency_key
        )
        return answer

    def end_hold(self, hold_id: UUID | str, *, idempotency_key: str = "") -> HoldDone:
        """Lift a hold. The complaint was answered, the dispute settled. Scope `collections:write`."""
        answer: HoldDone = self._transport.call(
            "POST", f"/api/v1/collections/holds/{part(hold_id)}/lift", key=idempotency_key
        )
        return answer

    def list_outsourcers(self) -> list[OutsourcerOut]:
        """Firms that collect for us. With their last evaluation. Scope `collections:read`."""
        answer: list[OutsourcerOut] = self._transport.call("GET", "/api/v1/collections/outsourcers")
        return answer

    def new_outsourcer(self, body: OutsourcerIn, *, idempotency_key: str = "") -> OutsourcerDone:
        """Put a firm on record. It contacts nobody before it was evaluated. Scope `collections:write`."""
        answer: OutsourcerDone = self._transport.call(
            "POST", "/api/v1/collections/outsourcers", body=body, key=idempotency_key
        )
        return answer

    def evaluate(self, outsourcer_id: UUID | str, body: EvaluationIn, *, idempotency_key: str = "") -> OutsourcerDone:
        """Evaluate a firm. Due every year. Scope `collections:write`."""
        answer: OutsourcerDone = self._transport.call(
            "POST", f"/api/v1/collections/outsourcers/{part(outsourcer_id)}/evaluate", body=body, key=idempotency_key
        )
        return answer
