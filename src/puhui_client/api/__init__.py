"""The client: one attribute for each subject.

Made by scripts/make_client.py from the OpenAPI document; do not edit.
"""

from puhui_client.api.agents import AgentsOperations
from puhui_client.api.applications import ApplicationsOperations
from puhui_client.api.bank import BankOperations
from puhui_client.api.bills import BillsOperations
from puhui_client.api.case_desk import CaseDeskOperations
from puhui_client.api.cases import CasesOperations
from puhui_client.api.collateral import CollateralOperations
from puhui_client.api.collections import CollectionsOperations
from puhui_client.api.covers import CoversOperations
from puhui_client.api.customer_views import CustomerViewsOperations
from puhui_client.api.dashboards import DashboardsOperations
from puhui_client.api.decisions import DecisionsOperations
from puhui_client.api.documents import DocumentsOperations
from puhui_client.api.drafts import DraftsOperations
from puhui_client.api.editors import EditorsOperations
from puhui_client.api.explanations import ExplanationsOperations
from puhui_client.api.facilities import FacilitiesOperations
from puhui_client.api.farm_groups import FarmGroupsOperations
from puhui_client.api.farms import FarmsOperations
from puhui_client.api.firms import FirmsOperations
from puhui_client.api.hardship import HardshipOperations
from puhui_client.api.lab import LabOperations
from puhui_client.api.leases import LeasesOperations
from puhui_client.api.ledger import LedgerOperations
from puhui_client.api.loan_changes import LoanChangesOperations
from puhui_client.api.loans import LoansOperations
from puhui_client.api.models import ModelsOperations
from puhui_client.api.notices import NoticesOperations
from puhui_client.api.operations import OperationsOperations
from puhui_client.api.orders import OrdersOperations
from puhui_client.api.own import OwnOperations
from puhui_client.api.papers import PapersOperations
from puhui_client.api.partners import PartnersOperations
from puhui_client.api.payees import PayeesOperations
from puhui_client.api.periods import PeriodsOperations
from puhui_client.api.persons import PersonsOperations
from puhui_client.api.phones import PhonesOperations
from puhui_client.api.policies import PoliciesOperations
from puhui_client.api.product_workshop import ProductWorkshopOperations
from puhui_client.api.products import ProductsOperations
from puhui_client.api.receivables import ReceivablesOperations
from puhui_client.api.regions import RegionsOperations
from puhui_client.api.relations import RelationsOperations
from puhui_client.api.reports import ReportsOperations
from puhui_client.api.risk import RiskOperations
from puhui_client.api.security import SecurityOperations
from puhui_client.api.sent_papers import SentPapersOperations
from puhui_client.api.sources import SourcesOperations
from puhui_client.api.subsidies import SubsidiesOperations
from puhui_client.api.vouchers import VouchersOperations
from puhui_client.api.watch import WatchOperations
from puhui_client.api.write_offs import WriteOffsOperations
from puhui_client.transport import Transport


class Client(Transport):
    """puhui over HTTP, typed: `Client("https://…", token="…").loans.list_loans()`."""

    @property
    def agents(self) -> AgentsOperations:
        """Operations: agents."""
        return AgentsOperations(self)

    @property
    def applications(self) -> ApplicationsOperations:
        """Operations: applications."""
        return ApplicationsOperations(self)

    @property
    def bank(self) -> BankOperations:
        """Operations: bank."""
        return BankOperations(self)

    @property
    def bills(self) -> BillsOperations:
        """Operations: bills."""
        return BillsOperations(self)

    @property
    def case_desk(self) -> CaseDeskOperations:
        """Operations: case desk."""
        return CaseDeskOperations(self)

    @property
    def cases(self) -> CasesOperations:
        """Operations: cases."""
        return CasesOperations(self)

    @property
    def collateral(self) -> CollateralOperations:
        """Operations: collateral."""
        return CollateralOperations(self)

    @property
    def collections(self) -> CollectionsOperations:
        """Operations: collections."""
        return CollectionsOperations(self)

    @property
    def covers(self) -> CoversOperations:
        """Operations: covers."""
        return CoversOperations(self)

    @property
    def customer_views(self) -> CustomerViewsOperations:
        """Operations: customer views."""
        return CustomerViewsOperations(self)

    @property
    def dashboards(self) -> DashboardsOperations:
        """Operations: dashboards."""
        return DashboardsOperations(self)

    @property
    def decisions(self) -> DecisionsOperations:
        """Operations: decisions."""
        return DecisionsOperations(self)

    @property
    def documents(self) -> DocumentsOperations:
        """Operations: documents."""
        return DocumentsOperations(self)

    @property
    def drafts(self) -> DraftsOperations:
        """Operations: drafts."""
        return DraftsOperations(self)

    @property
    def editors(self) -> EditorsOperations:
        """Operations: editors."""
        return EditorsOperations(self)

    @property
    def explanations(self) -> ExplanationsOperations:
        """Operations: explanations."""
        return ExplanationsOperations(self)

    @property
    def facilities(self) -> FacilitiesOperations:
        """Operations: facilities."""
        return FacilitiesOperations(self)

    @property
    def farm_groups(self) -> FarmGroupsOperations:
        """Operations: farm groups."""
        return FarmGroupsOperations(self)

    @property
    def farms(self) -> FarmsOperations:
        """Operations: farms."""
        return FarmsOperations(self)

    @property
    def firms(self) -> FirmsOperations:
        """Operations: firms."""
        return FirmsOperations(self)

    @property
    def hardship(self) -> HardshipOperations:
        """Operations: hardship."""
        return HardshipOperations(self)

    @property
    def lab(self) -> LabOperations:
        """Operations: lab."""
        return LabOperations(self)

    @property
    def leases(self) -> LeasesOperations:
        """Operations: leases."""
        return LeasesOperations(self)

    @property
    def ledger(self) -> LedgerOperations:
        """Operations: ledger."""
        return LedgerOperations(self)

    @property
    def loan_changes(self) -> LoanChangesOperations:
        """Operations: loan changes."""
        return LoanChangesOperations(self)

    @property
    def loans(self) -> LoansOperations:
        """Operations: loans."""
        return LoansOperations(self)

    @property
    def models(self) -> ModelsOperations:
        """Operations: models."""
        return ModelsOperations(self)

    @property
    def notices(self) -> NoticesOperations:
        """Operations: notices."""
        return NoticesOperations(self)

    @property
    def operations(self) -> OperationsOperations:
        """Operations: operations."""
        return OperationsOperations(self)

    @property
    def orders(self) -> OrdersOperations:
        """Operations: orders."""
        return OrdersOperations(self)

    @property
    def own(self) -> OwnOperations:
        """Operations: own."""
        return OwnOperations(self)

    @property
    def papers(self) -> PapersOperations:
        """Operations: papers."""
        return PapersOperations(self)

    @property
    def partners(self) -> PartnersOperations:
        """Operations: partners."""
        return PartnersOperations(self)

    @property
    def payees(self) -> PayeesOperations:
        """Operations: payees."""
        return PayeesOperations(self)

    @property
    def periods(self) -> PeriodsOperations:
        """Operations: periods."""
        return PeriodsOperations(self)

    @property
    def persons(self) -> PersonsOperations:
        """Operations: persons."""
        return PersonsOperations(self)

    @property
    def phones(self) -> PhonesOperations:
        """Operations: phones."""
        return PhonesOperations(self)

    @property
    def policies(self) -> PoliciesOperations:
        """Operations: policies."""
        return PoliciesOperations(self)

    @property
    def product_workshop(self) -> ProductWorkshopOperations:
        """Operations: product workshop."""
        return ProductWorkshopOperations(self)

    @property
    def products(self) -> ProductsOperations:
        """Operations: products."""
        return ProductsOperations(self)

    @property
    def receivables(self) -> ReceivablesOperations:
        """Operations: receivables."""
        return ReceivablesOperations(self)

    @property
    def regions(self) -> RegionsOperations:
        """Operations: regions."""
        return RegionsOperations(self)

    @property
    def relations(self) -> RelationsOperations:
        """Operations: relations."""
        return RelationsOperations(self)

    @property
    def reports(self) -> ReportsOperations:
        """Operations: reports."""
        return ReportsOperations(self)

    @property
    def risk(self) -> RiskOperations:
        """Operations: risk."""
        return RiskOperations(self)

    @property
    def security(self) -> SecurityOperations:
        """Operations: security."""
        return SecurityOperations(self)

    @property
    def sent_papers(self) -> SentPapersOperations:
        """Operations: sent papers."""
        return SentPapersOperations(self)

    @property
    def sources(self) -> SourcesOperations:
        """Operations: sources."""
        return SourcesOperations(self)

    @property
    def subsidies(self) -> SubsidiesOperations:
        """Operations: subsidies."""
        return SubsidiesOperations(self)

    @property
    def vouchers(self) -> VouchersOperations:
        """Operations: vouchers."""
        return VouchersOperations(self)

    @property
    def watch(self) -> WatchOperations:
        """Operations: watch."""
        return WatchOperations(self)

    @property
    def write_offs(self) -> WriteOffsOperations:
        """Operations: write offs."""
        return WriteOffsOperations(self)
