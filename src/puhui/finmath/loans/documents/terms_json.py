"""Terms from JSON and back: every key of `puhui schedule`, and how it was understood."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, get_args

from puhui.finmath.day_count import DayCountName
from puhui.finmath.loans.calendar import resolved_moves
from puhui.finmath.loans.check import MOST_INSTALMENTS, check_terms
from puhui.finmath.loans.documents.allocation_json import allocation_as_json, read_allocation
from puhui.finmath.loans.documents.fields import Fields
from puhui.finmath.loans.repricing import BenchmarkRate
from puhui.finmath.loans.terms import DueShift, Fee, FeeKind, FirstPeriod, LoanTerms, Method
from puhui.kernel.dates import PeriodUnit
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money, RoundingMode, exponent_of

METHODS: Final[tuple[Method, ...]] = get_args(Method)
UNITS: Final[tuple[PeriodUnit, ...]] = get_args(PeriodUnit)
DAY_COUNTS: Final[tuple[DayCountName, ...]] = get_args(DayCountName)
ROUNDINGS: Final[tuple[RoundingMode, ...]] = get_args(RoundingMode)
KEYS: Final = frozenset(
    (
        *("principal", "currency", "annual_rate_pct", "method", "n", "every", "unit", "disbursement_date"),
        *("first_due_date", "day_count", "rounding", "instalment_multiple", "even_last", "principal_grace"),
        *("interest_grace", "disbursements", "fees", "principal_plan", "penalty_multiple", "grace_days"),
        *("growth_pct", "growth_every", "balloon", "settlement_day", "settlement_months", "first_period"),
        *("due_shift", "calendar", "moved_dues", "shift_interest", "compound_interest", "allocation"),
    )
)
FIRST_PERIODS: Final[tuple[FirstPeriod, ...]] = get_args(FirstPeriod)
DUE_SHIFTS: Final[tuple[DueShift, ...]] = get_args(DueShift)
FEE_KINDS: Final[tuple[FeeKind, ...]] = get_args(FeeKind)


def read_terms(fields: Fields, *, rate: BenchmarkRate | None = None) -> LoanTerms:
    """The terms; presets are those of a plain loan: level monthly instalments, 30/360, half up.

    Where the rate follows a benchmark, theirs is that of the first day.
    """
    currency = fields.text("currency", "CNY")
    exponent_of(currency)
    plan = _dated_amounts(fields, "principal_plan", currency)
    disbursements = _dated_amounts(fields, "disbursements", currency)
    method = fields.choice("method", METHODS, "equal_instalment")
    rounding = fields.choice("rounding", ROUNDINGS, "half_up")
    terms = LoanTerms(
        principal_minor=fields.amount("principal", currency),
        currency=currency,
        annual_rate_pct=_annual_rate_pct(fields, rate),
        method=method,
        n=fields.whole("n", len(plan) if method == "irregular" and plan else None),
        every=fields.whole("every", 1),
        unit=fields.choice("unit", UNITS, "month"),
        disbursement_date=fields.day("disbursement_date"),
        first_due_date=fields.optional_day("first_due_date"),
        day_count=fields.choice("day_count", DAY_COUNTS, "30/360"),
        rounding=rounding,
        instalment_multiple_minor=fields.amount("instalment_multiple", currency, str(Money(1, currency))),
        even_last=fields.truth("even_last", False),
        principal_grace=fields.whole("principal_grace", 0),
        interest_grace=fields.whole("interest_grace", 0),
        disbursements=disbursements,
        fees=_fees(fields, currency),
        principal_plan=plan,
        penalty_multiple=fields.decimal("penalty_multiple", "1"),
        grace_days=fields.whole("grace_days", 0),
        growth_pct=fields.decimal("growth_pct", "0"),
        growth_every=fields.whole("growth_every", 12),
        balloon_minor=fields.amount("balloon", currency, str(Money(0, currency))),
        settlement_day=fields.whole("settlement_day", 0),
        settlement_months=tuple(fields.wholes("settlement_months", most=12)),
        first_period=fields.choice("first_period", FIRST_PERIODS, "short"),
        due_shift=fields.choice("due_shift", DUE_SHIFTS, "none"),
        calendar=fields.text("calendar", ""),
        moved_dues=_moves(fields),
        shift_interest=fields.truth("shift_interest", False),
        compound_interest=fields.truth("compound_interest", False),
        allocation=read_allocation(fields),
    )
    check_terms(terms)
    if terms.due_shift == "none" or fields.has("moved_dues"):
        return terms
    resolved = replace(terms, moved_dues=resolved_moves(terms))
    check_terms(resolved)
    return resolved


def terms_as_json(terms: LoanTerms) -> dict[str, Any]:
    """Every term as it was understood, in the form it is read in."""

    def money(minor: int) -> str:
        return str(Money(minor, terms.currency))

    return {
        "principal": money(terms.principal_minor),
        "currency": terms.currency,
        "annual_rate_pct": _plain(terms.annual_rate_pct),
        "method": terms.method,
        "n": terms.n,
        "every": terms.every,
        "unit": terms.unit,
        "disbursement_date": terms.disbursement_date.isoformat(),
        "first_due_date": terms.first_due_date.isoformat() if terms.first_due_date else None,
        "day_count": terms.day_count,
        "rounding": terms.rounding,
        "instalment_multiple": money(terms.instalment_multiple_minor),
        "even_last": terms.even_last,
        "principal_grace": terms.principal_grace,
        "interest_grace": terms.interest_grace,
        "disbursements": [{"date": day.isoformat(), "amount": money(minor)} for day, minor in terms.paid_out],
        "fees": [{"kind": fee.kind, "amount": money(fee.amount_minor)} for fee in terms.fees],
        "principal_plan": [{"date": day.isoformat(), "amount": money(minor)} for day, minor in terms.principal_plan],
        "penalty_multiple": _plain(terms.penalty_multiple),
        "grace_days": terms.grace_days,
        "growth_pct": _plain(terms.growth_pct),
        "growth_every": terms.growth_every,
        "balloon": money(terms.balloon_minor),
        "settlement_day": terms.settlement_day,
        "settlement_months": list(terms.settlement_months),
        "first_period": terms.first_period,
        "due_shift": terms.due_shift,
        "calendar": terms.calendar,
        "moved_dues": [{"from": day.isoformat(), "to": moved.isoformat()} for day, moved in terms.moved_dues],
        "shift_interest": terms.shift_interest,
        "compound_interest": terms.compound_interest,
        "allocation": allocation_as_json(terms.allocation),
    }


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _dated_amounts(fields: Fields, key: str, currency: str) -> tuple[tuple[date, int], ...]:
    items = fields.objects(key, most=MOST_INSTALMENTS, keys=("date", "amount"))
    return tuple((item.day("date"), item.amount("amount", currency)) for item in items)


def _annual_rate_pct(fields: Fields, rate: BenchmarkRate | None) -> Decimal:
    if rate is None:
        return fields.decimal("annual_rate_pct")
    first = rate.on(fields.day("disbursement_date"))
    if fields.has("annual_rate_pct") and fields.decimal("annual_rate_pct") != first:
        raise InvalidInput("annual_rate_pct", f"the rate of the first day is {_plain(first)}, by its benchmark")
    return first


def _moves(fields: Fields) -> tuple[tuple[date, date], ...]:
    items = fields.objects("moved_dues", most=MOST_INSTALMENTS, keys=("from", "to"))
    return tuple((item.day("from"), item.day("to")) for item in items)


def _fees(fields: Fields, currency: str) -> tuple[Fee, ...]:
    fees = []
    for item in fields.objects("fees", most=100, keys=("kind", "amount")):
        amount = item.amount("amount", currency)
        if amount < 0:
            raise InvalidInput(item.name("amount"), "a fee is not negative")
        fees.append(Fee(kind=item.choice("kind", FEE_KINDS), amount_minor=amount))
    return tuple(fees)
