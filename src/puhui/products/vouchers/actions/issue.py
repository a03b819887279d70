"""Issues vouchers for payables, within the issuer's limit; the supplier takes them, or does not."""

from datetime import date, timedelta
from uuid import UUID

from puhui.finmath.discounts import paying_day
from puhui.foundation.casework.facade import clean_text
from puhui.foundation.catalogue.facade import parameter
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import firm_traits, require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, new_id
from puhui.kernel.money import Money
from puhui.products.vouchers.actions.parts import first_part, locked_voucher
from puhui.products.vouchers.actions.programs import locked_program
from puhui.products.vouchers.contracts import NewVoucher, ProgramState, VoucherMoved, VoucherState
from puhui.products.vouchers.models import Holding, Program, Voucher
from puhui.products.vouchers.policy_files import voucher_policy
from puhui.products.vouchers.refusals import NoProgram, PayableTaken, ProgramFull, ToItself, VoucherNotInState
from puhui.products.vouchers.rules.terms import check_amount, check_term


@use_case("vouchers.issue_voucher", answers=VoucherMoved, subject="voucher_id")
def issue_voucher(call: Call, *, asked: NewVoucher) -> VoucherMoved:
    """Promises a supplier an amount on a day. It counts against the limit at once, and is offered to the supplier."""
    call.actor.require(Role.CUSTOMER, Role.OPERATIONS, verb="issue a voucher")
    require_party(call.actor, party_id=asked.issuer_id)
    today = business_date()
    policy = voucher_policy(today)
    program = _open_program(asked.issuer_id, today=today)
    _check(asked, program, least_minor=policy.least_minor, today=today)
    use(program, minor=asked.amount.minor)
    voucher_id = new_id()
    row = Voucher.objects.create(
        id=voucher_id,
        bucket=bucket_of(voucher_id),
        program=program,
        number=f"V{today:%Y%m%d}{voucher_id.hex[-12:].upper()}",
        issuer_id=asked.issuer_id,
        supplier_id=asked.supplier_id,
        amount_minor=asked.amount.minor,
        currency=asked.amount.currency,
        payable=_payable(asked),
        reason=clean_text(asked.reason, where="reason", least=0, most=300),
        issued_on=today,
        due_on=asked.due_on,
        pays_on=paying_day(asked.due_on, rule=policy.discount_rule),
        state=VoucherState.OFFERED,
    )
    first_part(call, row, today=today)
    return VoucherMoved(row.id, VoucherState.OFFERED)


@use_case("vouchers.answer_voucher", answers=VoucherMoved, subject="voucher_id")
def answer_voucher(call: Call, *, voucher_id: UUID, accept: bool) -> VoucherMoved:
    """The supplier takes the voucher in place of the payable, or does not: then the limit is free again."""
    call.actor.require(Role.CUSTOMER, verb="take a voucher")
    row = locked_voucher(voucher_id)
    require_party(call.actor, party_id=row.supplier_id)
    if row.state != VoucherState.OFFERED or business_date() >= row.due_on:
        raise VoucherNotInState(where="voucher_id", state=row.state)
    if accept:
        row.state = VoucherState.LIVE
        row.save(update_fields=["state"])
    else:
        _withdraw(row)
    return VoucherMoved(row.id, VoucherState(row.state))


def lapse_offers(call: Call, *, on: date) -> int:
    """Offers that no supplier took in time end. A part of the day close."""
    call.actor.require(Role.SYSTEM, verb="let offers lapse")
    before = on - timedelta(days=voucher_policy(on).offer_days)
    late = Voucher.objects.filter(state=VoucherState.OFFERED, issued_on__lt=before).order_by("id")[:1000]
    ids = list(late.values_list("id", flat=True))
    for voucher_id in ids:
        row = locked_voucher(voucher_id)
        if row.state == VoucherState.OFFERED:
            _withdraw(row)
    return len(ids)


def use(program: Program, *, minor: int) -> None:
    """Takes an amount of a locked program's limit; refuses more than is free."""
    free = program.limit_minor - program.used_minor
    if minor > free:
        amount, left = Money(minor, program.currency), Money(free, program.currency)
        raise ProgramFull(where="amount", amount=amount, free=left)
    program.used_minor += minor
    program.save(update_fields=["used_minor"])


def give_back(program_id: UUID, *, minor: int) -> None:
    """A voucher ended: its amount is free again."""
    program = locked_program(program_id)
    program.used_minor -= minor
    program.save(update_fields=["used_minor"])


def _withdraw(row: Voucher) -> None:
    row.state, row.ended_on = VoucherState.REFUSED, business_date()
    row.save(update_fields=["state", "ended_on"])
    Holding.objects.filter(voucher=row).delete()
    give_back(row.program_id, minor=row.amount_minor)


def _open_program(issuer_id: UUID, *, today: date) -> Program:
    found = Program.objects.select_for_update().filter(issuer_id=issuer_id, state=ProgramState.OPEN).first()
    if found is None or found.valid_until < today:
        raise NoProgram(where="issuer_id")
    return found


def _check(asked: NewVoucher, program: Program, *, least_minor: int, today: date) -> None:
    if asked.supplier_id == asked.issuer_id:
        raise ToItself(where="supplier_id")
    if asked.supplier_id not in firm_traits([asked.supplier_id]):
        raise InvalidInput("supplier_id", "a firm that is registered here")
    check_amount(asked.amount, currency=program.currency, least_minor=least_minor)
    usual, most = (parameter(f"voucher_tenor_months_{name}", on=today) for name in ("usual", "most"))
    check_term(
        today,
        due_on=asked.due_on,
        usual_months=int(usual.number),
        most_months=int(most.number),
        reason=asked.reason.strip(),
        source=f"{most.source}, {most.article}",
    )


def _payable(asked: NewVoucher) -> str:
    """The contract or invoice, as it is told apart: without spaces, in capitals; promised once."""
    kept = "".join(clean_text(asked.payable, where="payable", least=3, most=80).split()).upper()
    running = Voucher.objects.filter(issuer_id=asked.issuer_id, payable=kept)
    if running.exclude(state=VoucherState.REFUSED).exists():
        raise PayableTaken(where="payable", payable=kept)
    return kept
