"""Operations: sources.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyOut, TextOut
from puhui_client.transport import Group, part


class AnswerOut(TypedDict):
    """One answer without its content."""

    id: str
    source: str
    status: str
    reason: str
    as_of: str | None
    known_at: str
    expires_on: str
    provenance: str
    latency_ms: int
    corrects_id: str | None
    is_erased: bool


class AskedLine(TypedDict):
    """How a source stands after asking."""

    source: str
    standing: str
    status: str
    reason: str
    latency_ms: int


class AskedOut(TypedDict):
    """What came of a round."""

    lines: list[AskedLine]
    asked: int
    cost: MoneyOut


class CorrectionIn(TypedDict):
    """One value (`field`, `value`), or a row that is not theirs (`field` names the rows, `row` counts from 0)."""

    answer_id: str
    field: str
    row: NotRequired[int | None]
    value: NotRequired[str | None]
    reason: str


class CorrectionMade(TypedDict):
    """The correction and its case."""

    correction_id: str
    case_id: str


class CorrectionOut(TypedDict):
    """A correction that was asked for."""

    id: str
    answer_id: str
    source: str
    field: str
    row: int | None
    value: str | None
    reason: str
    state: str
    asked_at: str
    decided_at: str | None
    case_id: str | None


class HealthOut(TypedDict):
    """How a source served; latencies over the questions that went out."""

    source: str
    asked: int
    missing: int
    by_status: dict[str, int]
    p50_ms: int
    p95_ms: int
    cost: MoneyOut
    last_ok_at: str | None


class HeldOut(TypedDict):
    """The answer of a source that counts now; `content` is null when it has nothing on record."""

    source: str
    answer: AnswerOut
    content: dict[str, Any] | None


class AnswerOutPage(TypedDict):
    """One page of AnswerOutPage."""

    items: list[AnswerOut]
    next: NotRequired[str | None]


class ProfileOut(TypedDict):
    """What is known of a party."""

    party_id: str
    at: str
    facts: list[SourcesFactOut]
    held: list[HeldOut]
    corrections: list[CorrectionOut]
    readings: list[SourcesReadingOut]


class PurposeIn(TypedDict):
    """What for; the customer sees it."""

    purpose: str


class SourceOut(TypedDict):
    """One source of the registry."""

    id: str
    title: TextOut
    meaning: TextOut
    subject: str
    kind: str
    is_active: bool
    purpose: str
    cost: MoneyOut
    max_age_hours: int
    stale_days: int
    keep_days: int
    timeout_ms: int
    schema_version: str


class SourcesAskIn(TypedDict):
    """Which sources; all of them when none is named. `again`: also where the last answer is still fresh."""

    sources: NotRequired[list[str]]
    again: NotRequired[bool]


class SourcesDecideIn(TypedDict):
    """Whether the customer's word counts from now on."""

    agree: bool
    note: NotRequired[str]


class SourcesDecided(TypedDict):
    """The answer that counts from now on, when it was confirmed."""

    correction_id: str
    new_answer_id: str | None


class SourcesFactOut(TypedDict):
    """One fact: `value` is null when it is unknown; ratios are text with six decimals, amounts are in fen."""

    name: str
    title: TextOut
    meaning: TextOut
    value: str | int | None
    unit: str
    formula: str
    source: str
    purpose: str
    uses: list[str]
    standing: str
    as_of: str | None
    known_at: str | None
    provenance: str
    answer_ids: list[str]


class SourcesReadingOut(TypedDict):
    """Somebody, or a decision, looked."""

    at: str
    actor_id: str
    purpose: str
    sources: list[str]


class SourcesOperations(Group):
    """Operations: sources."""

    def list_sources(self) -> list[SourceOut]:
        """The registry of sources. Those in force today. Scope `sources:read`."""
        answer: list[SourceOut] = self._transport.call("GET", "/api/v1/sources")
        return answer

    def health(self, *, days: int | None = None) -> list[HealthOut]:
        """How the sources serve. Staff only. Scope `sources:read`."""
        answer: list[HealthOut] = self._transport.call("GET", "/api/v1/sources/health", query={"days": days})
        return answer

    def ask_for_correction(self, body: CorrectionIn, *, idempotency_key: str = "") -> CorrectionMade:
        """Ask for a correction. The customer says what is wrong and why; a person answers. Scope `sources:write`."""
        answer: CorrectionMade = self._transport.call(
            "POST", "/api/v1/sources/corrections", body=body, key=idempotency_key
        )
        return answer

    def decide(self, correction_id: UUID | str, body: SourcesDecideIn, *, idempotency_key: str = "") -> SourcesDecided:
        """Decide on a correction. Staff confirm or decline. Scope `sources:write`."""
        answer: SourcesDecided = self._transport.call(
            "POST", f"/api/v1/sources/corrections/{part(correction_id)}/decision", body=body, key=idempotency_key
        )
        return answer

    def known_of_me(self, party_id: UUID | str) -> ProfileOut:
        """What is known of you. For the customer: facts, the answers they come from, corrections, and who looked. Scope `sources:read`."""
        answer: ProfileOut = self._transport.call("GET", f"/api/v1/parties/{part(party_id)}/facts")
        return answer

    def read_known(self, party_id: UUID | str, body: PurposeIn, *, idempotency_key: str = "") -> ProfileOut:
        """See what is known of a customer. For staff, who say what for; the customer sees who looked. Scope `sources:write`."""
        answer: ProfileOut = self._transport.call(
            "POST", f"/api/v1/parties/{part(party_id)}/readings", body=body, key=idempotency_key
        )
        return answer

    def list_answers(
        self, party_id: UUID | str, *, limit: int | None = None, after: str | None = None
    ) -> AnswerOutPage:
        """Answers of sources. Newest first, failures too, without contents. Scope `sources:read`."""
        answer: AnswerOutPage = self._transport.call(
            "GET", f"/api/v1/parties/{part(party_id)}/answers", query={"limit": limit, "after": after}
        )
        return answer

    def list_corrections(self, party_id: UUID | str) -> list[CorrectionOut]:
        """Corrections asked for. Newest first, the last 50. Scope `sources:read`."""
        answer: list[CorrectionOut] = self._transport.call("GET", f"/api/v1/parties/{part(party_id)}/corrections")
        return answer

    def ask(self, party_id: UUID | str, body: SourcesAskIn, *, idempotency_key: str = "") -> AskedOut:
        """Ask the sources. Side by side, under the consents that were given; the same key asks and pays once. Scope `sources:write`."""
        answer: AskedOut = self._transport.call(
            "POST", f"/api/v1/parties/{part(party_id)}/sources", body=body, key=idempotency_key
        )
        return answer
