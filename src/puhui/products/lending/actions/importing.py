"""Brings loans of another system into ours: terms, history, opening balances, position; a loan whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from puhui.finmath.loans.events import LoanEvent as Event
from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.kernel.actors import Call
from puhui.kernel.ids import bucket_of, derived_id
from puhui.products.lending.actions.accrual import accrue_groups
from puhui.products.lending.actions.positions import lock_marks
from puhui.products.lending.actions.storing import store_positions
from puhui.products.lending.contracts import LoanState
from puhui.products.lending.models import Loan, LoanEvent, LoanTapeLine
from puhui.products.lending.queries.positions import position_row
from puhui.products.lending.queries.replays import Folded, fold_loans
from puhui.products.lending.rules.groups import group_of
from puhui.products.lending.rules.tape import differences_between, opening_amounts
from puhui.products.lending.rules.terms_json import terms_as_json
from puhui.products.lending.tape_contracts import ComparedLoan, TapeDiffers, TapeLoan, TapeMoved

NAMESPACE: Final = UUID("9c1b6f0e-64c1-5d0b-8d5e-74617065696e")
ADJUSTMENT: Final = "import_adjustment"


@dataclass(frozen=True, slots=True)
class TapeSource:
    """Where rows come from: the import, the tape's name, and why differences were accepted (empty: they were not)."""

    tape_id: UUID
    name: str
    accept_reason: str


def imported_loan_id(tape_name: str, row_key: str) -> UUID:
    """The same row of the same tape is the same loan, whatever comes twice."""
    return derived_id(NAMESPACE, f"{tape_name}/{row_key}")


def known_rows(tape_name: str, row_keys: Sequence[str]) -> set[str]:
    """Which of these rows were brought in before."""
    ids = {imported_loan_id(tape_name, key): key for key in row_keys}
    return {ids[loan_id] for loan_id in Loan.objects.filter(id__in=list(ids)).values_list("id", flat=True)}


def import_loans(call: Call, *, source: TapeSource, rows: Sequence[TapeLoan]) -> int:
    """Books the rows that are new, all in the running transaction and in a few statements; gives how many.

    The opening balances are those of the tape; where our replay differs, and that was accepted, a second journal and
    an event of its own bring the loan to the replay.
    """
    today = business_date()
    known = known_rows(source.name, [row.row_key for row in rows])
    loans = {row.row_key: _loan(call, source, row, today) for row in rows if row.row_key not in known}
    fresh = [row for row in rows if row.row_key in loans]
    if not fresh:
        return 0
    _take_groups(call, {group_of(loan.bucket) for loan in loans.values()}, today)
    Loan.objects.bulk_create(loans.values(), batch_size=200)
    events = [event for row in fresh for event in _events(call, loans[row.row_key], row, today)]
    LoanEvent.objects.bulk_create(events, batch_size=200)
    folded = fold_loans(loans.values(), as_of=today)
    compared = [_compared(row, folded[loans[row.row_key].id], source) for row in fresh]
    post([d for one in compared for d in _drafts(one, folded[loans[one.loan.row_key].id], today)], call=call)
    _note_adjustments(call, [(one, loans[one.loan.row_key]) for one in compared], source, today)
    store_positions(position_row(after) for after in folded.values())
    _note_ends(folded.values(), today)
    return len(fresh)


def _take_groups(call: Call, groups: set[int], today: date) -> None:
    """Locks the groups of the loans, accrued to today: a loan comes in accrued as its group is."""
    marks = lock_marks(groups)
    if late := {group for group, mark in marks.items() if mark > today}:
        raise TapeMoved(where="as_of", reason=f"the day is being closed (group {min(late)}); try again after it")
    if behind := sorted(group for group, mark in marks.items() if mark < today):
        accrue_groups(call, groups=behind, to=today)


def _loan(call: Call, source: TapeSource, row: TapeLoan, today: date) -> Loan:
    if row.borrower_id is None:
        raise AssertionError("the borrower is found or made before")
    loan_id = imported_loan_id(source.name, row.row_key)
    return Loan(
        id=loan_id,
        bucket=bucket_of(loan_id),
        borrower_id=row.borrower_id,
        product_code=row.product_code,
        product_version=row.product_version,
        contract_id=derived_id(loan_id, "contract"),
        currency=row.terms.currency,
        principal_minor=row.terms.principal_minor,
        annual_rate_pct=row.terms.annual_rate_pct,
        terms=terms_as_json(row.terms),
        state=LoanState.ACTIVE,
        opened_on=today,
        opened_at=call.at,
        disbursed_on=row.terms.disbursement_date,
    )


def _events(call: Call, loan: Loan, row: TapeLoan, today: date) -> list[LoanEvent]:
    """The payout and the events of the tape, in their order; they were booked in the old system."""
    ids = {event.id: derived_id(loan.id, f"event/{event.id}") for event in row.events}
    payout = Event("", row.terms.disbursement_date, "disbursement", row.terms.principal_minor)
    rows = [_event_row(call, loan, 1, payout, {}, today, kind="disbursed", id_=derived_id(loan.id, "disbursed"))]
    return rows + [
        _event_row(call, loan, n, event, ids, today, kind=event.kind, id_=ids[event.id])
        for n, event in enumerate(row.events, 2)
    ]


def _event_row(  # noqa: PLR0917 - one row, each part named at its place
    call: Call, loan: Loan, n: int, event: Event, ids: Mapping[str, UUID], today: date, *, kind: str, id_: UUID
) -> LoanEvent:
    return LoanEvent(
        id=id_,
        bucket=loan.bucket,
        loan=loan,
        n=n,
        on=event.on,
        kind=kind,
        amount_minor=event.amount_minor,
        effect=event.effect,
        of_id=ids.get(event.of),
        annual_rate_pct=event.annual_rate_pct,
        until=event.until,
        interest=event.interest,
        count=event.n,
        component=event.component,
        reason=event.reason[:200],
        method=event.method,
        treatment=dict(event.treatment),
        booked_on=today,
        recorded_at=call.at,
    )


def _compared(row: TapeLoan, after: Folded, source: TapeSource) -> ComparedLoan:
    differences = differences_between(row, after.state)
    if differences and not source.accept_reason:
        raise TapeDiffers(where=row.row_key, count=1)
    return ComparedLoan(row, differences, after.state.outstanding.principal)


def _drafts(one: ComparedLoan, after: Folded, today: date) -> list[JournalDraft]:
    opening, change = opening_amounts(one.loan, after.state)
    parts = (("loan_imported", opening), ("loan_import_adjusted", change))
    return [
        draft_from_template(
            template,
            id=derived_id(after.loan.id, template),
            amounts=amounts,
            owners={"loan": after.loan.id},
            bucket=after.loan.bucket,
            value_date=today,
            source=f"loan:{after.loan.id}",
            currency=after.loan.currency,
            segment=after.loan.product_code,
        )
        for template, amounts in parts
        if any(amounts.values())
    ]


def _note_adjustments(
    call: Call, compared: Sequence[tuple[ComparedLoan, Loan]], source: TapeSource, today: date
) -> None:
    """An event of its own for each loan whose differences were accepted, and where each loan came from."""
    differing = [(one, loan) for one, loan in compared if one.differences]
    LoanEvent.objects.bulk_create(
        [
            LoanEvent(
                id=derived_id(loan.id, ADJUSTMENT),
                bucket=loan.bucket,
                loan=loan,
                n=len(one.loan.events) + 2,
                on=today,
                kind=ADJUSTMENT,
                reason=source.accept_reason[:200],
                booked_on=today,
                recorded_at=call.at,
            )
            for one, loan in differing
        ],
        batch_size=200,
    )
    LoanTapeLine.objects.bulk_create(
        [
            LoanTapeLine(
                loan=loan,
                tape_id=source.tape_id,
                row_key=one.loan.row_key,
                line=one.loan.line,
                differences=[{"column": d.column, "tape": d.tape, "replayed": d.replayed} for d in one.differences],
                reason=source.accept_reason if one.differences else "",
            )
            for one, loan in compared
        ],
        batch_size=200,
    )


def _note_ends(folded: Iterable[Folded], today: date) -> None:
    """A loan that was repaid in the old system comes in as closed."""
    ended = [after.loan.id for after in folded if after.state.is_closed]
    if ended:
        Loan.objects.filter(id__in=ended).update(state=LoanState.CLOSED, closed_on=today)
