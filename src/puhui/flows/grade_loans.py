"""Grades loans and sets aside for them: what provisioning decides, from what lending knows, step by step of a close."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from puhui.kernel.actors import Call
from puhui.kernel.dates import add_months
from puhui.kernel.ids import bucket_of
from puhui.products.collateral.facade import cover_in
from puhui.products.lending.facade import (
    GROUPS,
    MONTHS_BANDS,
    Exposure,
    GradeChange,
    WatchedLoan,
    exposures,
    group_of,
    keep_portfolio_day,
    loan_exposures,
    loans_now,
    loans_of_borrowers,
    periods_end,
    product_months,
    set_grades,
    spans_of,
    watched_loans,
)
from puhui.risk.provisioning.facade import (
    Cell,
    Grade,
    GradedLoan,
    KeptGrade,
    LateLoan,
    LoanFacts,
    NewGrade,
    contagious_borrowers,
    end_grades,
    end_overrides_past,
    grade_loans,
    grading_rule,
    kept_grades,
    late_at_month_end,
    overrides_on,
    provide,
    record_month_end,
    set_reserve,
    spread_cross_default,
)

LAST_BAND_MONTHS = 120  # how far a loan of the last, open band of months to maturity is reckoned


def classify_groups(call: Call, *, groups: Sequence[int], on: date) -> dict[int, int]:
    """Grades what is late, cured, restructured or set by people in these groups, as of the start of `on`.

    Work goes with the loans that are not plain, never with the book. Gives loans looked at, by group.
    """
    known = kept_grades(buckets=spans_of(groups))
    by_people = _of_groups(overrides_on(on), groups)
    seen = {loan.loan_id: loan for loan in watched_loans(groups=groups, on=on)}
    unseen = (known.keys() | by_people.keys()) - seen.keys()
    seen |= {loan.loan_id: loan for loan in loans_now(loan_ids=unseen, on=on)}
    end_grades(call, loan_ids=known.keys() - seen.keys(), on=on)
    loans = _to_grade(seen.values(), known=known, by_people=by_people, on=on)
    _tell(call, grade_loans(call, loans=loans, known=known, on=on))
    return _counted(seen, groups)


def spread_defaults(call: Call, *, on: date) -> int:
    """Grades the other debts of borrowers with a non-performing one; runs when every group is classified."""
    end_overrides_past(on)
    own, drawn_down = contagious_borrowers()
    loans = loans_of_borrowers(borrower_ids=own - drawn_down, least=2, on=on)
    loans += loans_of_borrowers(borrower_ids=drawn_down, least=1, on=on)
    _tell(call, spread_cross_default(call, loans=_to_grade(loans, known={}, by_people={}, on=on), on=on))
    return len(loans)


def provide_groups(call: Call, *, groups: Sequence[int], day: date) -> dict[int, int]:
    """Sets aside for the loans of these groups at the end of a business date; they are accrued and classified.

    What the book comes to by then is kept as the picture of the day: the pass over it is made only once.
    """
    on = day + timedelta(days=1)
    found, covered = exposures(groups=groups, on=on), _covered(groups, on=on)
    keep_portfolio_day(groups=groups, exposures=found, day=day)
    cells = [_cell(sum_, covered_minor=covered.get(_kind(sum_), 0)) for sum_ in found]
    return provide(call, groups=groups, cells=cells, on=day)


def _covered(groups: Sequence[int], *, on: date) -> dict[Exposure, int]:
    """How much of each kind of loans pledged things cover, each loan up to what is owed of it.

    Work goes with what is pledged, never with the book.
    """
    covers = cover_in(spans_of(groups), on=on)
    covered: dict[Exposure, int] = {}
    for loan_id, exposure in loan_exposures(loan_ids=covers, on=on).items():
        owed = _cell(exposure)
        counts = min(covers[loan_id].things_minor, owed.principal_minor + owed.interest_minor)
        covered[_kind(exposure)] = covered.get(_kind(exposure), 0) + counts
    return covered


def _kind(sum_: Exposure) -> Exposure:
    """What is alike about the loans of a sum, without the sum."""
    return replace(sum_, loans=0, principal_minor=0, interest_minor=0, penalty_minor=0)


def close_provisions(call: Call, *, day: date) -> int:
    """The reserve of the whole book; and, on the last day of a month, how loans moved within it."""
    moves = set_reserve(call, on=day)
    tomorrow = day + timedelta(days=1)
    return moves + _end_month(call, day=day) if tomorrow.day == 1 else moves


def _end_month(call: Call, *, day: date) -> int:
    month, tomorrow = day.replace(day=1), day + timedelta(days=1)
    month_before = add_months(month, -1)
    late = [loan for loan in watched_loans(groups=range(GROUPS), on=tomorrow) if _age(loan)]
    were_late = late_at_month_end(month_before)
    return record_month_end(
        call,
        month=month,
        month_before=month_before,
        late=[_late(loan, month) for loan in late],
        still_open={loan.loan_id for loan in loans_now(loan_ids=were_late, on=tomorrow)},
        products=product_months(first=month, last=day),
    )


def _to_grade(
    loans: Iterable[WatchedLoan], *, known: Mapping[UUID, KeptGrade], by_people: Mapping[UUID, Grade], on: date
) -> list[GradedLoan]:
    rule, listed = grading_rule(on), list(loans)
    clean = {loan.loan_id for loan in listed if not _age(loan)}
    stood = {id_: kept.standing for id_, kept in known.items()}
    cured = {id_: s.clean_since or on for id_, s in stood.items() if id_ in clean and s.own_grade.is_non_performing}
    restructured = {loan.loan_id for loan in listed if loan.is_restructured}
    observed = {id_: s.observed_from for id_, s in stood.items() if id_ in restructured and s.observed_from}
    cured_on = periods_end(since=cured, periods=rule.upgrade_periods)
    observed_on = periods_end(since=observed, periods=rule.observation_periods)
    return [
        GradedLoan(
            loan_id=loan.loan_id,
            borrower_id=loan.borrower_id,
            product_code=loan.product_code,
            currency=loan.currency,
            principal_minor=loan.principal_minor,
            next_due_on=loan.next_due_on,
            paid_out_on=loan.paid_out_on,
            kept=(loan.grade, loan.stage, loan.is_non_accrual),
            facts=LoanFacts(
                principal_age=loan.principal_age,
                interest_age=loan.interest_age,
                is_restructured=loan.is_restructured,
                override=by_people.get(loan.loan_id),
                cured_periods_on=cured_on.get(loan.loan_id),
                observed_periods_on=observed_on.get(loan.loan_id),
            ),
        )
        for loan in listed
    ]


def _tell(call: Call, grades: Sequence[NewGrade]) -> None:
    """Lending keeps grades beside its positions, so that sums by grade are one statement."""
    if grades:
        set_grades(call, [GradeChange(g.loan_id, int(g.grade), g.stage, g.is_non_accrual) for g in grades])


def _cell(sum_: Exposure, *, covered_minor: int = 0) -> Cell:
    return Cell(
        group=sum_.group,
        product_code=sum_.product_code,
        currency=sum_.currency,
        grade=Grade(sum_.grade),
        stage=sum_.stage,
        days_band=sum_.days_band,
        months=_months(sum_.months_band),
        loans=sum_.loans,
        principal_minor=sum_.principal_minor,
        interest_minor=0 if sum_.is_non_accrual else sum_.interest_minor + sum_.penalty_minor,
        covered_minor=covered_minor,
    )


def _months(band: int) -> int:
    """The months to maturity that a band stands for: the most it holds, so that no loss is left out."""
    return next((bound for bound in MONTHS_BANDS if bound > band), LAST_BAND_MONTHS)


def _late(loan: WatchedLoan, month: date) -> LateLoan:
    return LateLoan(
        loan_id=loan.loan_id,
        product_code=loan.product_code,
        days_past_due=_age(loan),
        principal_minor=loan.principal_minor,
        is_new=loan.paid_out_on is not None and loan.paid_out_on >= month,
    )


def _age(loan: WatchedLoan) -> int:
    return max(loan.principal_age, loan.interest_age)


def _of_groups(grades: Mapping[UUID, Grade], groups: Collection[int]) -> dict[UUID, Grade]:
    return {loan_id: grade for loan_id, grade in grades.items() if group_of(bucket_of(loan_id)) in groups}


def _counted(loan_ids: Iterable[UUID], groups: Sequence[int]) -> dict[int, int]:
    counts = dict.fromkeys(groups, 0)
    for loan_id in loan_ids:
        counts[group_of(bucket_of(loan_id))] += 1
    return counts
