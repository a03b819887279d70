"""Reads the forms of vouchers and bills, and calls the one use case that each asks for."""

from collections.abc import Mapping
from typing import Final

from puhui.flows.discount_bill.check import check_bill, refuse_bill
from puhui.flows.discount_bill.present import claim_bill_recourse, note_letter_answer, present_bill
from puhui.flows.discount_bill.rediscount import decide_rediscount, note_rediscount_paid, pay_rediscount_back
from puhui.flows.pay_by_voucher.recourse import claim_recourse
from puhui.flows.pay_by_voucher.redeem import collect_from_issuer, pay_holder_again, release_part
from puhui.interfaces.workbench.acts import Act, Form
from puhui.interfaces.workbench.collateral_forms import decimal_of, id_of, money_of
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.products.bills.facade import (
    BillKind,
    Firm,
    NewLimit,
    NewRediscount,
    block_limit,
    decide_limit,
    propose_rediscount,
)
from puhui.products.vouchers.facade import NewProgram, decide_program, end_program, pledge_part


def program_of(form: Form) -> NewProgram:
    """A program from the form of the list."""
    return NewProgram(
        issuer_id=id_of(form, "issuer_id"),
        limit=money_of(form, "limit"),
        buying_limit=money_of(form, "buying_limit"),
        annual_rate_pct=decimal_of(form, "annual_rate_pct"),
        valid_until=parse_date(form.get("valid_until", ""), where="valid_until"),
    )


def limit_of(form: Form) -> NewLimit:
    """An acceptor's limit from the form of the list."""
    if form.get("kind") not in set(BillKind):
        raise InvalidInput("kind", "choose one of the kinds")
    return NewLimit(
        kind=BillKind(form["kind"]),
        acceptor=Firm(name=form.get("acceptor_name", ""), code=form.get("acceptor_code", "")),
        limit=money_of(form, "limit"),
        annual_rate_pct=decimal_of(form, "annual_rate_pct"),
        valid_until=parse_date(form.get("valid_until", ""), where="valid_until"),
    )


def rediscount_of(form: Form) -> NewRediscount:
    """To whom a bill goes on, from the form of its page."""
    return NewRediscount(
        taker=Firm(name=form.get("taker_name", ""), code=form.get("taker_code", "")),
        annual_rate_pct=decimal_of(form, "annual_rate_pct"),
    )


PROGRAM_ACTS: Final[Mapping[str, Act]] = {
    "agree": lambda call, program_id, _: decide_program(call, program_id=program_id, agree=True),
    "decline": lambda call, program_id, _: decide_program(call, program_id=program_id, agree=False),
    "end": lambda call, program_id, _: end_program(call, program_id=program_id),
}
VOUCHER_ACTS: Final[Mapping[str, Act]] = {
    "collect": lambda call, voucher_id, _: collect_from_issuer(call, voucher_id=voucher_id),
    "pledge": lambda call, _, form: pledge_part(
        call, part_id=id_of(form, "part_id"), pledged_for=form.get("pledged_for", "")
    ),
    "release": lambda call, _, form: release_part(call, part_id=id_of(form, "part_id")),
    "pay_again": lambda call, _, form: pay_holder_again(call, part_id=id_of(form, "part_id")),
    "recourse": lambda call, _, form: claim_recourse(call, purchase_id=id_of(form, "purchase_id")),
}
LIMIT_ACTS: Final[Mapping[str, Act]] = {
    "agree": lambda call, limit_id, _: decide_limit(call, limit_id=limit_id, agree=True),
    "decline": lambda call, limit_id, _: decide_limit(call, limit_id=limit_id, agree=False),
    "block": lambda call, limit_id, _: block_limit(call, limit_id=limit_id),
}
BILL_ACTS: Final[Mapping[str, Act]] = {
    "check": lambda call, bill_id, form: check_bill(
        call, bill_id=bill_id, registry_reference=form.get("registry_reference", "")
    ),
    "refuse": lambda call, bill_id, form: refuse_bill(call, bill_id=bill_id, reason=form.get("reason", "")),
    "present": lambda call, bill_id, _: present_bill(call, bill_id=bill_id),
    "recourse": lambda call, bill_id, form: claim_bill_recourse(
        call, bill_id=bill_id, debtor_code=form.get("debtor_code", "").strip()
    ),
    "rediscount": lambda call, bill_id, form: propose_rediscount(call, bill_id=bill_id, asked=rediscount_of(form)),
    "let_go": lambda call, _, form: decide_rediscount(call, rediscount_id=id_of(form, "rediscount_id"), agree=True),
    "keep": lambda call, _, form: decide_rediscount(call, rediscount_id=id_of(form, "rediscount_id"), agree=False),
    "taker_paid": lambda call, bill_id, _: note_rediscount_paid(call, bill_id=bill_id),
    "pay_back": lambda call, bill_id, _: pay_rediscount_back(call, bill_id=bill_id),
    "letter": lambda call, bill_id, form: note_letter_answer(call, bill_id=bill_id, note=form.get("note", "")),
}
