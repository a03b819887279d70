"""A firm's invoices are fetched from where they are kept, under the firm's consent."""

from uuid import UUID

from puhui.flows.upload_invoices import PURPOSE, SCOPE, require_invoice_rights, upload_invoices
from puhui.foundation.consent.facade import require_consent
from puhui.foundation.documents.facade import FileContent, ImportReport
from puhui.foundation.party.facade import home_date, identity_of
from puhui.kernel.actors import Call
from puhui.kernel.dates import month_number, month_start
from puhui.kernel.ports import InvoiceSource

MONTHS_ASKED = 36


def pull_invoices(call: Call, *, firm_id: UUID, source: InvoiceSource) -> ImportReport:
    """Asks the source for the last 36 months, then imports what it gave.

    The source is asked before the transaction begins, and only when right and consent are there; both are looked at
    again inside it.
    """
    require_invoice_rights(call.actor, firm_id=firm_id)
    on = home_date(call.at)
    require_consent(party_id=firm_id, purpose=PURPOSE, scope=SCOPE, on=on)
    code = identity_of(firm_id).identifier
    content = source.fetch_invoices(uscc=code, from_date=month_start(month_number(on) - MONTHS_ASKED), to_date=on)
    return upload_invoices(
        call,
        firm_id=firm_id,
        name=f"invoices-{on.isoformat()}.csv",
        file=FileContent.of_bytes(content),
        file_format="csv",
        source=source.name,
    )
