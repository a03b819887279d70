"""Bank statements against the books: once, to the fen; certain lines settle, the rest stands in suspense."""

import contextlib
import random
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.bank.maker import Line, camt, generic_csv
from tests.rooms.lending.lender import pass_days_to
from tests.rooms.lending.lender import proven as loans_proven
from tests.rooms.lending.world import World

from puhui.adapters.payments.embedded import BankHabits
from puhui.flows.receive_repayment import repay_loan
from puhui.flows.reconcile_statements import match
from puhui.flows.reconcile_statements.match import import_bank_file, reconcile_statement
from puhui.flows.reconcile_statements.report import check_bank_account, suspense_differences
from puhui.flows.reconcile_statements.suspense import accept_match, confirm_line, place_line, return_line
from puhui.flows.refund_unapplied import request_refund
from puhui.foundation.ledger.facade import balance
from puhui.foundation.payments.facade import (
    LineFourEyes,
    LineNotInState,
    LineState,
    StatementKnown,
    lines_page,
    order,
)
from puhui.foundation.payments.models import BankStatementLine
from puhui.kernel.actors import SYSTEM, Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import CannotRepay, loan, loan_events

pytestmark = pytest.mark.django_db
SILENT = BankHabits(never_per_mille=1000)
OPERATIONS = Actor(new_id(), frozenset({Role.OPERATIONS}), name="Op")
FINANCE = Actor(new_id(), frozenset({Role.FINANCE}), name="Fin")


def proven() -> bool:
    """The loans tie out, and so does suspense."""
    assert suspense_differences() == []
    return loans_proven()


@pytest.fixture
def world() -> Iterator[World]:
    return World(start=date(2026, 1, 31))


def silent(world: World) -> None:
    """From here on the bank answers nothing: only its statements speak."""
    object.__setattr__(world.bank, "habits", SILENT)


def collected(world: World, loan_id: UUID, minor: int) -> UUID:
    return repay_loan(world.call(), loan_id=loan_id, amount=Money(minor)).order_id


def brought(world: World, lines: list[Line], *, number: str = "S1", opening: int = 0) -> UUID:
    found = import_bank_file(
        world.call(), content=camt(lines, number=number, opening=opening), form="camt.053"
    ).statement_ids[0]
    reconcile_statement(world.call(), statement_id=found)
    return found


def states(statement_id: UUID) -> list[str]:
    lines = lines_page(SYSTEM, statement_id=statement_id)
    return [line.state for line in sorted(lines, key=lambda line: line.n)]


def suspended(statement_id: UUID) -> UUID:
    return next(line.id for line in lines_page(SYSTEM, statement_id=statement_id, states=[LineState.SUSPENDED]))


def borrowed(world: World) -> tuple[UUID, UUID]:
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    silent(world)
    pass_days_to(date(2026, 2, 3))
    return firm, loan_id


def test_an_order_that_the_bank_never_answered_is_settled_by_its_statement(world: World) -> None:
    _, loan_id = borrowed(world)
    order_id = collected(world, loan_id, 5_000_00)
    before = loan(SYSTEM, loan_id).line.principal_outstanding
    statement_id = brought(world, [Line(minor=5_000_00, e2e=order_id.hex, ref="R1")])
    assert states(statement_id) == ["matched"]
    assert order(SYSTEM, order_id).state == "settled"
    assert loan(SYSTEM, loan_id).line.principal_outstanding.minor < before.minor
    assert proven()


def test_the_same_statement_twice_and_the_same_line_in_another_are_once(world: World) -> None:
    _, loan_id = borrowed(world)
    order_id = collected(world, loan_id, 5_000_00)
    line = Line(minor=5_000_00, e2e=order_id.hex, ref="R1")
    first = brought(world, [line])
    counts = BankStatementLine.objects.count()
    assert brought(world, [line]) == first
    assert BankStatementLine.objects.count() == counts
    overlapping = brought(world, [line, Line(minor=1_00, ref="R2")], number="S2")
    assert states(overlapping) == ["duplicate", "suspended"]
    before = footprint()
    with pytest.raises(StatementKnown):
        brought(world, [Line(minor=9_99, ref="R9")])
    assert footprint() == before
    assert balance("suspense.received").minor == 1_00
    assert proven()


def test_one_order_in_two_lines_and_many_orders_in_one(world: World) -> None:
    _, loan_id = borrowed(world)
    whole, one, two = (collected(world, loan_id, minor) for minor in (3_000_00, 1_000_00, 2_000_00))
    statement_id = brought(
        world,
        [
            Line(minor=1_200_00, e2e=whole.hex, ref="A"),
            Line(minor=3_000_00, text=f"batch {one} {two}", ref="B"),
        ],
    )
    assert states(statement_id) == ["matched", "matched"]
    assert order(SYSTEM, whole).is_open  # only a part of it has come
    assert (order(SYSTEM, one).state, order(SYSTEM, two).state) == ("settled", "settled")
    brought(world, [Line(minor=1_800_00, e2e=whole.hex, ref="C")], number="S2")
    assert order(SYSTEM, whole).state == "settled"
    assert proven()


def test_what_does_not_match_stands_in_suspense_with_suggestions(world: World) -> None:
    _, loan_id = borrowed(world)
    order_id = collected(world, loan_id, 5_000_00)
    statement_id = brought(world, [Line(minor=5_000_00, name="示例商行1", ref="R1"), Line(minor=-7_00, ref="R2")])
    assert states(statement_id) == ["suspended", "suspended"]
    assert (balance("suspense.received").minor, balance("suspense.paid").minor) == (5_000_00, 7_00)
    first = lines_page(SYSTEM, statement_id=statement_id, states=[LineState.SUSPENDED])
    by_n = {line.n: line for line in first}
    assert [(m.rule, m.score) for m in by_n[1].suggestions] == [("amount_date_name", 85)]
    assert "示例商行1" not in by_n[1].counterparty
    accept_match(world.call(OPERATIONS), line_id=by_n[1].id, order_ids=by_n[1].suggestions[0].order_ids)
    assert order(SYSTEM, order_id).state == "settled"
    assert balance("suspense.received").minor == 0
    assert proven()


def test_money_is_placed_on_a_loan_from_its_value_date(world: World) -> None:
    _, loan_id = borrowed(world)
    statement_id = brought(world, [Line(minor=5_000_00, ref="R1", on=date(2026, 2, 2))])
    bank = balance("bank.operating").minor
    done = place_line(world.call(OPERATIONS), line_id=suspended(statement_id), loan_id=loan_id)
    assert (done.state, done.awaits_second) == ("placed", False)
    event = loan_events(SYSTEM, loan_id)[0]
    assert (event.kind, event.on, event.amount.minor) == ("payment", date(2026, 2, 2), 5_000_00)
    assert balance("suspense.received").minor == 0
    assert balance("bank.operating").minor == bank
    assert proven()
    with pytest.raises(LineNotInState):
        place_line(world.call(OPERATIONS), line_id=done.line_id, loan_id=loan_id)


def test_above_the_threshold_two_people_decide(world: World) -> None:
    _, loan_id = borrowed(world)
    statement_id = brought(world, [Line(minor=10_000_01, ref="R1")])
    line_id = suspended(statement_id)
    asked = place_line(world.call(OPERATIONS), line_id=line_id, loan_id=loan_id)
    assert (asked.state, asked.awaits_second) == ("suspended", True)
    before = footprint()
    with pytest.raises(LineFourEyes):
        confirm_line(world.call(OPERATIONS), line_id=line_id, agree=True)
    with pytest.raises(Forbidden):
        confirm_line(world.call(Actor(new_id(), frozenset({Role.AUDITOR}))), line_id=line_id, agree=True)
    assert footprint() == before
    assert confirm_line(world.call(FINANCE), line_id=line_id, agree=False).state == "suspended"
    with pytest.raises(LineNotInState):
        confirm_line(world.call(FINANCE), line_id=line_id, agree=True)
    place_line(world.call(FINANCE), line_id=line_id, loan_id=loan_id)
    assert confirm_line(world.call(OPERATIONS), line_id=line_id, agree=True).state == "placed"
    assert proven()


@pytest.mark.parametrize("bank_pays", [True, False])
def test_money_goes_back_to_who_sent_it(world: World, bank_pays: bool) -> None:
    borrowed(world)
    statement_id = brought(world, [Line(minor=42_00, ref="R1")])
    line_id = suspended(statement_id)
    object.__setattr__(world.bank, "habits", BankHabits(delay=world.bank.habits.delay * 0, twice_per_mille=0))
    if not bank_pays:
        world.bank.set_account(line_id, is_closed=True)
    assert return_line(world.call(OPERATIONS), line_id=line_id, reason="unknown sender").state == "returning"
    world.work()
    assert states(statement_id) == ["returned" if bank_pays else "suspended"]
    assert balance("suspense.received").minor == (0 if bank_pays else 42_00)
    assert proven()
    if not bank_pays:
        world.bank.set_account(line_id)
        return_line(world.call(OPERATIONS), line_id=line_id, reason="again")
        world.work()
        assert states(statement_id) == ["returned"]
        assert proven()


def test_refusals_change_nothing(world: World) -> None:
    _, loan_id = borrowed(world)
    statement_id = brought(world, [Line(minor=5_00, ref="R1"), Line(minor=-5_00, ref="R2")])
    line_id = suspended(statement_id)
    other = next(line.id for line in lines_page(SYSTEM, statement_id=statement_id) if line.amount.minor < 0)
    call = world.call(OPERATIONS)
    before = footprint()
    auditor = world.call(Actor(new_id(), frozenset({Role.AUDITOR})))
    acts: list[tuple[type[Refusal], object]] = [
        (Forbidden, lambda: place_line(auditor, line_id=line_id, loan_id=loan_id)),
        (Forbidden, lambda: return_line(auditor, line_id=line_id, reason="why not")),
        (Forbidden, lambda: import_bank_file(auditor, content=b"", form="camt.053")),
        (InvalidInput, lambda: place_line(call, line_id=line_id, loan_id=new_id())),
        (InvalidInput, lambda: place_line(call.step("a"), line_id=line_id, loan_id=loan_id, effect="magic")),
        (NotFound, lambda: place_line(call.step("b"), line_id=new_id(), loan_id=loan_id)),
        (LineNotInState, lambda: place_line(call.step("c"), line_id=other, loan_id=loan_id)),
        (LineNotInState, lambda: return_line(call.step("d"), line_id=other, reason="money out")),
        (InvalidInput, lambda: accept_match(call.step("e"), line_id=line_id, order_ids=())),
        (InvalidInput, lambda: accept_match(call.step("f"), line_id=line_id, order_ids=(new_id(),))),
        (InvalidInput, lambda: import_bank_file(call.step("g"), content=b"", form="martian", account="a", number="b")),
        (InvalidInput, lambda: import_bank_file(call.step("h"), content=generic_csv([Line(minor=1)]), form="generic")),
    ]
    for refusal, act in acts:
        with pytest.raises(refusal):
            act()  # type: ignore[operator]
    assert footprint() == before


def test_the_bank_account_is_explained(world: World) -> None:
    with pytest.raises(NotFound):
        check_bank_account(FINANCE)
    start = balance("bank.operating").minor
    _, loan_id = borrowed(world)
    paid_out = start - balance("bank.operating").minor
    collected(world, loan_id, 500_00)
    lines = [Line(minor=-paid_out, ref="P"), Line(minor=7_00, ref="X")]
    statement_id = import_bank_file(world.call(), content=camt(lines, opening=start), form="camt.053").statement_ids[0]
    before = check_bank_account(FINANCE)
    assert before.is_explained
    assert {item.kind: item.amount.minor for item in before.items} == {
        "settled_without_line": -paid_out,
        "lines_not_looked_at": paid_out - 7_00,
        "other": 0,
    }
    reconcile_statement(world.call(), statement_id=statement_id)
    line = next(one for one in lines_page(SYSTEM, statement_id=statement_id) if one.amount.minor < 0)
    accept_match(world.call(OPERATIONS), line_id=line.id, order_ids=line.suggestions[0].order_ids)
    after = check_bank_account(FINANCE)
    assert (after.difference.minor, after.is_explained) == (0, True)


@pytest.mark.parametrize("bank_pays", [True, False])
def test_money_held_for_a_borrower_is_refunded(world: World, bank_pays: bool) -> None:
    firm, loan_id = borrowed(world)
    statement_id = brought(world, [Line(minor=5_000_00, ref="R1")])
    place_line(world.call(OPERATIONS), line_id=suspended(statement_id), loan_id=loan_id, effect="hold")
    held = loan(SYSTEM, loan_id).unapplied.minor
    assert held == 5_000_00
    object.__setattr__(world.bank, "habits", BankHabits(delay=world.bank.habits.delay * 0, twice_per_mille=0))
    world.bank.set_account(firm, is_closed=not bank_pays)
    before = footprint()
    for wrong in (Money(held + 1), Money(0, "USD")):
        with pytest.raises(Refusal):
            request_refund(world.call(OPERATIONS), loan_id=loan_id, amount=wrong)
    assert footprint() == before
    request_refund(world.call(OPERATIONS), loan_id=loan_id, amount=Money(2_000_00))
    assert loan(SYSTEM, loan_id).unapplied.minor == held - 2_000_00
    assert balance("refunds.payable").minor == 2_000_00
    assert proven()
    world.work()
    assert balance("refunds.payable").minor == 0
    assert loan(SYSTEM, loan_id).unapplied.minor == held - (2_000_00 if bank_pays else 0)
    assert proven()
    with pytest.raises(CannotRepay):
        request_refund(world.call(OPERATIONS), loan_id=loan_id, amount=Money(held + 1))


def test_killed_in_the_middle_and_run_again_is_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, loan_id = borrowed(world)
    orders = [collected(world, loan_id, 100_00 + n) for n in range(4)]
    lines = [Line(minor=100_00 + n, e2e=one.hex, ref=f"R{n}") for n, one in enumerate(orders)]
    lines += [Line(minor=5_00 + n, ref=f"X{n}") for n in range(4)]
    monkeypatch.setattr(match, "CHUNK", 3)
    real = match.note_suggestions
    calls = 0

    def dies(*args: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(match, "note_suggestions", dies)
    found = import_bank_file(world.call(), content=camt(lines), form="camt.053").statement_ids[0]
    with pytest.raises(KeyboardInterrupt):
        reconcile_statement(world.call(), statement_id=found)
    assert sorted(set(states(found))) == ["matched", "new"]
    assert proven()
    monkeypatch.setattr(match, "note_suggestions", real)
    reconcile_statement(world.call(), statement_id=found)
    assert states(found) == ["matched"] * 4 + ["suspended"] * 4
    assert proven()
    assert reconcile_statement(world.call(), statement_id=found).lines == 0


def some_act(world: World, chance: random.Random, line_id: UUID, loan_id: UUID) -> None:
    act = chance.choice(["place", "return", "confirm", "leave"])
    if act == "place":
        place_line(world.call(OPERATIONS), line_id=line_id, loan_id=loan_id, effect="hold")
    elif act == "return":
        return_line(world.call(FINANCE), line_id=line_id, reason="unknown sender")
    elif act == "confirm":
        confirm_line(world.call(chance.choice([OPERATIONS, FINANCE])), line_id=line_id, agree=chance.random() < 0.7)


def test_whatever_is_done_suspense_is_the_sum_of_its_lines(world: World) -> None:
    """A walk of random acts with a fixed seed; after each, ledger and lines agree."""
    chance = random.Random(20260203)
    _, loan_id = borrowed(world)
    object.__setattr__(world.bank, "habits", BankHabits(delay=world.bank.habits.delay * 0, refused_per_mille=400))
    for n in range(8):
        lines = [Line(minor=chance.choice([-1, 1, 1]) * chance.randint(1, 12_000_00), ref=f"{n}/{i}") for i in range(4)]
        brought(world, lines, number=f"W{n}")
        for line in lines_page(SYSTEM, states=[LineState.SUSPENDED]):
            with contextlib.suppress(Refusal):
                some_act(world, chance, line.id, loan_id)
        world.work()
        assert suspense_differences() == []
    assert loans_proven()
