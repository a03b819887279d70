"""What can be asked about bank statements."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, Sum

from puhui.foundation.party.facade import unseal
from puhui.foundation.payments.contracts import OPEN_STATES, OrderState, Purpose
from puhui.foundation.payments.models import BankStatement, BankStatementLine, LineMatch, PaymentOrder
from puhui.foundation.payments.rules.matching import Candidate, LineFacts, ids_in
from puhui.foundation.payments.statement_contracts import (
    LineState,
    MatchView,
    StatementLineView,
    StatementView,
)
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money

MOST = 200
OPEN = (LineState.NEW, LineState.SUSPENDED, LineState.RETURNING)


class OpenLine(NamedTuple):
    """A line that is not matched yet, with what the rules may look at."""

    id: UUID
    bucket: int
    currency: str
    facts: LineFacts


def statements_page(actor: Actor, *, most: int = 50) -> list[StatementView]:
    """Statements, newest first."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read bank statements")
    rows = list(BankStatement.objects.order_by("-to_date", "-imported_at")[: min(most, MOST)])
    open_ = dict(
        BankStatementLine.objects.filter(statement__in=rows, state__in=OPEN)
        .values_list("statement_id")
        .annotate(n=Count("id"))
        .order_by()
    )
    return [_statement(row, open_.get(row.id, 0)) for row in rows]


def statement(actor: Actor, *, statement_id: UUID) -> StatementView:
    """One statement."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read bank statements")
    row = BankStatement.objects.filter(id=statement_id).first()
    if row is None:
        raise NotFound("bank statement", where="statement_id")
    return _statement(row, BankStatementLine.objects.filter(statement=row, state__in=OPEN).count())


def lines_page(
    actor: Actor,
    *,
    statement_id: UUID | None = None,
    states: Sequence[LineState] = (),
    after: UUID | None = None,
    most: int = 50,
) -> list[StatementLineView]:
    """Lines of a statement, or of all; `after` is the last one already seen."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read bank statements")
    rows = BankStatementLine.objects.order_by("id")
    if statement_id:
        rows = rows.filter(statement_id=statement_id)
    if states:
        rows = rows.filter(state__in=states)
    if after:
        rows = rows.filter(id__gt=after)
    return _views(list(rows[: min(most, MOST)]))


def line(actor: Actor, *, line_id: UUID) -> StatementLineView:
    """One line."""
    actor.require(*STAFF_ROLES, Role.SYSTEM, verb="read bank statements")
    rows = list(BankStatementLine.objects.filter(id=line_id))
    if not rows:
        raise NotFound("statement line", where="line_id")
    return _views(rows)[0]


def new_lines(*, statement_id: UUID, most: int) -> list[OpenLine]:
    """Lines of a statement that were not looked at yet. For the flow that matches them."""
    rows = BankStatementLine.objects.filter(statement_id=statement_id, state=LineState.NEW).order_by("n")
    return [_open(row) for row in rows[:most]]


def candidates_for(lines: Sequence[OpenLine], *, days_around: int) -> list[Candidate]:
    """The orders that these lines of one statement may be: named in them, or near in time; less what was matched.

    Names are the flow's to add. Work goes with the lines and the orders of those days.
    """
    if not lines:
        return []
    named = {i for one in lines for i in ids_in(one.facts.end_to_end_id, one.facts.text)}
    around = timedelta(days=days_around)
    days = [one.facts.value_on for one in lines]
    near = Q(requested_on__range=(min(days) - around, max(days) + around))
    orders = list(
        PaymentOrder.objects.filter(Q(id__in=named) | near)
        .exclude(state=OrderState.REFUSED)
        .order_by("requested_on", "id")
    )
    matched = dict(
        LineMatch.objects.filter(order__in=orders)
        .values_list("order_id")
        .annotate(minor=Sum("amount_minor"))
        .order_by()
    )
    found = []
    for order in orders:
        whole = order.amount_minor if order.direction == "collect" else -order.amount_minor
        rest = whole - matched.get(order.id, 0)
        if rest:
            found.append(Candidate(order_id=order.id, amount_minor=rest, requested_on=order.requested_on))
    return found


def parties_of_orders(order_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose orders these are. For flows."""
    return dict(PaymentOrder.objects.filter(id__in=list(order_ids)).values_list("id", "party_id"))


def open_among(order_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these orders that the bank has not answered. For flows."""
    rows = PaymentOrder.objects.filter(id__in=list(order_ids), state__in=OPEN_STATES)
    return list(rows.order_by("id").values_list("id", flat=True))


def open_line(*, line_id: UUID) -> OpenLine:
    """One line with what the rules may look at. For flows."""
    return _open(BankStatementLine.objects.get(id=line_id))


class Unmatched(NamedTuple):
    """What the ledger's bank account knows and no statement yet, and what waits on our side."""

    settled_without_line_minor: int
    settled_without_line: int
    new_lines_minor: int
    new_lines: int
    suspended_minor: int
    suspended: int


def unmatched_sums(*, currency: str) -> Unmatched:
    """The reconciling items of a currency: settled orders that no line confirmed, lines not looked at, suspense."""
    settled = PaymentOrder.objects.filter(state=OrderState.SETTLED, currency=currency)
    confirmed = LineMatch.objects.values("order_id")
    missing = settled.exclude(id__in=confirmed).aggregate(
        n=Count("id"),
        come=Sum("amount_minor", filter=Q(direction="collect"), default=0),
        gone=Sum("amount_minor", filter=Q(direction="pay_out"), default=0),
    )
    of = {
        state: BankStatementLine.objects.filter(state=state, currency=currency).aggregate(
            n=Count("id"), minor=Sum("amount_minor", default=0)
        )
        for state in (LineState.NEW, LineState.SUSPENDED)
    }
    return Unmatched(
        missing["come"] - missing["gone"],
        missing["n"],
        of[LineState.NEW]["minor"],
        of[LineState.NEW]["n"],
        of[LineState.SUSPENDED]["minor"],
        of[LineState.SUSPENDED]["n"],
    )


def suspense_sums() -> dict[tuple[str, str], int]:
    """What lines, orders and refunds say that must stand on these accounts, by account and currency."""
    found: dict[tuple[str, str], int] = {}
    waiting = BankStatementLine.objects.filter(state__in=[LineState.SUSPENDED, LineState.RETURNING])
    for account, side, sign in (
        ("suspense.received", Q(amount_minor__gt=0), 1),
        ("suspense.paid", Q(amount_minor__lt=0), -1),
    ):
        for currency, minor in waiting.filter(side).values_list("currency").annotate(Sum("amount_minor")).order_by():
            found[account, currency] = sign * minor
    collected = PaymentOrder.objects.filter(suspended_on__isnull=False)
    for currency, minor in collected.values_list("currency").annotate(Sum("amount_minor")).order_by():
        found["suspense.received", currency] = found.get(("suspense.received", currency), 0) + minor
    refunds = PaymentOrder.objects.filter(purpose=Purpose.REFUND, state__in=OPEN_STATES)
    for currency, minor in refunds.values_list("currency").annotate(Sum("amount_minor")).order_by():
        found["refunds.payable", currency] = minor
    return found


def last_statement(*, currency: str, account: str = "") -> StatementView | None:
    """The statement that reaches furthest."""
    rows = BankStatement.objects.filter(currency=currency).order_by("-to_date", "-imported_at")
    if account:
        rows = rows.filter(account=account)
    row = rows.first()
    return _statement(row, 0) if row else None


def _open(row: BankStatementLine) -> OpenLine:
    detail = json.loads(unseal(row.sealed_detail))
    facts = LineFacts(
        amount_minor=row.amount_minor,
        value_on=row.value_on,
        end_to_end_id=row.end_to_end_id,
        text=detail["text"],
        counterparty=detail["name"],
    )
    return OpenLine(row.id, row.bucket, row.currency, facts)


def _statement(row: BankStatement, open_lines: int) -> StatementView:
    return StatementView(
        id=row.id,
        account=row.account,
        number=row.number,
        from_date=row.from_date,
        to_date=row.to_date,
        opening=Money(row.opening_minor, row.currency),
        closing=Money(row.closing_minor, row.currency),
        lines=row.lines,
        open_lines=open_lines,
        imported_at=row.imported_at,
    )


def _views(rows: list[BankStatementLine]) -> list[StatementLineView]:
    orders: dict[UUID, list[UUID]] = {}
    for line_id, order_id in LineMatch.objects.filter(line__in=rows).values_list("line_id", "order_id").order_by("id"):
        orders.setdefault(line_id, []).append(order_id)
    return [
        StatementLineView(
            id=row.id,
            statement_id=row.statement_id,
            n=row.n,
            amount=Money(row.amount_minor, row.currency),
            booked_on=row.booked_on,
            value_on=row.value_on,
            end_to_end_id=row.end_to_end_id,
            bank_reference=row.bank_reference,
            counterparty=row.counterparty_masked,
            state=LineState(row.state),
            bucket=row.bucket,
            suggestions=tuple(
                MatchView(tuple(UUID(i) for i in s["order_ids"]), s["rule"], s["score"]) for s in row.suggestions
            ),
            order_ids=tuple(orders.get(row.id, ())),
            loan_id=row.loan_id,
            proposed=row.proposed,
            proposed_loan_id=row.proposed_loan_id,
            proposed_by=row.proposed_by,
            proposed_by_name=row.proposed_by_name,
        )
        for row in rows
    ]
