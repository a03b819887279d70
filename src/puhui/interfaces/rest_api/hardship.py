"""Help for who cannot pay, and relief for regions: equal in power to the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.collections.hardship import (
    accept_plan,
    ask_for_help,
    decline_help,
    offer_plan,
    plan_options,
    refuse_plan,
    withdraw_help,
)
from puhui.flows.collections.relief import confirm_relief, preview_relief, propose_relief, undo_relief
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyIn, MoneyOut, Strict
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.products.collections.facade import (
    HelpState,
    ReliefState,
    help_request,
    help_requests,
    relief,
    relief_lines,
    relief_measures,
    reliefs,
)
from puhui.products.lending.facade import ChangeAsked

router = Router()
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Words = Annotated[str, Field(max_length=1000)]


class HelpOut(Schema):
    """A request for help."""

    id: UUID
    loan_id: UUID
    reason: str
    can_pay: MoneyOut | None
    better_on: date | None
    asked_on: date
    state: HelpState
    change_id: UUID | None
    observed_until: date | None
    ended_on: date | None


class HelpIn(Strict):
    """What happened, what can be paid each time, from when it is better. No proof."""

    reason: Annotated[str, Field(max_length=20)]
    can_pay: MoneyIn | None = None
    better_on: Day | None = None
    words: Words = ""


class HelpDone(Schema):
    """The request after an act."""

    help_id: UUID
    loan_id: UUID
    state: HelpState


class PlanIn(Strict):
    """A plan: one of the possible ones, or another that the engine allows."""

    kind: Literal["payment_holiday", "extension", "re_amortise", "restructure"]
    until: Day | None = None
    n: Annotated[int, Field(ge=0, le=360)] = 0
    interest: Literal["accrues", "free"] = "accrues"
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class PlanOut(Schema):
    """A plan that is possible, and what it does."""

    kind: str
    until: date | None
    n: int
    fits: bool
    after_n: int
    next_due_on: date | None
    next_due: MoneyOut
    overdue: MoneyOut
    ends_on: date | None
    more_to_pay: MoneyOut


class WordsIn(Strict):
    """Why not."""

    words: Words


class AcceptIn(Strict):
    """The code that came by text message, for the plan as it was shown (`after_n`)."""

    code: Annotated[str, Field(min_length=1, max_length=12)]
    after_n: Annotated[int, Field(ge=0, le=100_000)]


class MeasureOut(Schema):
    """A measure of relief of the policy folder."""

    id: str
    version: int
    regions: list[str]
    reason: str
    rest_from: date
    rest_until: date
    interest: str


class CountsOut(Schema):
    """Whom a measure would meet."""

    measure: str
    parties: int
    loans: int
    principal: MoneyOut


class ReliefOut(Schema):
    """A measure that was proposed, and how far it came."""

    id: UUID
    measure: str
    version: int
    state: ReliefState
    expected_loans: int
    expected_principal: MoneyOut
    met: int
    left_out: int
    undone: int
    proposed_by_name: str
    confirmed_by_name: str
    proposed_on: date


class ReliefLineOut(Schema):
    """A loan that was met, or why not."""

    loan_id: UUID
    event_id: UUID | None
    why_not: str
    undone_event_id: UUID | None


class MeasureIn(Strict):
    """Which measure."""

    measure: Annotated[str, Field(max_length=60)]


class AgreeIn(Strict):
    """Whether the second person agrees."""

    agree: bool


class ReliefDone(Schema):
    """The measure after an act."""

    relief_id: UUID
    state: ReliefState


@router.get("/loans/{uuid:loan_id}/help", response={200: list[HelpOut], **REFUSALS}, summary="Requests for help")
def list_help(request: HttpRequest, loan_id: UUID) -> object:
    """Newest first; a borrower sees their own."""
    return help_requests(actor_from(request), loan_id=loan_id)


@router.post("/loans/{uuid:loan_id}/help", response={200: HelpDone, **REFUSALS}, summary="I cannot pay")
def new_help(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: HelpIn) -> object:
    """Opens a case for a person; until it is answered nobody calls about the loan."""
    return ask_for_help(
        call_from(request, key),
        loan_id=loan_id,
        reason=body.reason,
        can_pay=body.can_pay.money("can_pay") if body.can_pay else None,
        better_on=body.better_on,
        words=body.words,
    )


@router.get("/help/{uuid:help_id}/plans", response={200: list[PlanOut], **REFUSALS}, summary="Plans that are possible")
def list_plans(request: HttpRequest, help_id: UUID) -> object:
    """Computed by the engine on the loan as it stands, those that fit first."""
    actor = actor_from(request)
    options = plan_options(actor, asked=help_request(actor, help_id=help_id))
    return [_plan(option.asked, option.fits, option.shown.preview) for option in options]


@router.post("/help/{uuid:help_id}/offer", response={200: HelpDone, **REFUSALS}, summary="Offer a plan")
def offer(request: HttpRequest, help_id: UUID, key: IdempotencyKey, body: PlanIn) -> object:
    """A second person confirms it where policy says so, then the borrower is asked."""
    plan = ChangeAsked(kind=body.kind, until=body.until, n=body.n, interest=body.interest, reason="hardship")
    return offer_plan(call_from(request, key), help_id=help_id, plan=plan, reason=body.reason)


@router.post("/help/{uuid:help_id}/decline", response={200: HelpDone, **REFUSALS}, summary="No plan is possible")
def decline(request: HttpRequest, help_id: UUID, key: IdempotencyKey, body: WordsIn) -> object:
    """The borrower reads why."""
    return decline_help(call_from(request, key), help_id=help_id, words=body.words)


@router.post("/help/{uuid:help_id}/accept", response={200: HelpDone, **REFUSALS}, summary="Agree to the plan")
def accept(request: HttpRequest, help_id: UUID, key: IdempotencyKey, body: AcceptIn) -> object:
    """By the borrower, with the code."""
    return accept_plan(call_from(request, key), help_id=help_id, code=body.code, after_n=body.after_n)


@router.post("/help/{uuid:help_id}/refuse", response={200: HelpDone, **REFUSALS}, summary="Do not take the plan")
def refuse(request: HttpRequest, help_id: UUID, key: IdempotencyKey) -> object:
    """By the borrower; staff look for another one."""
    return refuse_plan(call_from(request, key), help_id=help_id)


@router.post("/help/{uuid:help_id}/withdraw", response={200: HelpDone, **REFUSALS}, summary="No help is needed")
def withdraw(request: HttpRequest, help_id: UUID, key: IdempotencyKey) -> object:
    """By the borrower."""
    return withdraw_help(call_from(request, key), help_id=help_id)


@router.get("/relief/measures", response={200: list[MeasureOut], **REFUSALS}, summary="Measures of relief")
def list_measures(request: HttpRequest) -> object:
    """Those of the policy folder."""
    reliefs(actor_from(request), most=1)
    return list(relief_measures().values())


@router.get("/relief/preview", response={200: CountsOut, **REFUSALS}, summary="Whom a measure would meet")
def count_relief(request: HttpRequest, measure: Annotated[str, Query(max_length=60)]) -> object:
    """Nothing is written."""
    return preview_relief(actor_from(request), measure=measure)


@router.get("/relief", response={200: list[ReliefOut], **REFUSALS}, summary="Relief that was proposed")
def list_relief(request: HttpRequest, limit: Limit) -> object:
    """Newest first. Staff only."""
    return reliefs(actor_from(request), most=limit)


@router.post("/relief", response={200: ReliefDone, **REFUSALS}, summary="Propose relief")
def new_relief(request: HttpRequest, key: IdempotencyKey, body: MeasureIn) -> object:
    """Another person confirms it."""
    return propose_relief(call_from(request, key), measure=body.measure)


@router.get("/relief/{uuid:relief_id}", response={200: ReliefOut, **REFUSALS}, summary="One measure")
def read_relief(request: HttpRequest, relief_id: UUID) -> object:
    """How far it came. Staff only."""
    return relief(actor_from(request), relief_id=relief_id)


@router.get("/relief/{uuid:relief_id}/loans", response={200: list[ReliefLineOut], **REFUSALS}, summary="Its loans")
def read_relief_lines(request: HttpRequest, relief_id: UUID, limit: Limit, after: After) -> object:
    """Met or left out; give the last `loan_id` back as `after`."""
    return relief_lines(actor_from(request), relief_id=relief_id, after=after, most=limit)


@router.post("/relief/{uuid:relief_id}/decide", response={200: ReliefDone, **REFUSALS}, summary="Confirm or reject")
def decide(request: HttpRequest, relief_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Never by who proposed it (or its undoing)."""
    return confirm_relief(call_from(request, key), relief_id=relief_id, agree=body.agree)


@router.post("/relief/{uuid:relief_id}/undo", response={200: ReliefDone, **REFUSALS}, summary="Propose to undo")
def undo(request: HttpRequest, relief_id: UUID, key: IdempotencyKey) -> object:
    """Another person confirms it."""
    return undo_relief(call_from(request, key), relief_id=relief_id)


def _plan(asked: ChangeAsked, fits: bool, preview: Any) -> Mapping[str, object]:
    after, currency = preview.after, preview.currency
    return {
        "kind": asked.kind,
        "until": asked.until,
        "n": asked.n,
        "fits": fits,
        "after_n": preview.after_n,
        "next_due_on": after.next_due_on,
        "next_due": MoneyOut.of(after.next_due_minor, currency),
        "overdue": MoneyOut.of(after.overdue.total, currency),
        "ends_on": after.ends_on,
        "more_to_pay": MoneyOut.of(preview.more_to_pay_minor, currency),
    }
