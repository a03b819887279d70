"""Loans for people and programs: lists, one loan with its schedule, its history, the pay-off quote."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from puhui.finmath.loans.engine import pay_off_quote as engine_quote
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.state import Components
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import party_ids_for
from puhui.foundation.payments.facade import OrderState, OrderView, open_orders_about, orders_about
from puhui.kernel.actors import Actor
from puhui.kernel.dates import bounded_date
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.money import Money
from puhui.products.lending.contracts import (
    CannotRepay,
    LoanEventView,
    LoanLine,
    LoansPage,
    LoanState,
    LoanView,
    PaymentOnItsWay,
    PayOffQuote,
)
from puhui.products.lending.models import Loan, LoanEvent, LoanPosition, Mandate
from puhui.products.lending.queries.kept_states import state_on
from puhui.products.lending.queries.replays import engine_events, events_by_loan, terms_of
from puhui.products.lending.rules.positions import days_between
from puhui.products.lending.rules.repricing import basis_from_json
from puhui.products.lending.rules.terms_json import moved_to

MOST_LINES = 200


def loan_row(actor: Actor, loan_id: UUID) -> Loan:
    """The row, when the actor may see it: staff all, a customer those of the parties they act for."""
    loans = Loan.objects.filter(id=loan_id)
    if not actor.reads_all:
        loans = loans.filter(borrower_id__in=party_ids_for(actor))
    found = loans.first()
    if found is None:
        raise NotFound("loan", where="loan_id")
    return found


def loan(actor: Actor, loan_id: UUID, *, on: date | None = None) -> LoanView:
    """A loan as of a day (preset: the open business date), with its schedule to the end."""
    row = loan_row(actor, loan_id)
    today = bounded_date(on, where="on") if on else business_date()
    terms = terms_of(row) if row.disbursed_on else moved_to(terms_of(row), max(today, row.opened_on))
    as_of = max(today, terms.disbursement_date)
    state = state_on(row, terms, as_of=as_of)
    nothing = Components()
    position = LoanPosition.objects.filter(loan=row).first()
    return LoanView(
        line=loan_line(row, position, today),
        product_version=row.product_version,
        terms=terms,
        as_of=as_of,
        instalments=state.instalments,
        outstanding=state.outstanding if row.disbursed_on else nothing,
        overdue=state.overdue if row.disbursed_on else nothing,
        due_now=state.due_now if row.disbursed_on else nothing,
        settled=state.settled,
        unapplied=Money(state.unapplied_minor, row.currency),
        annual_rate_pct=format(state.annual_rate_pct.normalize(), "f"),
        has_mandate=Mandate.objects.filter(loan=row, revoked_at=None).exists(),
        on_its_way=tuple(_on_its_way(order) for order in open_orders_about([row.id])),
        rate_basis=basis_from_json(row.rate_basis),
        reprices_on=row.reprices_on if row.state == LoanState.ACTIVE else None,
    )


def loan_summary(actor: Actor, loan_id: UUID) -> LoanLine:
    """A loan as it stands in a list, without its schedule."""
    row = loan_row(actor, loan_id)
    return loan_line(row, LoanPosition.objects.filter(loan=row).first(), business_date())


def loans_page(
    actor: Actor,
    *,
    borrower_id: UUID | None = None,
    state: str | None = None,
    overdue_only: bool = False,
    product_codes: Collection[str] = (),
    paid_out_since: date | None = None,
    after: str | None = None,
    most: int = 50,
) -> LoansPage:
    """Loans, newest first; `product_codes`: of these products only, when some are named."""
    loans = Loan.objects.order_by("-id")
    if not actor.reads_all:
        loans = loans.filter(borrower_id__in=party_ids_for(actor))
    if borrower_id:
        loans = loans.filter(borrower_id=borrower_id)
    if state:
        loans = loans.filter(state=_state(state))
    today = business_date()
    if overdue_only:
        late = LoanPosition.objects.filter(oldest_unpaid_due_on__lt=today, is_open=True)
        loans = loans.filter(id__in=late.values("loan_id"))
    if product_codes:
        loans = loans.filter(product_code__in=list(product_codes))
    if paid_out_since:
        loans = loans.filter(disbursed_on__gte=paid_out_since)
    if after:
        loans = loans.filter(id__lt=_cursor(after))
    size = min(max(most, 1), MOST_LINES)
    rows = list(loans[: size + 1])
    positions = LoanPosition.objects.filter(loan__in=rows[:size]).in_bulk()
    lines = tuple(loan_line(row, positions.get(row.id), today) for row in rows[:size])
    return LoansPage(lines, str(rows[size - 1].id) if len(rows) > size else None)


def loan_events(
    actor: Actor, loan_id: UUID, *, before: int | None = None, most: int | None = None
) -> list[LoanEventView]:
    """What happened to a loan, newest first: all of it, or the last `most` events whose number is below `before`."""
    row = loan_row(actor, loan_id)
    rows = LoanEvent.objects.filter(loan=row).order_by("-n")
    if before is not None:
        rows = rows.filter(n__lt=before)
    return [
        LoanEventView(
            id=event.id,
            n=event.n,
            on=event.on,
            kind=event.kind,
            amount=Money(event.amount_minor, row.currency),
            effect=event.effect,
            of=event.of_id,
            order_id=event.order_id,
            booked_on=event.booked_on,
            recorded_at=event.recorded_at,
        )
        for event in rows[:most]
    ]


def undone_events(actor: Actor, loan_id: UUID) -> set[UUID]:
    """Which events of a loan a later one undid."""
    undone = LoanEvent.objects.filter(loan=loan_row(actor, loan_id), of_id__isnull=False)
    return {of_id for of_id in undone.values_list("of_id", flat=True) if of_id}


def loan_payments(actor: Actor, loan_id: UUID) -> list[OrderView]:
    """The payment orders of a loan, newest first."""
    return orders_about([loan_row(actor, loan_id).id])


def pay_off_quote(actor: Actor, loan_id: UUID, on: date | None = None) -> PayOffQuote:
    """What ends the loan on a day, interest to that day."""
    row = loan_row(actor, loan_id)
    day = bounded_date(on, where="on") if on else business_date()
    if row.state != LoanState.ACTIVE:
        raise CannotRepay(where="loan_id", reason=f"the loan is {row.state}")
    if row.disbursed_on and day < row.disbursed_on:
        raise InvalidInput("on", f"the loan was paid out on {row.disbursed_on}")
    terms, events = terms_of(row), engine_events(events_by_loan([row.id])[row.id])
    state = replay(terms, events, as_of=day)
    to_pay = engine_quote(terms, events, on=day)
    return PayOffQuote(
        loan_id=row.id,
        on=day,
        parts=state.outstanding,
        unapplied=Money(state.unapplied_minor, row.currency),
        to_pay=Money(to_pay.total, row.currency),
    )


def loan_line(row: Loan, position: LoanPosition | None, today: date) -> LoanLine:
    """The rows of a loan as a list shows it."""

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    is_open = position is not None and position.is_open
    return LoanLine(
        id=row.id,
        borrower_id=row.borrower_id,
        product_code=row.product_code,
        product_version=row.product_version,
        contract_id=row.contract_id,
        state=LoanState(row.state),
        principal=money(row.principal_minor),
        principal_outstanding=money(position.principal_minor if position else 0),
        annual_rate_pct=format(row.annual_rate_pct.normalize(), "f"),
        opened_on=row.opened_on,
        disbursed_on=row.disbursed_on,
        closed_on=row.closed_on,
        next_due_on=position.next_due_on if position and is_open else None,
        next_due=money(position.next_due_minor if position and is_open else 0),
        overdue=money(position.overdue_minor if position and is_open else 0),
        days_past_due=days_between(position.oldest_unpaid_due_on, today) if position and is_open else 0,
    )


def _on_its_way(order: OrderView) -> PaymentOnItsWay:
    return PaymentOnItsWay(
        order_id=order.id,
        direction=order.direction,
        purpose=order.purpose,
        amount=order.amount,
        requested_on=order.requested_on,
        is_held=order.held_until is not None and order.state == OrderState.REQUESTED,
    )


def _state(text: str) -> LoanState:
    try:
        return LoanState(text)
    except ValueError:
        raise InvalidInput("state", f"{text[:30]!r} is not a state of a loan") from None


def _cursor(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput("after", "this is not a cursor of this list") from None


def borrowers_of(loan_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who owes these loans. For flows: no rights are looked at."""
    return dict(Loan.objects.filter(id__in=list(loan_ids)).values_list("id", "borrower_id"))
