"""Positions out of rows and out of replays."""

from collections.abc import Sequence
from datetime import date

from puhui.finmath.loans.accrual import AccrualTable
from puhui.products.lending.models import LoanPosition
from puhui.products.lending.queries.replays import Folded
from puhui.products.lending.rules.accrual_tables import amount_on, begun_earlier, packed
from puhui.products.lending.rules.departures import departed_as_json, departed_from_json, departed_of
from puhui.products.lending.rules.positions import Position

GRADE_COLUMNS = ("grade", "stage", "is_non_accrual")  # set by who grades loans, not known to a replay


def standing_position(row: LoanPosition, *, on: date) -> Position:
    """What the books hold for the loan, accrued to `on`."""
    day = (on if row.is_open else row.table_from) - row.table_from
    return Position(
        principal=row.principal_minor,
        interest=amount_on(row.interest_table, day.days),
        interest_settled=row.interest_settled_minor,
        penalty=amount_on(row.penalty_table, day.days),
        penalty_settled=row.penalty_settled_minor,
        fees=row.fees_charged_minor,
        fees_settled=row.fees_settled_minor,
        unapplied=row.unapplied_minor,
        is_suspended=row.is_non_accrual,
        departed=departed_from_json(row.departed),
    )


def position_row(folded: Folded) -> LoanPosition:
    """The cache row that a replay leaves behind."""
    loan, state, table = folded.loan, folded.state, folded.table
    next_on, next_parts = state.next_due or (None, None)
    late = state.overdue
    return LoanPosition(
        loan=loan,
        bucket=loan.bucket,
        borrower_id=loan.borrower_id,
        product_code=loan.product_code,
        currency=loan.currency,
        is_open=not state.is_closed,
        as_of=state.as_of,
        principal_minor=state.outstanding.principal,
        interest_settled_minor=state.settled.interest,
        penalty_settled_minor=state.settled.penalty + state.settled.compound,
        fees_charged_minor=state.settled.fees + state.outstanding.fees,
        fees_settled_minor=state.settled.fees,
        unapplied_minor=state.unapplied_minor,
        overdue_minor=late.principal + late.interest + late.fees,
        oldest_unpaid_due_on=state.oldest_unpaid_due,
        oldest_unpaid_principal_on=state.oldest_unpaid_principal_due,
        oldest_unpaid_interest_on=state.oldest_unpaid_interest_due,
        next_due_on=next_on,
        next_due_minor=next_parts.total if next_parts else 0,
        maturity_on=state.maturity_on,
        is_restructured=state.is_restructured,
        table_from=table.first,
        table_until=table.until,
        interest_table=packed(table.interest),
        penalty_table=packed(_late_charges(table)),
        departed=departed_as_json(departed_of(state)),
    )


def _late_charges(table: AccrualTable) -> Sequence[int]:
    """Default and compound interest together, as the books keep them."""
    if not table.compound:
        return table.penalty
    return [penalty + compound for penalty, compound in zip(table.penalty, table.compound, strict=True)]


def begin_on(row: LoanPosition, day: date, *, stands: Position) -> None:
    """Lets the tables of a row begin on an earlier day, up to which the books are: there stands what they hold."""
    by, days = (row.table_from - day).days, (row.table_until - row.table_from).days + 1
    row.interest_table = begun_earlier(row.interest_table, days=days, amount=stands.interest, by=by)
    row.penalty_table = begun_earlier(row.penalty_table, days=days, amount=stands.penalty, by=by)
    row.table_from = day
