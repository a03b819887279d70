"""The policy lab: asking for a run, reading what came out, and signing it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from puhui.flows.policy_lab.start_run import LONGEST_POLICY, MOST_SHOCKS, PRODUCT, RunAsked, start_run
from puhui.flows.tell_pre_approvals import told_pre_approvals
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.lab_words import pre_approval_document, run_document, run_line
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, MoneyOut, Page, Strict, TextOut
from puhui.kernel.actors import STAFF_ROLES
from puhui.kernel.dates import EARLIEST, LATEST
from puhui.risk.lab.facade import (
    MOST_FIRMS,
    MOST_MONTHS,
    lab_run,
    lab_runs,
    pre_approval_passes,
    pre_approvals,
    shocks_on,
    sign_run,
)

router = Router()
Day = Annotated[date | None, Field(None, ge=EARLIEST, le=LATEST)]


class SignatureOut(Schema):
    """What a member of the committee said."""

    by_name: str
    at: datetime
    verdict: str
    comment: str


class RunOut(Schema):
    """A run: waiting, running, failed, done (to be signed), approved or rejected."""

    id: UUID
    title: str
    at: datetime
    by_name: str
    state: str
    done: int
    total: int
    why_failed: str
    finished_at: datetime | None
    inputs_hash: str
    result_hash: str
    signatures: list[SignatureOut]


class RunWithResult(RunOut):
    """A run with what it follows from and what came out; shares in millionths, amounts in minor units, as hashed."""

    inputs: dict[str, Any]
    result: dict[str, Any] | None


class RunIn(Strict):
    """What is asked: on whom, which policy and model beside the running ones, which shocks, how many months."""

    title: Annotated[str, Field(min_length=3, max_length=120)]
    portfolio: Literal["simulated", "history"] = "simulated"
    firms: Annotated[int, Field(ge=100, le=MOST_FIRMS)] = 100_000
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 20261123
    since: Day = None
    until: Day = None
    policy: Annotated[str, Field(max_length=120)] = ""
    policy_text: Annotated[str, Field(max_length=LONGEST_POLICY)] = ""
    model: Annotated[str, Field(max_length=120)] = ""
    shocks: Annotated[list[str], Field(max_length=MOST_SHOCKS)] = []
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = 12
    product: Annotated[str, Field(max_length=60)] = PRODUCT


class RunStartedOut(Schema):
    """A run that waits for a worker."""

    run_id: UUID


class SignIn(Strict):
    """What a member of the committee says."""

    verdict: Literal["approve", "reject"]
    comment: Annotated[str, Field(min_length=3, max_length=500)]


class RunSignedOut(Schema):
    """The run after the signature."""

    run_id: UUID
    state: str


class ShockOut(Schema):
    """A shock as it is assumed."""

    id: str
    version: int
    name: TextOut
    story: TextOut


@router.get("/runs", response={200: Page[RunOut], **REFUSALS}, summary="Runs of the policy lab")
def list_runs(request: HttpRequest, limit: Limit, after: After) -> object:
    """Newest first, without their results; staff only."""
    found = lab_runs(actor_from(request), after=after, most=limit)
    return {"items": [run_line(run) for run in found], "next": found[-1].id if len(found) == limit else None}


@router.post("/runs", response={200: RunStartedOut, **REFUSALS}, summary="Ask for a run")
def start(request: HttpRequest, key: IdempotencyKey, body: RunIn) -> object:
    """A worker takes it; read the run to see how far it is."""
    asked = RunAsked(**{**body.model_dump(), "shocks": tuple(body.shocks)})
    return start_run(call_from(request, key), asked=asked)


@router.get("/runs/{uuid:run_id}", response={200: RunWithResult, **REFUSALS}, summary="A run with its result")
def read_run(request: HttpRequest, run_id: UUID) -> object:
    """The result is null before the run is done; staff only."""
    return run_document(lab_run(actor_from(request), run_id=run_id))


@router.post("/runs/{uuid:run_id}/signatures", response={200: RunSignedOut, **REFUSALS}, summary="Sign a result")
def sign(request: HttpRequest, run_id: UUID, key: IdempotencyKey, body: SignIn) -> object:
    """Two members of the committee are needed, none of whom started the run."""
    return sign_run(call_from(request, key), run_id=run_id, verdict=body.verdict, comment=body.comment)


@router.get("/shocks", response={200: list[ShockOut], **REFUSALS}, summary="Known shocks")
def list_shocks(request: HttpRequest) -> object:
    """With what they assume; staff only."""
    actor_from(request).require(*STAFF_ROLES, verb="read shocks")
    return list(shocks_on(business_date()))


class PreApprovalOut(Schema):
    """What a firm could be lent: an indication without obligation."""

    firm_id: UUID
    product_code: str
    limit: MoneyOut
    term_months: int
    annual_rate_pct: str
    until: date


class PassOut(Schema):
    """A day's pass over all consented customers."""

    run_id: UUID
    on: date
    product_code: str
    policy_name: str
    asked: int
    offered: int
    borrowing: int
    one_by_one: int
    measured: int
    changed: int
    ended: int
    is_finished: bool


@router.get("/pre-approvals", response={200: Page[PreApprovalOut], **REFUSALS}, summary="Who could be lent how much")
def list_pre_approvals(request: HttpRequest, limit: Limit, after: After) -> object:
    """What holds today, in the order of the firms; staff only. `next` is a firm."""
    found = pre_approvals(actor_from(request), on=business_date(), after=after, most=limit)
    items = [pre_approval_document(one) for one in found]
    return {"items": items, "next": found[-1].firm_id if len(found) == limit else None}


@router.get(
    "/pre-approvals/mine", response={200: list[PreApprovalOut], **REFUSALS}, summary="What my firms could borrow"
)
def my_pre_approvals(request: HttpRequest) -> object:
    """Of the signed-in customer's firms that consented to be told of offers."""
    found = told_pre_approvals(actor_from(request), on=business_date())
    return [pre_approval_document(one) for one in found]


@router.get("/pre-approvals/passes", response={200: list[PassOut], **REFUSALS}, summary="Passes of pre-approval")
def list_passes(request: HttpRequest) -> object:
    """The last ones, newest first; staff only."""
    return pre_approval_passes(actor_from(request))
