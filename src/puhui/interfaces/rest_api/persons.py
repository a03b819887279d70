"""Persons who borrow for themselves: who they are, what they earn, their own wishes against too much debt."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from puhui.conduct.protection.facade import protections_of
from puhui.flows.change_phone import change_phone, request_phone_codes
from puhui.flows.declare_income import declare_income
from puhui.flows.protect_person.give_back import give_back_loan
from puhui.flows.protect_person.wishes import exclude_self, set_own_limit, set_think_from
from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.party.facade import choose_language, complete_person, home_date
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, IdempotencyKey, MoneyIn, MoneyOut, Strict

router = Router()


class WhoIn(Strict):
    """A person as on the identity card."""

    name: Annotated[str, Field(max_length=100)]
    resident_id: Annotated[str, Field(max_length=30)]


class PersonMade(Schema):
    """The person's id."""

    party_id: UUID


class IncomeIn(Strict):
    """What a person earns, spends and owes elsewhere a month, by their own word."""

    income: MoneyIn
    living_cost: MoneyIn
    monthly_due: MoneyIn
    work_since_on: date | None = None


class IncomeKept(Schema):
    """The statement that counts from now on."""

    party_id: UUID
    answer_id: UUID


class ProtectionsOut(Schema):
    """What holds for a person today."""

    excluded_until: date | None
    own_limit: MoneyOut | None
    limit_to_come: MoneyOut | None
    limit_comes_on: date | None
    think_from: MoneyOut | None
    think_from_to_come: MoneyOut | None
    think_from_comes_on: date | None


class ExclusionIn(Strict):
    """For how many months nobody shall lend to the person who asks."""

    months: Annotated[int, Field(ge=1, le=120)]


class ExclusionMade(Schema):
    """Nobody lends until this day."""

    party_id: UUID
    until: date


class OwnLimitIn(Strict):
    """The most that the person wants to owe over all products."""

    limit: MoneyIn


class OwnLimitMade(Schema):
    """The limit, and from which day on it holds."""

    party_id: UUID
    limit: MoneyOut
    holds_from: date


class ThinkFromIn(Strict):
    """From which amount on acts wait."""

    amount: MoneyIn


class WaitingOut(Schema):
    """A draw (`pay_out`) or a payment (`collect`) that waits, and why."""

    id: UUID
    direction: Literal["pay_out", "collect"]
    amount: MoneyOut
    subject_id: UUID
    requested_at: datetime
    held_until: datetime
    held_why: list[str]


class NewPhoneIn(Strict):
    """The number that is to hold from now on."""

    phone: Annotated[str, Field(max_length=30)]


class PhoneCodesOut(Schema):
    """Where the two codes went, in part."""

    old_phone: str
    new_phone: str
    valid_until: datetime


class PhoneCodesIn(NewPhoneIn):
    """The codes that came to the two numbers."""

    old_code: Annotated[str, Field(max_length=12)]
    new_code: Annotated[str, Field(max_length=12)]


class PhoneChangedOut(Schema):
    """The new number holds; draws wait until then."""

    party_id: UUID
    draws_wait_until: datetime


class StoppedOut(Schema):
    """What was stopped."""

    order_id: UUID


class GivenBack(Schema):
    """The bank is asked to collect what ends the loan."""

    loan_id: UUID
    order_id: UUID
    amount: MoneyOut


@router.put("/{uuid:party_id}/identity", response={200: PersonMade, **REFUSALS}, summary="Say who somebody is")
def identify(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: WhoIn) -> object:
    """Once; the same again changes nothing."""
    made = complete_person(call_from(request, key), party_id=party_id, name=body.name, resident_id=body.resident_id)
    return {"party_id": made}


@router.post("/{uuid:party_id}/income", response={201: IncomeKept, **REFUSALS}, summary="State an income")
def state_income(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: IncomeIn) -> object:
    """Not verified, and marked so; under the consent personal_assessment."""
    kept = declare_income(
        call_from(request, key),
        party_id=party_id,
        income=body.income.money("income"),
        living_cost=body.living_cost.money("living_cost"),
        monthly_due=body.monthly_due.money("monthly_due"),
        work_since_on=body.work_since_on,
    )
    return Status(201, kept)


@router.get(
    "/{uuid:party_id}/protections", response={200: ProtectionsOut, **REFUSALS}, summary="What protects a person"
)
def read_protections(request: HttpRequest, party_id: UUID) -> object:
    """For the person, and for staff who lend."""
    return protections_of(actor_from(request), party_id=party_id, on=home_date(current_ports().clock.now()))


@router.post("/self/exclusion", response={201: ExclusionMade, **REFUSALS}, summary="Do not lend to me")
def exclude(request: HttpRequest, key: IdempotencyKey, body: ExclusionIn) -> object:
    """For the person who asks; never lifted early."""
    return Status(201, exclude_self(call_from(request, key), months=body.months))


@router.post("/self/limit", response={201: OwnLimitMade, **REFUSALS}, summary="A limit of one's own")
def limit(request: HttpRequest, key: IdempotencyKey, body: OwnLimitIn) -> object:
    """Lower at once, higher after days of thinking."""
    return Status(201, set_own_limit(call_from(request, key), limit=body.limit.money("limit")))


@router.post("/self/think-from", response={201: OwnLimitMade, **REFUSALS}, summary="From which amount acts wait")
def think_from(request: HttpRequest, key: IdempotencyKey, body: ThinkFromIn) -> object:
    """Every draw and payment ahead of time from this amount on: lower at once, higher after days of thinking."""
    return Status(201, set_think_from(call_from(request, key), amount=body.amount.money("amount")))


@router.post("/self/phone/codes", response={200: PhoneCodesOut, **REFUSALS}, summary="Codes for another phone number")
def send_phone_codes(request: HttpRequest, key: IdempotencyKey, body: NewPhoneIn) -> object:
    """One to the number that holds, one to the new one."""
    return request_phone_codes(call_from(request, key), phone=body.phone)


@router.post("/self/phone", response={200: PhoneChangedOut, **REFUSALS}, summary="Change the phone number")
def change_number(request: HttpRequest, key: IdempotencyKey, body: PhoneCodesIn) -> object:
    """With both codes; the old number is told, and draws wait for a while."""
    codes = {"old_code": body.old_code, "new_code": body.new_code}
    return change_phone(call_from(request, key), phone=body.phone, **codes)


@router.get("/self/waiting", response={200: list[WaitingOut], **REFUSALS}, summary="What waits to be thought over")
def list_waiting(request: HttpRequest) -> object:
    """Draws and payments that are unusual for the customer; each goes through by itself at `held_until`."""
    return waiting_acts(actor_from(request), at=current_ports().clock.now())


@router.post("/self/waiting/{uuid:order_id}/stop", response={200: StoppedOut, **REFUSALS}, summary="Stop what waits")
def stop(request: HttpRequest, order_id: UUID, key: IdempotencyKey) -> object:
    """Nothing is paid out or collected; refused once it is with the bank."""
    return stop_waiting(call_from(request, key), order_id=order_id)


@router.post("/loans/{uuid:loan_id}/give-back", response={200: GivenBack, **REFUSALS}, summary="Give a loan back")
def give_back(request: HttpRequest, loan_id: UUID, key: IdempotencyKey) -> object:
    """Within the days of the product: principal and the interest of the days, no fee."""
    return give_back_loan(call_from(request, key), loan_id=loan_id)


class LanguageIn(Strict):
    """In which language messages are written."""

    language: Annotated[str, Field(max_length=10)]


@router.put("/{uuid:party_id}/language", response={200: PersonMade, **REFUSALS}, summary="Choose a language")
def put_language(request: HttpRequest, party_id: UUID, key: IdempotencyKey, body: LanguageIn) -> object:
    """For the person, and for staff."""
    return {"party_id": choose_language(call_from(request, key), party_id=party_id, language=body.language)}
