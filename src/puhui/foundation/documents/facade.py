"""What other rooms may call."""

from puhui.foundation.documents.actions import import_invoices, import_many, store_file
from puhui.foundation.documents.as_known import summaries_known
from puhui.foundation.documents.contracts import (
    FileContent,
    FileTooLarge,
    ImportLine,
    ImportReport,
    InvoiceFileRefused,
    InvoiceFormat,
    InvoiceMonthLine,
    InvoiceSpan,
    InvoiceSummary,
    MonthTotal,
    PdfMissing,
    RefusedLine,
    SalesInvoice,
    StoredFileCard,
    XlsxMissing,
)
from puhui.foundation.documents.papers.as_csv import csv_of
from puhui.foundation.documents.papers.as_markdown import markdown_of
from puhui.foundation.documents.papers.as_pdf import pdf_of
from puhui.foundation.documents.papers.as_xlsx import xlsx_of
from puhui.foundation.documents.papers.of_html import blocks_of_html
from puhui.foundation.documents.papers.paper import Block, Facts, Heading, Paper, Sentences, Table
from puhui.foundation.documents.queries import (
    batches_of,
    files_of,
    import_report,
    invoice_span,
    invoice_summaries,
    invoice_summary,
    month_totals,
    read_file,
    sales_invoices,
    summaries_of_file,
)
from puhui.foundation.documents.rules import REASONS

__all__ = [
    "REASONS",
    "Block",
    "Facts",
    "FileContent",
    "FileTooLarge",
    "Heading",
    "ImportLine",
    "ImportReport",
    "InvoiceFileRefused",
    "InvoiceFormat",
    "InvoiceMonthLine",
    "InvoiceSpan",
    "InvoiceSummary",
    "MonthTotal",
    "Paper",
    "PdfMissing",
    "RefusedLine",
    "SalesInvoice",
    "Sentences",
    "StoredFileCard",
    "Table",
    "XlsxMissing",
    "batches_of",
    "blocks_of_html",
    "csv_of",
    "files_of",
    "import_invoices",
    "import_many",
    "import_report",
    "invoice_span",
    "invoice_summaries",
    "invoice_summary",
    "markdown_of",
    "month_totals",
    "pdf_of",
    "read_file",
    "sales_invoices",
    "store_file",
    "summaries_known",
    "summaries_of_file",
    "xlsx_of",
]
