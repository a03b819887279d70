"""Opens programs: what an issuer may owe by voucher, proposed by one person and decided by another."""

from decimal import Decimal
from typing import Final
from uuid import UUID

from puhui.foundation.catalogue.facade import check_price, product
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.money import MAX_MINOR
from puhui.products.vouchers.contracts import NewProgram, ProgramMoved, ProgramState
from puhui.products.vouchers.models import Program
from puhui.products.vouchers.refusals import ProgramFourEyes, ProgramNotInState

PROPOSERS: Final = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER)
_HIGHEST_RATE: Final = Decimal(36)


@use_case("vouchers.propose_program", answers=ProgramMoved, subject="program_id")
def propose_program(call: Call, *, asked: NewProgram) -> ProgramMoved:
    """Proposes what an issuer may owe by voucher, and what of that we buy."""
    call.actor.require(*PROPOSERS, verb="propose a voucher program")
    require_party(call.actor, party_id=asked.issuer_id)
    _check(asked)
    row = Program.objects.create(
        id=new_id(),
        issuer_id=asked.issuer_id,
        currency=asked.limit.currency,
        limit_minor=asked.limit.minor,
        buying_limit_minor=asked.buying_limit.minor,
        annual_rate_pct=asked.annual_rate_pct,
        product_code=asked.product,
        valid_until=asked.valid_until,
        state=ProgramState.PROPOSED,
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_on=business_date(),
    )
    return ProgramMoved(row.id, ProgramState.PROPOSED)


@use_case("vouchers.decide_program", answers=ProgramMoved, subject="program_id")
def decide_program(call: Call, *, program_id: UUID, agree: bool) -> ProgramMoved:
    """A second person opens the program, or does not. An open one of the same issuer ends: this one follows it."""
    call.actor.require(Role.RISK_OFFICER, verb="decide a voucher program")
    row = locked_program(program_id)
    if row.state != ProgramState.PROPOSED:
        raise ProgramNotInState(where="program_id", why=f"it is {row.state}", why_zh=f"当前状态为 {row.state}")
    if row.proposed_by == call.actor.id:
        raise ProgramFourEyes(where="program_id")
    if agree:
        open_ones = Program.objects.filter(issuer_id=row.issuer_id, currency=row.currency, state=ProgramState.OPEN)
        open_ones.update(state=ProgramState.ENDED)
    row.state = ProgramState.OPEN if agree else ProgramState.DECLINED
    row.decided_by_name = call.actor.name[:80]
    row.save(update_fields=["state", "decided_by_name"])
    return ProgramMoved(row.id, row.state)


@use_case("vouchers.end_program", answers=ProgramMoved, subject="program_id")
def end_program(call: Call, *, program_id: UUID) -> ProgramMoved:
    """No further vouchers are issued under it, and none of them is bought; those that run are paid as promised."""
    call.actor.require(Role.RISK_OFFICER, verb="end a voucher program")
    row = locked_program(program_id)
    if row.state != ProgramState.OPEN:
        raise ProgramNotInState(where="program_id", why=f"it is {row.state}", why_zh=f"当前状态为 {row.state}")
    row.state = ProgramState.ENDED
    row.save(update_fields=["state"])
    return ProgramMoved(row.id, ProgramState.ENDED)


def locked_program(program_id: UUID) -> Program:
    """The program, locked: its sums change one after the other."""
    row = Program.objects.select_for_update().filter(id=program_id).first()
    if row is None:
        raise NotFound("voucher program", where="program_id")
    return row


def _check(asked: NewProgram) -> None:
    currency = asked.limit.currency
    if currency != "CNY" or not 0 < asked.limit.minor <= MAX_MINOR:
        raise InvalidInput("limit", "an amount of CNY above zero")
    if asked.buying_limit.currency != currency or not 0 <= asked.buying_limit.minor <= asked.limit.minor:
        raise InvalidInput("buying_limit", "not below zero, and no more than the limit")
    rate = asked.annual_rate_pct
    if not (rate.is_finite() and 0 < rate <= _HIGHEST_RATE and rate == round(rate, 4)):
        raise InvalidInput("annual_rate_pct", f"above 0, at most {_HIGHEST_RATE}, with four decimals")
    offered = product(asked.product, on=business_date())
    if offered.form != "voucher":
        raise InvalidInput("product", "a product that buys vouchers")
    check_price(offered, annual_rate_pct=rate)
    if bounded_date(asked.valid_until, where="valid_until") <= business_date():
        raise InvalidInput("valid_until", "a day after today")
