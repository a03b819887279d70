"""A small institution for the tests of the workbench: staff of every role, and something on every page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from django.apps import apps
from django.test import Client
from tests.interfaces.workbench.trade_room import oven_in_use, protected, traded
from tests.rooms.bank.maker import Line, camt
from tests.rooms.bills.portfolio import Desk
from tests.rooms.collateral.secured import MANAGER, machine, pledged, registered
from tests.rooms.facilities.holders import drawn, granted
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, healthy_invoices
from tests.rooms.party.made_up import phone, resident_id
from tests.rooms.receivables.seller import Trade
from tests.rooms.vouchers.chain_of_supply import Chain
from tests.unit.decisioning.packages import scorecard_package

from puhui.conduct.partners.facade import (
    add_client,
    decide_partner,
    messages_page,
    propose_partner,
    share_with_partner,
    subscribe,
)
from puhui.flows.editors.write import change_cells, start_text_draft
from puhui.flows.pay_payee.register import propose_payee
from puhui.flows.policy_lab.do_run import do_waiting_run
from puhui.flows.policy_lab.start_run import RunAsked, start_run
from puhui.flows.product_workshop.write_product import start_product_draft
from puhui.flows.reconcile_statements.match import import_bank_file, reconcile_statement
from puhui.flows.secure_loan.guarantee import claim_guarantee_scheme
from puhui.foundation.access.facade import actor_of, begin_sign_in, create_staff, user_by_id
from puhui.foundation.casework.facade import CaseView, cases_page
from puhui.foundation.catalogue.facade import product_text
from puhui.foundation.documents.facade import ask_hold
from puhui.foundation.ledger.facade import journals_page
from puhui.foundation.party.facade import NewRelation, make_group, record_relation
from puhui.foundation.payments.facade import lines_page
from puhui.interfaces.staff_door import KEPT
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Actor, Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.orders.facade import orders_page
from puhui.products.receivables.facade import receivables_page
from puhui.products.vouchers.facade import vouchers_page
from puhui.risk.decisioning.facade import (
    decide_model,
    decide_role,
    decision_ids,
    policy_named,
    propose_role,
    register_model,
    score_shadows,
    start_draft,
)
from puhui.risk.lab.facade import lab_runs

FIRST = 900  # the number of the first made-up borrower, far from those at the door
SECRETS = (phone(FIRST + 1), phone(FIRST + 2), resident_id(FIRST + 1), resident_id(FIRST + 2), "王小明", "王芳")
FLEETING = {"Session", "IdempotencyRecord", "SignIn", "RateWindow"}


@dataclass
class Institution:
    """Two firms that applied, two that borrow: one was paid, to one the bank refused to pay."""

    world: World
    staff: dict[str, UUID] = field(default_factory=dict)
    approved: Door = field(init=False)
    referred: Door = field(init=False)
    application_id: UUID = field(init=False)
    reviewed_id: UUID = field(init=False)
    borrower: UUID = field(init=False)
    borrower_actor: Actor = field(init=False)
    person_id: UUID = field(init=False)
    loan_id: UUID = field(init=False)
    unpaid: UUID = field(init=False)
    unpaid_loan_id: UUID = field(init=False)
    policy_hash: str = field(init=False)
    coming_hash: str = field(init=False)
    draft_id: UUID = field(init=False)
    statement_id: UUID = field(init=False)
    line_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self._hire()
        self.approved = firm_at_the_door()
        self.application_id = self.approved.applied().application_id
        self.referred = firm_at_the_door(invoices=healthy_invoices(months=4))  # too short a history for a machine
        self.reviewed_id = self.referred.applied(amount=Money.parse("100000.00")).application_id
        self.world.made = FIRST
        self.borrower, self.borrower_actor = self.world.firm()
        self.person_id = self.borrower_actor.party_id or new_id()
        self.loan_id = self.world.borrowed(self.borrower, disbursement_date=TODAY)
        self.unpaid, _ = self.world.firm()
        self.world.bank.set_account(self.unpaid, is_closed=True)
        self.unpaid_loan_id = self.world.borrowed(self.unpaid, disbursement_date=TODAY)
        self._bring_statement()
        self._write_policy()

    def _write_policy(self) -> None:
        """A draft with a case that holds and a table with a gap; the version that it began from, and one to come."""
        running, coming = (policy_named(SYSTEM, f"working-capital@{n}") for n in (1, 2))
        self.policy_hash, self.coming_hash = running.hash, coming.hash
        document = plain(running.document)
        document["tables"]["bands"]["rows"][1]["when"]["score"] = "[585..602)"
        document["cases"] = [{"name": "nothing known", "amount": "200000.00", "expect": {"outcome": "refer"}}]
        call = Call(self.actor("risk_officer"), "draft", self.world.clock.now())
        self.draft_id = start_draft(call, based_on=running.hash, document=document, note="a narrower band").draft_id

    def _bring_statement(self) -> None:
        """A statement with a line that nobody can name."""
        lines = [Line(minor=12_345_67, on=TODAY, name="王小明", account="6222020000001234", ref="R1")]
        found = import_bank_file(self.world.call(), content=camt(lines), form="camt.053")
        self.statement_id = found.statement_ids[0]
        reconcile_statement(self.world.call(), statement_id=self.statement_id)
        self.line_id = lines_page(SYSTEM, statement_id=self.statement_id)[0].id

    @cached_property
    def product_draft_id(self) -> UUID:
        """A dearer version of the working-capital loan, which breaks a cap."""
        text = product_text("working-capital", 1).replace("highest_pct = 15", "highest_pct = 36")
        call = Call(self.actor("risk_officer"), str(new_id()), self.world.clock.now())
        return start_product_draft(call, based_on="working-capital@1", text=text, note="dearer").draft_id

    @cached_property
    def text_draft_id(self) -> UUID:
        """A notice that says nothing of whom it is about."""
        call = Call(self.actor("risk_officer"), str(new_id()), self.world.clock.now())
        draft_id = start_text_draft(call, kind="notice", code="loan_closed").draft_id
        again = Call(call.actor, str(new_id()), call.at)
        return change_cells(again, draft_id=draft_id, revision=1, cells={"body.en": "It is repaid."}).draft_id

    @cached_property
    def model_id(self) -> UUID:
        """A model in shadow that was scored on every decision so far, and another role that waits."""
        return model_in_shadow(self)

    @cached_property
    def household_id(self) -> UUID:
        """The borrower's household, with its head."""
        home = make_group(self.world.call(), kind="household")
        head = NewRelation(
            kind="household_member",
            subject_id=self.person_id,
            group_id=home,
            standing="head",
            since_on=TODAY,
            evidence="户口簿",
        )
        record_relation(self.world.call(), relation=head)
        return home

    @cached_property
    def thing_id(self) -> UUID:
        """A machine of the borrower behind its loan, and a company that answers for it as well."""
        thing = registered(self.world, machine(self.borrower, description="数控车床 CK6140"))
        pledged(self.world, thing, self.loan_id, 150_000_00)
        claim_guarantee_scheme(self.world.call(MANAGER), loan_id=self.loan_id, scheme="county-guarantee-company")
        return thing

    @cached_property
    def facility_id(self) -> UUID:
        """A limit of the borrower, of which a part is drawn."""
        one = granted(holder_id=self.borrower)
        drawn(one, 40_000_00)
        return one

    @cached_property
    def voucher_id(self) -> UUID:
        """A voucher that was taken, and partly sold to us."""
        told = Chain(world=self.world)
        told.opened()
        part = told.issued(1_000_00)
        told.sold(part, 400_00, seller=1)
        self.world.work()
        return vouchers_page(SYSTEM)[0].id

    @cached_property
    def bill_id(self) -> UUID:
        """A bank's bill that was checked and may be sold."""
        desk = Desk(world=self.world)
        desk.limit()
        return desk.quoted()

    @cached_property
    def trade(self) -> Trade:
        """A seller whose invoice was sold and paid for, and who told an order of the buyer."""
        return traded(self.world)

    @cached_property
    def receivable_id(self) -> UUID:
        """The receivable of that sale."""
        return receivables_page(SYSTEM, seller_id=self.trade.seller)[0].id

    @cached_property
    def order_id(self) -> UUID:
        """That order: its buyer has not answered yet."""
        return orders_page(SYSTEM, seller_id=self.trade.seller)[0].id

    @cached_property
    def leased(self) -> tuple[UUID, Door, Door]:
        """An oven in use, who leases it, and who sold it."""
        return oven_in_use(self.world)

    @property
    def lease_id(self) -> UUID:
        """That oven."""
        return self.leased[0]

    @cached_property
    def payee_id(self) -> UUID:
        """A firm that operations proposed as a payee; nobody has let it in."""
        call = Call(self.actor("operations"), "payee", self.world.clock.now())
        return propose_payee(call, party_id=self.referred.firm_id, kind="merchant", reason="licence seen").payee_id

    @cached_property
    def protected_id(self) -> UUID:
        """The borrower's person, with a limit of their own, an exclusion and a contact person."""
        protected(self.world, self.borrower_actor, contact=self.referred.actor.party_id)
        return self.person_id

    @cached_property
    def partner_id(self) -> UUID:
        """A firm that operations proposed as a partner and the administrator let in, with a program."""
        at = self.world.clock.now()
        by = Call(self.actor("operations"), "partner", at), Call(self.actor("administrator"), "partner", at)
        made = propose_partner(by[0], party_id=self.approved.firm_id, scopes=["loans:read"], reason="a platform")
        decide_partner(by[1].step("decide"), partner_id=made.partner_id, agree=True)
        add_client(by[1].step("client"), partner_id=made.partner_id, name="its checkout", scopes=["loans:read"])
        address, kinds = "https://platform.example/hear", ["sharing.given"]
        subscribe(by[1].step("listen"), partner_id=made.partner_id, address=address, kinds=kinds)
        shared = {"party_id": self.referred.firm_id, "partner_id": made.partner_id, "scopes": ["loans:read"]}
        share_with_partner(Call(self.referred.actor, "share", at), **shared, days=30)
        return made.partner_id

    @cached_property
    def hold_id(self) -> UUID:
        """A hold that compliance asked for."""
        at = self.world.clock.now()
        return ask_hold(Call(self.actor("compliance"), "hold", at), party_id=self.approved.firm_id, reason="a suit")

    @property
    def message_id(self) -> UUID:
        """What the partner's program was told: that somebody shares with it."""
        return messages_page(SYSTEM, party_id=self.partner_id)[0].id

    def _hire(self) -> None:
        names = {role.value: role for role in sorted(STAFF_ROLES)} | {"second_risk": Role.RISK_OFFICER}
        for name, role in names.items():
            call = Call(SYSTEM, f"hire/{name}", self.world.clock.now())
            login_name = name.replace("_", "-")
            self.staff[name] = create_staff(
                call, login_name=login_name, display_name=f"{name} (test)", roles=[role], password="correct horse 42"
            )

    def client(self, name: str, *, language: str = "en") -> Client:
        """A browser in which this staff member has signed in."""
        user = user_by_id(self.staff[name])
        assert user is not None
        client = Client()
        client.force_login(user)
        proved(client, user.id)
        client.cookies["django_language"] = language
        return client

    def actor(self, name: str) -> Actor:
        """The staff member as an actor."""
        user = user_by_id(self.staff[name])
        assert user is not None
        return actor_of(user)

    def case(self, kind: str) -> CaseView:
        """The newest case of a kind."""
        return cases_page(SYSTEM, kind=kind)[-1]

    @property
    def journal_id(self) -> UUID:
        """Some journal of the books."""
        return journals_page(SYSTEM, most=1).journals[0].id

    @property
    def lab_run_id(self) -> UUID:
        """A finished run of the policy lab, with a draft beside what is running."""
        if not (runs := lab_runs(SYSTEM)):
            asked = RunAsked(title="Policy of next year", firms=300, policy="working-capital@2", shocks=("drought",))
            start_run(self.world.call(), asked=asked)
            do_waiting_run(self.world.call(), clock=self.world.ports.clock)
            runs = lab_runs(SYSTEM)
        return runs[0].id


def proved(client: Client, user_id: UUID) -> None:
    """The session of a client, as the staff door begins it: whoever it is has just shown who they are."""
    session = client.session
    session[KEPT] = str(begin_sign_in(user_id, agent="", address="127.0.0.1", proved=True).sign_in_id)
    session.save()


def model_in_shadow(institution: Institution) -> UUID:
    """Registered, approved and assigned by two people, as the pages do it."""

    def call(name: str) -> Call:
        return Call(actor_of(user_by_id(institution.staff[name])), str(new_id()), institution.world.clock.now())

    why = {"reason": "let us see what it would decide"}
    files = scorecard_package("harsh", "1", more=-30)
    made = register_model(call("risk_officer"), files=files, purpose="working capital", segment="small firms", **why)
    package_id = made.package_id
    decide_model(call("compliance"), package_id=package_id, agree=True, **why)
    asked = {"package_id": package_id, "slot": "demo-invoices", **why}
    role = propose_role(call("risk_officer"), role="shadow", **asked)
    decide_role(call("compliance"), role_id=role.role_id, agree=True, **why)
    propose_role(call("risk_officer"), role="split", share_bps=2000, **asked)
    score_shadows(Call(SYSTEM, "shadows", institution.world.clock.now()), decision_ids=list(decision_ids()))
    return package_id


def footprint() -> str:
    """A digest of all rows but sessions, keys and counts of tries: the same when nothing has changed."""
    found = sha256()
    for model in apps.get_models():
        if model.__name__ not in FLEETING:
            rows = model._default_manager.order_by("pk").values_list()
            found.update(f"{model.__name__}{list(rows)!r}".encode())
    return found.hexdigest()


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


def a_day_later(world: World) -> date:
    """Closes the open day."""
    return world.close().opened
