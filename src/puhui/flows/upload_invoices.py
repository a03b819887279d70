"""A firm's invoices come in as a file, under the firm's consent."""

from uuid import UUID

from puhui.flows.ask_sources import tell_stale
from puhui.foundation.consent.facade import require_consent
from puhui.foundation.documents.facade import FileContent, ImportReport, InvoiceFormat, import_invoices
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, require_party
from puhui.kernel.actors import Actor, Call, Role

PURPOSE = "credit_assessment"
SCOPE = ("tax_invoices",)


@use_case("flows.upload_invoices", answers=ImportReport, subject="firm_id")
def upload_invoices(
    call: Call, *, firm_id: UUID, name: str, file: FileContent, file_format: InvoiceFormat, source: str = "upload"
) -> ImportReport:
    """Imports the valid rows and reports the others; safe to send twice."""
    require_invoice_rights(call.actor, firm_id=firm_id)
    require_consent(party_id=firm_id, purpose=PURPOSE, scope=SCOPE, on=home_date(call.at))
    report = import_invoices(call, firm_id=firm_id, file=file, file_format=file_format, name=name, source=source)
    if report.rows_new:
        tell_stale(call, party_id=firm_id)
    return report


def require_invoice_rights(actor: Actor, *, firm_id: UUID) -> None:
    """The customer for their own firm, and staff who serve customers."""
    actor.require(
        Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM, verb="bring in invoices of a firm"
    )
    require_party(actor, party_id=firm_id)
