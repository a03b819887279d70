"""A small institution for the tests of the workbench: staff of every role, and something on every page."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.test import Client
from tests.interfaces.workbench.trade_room import oven_in_use, protected, traded
from tests.kept_rows import digest
from tests.rooms.bank.maker import Line, camt
from tests.rooms.bills.portfolio import Desk
from tests.rooms.collateral.secured import MANAGER, machine, pledged, registered
from tests.rooms.facilities.holders import drawn, granted
from tests.rooms.lending.world import World
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, healthy_invoices
from tests.rooms.party.made_up import phone, resident_id
from tests.rooms.receivables.seller import Trade
from tests.rooms.vouchers.chain_of_supply import Chain
from tests.small_papers import PNG
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
from puhui.flows.recover_phone import ask_phone_recovery
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
    def phone_proposal_id(self) -> UUID:
        """A number for who lost the old phone, which waits for its code."""
        call = Call(self.actor("operations"), str(new_id()), self.world.clock.now())
        seen = "identity card, the face fits"
        asked = ask_phone_recovery(call, party_id=self.person_id, phone=phone(FIRST + 70), seen=seen, content=PNG)
        return asked.proposal_id

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
    return digest(without=FLEETING)


def a_day_later(world: World) -> date:
    """Closes the open day."""
    return world.close().opened
