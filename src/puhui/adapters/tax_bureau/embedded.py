"""An embedded tax bureau: it knows made-up invoices for any company code, always the same ones."""

from datetime import date

from puhui.flows.simulation.invoices import invoice_csv, invoice_table
from puhui.flows.simulation.profiles import first_month
from puhui.kernel.dates import month_number


class EmbeddedTaxBureau:
    """Implements `InvoiceSource` with the made-up population; two pulls agree on every invoice they share."""

    name = "tax_bureau_demo"

    def fetch_invoices(self, *, uscc: str, from_date: date, to_date: date) -> bytes:
        """The made-up invoices of the firm between the days, as CSV."""
        start = max(first_month(uscc, month_no=month_number(to_date)), month_number(from_date))
        return invoice_csv([invoice_table(uscc, from_month=start, to_date=to_date)])
