"""Vouchers by the API: programs, what is issued, parts that are divided, passed on and sold. Equal to the pages."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from puhui.flows.pay_by_voucher.codes import request_voucher_code
from puhui.flows.pay_by_voucher.issue import issue_to_supplier
from puhui.flows.pay_by_voucher.pass_on import pass_on_voucher
from puhui.flows.pay_by_voucher.recourse import claim_recourse
from puhui.flows.pay_by_voucher.redeem import collect_from_issuer, pay_holder_again, release_part
from puhui.flows.pay_by_voucher.sell import quote_voucher, sell_voucher
from puhui.interfaces.rest_api.door import actor_from, call_from
from puhui.interfaces.rest_api.schemas import REFUSALS, After, IdempotencyKey, Limit, Page
from puhui.interfaces.rest_api.voucher_shapes import (
    AgreeIn,
    ChainOut,
    CodeDone,
    PartDone,
    PartOut,
    PassIn,
    PledgeIn,
    ProgramDone,
    ProgramIn,
    ProgramOut,
    PurchaseOut,
    QuoteOut,
    SellIn,
    SoldDone,
    SplitIn,
    VoucherDone,
    VoucherIn,
    VoucherOut,
)
from puhui.kernel.money import Money
from puhui.products.vouchers.facade import (
    NewProgram,
    NewVoucher,
    VoucherState,
    answer_voucher,
    chain,
    decide_program,
    end_program,
    holding,
    holdings_page,
    pledge_part,
    program,
    programs_page,
    propose_program,
    purchases_page,
    split_part,
    voucher,
    vouchers_page,
)

router = Router()


@router.get("/programs", response={200: Page[ProgramOut], **REFUSALS}, summary="Programs, newest first")
def list_programs(request: HttpRequest, limit: Limit, after: After) -> object:
    """Staff see all, issuers their own."""
    found = programs_page(actor_from(request), before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/programs", response={200: ProgramDone, **REFUSALS}, summary="Propose a program")
def new_program(request: HttpRequest, key: IdempotencyKey, body: ProgramIn) -> object:
    """A second person decides."""
    asked = NewProgram(
        issuer_id=body.issuer_id,
        limit=body.limit.money("limit"),
        buying_limit=body.buying_limit.money("buying_limit"),
        annual_rate_pct=body.annual_rate_pct,
        valid_until=body.valid_until,
        product=body.product,
    )
    return propose_program(call_from(request, key), asked=asked)


@router.get("/programs/{uuid:program_id}", response={200: ProgramOut, **REFUSALS}, summary="One program")
def read_program(request: HttpRequest, program_id: UUID) -> object:
    """For its issuer and staff."""
    return program(actor_from(request), program_id)


@router.post("/programs/{uuid:program_id}/decision", response={200: ProgramDone, **REFUSALS}, summary="Agree or not")
def decide(request: HttpRequest, program_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """Never by who proposed it."""
    return decide_program(call_from(request, key), program_id=program_id, agree=body.agree)


@router.post("/programs/{uuid:program_id}/end", response={200: ProgramDone, **REFUSALS}, summary="End a program")
def end(request: HttpRequest, program_id: UUID, key: IdempotencyKey) -> object:
    """What runs is paid as promised."""
    return end_program(call_from(request, key), program_id=program_id)


@router.get("", response={200: Page[VoucherOut], **REFUSALS}, summary="Vouchers, newest first")
def list_vouchers(
    request: HttpRequest, limit: Limit, after: After, *, state: Annotated[VoucherState | None, Query(None)] = None
) -> object:
    """Staff see all; firms what they issued or were issued."""
    found = vouchers_page(actor_from(request), state=state, before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("", response={200: VoucherDone, **REFUSALS}, summary="Issue a voucher")
def issue(request: HttpRequest, key: IdempotencyKey, body: VoucherIn) -> object:
    """Offered to the supplier, within the issuer's program."""
    asked = NewVoucher(
        issuer_id=body.issuer_id,
        supplier_id=body.issuer_id,
        amount=body.amount.money(),
        due_on=body.due_on,
        payable=body.payable,
        reason=body.reason,
    )
    return issue_to_supplier(call_from(request, key), asked=asked, supplier_uscc=body.supplier_uscc)


@router.get("/parts", response={200: Page[PartOut], **REFUSALS}, summary="Living parts, newest first")
def list_parts(
    request: HttpRequest, limit: Limit, after: After, *, voucher_id: Annotated[UUID | None, Query(None)] = None
) -> object:
    """Staff see all, holders their own."""
    found = holdings_page(actor_from(request), voucher_id=voucher_id, before=after, most=limit)
    return {"items": found, "next": found[-1].part_id if len(found) == limit else None}


@router.get("/parts/{uuid:part_id}", response={200: PartOut, **REFUSALS}, summary="One living part")
def read_part(request: HttpRequest, part_id: UUID) -> object:
    """For its holder and staff."""
    return holding(actor_from(request), part_id)


@router.get("/parts/{uuid:part_id}/chain", response={200: ChainOut, **REFUSALS}, summary="Its chain, proved")
def read_chain(request: HttpRequest, part_id: UUID) -> object:
    """Every link from the first part on."""
    links, fault = chain(actor_from(request), part_id)
    return {"links": list(links), "fault": fault}


@router.get("/parts/{uuid:part_id}/quote", response={200: QuoteOut, **REFUSALS}, summary="What it would bring today")
def read_quote(
    request: HttpRequest, part_id: UUID, *, amount: Annotated[str, Query("", max_length=20, description="In yuan")] = ""
) -> object:
    """The whole cost sheet; of a part of it when an amount is given."""
    wanted = Money.parse(amount, where="amount") if amount else None
    return quote_voucher(actor_from(request), part_id=part_id, amount=wanted)


@router.post("/parts/{uuid:part_id}/code", response={200: CodeDone, **REFUSALS}, summary="Ask for a one-time code")
def send_code(request: HttpRequest, part_id: UUID, key: IdempotencyKey) -> object:
    """To the phone of who asks."""
    return request_voucher_code(call_from(request, key), part_id=part_id)


@router.post("/parts/{uuid:part_id}/split", response={200: PartDone, **REFUSALS}, summary="Divide a part")
def split(request: HttpRequest, part_id: UUID, key: IdempotencyKey, body: SplitIn) -> object:
    """The holder keeps all of it."""
    amounts = [one.money(f"amounts.{n}") for n, one in enumerate(body.amounts)]
    return split_part(call_from(request, key), part_id=part_id, amounts=amounts)


@router.post("/parts/{uuid:part_id}/pass-on", response={200: PartDone, **REFUSALS}, summary="Pass a part on")
def pass_on(request: HttpRequest, part_id: UUID, key: IdempotencyKey, body: PassIn) -> object:
    """To another firm; the rest stays."""
    return pass_on_voucher(
        call_from(request, key), part_id=part_id, to_uscc=body.to_uscc, amount=body.amount.money(), code=body.code
    )


@router.post("/parts/{uuid:part_id}/sell", response={200: SoldDone, **REFUSALS}, summary="Have a part paid today")
def sell(request: HttpRequest, part_id: UUID, key: IdempotencyKey, body: SellIn) -> object:
    """On the sheet that was shown."""
    return sell_voucher(
        call_from(request, key),
        part_id=part_id,
        amount=body.amount.money(),
        sheet_hash=body.sheet_hash,
        code=body.code,
    )


@router.post("/parts/{uuid:part_id}/pledge", response={200: PartDone, **REFUSALS}, summary="Pledge a part")
def pledge(request: HttpRequest, part_id: UUID, key: IdempotencyKey, body: PledgeIn) -> object:
    """It does not move until it is released."""
    return pledge_part(call_from(request, key), part_id=part_id, pledged_for=body.pledged_for)


@router.post("/parts/{uuid:part_id}/release", response={200: PartDone, **REFUSALS}, summary="Release a pledged part")
def release(request: HttpRequest, part_id: UUID, key: IdempotencyKey) -> object:
    """When the voucher was paid meanwhile, its holder is paid now."""
    return release_part(call_from(request, key), part_id=part_id)


@router.post("/parts/{uuid:part_id}/pay-again", response={200: PartDone, **REFUSALS}, summary="Pay a holder again")
def pay_again(request: HttpRequest, part_id: UUID, key: IdempotencyKey) -> object:
    """After the bank had refused."""
    return pay_holder_again(call_from(request, key), part_id=part_id)


@router.get("/purchases", response={200: Page[PurchaseOut], **REFUSALS}, summary="Parts that were sold to us")
def list_purchases(request: HttpRequest, limit: Limit, after: After) -> object:
    """Staff see all, sellers their own."""
    found = purchases_page(actor_from(request), before=after, most=limit)
    return {"items": found, "next": found[-1].id if len(found) == limit else None}


@router.post("/purchases/{uuid:purchase_id}/recourse", response={200: VoucherDone, **REFUSALS}, summary="Recourse")
def recourse(request: HttpRequest, purchase_id: UUID, key: IdempotencyKey) -> object:
    """Asks who sold it to pay in the issuer's place."""
    return claim_recourse(call_from(request, key), purchase_id=purchase_id)


@router.get("/{uuid:voucher_id}", response={200: VoucherOut, **REFUSALS}, summary="One voucher")
def read_voucher(request: HttpRequest, voucher_id: UUID) -> object:
    """For its issuer, the supplier and staff."""
    return voucher(actor_from(request), voucher_id)


@router.post("/{uuid:voucher_id}/answer", response={200: VoucherDone, **REFUSALS}, summary="Take it, or not")
def answer(request: HttpRequest, voucher_id: UUID, key: IdempotencyKey, body: AgreeIn) -> object:
    """By the supplier."""
    return answer_voucher(call_from(request, key), voucher_id=voucher_id, accept=body.agree)


@router.post("/{uuid:voucher_id}/collect", response={200: VoucherDone, **REFUSALS}, summary="Collect from the issuer")
def collect(request: HttpRequest, voucher_id: UUID, key: IdempotencyKey) -> object:
    """On its day or later, never before."""
    return collect_from_issuer(call_from(request, key), voucher_id=voucher_id)
