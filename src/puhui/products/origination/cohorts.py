"""How far applications of a period came, step by step: counts for dashboards, and the applications behind a count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, TruncMonth

from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.products.origination.contracts import ApplicationState, ApplicationView
from puhui.products.origination.models import Application, Contract, Offer
from puhui.products.origination.outcomes import APPROVED
from puhui.products.origination.queries import application_view

STEPS: Final = ("started", "submitted", "decided", "offered", "accepted", "signed", "paid_out")
OUTCOMES: Final = ("approved", "declined", "referred", "withdrawn", "under_way")
MOST, MOST_DAYS = 200, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The applications that were started between two business dates, in one currency; of one product, when named.

    The columns are expressions that other rooms give: `place` over `firm_id`, `officer` over `case_id`, and `paid_out`
    over `contract_loan_id`, true where the money left the house.
    """

    since: date
    until: date
    place: Any
    officer: Any
    paid_out: Any
    product_code: str = ""
    places: Collection[str] | None = None
    officer_id: UUID | None = None
    without_officer: bool = False
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Counted:
    """What is under one key of a grouping: how many applications came to each step, or ended in each way."""

    key: Any
    counts: tuple[int, ...]
    amounts_minor: tuple[int, ...]


def applications_by_step(actor: Actor, cohort: Cohort, *, by: str = "") -> list[Counted]:
    """Counts and amounts of STEPS, by `product`, `region`, `officer` or `month`, or all together; one query."""
    return _counted(_rows(actor, cohort), by=by, conditions=[_step(name) for name in STEPS])


def applications_by_outcome(actor: Actor, cohort: Cohort, *, by: str = "") -> list[Counted]:
    """The same of OUTCOMES, into which every application falls once; one query."""
    return _counted(_rows(actor, cohort), by=by, conditions=[_outcome(name) for name in OUTCOMES])


def applications_by_reason(actor: Actor, cohort: Cohort, *, outcome: str) -> list[tuple[str, Text, int]]:
    """Codes of reasons with how many applications of an outcome name each, the commonest first; one query.

    One application may name several. Rows are grouped by all that they name, so that few come back.
    """
    rows = _rows(actor, cohort).filter(_outcome(outcome)).values_list("reasons").annotate(n=Count("id")).order_by()
    found: dict[str, tuple[Text, int]] = {}
    for reasons, n in rows:
        for one in {reason["code"]: reason["text"] for reason in reasons or []}.items():
            code, text = one
            found[code] = (Text(en=text["en"], zh=text["zh"]), found.get(code, (None, 0))[1] + n)
    return sorted(((code, text, n) for code, (text, n) in found.items()), key=lambda row: (-row[2], row[0]))


def cohort_page(
    actor: Actor,
    cohort: Cohort,
    *,
    step: str = "started",
    outcome: str = "",
    reason: str = "",
    before: UUID | None = None,
    most: int = 50,
) -> list[ApplicationView]:
    """The applications behind a count, newest first; `before` is the last id of the page before."""
    rows = _behind(_rows(actor, cohort), step=step, outcome=outcome, reason=reason).order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    return [application_view(row) for row in rows[: max(1, min(most, MOST))]]


def cohort_sum(
    actor: Actor, cohort: Cohort, *, step: str = "started", outcome: str = "", reason: str = ""
) -> tuple[int, int]:
    """How many applications are behind a count, and what they ask for together; one query."""
    rows = _behind(_rows(actor, cohort), step=step, outcome=outcome, reason=reason)
    told = rows.aggregate(n=Count("id"), amount=Sum("amount_minor"))
    return told["n"], int(told["amount"] or 0)


def _rows(actor: Actor, cohort: Cohort) -> QuerySet[Application]:
    """The cohort, found by the index over `started_on`; what stands behind each row is looked up by its own index."""
    actor.require(*READING_ROLES, verb="read dashboards")
    if not 0 <= (cohort.until - cohort.since).days < MOST_DAYS:
        raise InvalidInput("from", f"a period of 1 to {MOST_DAYS} days")
    offers = Offer.objects.filter(application_id=OuterRef("id"))
    contracts = Contract.objects.filter(application_id=OuterRef("id"))
    paid = contracts.annotate(contract_loan_id=F("loan_id")).filter(cohort.paid_out)
    rows = Application.objects.filter(
        started_on__range=(cohort.since, cohort.until), currency=cohort.currency
    ).annotate(
        place=cohort.place,
        officer=cohort.officer,
        is_offered=Exists(offers),
        is_accepted=Exists(offers.filter(state="accepted")),
        is_signed=Exists(contracts.filter(state="signed")),
        is_paid_out=Exists(paid),
    )
    if cohort.product_code:
        rows = rows.filter(product_code=cohort.product_code)
    if cohort.places is not None:
        rows = rows.filter(place__in=list(cohort.places))
    if cohort.officer_id or cohort.without_officer:
        rows = rows.filter(officer=cohort.officer_id) if cohort.officer_id else rows.filter(officer__isnull=True)
    return rows


def _behind(rows: QuerySet[Application], *, step: str, outcome: str, reason: str) -> QuerySet[Application]:
    rows = rows.filter(_step(step))
    if outcome:
        rows = rows.filter(_outcome(outcome))
    if reason:
        if not reason.replace("_", "").replace(".", "").replace("-", "").isalnum() or len(reason) > 80:
            raise InvalidInput("reason", "a code of a reason")
        rows = rows.annotate(said=Cast("reasons", TextField())).filter(said__contains=f'"code": "{reason}"')
    return rows


def _step(name: str) -> Q:
    steps = {
        "started": Q(started_on__isnull=False),
        "submitted": Q(submitted_at__isnull=False) | Q(decided_on__isnull=False),
        "decided": Q(decided_on__isnull=False) & ~Q(state=ApplicationState.REFERRED),
        "offered": Q(is_offered=True),
        "accepted": Q(is_accepted=True),
        "signed": Q(is_signed=True),
        "paid_out": Q(is_paid_out=True),
    }
    if name not in steps:
        raise InvalidInput("step", f"one of {', '.join(STEPS)}")
    return steps[name]


def _outcome(name: str) -> Q:
    outcomes = {
        "approved": Q(state__in=APPROVED),
        "declined": Q(state=ApplicationState.DECLINED),
        "referred": Q(state=ApplicationState.REFERRED),
        "withdrawn": Q(state=ApplicationState.WITHDRAWN),
        "under_way": Q(state__in=(ApplicationState.DRAFT, ApplicationState.SUBMITTED)),
    }
    if name not in outcomes:
        raise InvalidInput("outcome", f"one of {', '.join(OUTCOMES)}")
    return outcomes[name]


def _counted(rows: QuerySet[Application], *, by: str, conditions: Sequence[Q]) -> list[Counted]:
    keys: dict[str, Any] = {"": None, "product": F("product_code"), "region": F("place"), "officer": F("officer")}
    keys["month"] = TruncMonth("started_on")
    if by not in keys:
        raise InvalidInput("by", "product, region, officer or month")
    sums: dict[str, Any] = {f"n{n}": Count("id", filter=one) for n, one in enumerate(conditions)}
    sums |= {f"a{n}": Sum("amount_minor", filter=one) for n, one in enumerate(conditions)}
    named = [f"{kind}{n}" for kind in "na" for n in range(len(conditions))]
    key = keys[by]
    told = [(None, *rows.aggregate(**sums).values())] if key is None else _grouped(rows, key, sums, named)
    size = len(conditions)
    return [
        Counted(row[0], tuple(row[1 : size + 1]), tuple(int(value or 0) for value in row[size + 1 :])) for row in told
    ]


def _grouped(rows: QuerySet[Application], key: Any, sums: dict[str, Any], named: list[str]) -> list[tuple[Any, ...]]:
    found = rows.annotate(key=key).values("key").annotate(**sums).order_by("key")
    return list(found.values_list("key", *named))
