"""Matches the lines of a statement: what is certain settles its orders, as the bank's answer would; what is not goes to
suspense with suggestions, so that the ledger's bank account says what the bank says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from puhui.flows.handle_payment_answer import handle_payment_answers
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import JournalDraft, draft_from_template, post
from puhui.foundation.party.facade import party_names
from puhui.foundation.payments.facade import (
    Candidate,
    LineState,
    MatchView,
    OpenLine,
    candidates_for,
    import_statements,
    lock_lines,
    matches_of,
    move_lines,
    new_lines,
    note_matches,
    note_suggestions,
    open_among,
    parties_of_orders,
    read_statements,
    reconciliation,
    statement,
)
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import derived_id
from puhui.kernel.ports import PaymentAnswer

CHUNK: Final = 200
CERTAIN: Final = 100
MOST_BYTES: Final = 20_000_000
WHO: Final = (Role.OPERATIONS, Role.FINANCE, Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class StatementsImported:
    """The statements of a file; those that were there already are among them."""

    statement_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What became of the lines that were new."""

    statement_id: UUID
    lines: int
    matched: int
    suspended: int


def import_bank_file(
    call: Call, *, content: bytes, form: str, account: str = "", number: str = "", currency: str = "CNY"
) -> StatementsImported:
    """Reads a file and keeps its statements; the same file again changes nothing."""
    call.actor.require(*WHO, verb="import bank statements")
    if len(content) > MOST_BYTES:
        raise InvalidInput("file", f"at most {MOST_BYTES // 1_000_000} MB")
    drafts = read_statements(content, form=form, account=account, number=number, currency=currency)
    return StatementsImported(tuple(import_statements(call, drafts=drafts)))


def reconcile_statement(call: Call, *, statement_id: UUID) -> Reconciled:
    """Matches what is new on a statement, a few hundred lines a transaction; again it finds nothing new."""
    call.actor.require(*WHO, verb="reconcile bank statements")
    statement(call.actor, statement_id=statement_id)
    lines = matched = suspended = 0
    while True:
        done = _reconcile_some(call.step(f"{statement_id}/{lines}"), statement_id=statement_id)
        lines, matched, suspended = lines + done.lines, matched + done.matched, suspended + done.suspended
        if done.lines < CHUNK:
            return Reconciled(statement_id, lines, matched, suspended)


@use_case("reconcile_statements.reconcile", answers=Reconciled, subject="statement_id")
def _reconcile_some(call: Call, *, statement_id: UUID) -> Reconciled:
    wanted = [line.id for line in new_lines(statement_id=statement_id, most=CHUNK)]
    locked = lock_lines(wanted)
    lines = [one for one in new_lines(statement_id=statement_id, most=CHUNK) if one.id in locked]
    plan = reconciliation()
    candidates = named(candidates_for(lines, days_around=plan.days_around))
    rest = {one.order_id: one for one in candidates}
    settled: dict[UUID, tuple[MatchView, Mapping[UUID, int]]] = {}
    readings: dict[UUID, Sequence[MatchView]] = {}
    for one in lines:
        found = matches_of(one.facts, list(rest.values()), plan)
        if found and found[0].score == CERTAIN:
            settled[one.id] = (found[0], take(rest, found[0], one))
        else:
            readings[one.id] = found
    touched = {order_id for _, orders in settled.values() for order_id in orders}
    settle_whole_orders(call, order_ids=sorted(touched - rest.keys()))
    note_matches(call, matched=settled)
    open_ = [one for one in lines if one.id in readings]
    post([_suspense(one) for one in open_], call=call)
    move_lines([one.id for one in open_], state=LineState.SUSPENDED)
    note_suggestions({line_id: found for line_id, found in readings.items() if found})
    return Reconciled(statement_id, len(lines), len(settled), len(open_))


def named(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the names of firms; persons stay masked, and so match no name."""
    parties = parties_of_orders([one.order_id for one in candidates])
    names = party_names(SYSTEM, party_ids=set(parties.values()))
    return [
        Candidate(
            order_id=one.order_id,
            amount_minor=one.amount_minor,
            requested_on=one.requested_on,
            name=names.get(parties[one.order_id], ""),
        )
        for one in candidates
    ]


def take(rest: dict[UUID, Candidate], match: MatchView, line: OpenLine) -> dict[UUID, int]:
    """What the line is of each order; an order that is whole now is no candidate any more."""
    if len(match.order_ids) > 1:
        return {order_id: rest.pop(order_id).amount_minor for order_id in match.order_ids}
    order_id = match.order_ids[0]
    one = rest.pop(order_id)
    left = one.amount_minor - line.facts.amount_minor
    if left:
        rest[order_id] = Candidate(order_id=order_id, amount_minor=left, requested_on=one.requested_on, name=one.name)
    return {order_id: line.facts.amount_minor}


def settle_whole_orders(call: Call, *, order_ids: Sequence[UUID]) -> None:
    """The statement is the bank's word: orders that are whole now and were not answered are settled by it."""
    answers = [
        PaymentAnswer(order_id, "settled", "by bank statement", call.at, "statement")
        for order_id in open_among(order_ids)
    ]
    if answers:
        handle_payment_answers(Call(SYSTEM, f"{call.key[:180]}/answers", call.at, call.channel), answers=answers)


def _suspense(one: OpenLine) -> JournalDraft:
    """Money that we cannot name stands as what it is: owed to somebody, or to be explained."""
    come = one.facts.amount_minor > 0
    name, part = ("suspense_received", "unplaced") if come else ("suspense_paid", "unexplained")
    return draft_from_template(
        name,
        id=derived_id(one.id, "suspended"),
        amounts={part: abs(one.facts.amount_minor)},
        owners={},
        bucket=one.bucket,
        value_date=one.facts.value_on,
        source=f"statement:{one.id}",
        currency=one.currency,
    )
