"""Loans with every kind of event, every allocation and compound interest: what the laws of the engine are tried on."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from puhui.finmath.loans.allocation import CIVIL_CODE_561, AllocationPolicy, PayingOrder
from puhui.finmath.loans.engine import replay
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.terms import Fee, LoanTerms
from puhui.kernel.errors import InvalidInput

RATES = [Decimal(text) for text in ("0", "3.65", "7", "9.4822", "12", "24", "100")]
EFFECTS = ("next_dues", "lower_instalment", "shorten_term", "hold")
MONEY = ("payment", "payment", "payment", "payment", "pay_off", "recovery")
CHANGES = (
    *("rate_change", "disbursement", "payment_holiday", "extension", "fee", "waiver", "re_amortise", "renewal"),
    *("restructure", "restructure", "write_off", "sale", "calendar_change", "reversal"),
)
METHODS = ("equal_instalment", "equal_principal", "interest_only", "bullet", "flat", "irregular", "graduated")
ORDERS = st.builds(
    PayingOrder,
    order=st.permutations(["fees", "penalty", "compound", "interest", "principal"]).map(tuple),
    walk=st.sampled_from(["charges_first", "by_instalment", "by_component"]),
)
ALLOCATIONS = st.one_of(
    st.just(CIVIL_CODE_561),
    st.builds(AllocationPolicy, id=st.just("own"), normal=ORDERS, overdue=ORDERS, non_performing=ORDERS),
)
TREATMENTS = st.dictionaries(
    st.sampled_from(["principal", "interest", "fees", "penalty"]), st.sampled_from(["capitalise", "defer", "waive"])
)


@st.composite
def terms_of_any_kind(draw: Any) -> LoanTerms:
    """Terms of a few instalments, moved by a calendar now and then."""
    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 800)))
    count, principal = draw(st.integers(1, 10)), draw(st.sampled_from([7, 10_000, 3_333_333]))
    method = draw(st.sampled_from(METHODS))
    more: dict[str, Any] = {}
    day_counts = ["30/360", "ACT/360", "ACT/365", "ACT/ACT", "period"]
    if method == "irregular":
        day_counts.remove("period")
        days = sorted(draw(st.sets(st.integers(3, 900), min_size=count, max_size=count)))
        amounts = [principal // count] * (count - 1) + [principal - principal // count * (count - 1)]
        plan = zip(days, amounts, strict=True)
        more["principal_plan"] = tuple((start + timedelta(days=day), amount) for day, amount in plan)
    if method == "graduated":
        more |= {"growth_pct": Decimal(5), "growth_every": draw(st.integers(1, 4))}
    return LoanTerms(
        principal_minor=principal,
        annual_rate_pct=draw(st.sampled_from(RATES)),
        method=method,
        n=count,
        disbursement_date=start,
        every=draw(st.integers(1, 2)),
        unit=draw(st.sampled_from(["week", "month", "month", "quarter"])),
        day_count=draw(st.sampled_from(day_counts)),
        interest_grace=draw(st.integers(0, count - 1)) if draw(st.booleans()) else 0,
        penalty_multiple=draw(st.sampled_from([Decimal(1), Decimal("1.5")])),
        grace_days=draw(st.sampled_from([0, 0, 3])),
        compound_interest=draw(st.booleans()),
        fees=(Fee(kind="per_instalment", amount_minor=draw(st.integers(0, 90))),),
        allocation=draw(ALLOCATIONS),
        **more,
    )


def event_of(draw: Any, terms: LoanTerms, kind: str, *, number: int, on: date, earlier: list[LoanEvent]) -> LoanEvent:
    """An event of that kind on that day."""
    amount = draw(st.integers(1, terms.principal_minor + 1))
    count = draw(st.integers(1, 4))
    rate = draw(st.sampled_from([None, *RATES]))
    undoable = [event.id for event in earlier if event.kind != "reversal"]
    more: dict[str, Any] = {
        "payment": {"amount_minor": amount, "effect": draw(st.sampled_from(EFFECTS))},
        "pay_off": {"amount_minor": draw(st.sampled_from([0, amount]))},
        "rate_change": {"annual_rate_pct": rate or Decimal(8)},
        "payment_holiday": {
            "until": on + timedelta(days=draw(st.integers(1, 90))),
            "interest": draw(st.sampled_from(["accrues", "free"])),
        },
        "extension": {"n": count},
        "waiver": {
            "amount_minor": amount,
            "component": draw(st.sampled_from(["", "fees", "penalty", "compound", "interest"])),
        },
        "re_amortise": {"n": draw(st.integers(0, 3))},
        "renewal": {"n": count, "annual_rate_pct": rate},
        "restructure": {
            "n": count,
            "annual_rate_pct": rate,
            "method": draw(st.sampled_from(["", *METHODS])),
            "until": draw(st.one_of(st.none(), st.just(on + timedelta(days=draw(st.integers(1, 120)))))),
            "treatment": tuple(draw(TREATMENTS).items()),
        },
        "write_off": {},
        "calendar_change": {"moved_dues": _moves(draw, terms, on)},
        "reversal": {"of": draw(st.sampled_from(undoable)) if undoable else ""},
    }
    return LoanEvent(f"{number:03}", on, kind, **more.get(kind, {"amount_minor": amount}))  # type: ignore[arg-type]


def _moves(draw: Any, terms: LoanTerms, on: date) -> tuple[tuple[date, date], ...]:
    dues = [line.due_date for line in replay(terms, [], as_of=terms.disbursement_date).instalments]
    return tuple((due, due + timedelta(days=draw(st.integers(0, 3)))) for due in dues if due > on)


@st.composite
def lives(draw: Any, *, most_events: int = 8, kinds: tuple[str, ...] = (*MONEY, *CHANGES)) -> Any:
    """A loan, what happened to it, and a day to look at it; what the engine refuses is left out."""
    terms = draw(terms_of_any_kind())
    last = replay(terms, [], as_of=terms.disbursement_date).instalments[-1].due_date
    span = (last - terms.disbursement_date).days
    events: list[LoanEvent] = []
    for number in range(draw(st.integers(0, most_events))):
        on = terms.disbursement_date + timedelta(days=draw(st.integers(0, span + 60)))
        kind = draw(st.sampled_from(kinds))
        events.append(event_of(draw, terms, kind, number=number, on=on, earlier=events))
    as_of = terms.disbursement_date + timedelta(days=draw(st.integers(0, span + 200)))
    try:
        replay(terms, events, as_of=as_of)
    except InvalidInput:
        assume(False)
    return terms, events, as_of
