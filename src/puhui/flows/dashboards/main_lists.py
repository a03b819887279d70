"""The main lists of the workbench as sheets, so that they are exported, saved and sent by the one mechanism."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from puhui.flows.dashboards.asking import id_of, product_names
from puhui.flows.dashboards.contracts import Link, Listing, Params, Sheet, Value
from puhui.flows.dashboards.lists import APPLICATIONS, LOANS, ListKind, applications_sheet, loans_sheet
from puhui.flows.dashboards.made import TOTAL, column
from puhui.flows.dashboards.states import CASE_STATES
from puhui.foundation.casework.facade import KINDS, queue_page
from puhui.foundation.ledger.facade import journals_page, trial_balance
from puhui.foundation.party.facade import list_parties, party_names
from puhui.kernel.actors import Actor
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text
from puhui.products.lending.facade import loans_page
from puhui.products.origination.facade import applications_page


def all_loans(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Loans of any state, newest first; `state` as on their page, or overdue."""
    state = params.get("state", "")
    late = state == "overdue"
    after = params.get("after") or None
    found = loans_page(actor, state="" if late else state, overdue_only=late, after=after, most=most)
    names = party_names(actor, party_ids={row.borrower_id for row in found.loans})
    sheet = loans_sheet(found.loans, names, product_names(today))
    return Listing(key="all_loans", title=LOANS, sheet=sheet, next=found.next_cursor or "")


def all_applications(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Applications of any state, newest first."""
    found = applications_page(actor, state=params.get("state", ""), before=id_of(params, "after"), most=most)
    names = party_names(actor, party_ids={row.firm_id for row in found})
    sheet = applications_sheet(found, names, product_names(today))
    following = str(found[-1].id) if len(found) == most else ""
    return Listing(key="all_applications", title=APPLICATIONS, sheet=sheet, next=following)


def cases(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Cases of a kind or of all, as the queue shows them, without their words: these may tell of people."""
    del today
    kind, state = params.get("kind", ""), params.get("state", "")
    if kind and kind not in KINDS:
        raise InvalidInput("kind", "a kind of cases")
    found = queue_page(actor, kind=kind, state=state, after=id_of(params, "after"), most=most)
    sheet = Sheet(
        key="cases",
        title=CASES,
        columns=(
            column("Kind", "类型"),
            column("Opened", "创建日期", "date"),
            column("Due", "时限", "date"),
            column("State", "状态"),
            column("Handler", "处理人"),
            column("Outcome", "处理结果"),
            column("Case", "工单编号"),
        ),
        rows=tuple(
            (
                row.kind_name,
                row.opened_at.date(),
                row.due_on,
                CASE_STATES.get(row.state, row.state),
                row.owner_name,
                row.outcome,
                str(row.id),
            )
            for row in found
        ),
        links=tuple((Link("case", subject=row.id), *(None for _ in range(6))) for row in found),
    )
    return Listing(key="cases", title=CASES, sheet=sheet, next=str(found[-1].id) if len(found) == most else "")


def customers(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Customers, newest first; what is personal is masked, as on their page."""
    del today
    found = list_parties(actor, before=id_of(params, "after"), most=most)
    kinds = {"organisation": Text(en="Firm", zh="企业"), "person": Text(en="Person", zh="个人")}
    sheet = Sheet(
        key="customers",
        title=CUSTOMERS,
        columns=(
            column("Name", "名称"),
            column("Kind", "类型"),
            column("Number", "证件号码"),
            column("Phone number", "手机号"),
            column("Since", "建档日期", "date"),
        ),
        rows=tuple(
            (row.name, kinds.get(row.kind, row.kind), row.identifier, row.phone, row.created_at.date()) for row in found
        ),
        links=tuple((Link("customer", subject=row.party_id), None, None, None, None) for row in found),
    )
    following = str(found[-1].party_id) if len(found) == most else ""
    return Listing(key="customers", title=CUSTOMERS, sheet=sheet, next=following)


def trial(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """The trial balance at the end of a business date."""
    del most
    on = parse_date(params["on"], where="on") if params.get("on") else today
    found = trial_balance(actor, on=None if on == today else on)
    debit, credit = found.totals.get("CNY", (0, 0))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (line.number, line.name, line.code, line.currency, line.debit_minor, line.credit_minor) for line in found.lines
    )
    sheet = Sheet(
        key="trial",
        title=TRIAL,
        columns=(
            column("Number", "科目编号"),
            column("Account", "科目"),
            column("Code", "代码"),
            column("Currency", "币种"),
            column("Debit", "借方", "minor"),
            column("Credit", "贷方", "minor"),
        ),
        rows=rows,
        total=(TOTAL, "", "", "CNY", debit, credit) if rows else (),
    )
    return Listing(key="trial", title=TRIAL, sheet=sheet)


def journals(actor: Actor, params: Params, today: date, most: int) -> Listing:
    """Journals, newest first, a row for each transfer."""
    del today
    on = parse_date(params["on"], where="on") if params.get("on") else None
    found = journals_page(actor, on=on, after=params.get("after") or None, most=most)
    pairs = [(row, transfer) for row in found.journals for transfer in row.transfers]
    sheet = Sheet(
        key="journals",
        title=JOURNALS,
        columns=(
            column("Business date", "业务日期", "date"),
            column("Value date", "起息日", "date"),
            column("Kind", "类型"),
            column("Debit", "借方科目"),
            column("Credit", "贷方科目"),
            column("Amount", "金额", "minor"),
            column("State", "状态"),
            column("Journal", "凭证编号"),
        ),
        rows=tuple(
            (
                row.business_date,
                row.value_date,
                row.kind,
                transfer.debit.code,
                transfer.credit.code,
                transfer.amount.minor,
                row.state,
                str(row.id),
            )
            for row, transfer in pairs
        ),
        links=tuple((*(None for _ in range(7)), Link("journal", subject=row.id)) for row, _ in pairs),
    )
    return Listing(key="journals", title=JOURNALS, sheet=sheet, next=found.next_cursor or "")


CASES: Final = Text(en="Cases", zh="工单")
CUSTOMERS: Final = Text(en="Customers", zh="客户")
TRIAL: Final = Text(en="Trial balance", zh="试算平衡表")
JOURNALS: Final = Text(en="Journals", zh="记账凭证")
MAIN: Final[Mapping[str, ListKind]] = {
    kind.key: kind
    for kind in (
        ListKind("all_loans", LOANS, "lending", True, all_loans),
        ListKind("all_applications", APPLICATIONS, "origination", True, all_applications),
        ListKind("cases", CASES, "casework", False, cases),
        ListKind("customers", CUSTOMERS, "party", True, customers),
        ListKind("trial", TRIAL, "ledger", False, trial),
        ListKind("journals", JOURNALS, "ledger", False, journals),
    )
}
