"""The lists behind figures: applications, loans, promises, late loans of a month, entries of the ledger.

Each page of a list says how many rows there are in all and what they come to: the figure that led there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from puhui.conduct.indicators.facade import Group, reached_in
from puhui.flows.dashboards.asking import (
    asked_of,
    code_of,
    id_of,
    number_of,
    places_on,
    product_names,
)
from puhui.flows.dashboards.collecting import BAND_TEXTS, LATE, STATE_TEXTS, promises_asked
from puhui.flows.dashboards.contracts import Link, Listing, Params, Sheet, Value
from puhui.flows.dashboards.made import column
from puhui.flows.dashboards.managed import borrowers_of, is_managed, reach_of
from puhui.flows.dashboards.origination import cohort_of
from puhui.flows.dashboards.profit import BOOKED
from puhui.flows.dashboards.states import APPLICATION_STATES, LOAN_STATES
from puhui.foundation.ledger.facade import booked_by_segment, entries_of_segment
from puhui.foundation.party.facade import party_names, region_column
from puhui.kernel.actors import Actor
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.products.collections.facade import PromiseState, asked_promises, asked_promises_sum
from puhui.products.lending.facade import DAYS_BANDS, LoanLine, LoansAsked, asked_loans, asked_sum
from puhui.products.origination.facade import ApplicationView, cohort_page, cohort_sum
from puhui.risk.provisioning.facade import late_loans_of_month, late_sum_of_month

Rows = tuple[tuple[Value, ...], ...]
Links = tuple[tuple[Link | None, ...], ...]
BORROWER: Final = column("Borrower", "借款人")
AMOUNT: Final = column("Amount", "金额", "minor")


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list: its name, which room's right opens it, whether it names people, and how a page of it is made."""

    key: str
    title: Text
    room: str
    is_personal: bool
    make: Callable[[Actor, Params, date, int], Listing]


def applications_list(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Applications of a period that came to a step or ended in a way."""
    cohort = cohort_of(asked_of(params, today=today), places_on(today))
    which = {
        "step": params.get("step", "") or "started",
        "outcome": params.get("outcome", ""),
        "reason": params.get("reason", ""),
    }
    found = cohort_page(actor, cohort, **which, before=id_of(params, "after"), most=most + 1)
    count, amount = cohort_sum(actor, cohort, **which)
    names = party_names(actor, party_ids={row.firm_id for row in found})
    sheet = applications_sheet(found[:most], names, product_names(today))
    return Listing(
        key="applications",
        title=APPLICATIONS,
        sheet=sheet,
        count=count,
        amount_minor=amount,
        next=str(found[most - 1].id) if len(found) > most else "",
    )


def applications_sheet(
    found: Sequence[ApplicationView], names: Mapping[UUID, str], products: Mapping[str, Text]
) -> Sheet:
    """Applications as rows."""
    return Sheet(
        key="applications",
        title=APPLICATIONS,
        columns=(
            column("Started", "发起日期", "date"),
            BORROWER,
            column("Product", "产品"),
            AMOUNT,
            column("Months", "期限（月）", "count"),
            column("State", "状态"),
            column("Decided on", "审批日期", "date"),
            column("Application", "申请编号"),
        ),
        rows=tuple(
            (
                row.started_at.date(),
                names.get(row.firm_id, "–"),
                products.get(row.product_code, row.product_code),
                row.amount.minor,
                row.term_months,
                APPLICATION_STATES.get(row.state, row.state),
                row.decided_on,
                str(row.id),
            )
            for row in found
        ),
        links=tuple(
            (
                Link("application", subject=row.id),
                Link("customer", subject=row.firm_id),
                *(None for _ in range(6)),
            )
            for row in found
        ),
    )


def loans_list(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Running loans of a class, of days past due, of a product, in a region, of a group, of a branch or an officer."""
    places = places_on(today)
    general = asked_of(
        {key: params.get(key, "") for key in ("product", "region", "itself", "officer", "branch")}, today=today
    )
    group = params.get("group", "")
    if group not in ("", *Group):
        raise InvalidInput("group", f"one of {', '.join(Group)}")
    managed, unmanaged = borrowers_of(general, reach_of(actor)) if is_managed(general.params()) else (None, None)
    asked = LoansAsked(
        grade=number_of(params, "grade", of=(1, 2, 3, 4, 5)),
        from_days=number_of(params, "band", of=DAYS_BANDS),
        below_days=number_of(params, "below", of=DAYS_BANDS[1:]),
        product_code=general.product,
        place=region_column("borrower_id"),
        places=places.within(general.region, itself=general.itself),
        among=reached_in(actor, Group(group)) if group else None,
        managed=managed,
        unmanaged=unmanaged,
    )
    found = asked_loans(actor, asked, after=id_of(params, "after"), most=most + 1)
    sum_ = asked_sum(actor, asked)
    names = party_names(actor, party_ids={row.borrower_id for row in found})
    return Listing(
        key="loans",
        title=LOANS,
        sheet=loans_sheet(found[:most], names, product_names(today)),
        count=sum_.loans,
        amount_minor=sum_.principal_minor,
        people=sum_.borrowers,
        next=str(found[most - 1].id) if len(found) > most else "",
    )


def loans_sheet(found: Sequence[LoanLine], names: Mapping[UUID, str], products: Mapping[str, Text]) -> Sheet:
    """Loans as rows."""
    return Sheet(
        key="loans",
        title=LOANS,
        columns=(
            BORROWER,
            column("Product", "产品"),
            column("Lent", "放款金额", "minor"),
            column("Outstanding", "余额", "minor"),
            column("Overdue", "逾期金额", "minor"),
            column("Days past due", "逾期天数", "count"),
            column("Paid out on", "放款日期", "date"),
            column("State", "状态"),
            column("Loan", "借据编号"),
        ),
        rows=tuple(
            (
                names.get(row.borrower_id, "–"),
                products.get(row.product_code, row.product_code),
                row.principal.minor,
                row.principal_outstanding.minor,
                row.overdue.minor,
                row.days_past_due,
                row.disbursed_on,
                LOAN_STATES.get(row.state, row.state),
                str(row.id),
            )
            for row in found
        ),
        links=tuple((Link("loan", subject=row.id), *(None for _ in range(8))) for row in found),
    )


def promises_list(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Promises whose day lies in a period, in one state."""
    asked = promises_asked(asked_of(params, today=today), places_on(today))
    state = params.get("state", "")
    found = asked_promises(actor, asked, state=state, after=id_of(params, "after"), most=most + 1)
    count, amount = asked_promises_sum(actor, asked, state=state)
    shown = found[:most]
    names = party_names(actor, party_ids={row.party_id for row in shown})
    sheet = Sheet(
        key="promises",
        title=PROMISES,
        columns=(
            column("Promised for", "承诺日期", "date"),
            BORROWER,
            AMOUNT,
            column("State", "状态"),
            column("Paid", "已还", "minor"),
            column("Taken by", "经办人"),
            column("Made on", "承诺于", "date"),
        ),
        rows=tuple(
            (
                row.due_on,
                names.get(row.party_id, "–"),
                row.amount.minor,
                STATE_TEXTS[PromiseState(row.state)],
                row.paid.minor,
                row.made_by_name,
                row.made_on,
            )
            for row in shown
        ),
        links=tuple((Link("collection", subject=row.loan_id), *(None for _ in range(6))) for row in shown),
    )
    following = str(found[most - 1].id) if len(found) > most else ""
    return Listing(key="promises", title=PROMISES, sheet=sheet, count=count, amount_minor=amount, next=following)


def late_list(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """The loans that were late in one band at the end of a month."""
    del today
    month = parse_date(params.get("month", ""), where="month")
    band, product = params.get("band", "") or LATE[0], code_of(params, "product")
    after = id_of(params, "after")
    found = late_loans_of_month(actor, month=month, band=band, product_code=product, after=after, most=most + 1)
    count, amount = late_sum_of_month(actor, month=month, band=band, product_code=product)
    shown = found[:most]
    sheet = Sheet(
        key="late",
        title=LATE_LOANS,
        columns=(
            column("Loan", "借据编号"),
            column("Product", "产品"),
            column("Days past due", "逾期档位"),
            column("Principal then", "当时本金", "minor"),
        ),
        rows=tuple((str(row.loan_id), row.product_code, BAND_TEXTS[row.band], row.principal_minor) for row in shown),
        links=tuple((Link("loan", subject=row.loan_id), None, None, None) for row in shown),
    )
    following = str(found[most - 1].loan_id) if len(found) > most else ""
    return Listing(key="late", title=LATE_LOANS, sheet=sheet, count=count, amount_minor=amount, next=following)


def entries_list(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """The entries of the ledger behind income or loss of a product; a page is found by its number."""
    asked = asked_of(params, today=today)
    name, segment = params.get("booked", "") or "interest", params.get("segment", "")
    if name not in BOOKED:
        raise InvalidInput("booked", f"one of {', '.join(BOOKED)}")
    wanted = None if not segment else "" if segment == "-" else code_of(params, "segment")
    skip = _skip(params)
    codes = BOOKED[name][1]
    found = entries_of_segment(
        actor, codes=codes, segment=wanted, since=asked.since, until=asked.until, skip=skip, most=most + 1
    )
    sums = booked_by_segment(actor, codes=codes, since=asked.since, until=asked.until)
    title = Text(en="Entries: {what}", zh="会计分录：{what}").filled(what=BOOKED[name][0])
    sheet = Sheet(
        key="entries",
        title=title,
        columns=(column("Business date", "业务日期", "date"), AMOUNT, column("Journal", "凭证")),
        rows=tuple((row.on, row.minor, str(row.journal_id)) for row in found[:most]),
        links=tuple((None, None, Link("journal", subject=row.journal_id)) for row in found[:most]),
    )
    amount = sum(row.minor for row in sums if wanted in (None, row.segment))
    following = str(skip + most) if len(found) > most else ""
    return Listing(key="entries", title=title, sheet=sheet, amount_minor=amount, next=following)


def _skip(params: Params) -> int:
    text = params.get("after", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InvalidInput("after", "this is not a number")
    return int(text or 0)


APPLICATIONS: Final = Text(en="Applications", zh="申请")
LOANS: Final = Text(en="Loans", zh="贷款")
PROMISES: Final = Text(en="Promises to pay", zh="还款承诺")
LATE_LOANS: Final = Text(en="Late at the end of a month", zh="月末逾期贷款")
ENTRIES: Final = Text(en="Entries of the ledger", zh="会计分录")
BEHIND: Final[Mapping[str, ListKind]] = {
    kind.key: kind
    for kind in (
        ListKind("applications", APPLICATIONS, "origination", True, applications_list),
        ListKind("loans", LOANS, "lending", True, loans_list),
        ListKind("promises", PROMISES, "collections", True, promises_list),
        ListKind("late", LATE_LOANS, "lending", False, late_list),
        ListKind("entries", ENTRIES, "ledger", False, entries_list),
    )
}
