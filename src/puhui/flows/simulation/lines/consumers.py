"""Made-up persons without a firm: two with a loan for the household, and an old one whose hospital is paid."""

from datetime import date
from typing import Final

from puhui.flows.declare_income import declare_income
from puhui.flows.pay_payee.register import decide_payee, propose_payee
from puhui.flows.simulation.lines.borrower import (
    Borrower,
    Life,
    borrow,
    firm_comes,
    person_comes,
    some_firm,
    some_person,
    yuan,
)
from puhui.flows.simulation.world import World

PERSONS: Final = ("19800000001", "19800000002")
GRANDMOTHER: Final = "19800000003"
HOSPITAL: Final = "19900009801"
OLD, YOUNG = date(1956, 1, 1), date(1990, 1, 1)


def persons_borrow(world: World) -> Life:
    """Two persons furnish their homes with a loan in instalments."""
    for turn, phone in enumerate(PERSONS):
        came = person_comes(world, phone, some_person(world, turn=turn, born_after=YOUNG))
        _tells_income(came, income="7000.00", living="2600.00")
        done = borrow(
            came,
            product_code="personal-instalment",
            amount=yuan("8000.00"),
            term_months=12,
            method="equal_instalment",
            purpose="household",
        )
        if done is not None:
            world.count("line: personal loans")
        yield 1


def grandmother_is_treated(world: World) -> Life:
    """She is over seventy, reads slowly, and owes the lender; the hospital is paid."""
    hospital = firm_comes(world, HOSPITAL, some_firm(world, turn=0), is_borrower=False)
    let_in(world, hospital, kind="hospital")
    came = person_comes(world, GRANDMOTHER, some_person(world, turn=0, born_before=OLD))
    _tells_income(came, income="4200.00", living="1600.00")
    done = borrow(
        came,
        product_code="medical-instalment",
        amount=yuan("6800.00"),
        term_months=12,
        method="equal_instalment",
        purpose="aids",
        payee_id=hospital.party_id,
        payee_reference="ZY-0118",
    )
    if done is not None:
        world.count("line: medical instalments")
    yield 1


def let_in(world: World, payee: Borrower, *, kind: str) -> None:
    """Proposed by one member of the staff, let in by another."""
    proposed = propose_payee(
        world.call(world.staff["operations"]),
        party_id=payee.party_id,
        kind=kind,
        reason="已核对执照与收款账户（示例）",
    )
    decide_payee(world.call(world.staff["compliance"]), payee_id=proposed.payee_id, agree=True)


def _tells_income(came: Borrower, *, income: str, living: str) -> None:
    came.consents("personal_assessment", "personal_records")
    came.consents("credit_report", scope=("person_credit",))
    declare_income(
        came.call(),
        party_id=came.party_id,
        income=yuan(income),
        living_cost=yuan(living),
        monthly_due=yuan("0.00"),
    )
