"""Operations: persons.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict
from uuid import UUID

from puhui_client.api.shared import MoneyIn, MoneyOut
from puhui_client.transport import Group, part


class ExclusionIn(TypedDict):
    """For how many months nobody shall lend to the person who asks."""

    months: int


class ExclusionMade(TypedDict):
    """Nobody lends until this day."""

    party_id: str
    until: str


class GivenBack(TypedDict):
    """The bank is asked to collect what ends the loan."""

    loan_id: str
    order_id: str
    amount: MoneyOut


class IncomeIn(TypedDict):
    """What a person earns, spends and owes elsewhere a month, by their own word."""

    income: MoneyIn
    living_cost: MoneyIn
    monthly_due: MoneyIn
    work_since_on: NotRequired[str | None]


class IncomeKept(TypedDict):
    """The statement that counts from now on."""

    party_id: str
    answer_id: str


class LanguageIn(TypedDict):
    """In which language messages are written."""

    language: str


class NewPhoneIn(TypedDict):
    """The number that is to hold from now on."""

    phone: str


class OwnLimitIn(TypedDict):
    """The most that the person wants to owe over all products."""

    limit: MoneyIn


class OwnLimitMade(TypedDict):
    """The limit, and from which day on it holds."""

    party_id: str
    limit: MoneyOut
    holds_from: str


class PersonMade(TypedDict):
    """The person's id."""

    party_id: str


class PersonsWaitingOut(TypedDict):
    """A draw (`pay_out`) or a payment (`collect`) that waits, and why."""

    id: str
    direction: Literal["pay_out", "collect"]
    amount: MoneyOut
    subject_id: str
    requested_at: str
    held_until: str
    held_why: list[str]


class PhoneChangedOut(TypedDict):
    """The new number holds; draws wait until then."""

    party_id: str
    draws_wait_until: str


class PhoneCodesIn(TypedDict):
    """The codes that came to the two numbers."""

    phone: str
    old_code: str
    new_code: str


class PhoneCodesOut(TypedDict):
    """Where the two codes went, in part."""

    old_phone: str
    new_phone: str
    valid_until: str


class ProtectionsOut(TypedDict):
    """What holds for a person today."""

    excluded_until: str | None
    own_limit: MoneyOut | None
    limit_to_come: MoneyOut | None
    limit_comes_on: str | None
    think_from: MoneyOut | None
    think_from_to_come: MoneyOut | None
    think_from_comes_on: str | None


class StoppedOut(TypedDict):
    """What was stopped."""

    order_id: str


class ThinkFromIn(TypedDict):
    """From which amount on acts wait."""

    amount: MoneyIn


class WhoIn(TypedDict):
    """A person as on the identity card."""

    name: str
    resident_id: str


class PersonsOperations(Group):
    """Operations: persons."""

    def identify(self, party_id: UUID | str, body: WhoIn, *, idempotency_key: str = "") -> PersonMade:
        """Say who somebody is. Once; the same again changes nothing. Scope `persons:write`."""
        answer: PersonMade = self._transport.call(
            "PUT", f"/api/v1/persons/{part(party_id)}/identity", body=body, key=idempotency_key
        )
        return answer

    def state_income(self, party_id: UUID | str, body: IncomeIn, *, idempotency_key: str = "") -> IncomeKept:
        """State an income. Not verified, and marked so; under the consent personal_assessment. Scope `persons:write`."""
        answer: IncomeKept = self._transport.call(
            "POST", f"/api/v1/persons/{part(party_id)}/income", body=body, key=idempotency_key
        )
        return answer

    def read_protections(self, party_id: UUID | str) -> ProtectionsOut:
        """What protects a person. For the person, and for staff who lend. Scope `persons:read`."""
        answer: ProtectionsOut = self._transport.call("GET", f"/api/v1/persons/{part(party_id)}/protections")
        return answer

    def exclude(self, body: ExclusionIn, *, idempotency_key: str = "") -> ExclusionMade:
        """Do not lend to me. For the person who asks; never lifted early. Scope `persons:write`."""
        answer: ExclusionMade = self._transport.call(
            "POST", "/api/v1/persons/self/exclusion", body=body, key=idempotency_key
        )
        return answer

    def limit(self, body: OwnLimitIn, *, idempotency_key: str = "") -> OwnLimitMade:
        """A limit of one's own. Lower at once, higher after days of thinking. Scope `persons:write`."""
        answer: OwnLimitMade = self._transport.call(
            "POST", "/api/v1/persons/self/limit", body=body, key=idempotency_key
        )
        return answer

    def think_from(self, body: ThinkFromIn, *, idempotency_key: str = "") -> OwnLimitMade:
        """From which amount acts wait. Every draw and payment ahead of time from this amount on: lower at once, higher after days of thinking. Scope `persons:write`."""
        answer: OwnLimitMade = self._transport.call(
            "POST", "/api/v1/persons/self/think-from", body=body, key=idempotency_key
        )
        return answer

    def send_phone_codes(self, body: NewPhoneIn, *, idempotency_key: str = "") -> PhoneCodesOut:
        """Codes for another phone number. One to the number that holds, one to the new one. Scope `persons:write`."""
        answer: PhoneCodesOut = self._transport.call(
            "POST", "/api/v1/persons/self/phone/codes", body=body, key=idempotency_key
        )
        return answer

    def change_number(self, body: PhoneCodesIn, *, idempotency_key: str = "") -> PhoneChangedOut:
        """Change the phone number. With both codes; the old number is told, and draws wait for a while. Scope `persons:write`."""
        answer: PhoneChangedOut = self._transport.call(
            "POST", "/api/v1/persons/self/phone", body=body, key=idempotency_key
        )
        return answer

    def list_waiting(self) -> list[PersonsWaitingOut]:
        """What waits to be thought over. Draws and payments that are unusual for the customer; each goes through by itself at `held_until`. Scope `persons:read`."""
        answer: list[PersonsWaitingOut] = self._transport.call("GET", "/api/v1/persons/self/waiting")
        return answer

    def stop(self, order_id: UUID | str, *, idempotency_key: str = "") -> StoppedOut:
        """Stop what waits. Nothing is paid out or collected; refused once it is with the bank. Scope `persons:write`."""
        answer: StoppedOut = self._transport.call(
            "POST", f"/api/v1/persons/self/waiting/{part(order_id)}/stop", key=idempotency_key
        )
        return answer

    def give_back(self, loan_id: UUID | str, *, idempotency_key: str = "") -> GivenBack:
        """Give a loan back. Within the days of the product: principal and the interest of the days, no fee. Scope `persons:write`."""
        answer: GivenBack = self._transport.call(
            "POST", f"/api/v1/persons/loans/{part(loan_id)}/give-back", key=idempotency_key
        )
        return answer

    def put_language(self, party_id: UUID | str, body: LanguageIn, *, idempotency_key: str = "") -> PersonMade:
        """Choose a language. For the person, and for staff. Scope `persons:write`."""
        answer: PersonMade = self._transport.call(
            "PUT", f"/api/v1/persons/{part(party_id)}/language", body=body, key=idempotency_key
        )
        return answer
