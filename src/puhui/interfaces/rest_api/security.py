"""Enforcement, guarantees, schemes and the watch by the API. Equal in power to the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from puhui.flows.secure_loan.enforce import begin_enforcement, confirm_proceeds, pay_surplus
from puhui.flows.secure_loan.guarantee import call_guarantee, claim_guarantee_scheme, guarantee_loan
from puhui.flows.secure_loan.seen import security_of
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.rest_api.collateral import PledgeOut
from puhui.interfaces.rest_api.covers import CoverOut
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import (
    REFUSALS,
    After,
    IdempotencyKey,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    Strict,
    TextOut,
)
from puhui.products.collateral.facade import (
    EnforcementState,
    GuaranteeMode,
    GuaranteeState,
    Means,
    NewGuarantee,
    enforcement,
    enforcements,
    episodes,
    guarantees_page,
    note_step,
    propose_proceeds,
    schemes,
    stop_enforcement,
)

router = Router()


class ReasonIn(Strict):
    """Why."""

    reason: Annotated[str, Field(max_length=500)]


class StepIn(Strict):
    """A step of an enforcement."""

    kind: Annotated[str, Field(max_length=20)]
    on: date
    note: Annotated[str, Field(max_length=500)] = ""


class ProceedsIn(Strict):
    """What the sale brought and what it cost."""

    proceeds: MoneyIn
    costs: MoneyIn
    sold_on: date


class MeansIn(Strict):
    """What a guarantor owns, earns in a year, and owes elsewhere."""

    assets: MoneyIn
    income: MoneyIn
    debts: MoneyIn


class GuaranteeIn(Strict):
    """Who answers for a loan, how, for which share and for how much at the most."""

    guarantor_id: UUID
    mode: GuaranteeMode
    share_pct: Annotated[Decimal, Field(gt=0, le=100, max_digits=7, decimal_places=4)]
    most: MoneyIn
    means: MeansIn


class SchemeIn(Strict):
    """The code of a scheme."""

    scheme: Annotated[str, Field(max_length=60)]


class CallIn(Strict):
    """On which grounds; needed of who answers only after the debtor."""

    grounds: Annotated[str, Field(max_length=500)] = ""


class StepOut(Schema):
    """A step that was taken."""

    kind: str
    on: date
    note: str
    by_name: str


class ShareOut(Schema):
    """What one pledge got."""

    pledge_id: UUID
    debt_id: UUID
    rank: int
    secured: MoneyOut
    owed: MoneyOut
    paid: MoneyOut


class EnforcementOut(Schema):
    """A thing that is sold for its debts."""

    id: UUID
    asset_id: UUID
    owner_id: UUID
    reason: str
    state: EnforcementState
    proceeds: MoneyOut
    costs: MoneyOut
    surplus: MoneyOut
    sold_on: date | None
    proposed_by_name: str
    confirmed_by_name: str
    steps: list[StepOut]
    shares: list[ShareOut]


class EnforcementDone(Schema):
    """The enforcement after an act."""

    enforcement_id: UUID
    asset_id: UUID
    state: EnforcementState


class ProceedsDone(Schema):
    """A sale that is in the books."""

    enforcement_id: UUID
    paid: MoneyOut
    costs: MoneyOut
    surplus: MoneyOut


class GuaranteeOut(Schema):
    """Who answers for a debt."""

    id: UUID
    debt_id: UUID
    borrower_id: UUID
    guarantor_id: UUID | None
    scheme: str
    mode: GuaranteeMode
    share_pct: Decimal
    amount: MoneyOut
    fee: MoneyOut
    is_ring: bool
    state: GuaranteeState
    given_on: date
    ended_on: date | None
    called: MoneyOut
    called_on: date | None


class GuaranteeDone(Schema):
    """The guarantee after an act; `is_ring`: the borrower answers for the guarantor."""

    guarantee_id: UUID
    state: GuaranteeState
    amount: MoneyOut
    is_ring: bool


class SchemeOut(Schema):
    """A scheme: its terms, what it answers for, what is free."""

    code: str
    kind: str
    name: TextOut
    share_pct: Decimal
    fee_pct: Decimal
    fee_paid_by: str
    covers_interest: bool
    call_from_days: int
    call_until_days: int
    per_borrower: MoneyOut
    capacity: MoneyOut
    used: MoneyOut
    free: MoneyOut


class EpisodeOut(Schema):
    """A time in which a loan or a thing had to be looked at."""

    id: UUID
    subject_id: UUID
    kind: str
    level: str
    ratio_bps: int | None
    began_on: date
    ended_on: date | None


class SecurityOut(Schema):
    """What stands behind a loan; `ratio_bps`: owed over the value that counts; `cover_asked`: by the product."""

    loan_id: UUID
    owed: MoneyOut
    things: MoneyOut
    unperfected: MoneyOut
    guaranteed: MoneyOut
    ratio_bps: int | None
    pledges: list[PledgeOut]
    guarantees: list[GuaranteeOut]
    covers: list[CoverOut]
    cover_asked: str
    is_cover_missing: bool


@router.get("/loans/{uuid:loan_id}", response={200: SecurityOut, **REFUSALS}, summary="What stands behind a loan")
def read_security(request: HttpRequest, loan_id: UUID) -> object:
    """Staff only."""
    return security_of(actor_from(request), loan_id)


@router.post(
    "/assets/{uuid:asset_id}/enforcement", response={200: EnforcementDone, **REFUSALS}, summary="Begin to sell"
)
def begin(request: HttpRequest, asset_id: UUID, key: IdempotencyKey, body: ReasonIn) -> object:
    """Refused while no loan behind which it stands is late enough."""
    return begin_enforcement(call_from(request, key), asset_id=asset_id, reason=body.reason)


@router.get("/enforcements", response={200: Page[EnforcementOut], **REFUSALS}, summary="Enforcements, newest first")
def list_enforcements(request: HttpRequest, limit: Limit, after: After) -> object:
    """Staff only."""
    found = enforcements(actor_from(request), before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.get("/enforcements/{uuid:enforcement_id}", response={200: EnforcementOut, **REFUSALS}, summary="One of them")
def read_enforcement(request: HttpRequest, enforcement_id: UUID) -> object:
    """With its steps and shares."""
    return enforcement(actor_from(request), enforcement_id)


@router.post(
    "/enforcements/{uuid:enforcement_id}/steps", response={200: EnforcementDone, **REFUSALS}, summary="Note a step"
)
def new_step(request: HttpRequest, enforcement_id: UUID, key: IdempotencyKey, body: StepIn) -> object:
    """Steps are never changed."""
    call = call_from(request, key)
    return note_step(call, enforcement_id=enforcement_id, kind=body.kind, on=body.on, note=body.note)


@router.post(
    "/enforcements/{uuid:enforcement_id}/proceeds",
    response={200: EnforcementDone, **REFUSALS},
    summary="Name the proceeds",
)
def new_proceeds(request: HttpRequest, enforcement_id: UUID, key: IdempotencyKey, body: ProceedsIn) -> object:
    """Another person confirms before anything is booked."""
    return propose_proceeds(
        call_from(request, key),
        enforcement_id=enforcement_id,
        proceeds=body.proceeds.money("proceeds"),
        costs=body.costs.money("costs"),
        sold_on=body.sold_on,
    )


@router.post(
    "/enforcements/{uuid:enforcement_id}/confirm", response={200: ProceedsDone, **REFUSALS}, summary="Confirm and book"
)
def confirm(request: HttpRequest, enforcement_id: UUID, key: IdempotencyKey) -> object:
    """Split by rank, booked on the loans, the rest paid to the owner."""
    return confirm_proceeds(call_from(request, key), enforcement_id=enforcement_id)


@router.post("/enforcements/{uuid:enforcement_id}/stop", response={200: EnforcementDone, **REFUSALS}, summary="Stop it")
def stop(request: HttpRequest, enforcement_id: UUID, key: IdempotencyKey) -> object:
    """The thing stands as before."""
    return stop_enforcement(call_from(request, key), enforcement_id=enforcement_id)


@router.post(
    "/enforcements/{uuid:enforcement_id}/pay-surplus",
    response={200: EnforcementDone, **REFUSALS},
    summary="Pay the owner again",
)
def pay_again(request: HttpRequest, enforcement_id: UUID, key: IdempotencyKey) -> object:
    """After the bank had refused."""
    return pay_surplus(call_from(request, key), enforcement_id=enforcement_id)


@router.get("/guarantees", response={200: Page[GuaranteeOut], **REFUSALS}, summary="Guarantees, newest first")
def list_guarantees(
    request: HttpRequest,
    limit: Limit,
    after: After,
    *,
    loan_id: Annotated[UUID | None, Query(None)] = None,
    guarantor_id: Annotated[UUID | None, Query(None)] = None,
) -> object:
    """Staff only."""
    found = guarantees_page(actor_from(request), debt_id=loan_id, guarantor_id=guarantor_id, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/loans/{uuid:loan_id}/guarantees", response={200: GuaranteeDone, **REFUSALS}, summary="A party answers")
def new_guarantee(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: GuaranteeIn) -> object:
    """Refused for the borrower, and beyond what the guarantor can carry."""
    means = Means(
        assets_minor=body.means.assets.money("assets").minor,
        income_minor=body.means.income.money("income").minor,
        debts_minor=body.means.debts.money("debts").minor,
    )
    asked = NewGuarantee(
        guarantor_id=body.guarantor_id,
        mode=body.mode,
        share_pct=body.share_pct,
        most=body.most.money("most"),
        means=means,
    )
    return guarantee_loan(call_from(request, key), loan_id=loan_id, asked=asked)


@router.post("/loans/{uuid:loan_id}/schemes", response={200: GuaranteeDone, **REFUSALS}, summary="A scheme answers")
def new_claim(request: HttpRequest, loan_id: UUID, key: IdempotencyKey, body: SchemeIn) -> object:
    """Refused when the scheme has no room."""
    return claim_guarantee_scheme(call_from(request, key), loan_id=loan_id, scheme=body.scheme)


@router.post("/guarantees/{uuid:guarantee_id}/call", response={200: GuaranteeDone, **REFUSALS}, summary="Call it")
def call_it(request: HttpRequest, guarantee_id: UUID, key: IdempotencyKey, body: CallIn) -> object:
    """On its conditions; the payment itself follows."""
    return call_guarantee(call_from(request, key), guarantee_id=guarantee_id, grounds=body.grounds)


@router.get("/schemes", response={200: list[SchemeOut], **REFUSALS}, summary="Guarantee schemes and what is free")
def list_schemes(request: HttpRequest) -> object:
    """Staff only."""
    return schemes(actor_from(request), on=business_date())


@router.get("/watch", response={200: Page[EpisodeOut], **REFUSALS}, summary="What the watch found")
def list_episodes(
    request: HttpRequest, limit: Limit, after: After, *, ended: Annotated[bool, Query(False)] = False
) -> object:
    """Open episodes, newest first; with `ended` those of the past as well."""
    found = episodes(actor_from(request), open_only=not ended, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}
