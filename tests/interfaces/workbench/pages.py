"""Every page of the workbench with an address in the small institution, and the roles that may see it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from tests.interfaces.workbench.institution import FIRST, Institution
from tests.rooms.party.made_up import phone

from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.ids import new_id

Address = Callable[[Institution], str]
BUSINESS = frozenset({Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE, Role.AUDITOR})
LENDING = BUSINESS - {Role.OPERATIONS}
BOOKS = frozenset({Role.OPERATIONS, Role.FINANCE, Role.AUDITOR})
HOUSE = frozenset({Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR})
LAB = frozenset({Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.FINANCE})
CATALOGUE = STAFF_ROLES
HOLDING = frozenset({Role.COMPLIANCE, Role.RISK_OFFICER, Role.AUDITOR})
DAYS = frozenset({Role.OPERATIONS, Role.FINANCE, Role.AUDITOR, Role.COMPLIANCE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class PageRow:
    """A page, and the roles that may see it; all others are refused."""

    name: str
    address: Address
    roles: frozenset[Role]


SOURCES = frozenset({Role.RISK_OFFICER, Role.OPERATIONS, Role.COMPLIANCE, Role.AUDITOR})
MODELS = frozenset({Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR})
TEXTS = MODELS | {Role.OPERATIONS, Role.ADMINISTRATOR}
WATCH = frozenset({Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR})
PAGES = (
    PageRow("dashboards", lambda _: "dashboards/", STAFF_ROLES),
    PageRow("origination funnel", lambda _: "dashboards/origination/?by=month", BUSINESS),
    PageRow("approvals and reasons", lambda _: "dashboards/approvals/", BUSINESS),
    PageRow("portfolio on a dashboard", lambda _: "dashboards/portfolio/", BUSINESS | {Role.FINANCE}),
    PageRow("collections on a dashboard", lambda _: "dashboards/collecting/", BUSINESS | {Role.FINANCE}),
    PageRow("profitability", lambda _: "dashboards/profit/", BOOKS),
    PageRow("inclusion", lambda _: "dashboards/inclusion/", STAFF_ROLES),
    PageRow("applications behind a figure", lambda _: "dashboards/lists/applications/?step=decided", BUSINESS),
    PageRow("loans behind a figure", lambda _: "dashboards/lists/loans/?band=0", BUSINESS | {Role.FINANCE}),
    PageRow("promises behind a figure", lambda _: "dashboards/lists/promises/", BUSINESS | {Role.FINANCE}),
    PageRow(
        "late loans of a month", lambda _: "dashboards/lists/late/?month=2026-01-01&band=1", BUSINESS | {Role.FINANCE}
    ),
    PageRow("entries behind a figure", lambda _: "dashboards/lists/entries/?booked=interest", BOOKS),
    PageRow("reports", lambda _: "reports/", STAFF_ROLES),
    PageRow("my work", lambda _: "", STAFF_ROLES),
    PageRow("dashboard", lambda _: "overview/", STAFF_ROLES),
    PageRow("search for everything", lambda i: f"search/?q={i.borrower}", STAFF_ROLES),
    PageRow("records", lambda _: "records/", STAFF_ROLES),
    PageRow("queue of reviews", lambda _: "queues/review/", BUSINESS),
    PageRow("closed reviews", lambda _: "queues/review/?state=closed", BUSINESS),
    PageRow("queue of failed payments", lambda _: "queues/failed_payment/", BUSINESS | {Role.FINANCE}),
    PageRow("worklist of collections", lambda _: "collections/", BUSINESS),
    PageRow("worklist of a stage", lambda _: "collections/?stage=call&offset=50", BUSINESS),
    PageRow("collection of a loan", lambda i: f"collections/{i.loan_id}/", BUSINESS),
    PageRow("queue of hardship", lambda _: "queues/hardship/", BUSINESS),
    PageRow("write-offs", lambda _: "write-offs/", BUSINESS | {Role.FINANCE}),
    PageRow("write-offs that wait", lambda _: "write-offs/?state=proposed", BUSINESS | {Role.FINANCE}),
    PageRow("relief", lambda _: "relief/", BUSINESS | {Role.FINANCE}),
    PageRow("relief counted", lambda _: "relief/?measure=relief.sample-flood", BUSINESS | {Role.FINANCE}),
    PageRow("case of a review", lambda i: f"cases/{i.case('review').id}/", BUSINESS),
    PageRow("case of a payment", lambda i: f"cases/{i.case('failed_payment').id}/", BUSINESS | {Role.FINANCE}),
    PageRow("customers", lambda _: "customers/", BUSINESS),
    PageRow("search", lambda _: f"customers/?phone={phone(FIRST + 1)}", BUSINESS),
    PageRow("firm", lambda i: f"customers/{i.borrower}/", BUSINESS),
    PageRow("person", lambda i: f"customers/{i.person_id}/", BUSINESS),
    PageRow("products of a firm", lambda i: f"customers/{i.borrower}/products/", BUSINESS),
    PageRow("products of a person", lambda i: f"customers/{i.person_id}/products/", BUSINESS),
    PageRow("facts of a firm", lambda i: f"customers/{i.borrower}/facts/", BUSINESS),
    PageRow("decisions of a firm", lambda i: f"customers/{i.referred.firm_id}/decisions/", BUSINESS),
    PageRow("contacts of a firm", lambda i: f"customers/{i.borrower}/contacts/", BUSINESS),
    PageRow("documents of a firm", lambda i: f"customers/{i.borrower}/documents/", BUSINESS),
    PageRow("timeline of a firm", lambda i: f"customers/{i.borrower}/timeline/", BUSINESS),
    PageRow("groups", lambda _: "groups/?kind=household", BUSINESS),
    PageRow("group", lambda i: f"groups/{i.household_id}/", BUSINESS),
    PageRow("farm lists", lambda _: "farm/lists/", BUSINESS),
    PageRow("farm meetings", lambda i: f"farm/groups/{i.household_id}/meetings/", BUSINESS),
    PageRow("relations", lambda i: f"customers/{i.person_id}/relations/", BUSINESS),
    PageRow("applications", lambda _: "applications/", BUSINESS),
    PageRow("referred applications", lambda _: "applications/?state=referred", BUSINESS),
    PageRow("application", lambda i: f"applications/{i.application_id}/", BUSINESS),
    PageRow("application under review", lambda i: f"applications/{i.reviewed_id}/", BUSINESS),
    PageRow("loans", lambda _: "loans/", BUSINESS | {Role.FINANCE}),
    PageRow("overdue loans", lambda _: "loans/?state=overdue", BUSINESS | {Role.FINANCE}),
    PageRow("loan", lambda i: f"loans/{i.loan_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("loan that waits", lambda i: f"loans/{i.unpaid_loan_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("loan statement", lambda i: f"loans/{i.loan_id}/statement/", BUSINESS | {Role.FINANCE}),
    PageRow("policy lab", lambda _: "lab/", LAB),
    PageRow("pre-approvals", lambda _: "pre-approvals/", LAB),
    PageRow("run of the lab", lambda i: f"lab/{i.lab_run_id}/", LAB),
    PageRow("limits", lambda i: "facilities/" if i.facility_id else "", BUSINESS | {Role.FINANCE}),
    PageRow("limits that are frozen", lambda _: "facilities/?state=frozen", BUSINESS | {Role.FINANCE}),
    PageRow("limit", lambda i: f"facilities/{i.facility_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("orders", lambda i: "orders/" if i.order_id else "", BUSINESS | {Role.FINANCE}),
    PageRow("orders of a state", lambda _: "orders/?state=registered", BUSINESS | {Role.FINANCE}),
    PageRow("order", lambda i: f"orders/{i.order_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("receivables", lambda i: "receivables/" if i.receivable_id else "", BUSINESS | {Role.FINANCE}),
    PageRow("receivables of a state", lambda _: "receivables/?state=disputed", BUSINESS | {Role.FINANCE}),
    PageRow("receivable", lambda i: f"receivables/{i.receivable_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("leases", lambda i: "leases/" if i.lease_id else "", BUSINESS | {Role.FINANCE}),
    PageRow("leases of a state", lambda _: "leases/?state=sold", BUSINESS | {Role.FINANCE}),
    PageRow("lease", lambda i: f"leases/{i.lease_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("payees", lambda i: "payees/" if i.payee_id else "", BUSINESS | {Role.FINANCE}),
    PageRow("payees of a state", lambda _: "payees/?state=active", BUSINESS | {Role.FINANCE}),
    PageRow("payee", lambda i: f"payees/{i.payee_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("protections", lambda i: "protections/" if i.protected_id else "", LENDING),
    PageRow("protections of a person", lambda i: f"customers/{i.protected_id}/protections/", LENDING),
    PageRow("vouchers", lambda _: "vouchers/", BUSINESS | {Role.FINANCE}),
    PageRow("voucher", lambda i: f"vouchers/{i.voucher_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("bills", lambda _: "bills/", BUSINESS | {Role.FINANCE}),
    PageRow("bill", lambda i: f"bills/{i.bill_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("collateral", lambda _: "collateral/", BUSINESS | {Role.FINANCE}),
    PageRow("collateral of a kind", lambda _: "collateral/?kind=farmland_right", BUSINESS | {Role.FINANCE}),
    PageRow("thing", lambda i: f"collateral/{i.thing_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("security of a loan", lambda i: f"collateral/loans/{i.loan_id}/", BUSINESS | {Role.FINANCE}),
    PageRow("portfolio quality", lambda _: "quality/", BUSINESS | {Role.FINANCE}),
    PageRow("graded loans", lambda _: "quality/loans/?grade=3", BUSINESS | {Role.FINANCE}),
    PageRow("products", lambda _: "products/", CATALOGUE),
    PageRow("product", lambda _: "products/working-capital/1/", CATALOGUE),
    PageRow("draft of a product", lambda i: f"products/drafts/{i.product_draft_id}/", CATALOGUE),
    PageRow("editors", lambda _: "texts/", TEXTS),
    PageRow("notices to edit", lambda _: "texts/notice/?find=loan", TEXTS),
    PageRow("one notice", lambda _: "texts/notice/loan_closed/", TEXTS),
    PageRow("draft of a notice", lambda i: f"texts/drafts/{i.text_draft_id}/", TEXTS),
    PageRow("clauses to edit", lambda _: "texts/clause/", TEXTS),
    PageRow("one clause", lambda _: "texts/clause/repayment/", TEXTS),
    PageRow("rules of the law", lambda _: "texts/rule/?find=cap", TEXTS),
    PageRow("one rule", lambda _: "texts/rule/cn.all_in_cost_cap_pct/", TEXTS),
    PageRow("the loan prime rate", lambda _: "texts/lpr/", TEXTS),
    PageRow("one quotation", lambda _: "texts/lpr/cn.lpr/", TEXTS),
    PageRow("one contract", lambda _: "texts/contract/loan/", TEXTS),
    PageRow("policies", lambda _: "policies/", MODELS),
    PageRow("policy", lambda i: f"policies/{i.policy_hash}/?cover=1", MODELS),
    PageRow("policy with formulas", lambda i: f"policies/{i.coming_hash}/", MODELS),
    PageRow("draft of a policy", lambda i: f"policies/drafts/{i.draft_id}/", MODELS),
    PageRow("table of a draft", lambda i: f"policies/drafts/{i.draft_id}/bands/", frozenset({Role.RISK_OFFICER})),
    PageRow("models", lambda _: "models/", MODELS),
    PageRow("model", lambda i: f"models/{i.model_id}/", MODELS),
    PageRow("training", lambda _: "models/train/", frozenset({Role.RISK_OFFICER})),
    PageRow("watch of decisions", lambda _: "watch/", WATCH),
    PageRow("a measure of the watch", lambda _: "watch/fact_psi/", WATCH),
    PageRow("fairness by group", lambda _: "watch/fairness/", WATCH),
    PageRow("impact record", lambda _: "watch/impact-record/", WATCH),
    PageRow("sources", lambda _: "sources/?days=30", SOURCES),
    PageRow("queue of moves", lambda _: "queues/relocation/", BUSINESS),
    PageRow("queue of lost phones", lambda _: "queues/lost_phone/", BUSINESS),
    PageRow("a lost phone", lambda i: f"customers/{i.person_id}/phone/", BUSINESS),
    PageRow("a phone proposed", lambda i: f"phones/{i.phone_proposal_id}/", BUSINESS),
    PageRow("queue of corrections", lambda _: "queues/data_correction/", BUSINESS),
    PageRow("loan tapes", lambda _: "imports/", BUSINESS | {Role.FINANCE}),
    PageRow("trial balance", lambda _: "ledger/", BOOKS),
    PageRow("journals", lambda _: "ledger/journals/", BOOKS),
    PageRow("journal", lambda i: f"ledger/journals/{i.journal_id}/", BOOKS),
    PageRow("statement of an account", lambda _: "ledger/accounts/bank.operating/", BOOKS),
    PageRow("statement of a loan", lambda i: f"ledger/owners/{i.loan_id}/", BOOKS),
    PageRow("bank statements", lambda _: "bank/", BOOKS),
    PageRow("bank statement", lambda i: f"bank/statements/{i.statement_id}/", BOOKS),
    PageRow("statement line", lambda i: f"bank/lines/{i.line_id}/", BOOKS),
    PageRow("regions", lambda _: "regions/", BUSINESS | {Role.FINANCE, Role.ADMINISTRATOR}),
    PageRow("regions by group", lambda _: "regions/?by=women", BUSINESS | {Role.FINANCE, Role.ADMINISTRATOR}),
    PageRow("region", lambda _: "regions/?region=331100", BUSINESS | {Role.FINANCE, Role.ADMINISTRATOR}),
    PageRow("subsidies", lambda _: "subsidies/", BUSINESS | {Role.FINANCE}),
    PageRow("day close", lambda _: "day/", DAYS),
    PageRow("users", lambda _: "users/", HOUSE),
    PageRow("a user", lambda i: f"users/{i.staff['auditor']}/", HOUSE),
    PageRow("branches", lambda _: "branches/", HOUSE),
    PageRow("my sign-in", lambda _: "me/", STAFF_ROLES),
    PageRow("my sessions", lambda _: "me/sessions/", STAFF_ROLES),
    PageRow("my password", lambda _: "password_change/", STAFF_ROLES),
    PageRow("tokens", lambda _: "tokens/", HOUSE),
    PageRow("partners", lambda i: "partners/" if i.partner_id else "", HOUSE | {Role.OPERATIONS}),
    PageRow("deliveries", lambda i: "deliveries/?state=waiting" if i.partner_id else "", HOUSE | {Role.OPERATIONS}),
    PageRow("delivery", lambda i: f"deliveries/{i.message_id}/", HOUSE | {Role.OPERATIONS}),
    PageRow("legal holds", lambda i: "holds/" if i.hold_id else "", HOLDING),
    PageRow("partner", lambda i: f"partners/{i.partner_id}/", HOUSE | {Role.OPERATIONS}),
    PageRow("audit log", lambda _: "audit/", HOUSE),
)
ABSENT = (
    PageRow("no such queue", lambda _: "queues/nothing/", STAFF_ROLES),
    PageRow("no such case", lambda _: f"cases/{new_id()}/", STAFF_ROLES),
    PageRow("no such collection", lambda _: f"collections/{new_id()}/", BUSINESS),
    PageRow("no such request for help", lambda _: f"hardship/{new_id()}/", BUSINESS),
    PageRow("no such run of the lab", lambda _: f"lab/{new_id()}/", LAB),
    PageRow("no such write-off", lambda _: f"write-offs/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such relief", lambda _: f"relief/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such customer", lambda _: f"customers/{new_id()}/", BUSINESS),
    PageRow("no such list", lambda _: f"farm/lists/{new_id()}/", BUSINESS),
    PageRow("no such meeting", lambda _: f"farm/meetings/{new_id()}/", BUSINESS),
    PageRow("no such group", lambda _: f"groups/{new_id()}/", BUSINESS),
    PageRow("no relations of nobody", lambda _: f"customers/{new_id()}/relations/", BUSINESS),
    PageRow("no such application", lambda _: f"applications/{new_id()}/", BUSINESS),
    PageRow("no such loan", lambda _: f"loans/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such limit", lambda _: f"facilities/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such order", lambda _: f"orders/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such receivable", lambda _: f"receivables/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such lease", lambda _: f"leases/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such payee", lambda _: f"payees/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no protections of nobody", lambda _: f"customers/{new_id()}/protections/", LENDING),
    PageRow("no such voucher", lambda _: f"vouchers/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such bill", lambda _: f"bills/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such thing", lambda _: f"collateral/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no security of no loan", lambda _: f"collateral/loans/{new_id()}/", BUSINESS | {Role.FINANCE}),
    PageRow("no such product", lambda _: "products/yacht-loan/1/", CATALOGUE),
    PageRow("no such draft of a product", lambda _: f"products/drafts/{new_id()}/", CATALOGUE),
    PageRow("no such editor", lambda _: "texts/poetry/", TEXTS),
    PageRow("no such text", lambda _: "texts/notice/gossip/", TEXTS),
    PageRow("no such policy", lambda _: "policies/abc/", MODELS),
    PageRow("no such draft", lambda _: f"policies/drafts/{new_id()}/", MODELS),
    PageRow("no such model", lambda _: f"models/{new_id()}/", MODELS),
    PageRow("no such bank statement", lambda _: f"bank/statements/{new_id()}/", BOOKS),
    PageRow("no such statement line", lambda _: f"bank/lines/{new_id()}/", BOOKS),
    PageRow("no such claim", lambda _: f"subsidies/claims/{new_id()}.csv", BUSINESS | {Role.FINANCE}),
    PageRow("no such partner", lambda _: f"partners/{new_id()}/", HOUSE | {Role.OPERATIONS}),
    PageRow("no such delivery", lambda _: f"deliveries/{new_id()}/", HOUSE | {Role.OPERATIONS}),
    PageRow("no such journal", lambda _: f"ledger/journals/{new_id()}/", BOOKS),
)


def opened(client: Client, row: PageRow, institution: Institution) -> tuple[int, str]:
    """Status and text of a page."""
    response = client.get(f"/workbench/{row.address(institution)}")
    return response.status_code, response.content.decode()
