"""The firm's invoices: uploading a file, pulling them from the tax bureau, and the report of what was read."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.pull_invoices import pull_invoices as pull_invoices_flow
from puhui.flows.upload_invoices import upload_invoices
from puhui.foundation.consent.facade import NoConsent
from puhui.foundation.documents.facade import REASONS, FileContent, batches_of, invoice_span
from puhui.foundation.documents.facade import import_report as import_report_query
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import InvoiceFileForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.interfaces.customer_web.views.consents import to_consent
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import Actor


@require_http_methods(["GET", "POST"])
@personal_page
def invoices(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Two ways to bring invoices in, and what is there already."""
    form = InvoiceFileForm(request.POST, request.FILES) if request.method == "POST" else InvoiceFileForm()
    if request.method == "POST":
        answer = form.attempt(lambda data: _upload(request, actor, firm_id, data["file"]))
        if answer is not None:
            return go("import_report", firm_id, answer.batch_id)
    return _invoices_page(request, actor, firm_id, form)


def _upload(request: HttpRequest, actor: Actor, firm_id: UUID, file: "UploadedFile[bytes]") -> Any:
    """A large file already lies on disk and is read from there; a small one is in memory."""
    if isinstance(file, TemporaryUploadedFile):
        content = FileContent.of_path(Path(file.temporary_file_path()))
    else:
        content = FileContent.of_bytes(file.read())
    name = file.name or ""
    file_format = InvoiceFileForm.format_of(name)
    assert file_format is not None, "the form has checked it"
    return upload_invoices(
        call_of(request, actor),
        firm_id=firm_id,
        name=name,
        file=content,
        file_format=file_format,
    )


@require_POST
@personal_page
def pull_invoices(request: HttpRequest, actor: Actor, firm_id: UUID) -> HttpResponse:
    """Takes the invoices from the tax bureau."""
    form, source = PageForm(request.POST), current_ports().invoices
    answer = form.attempt(lambda data: pull_invoices_flow(call_of(request, actor), firm_id=firm_id, source=source))
    if answer is not None:
        return go("import_report", firm_id, answer.batch_id)
    return _invoices_page(request, actor, firm_id, form)


def _invoices_page(request: HttpRequest, actor: Actor, firm_id: UUID, form: PageForm) -> HttpResponse:
    batches = batches_of(actor, firm_id=firm_id, most=10)
    if isinstance(form.refusal, NoConsent):
        return to_consent(form.refusal, firm_id=firm_id, back=reverse("invoices", args=[firm_id]))
    context = {
        "form": form,
        "file_form": form if isinstance(form, InvoiceFileForm) else InvoiceFileForm(),
        "firm_id": firm_id,
        "span": invoice_span(firm_id=firm_id),
        "batches": batches,
    }
    return page(request, "invoices", context, status=form.status)


@require_GET
@personal_page
def import_report(request: HttpRequest, actor: Actor, firm_id: UUID, batch_id: UUID) -> HttpResponse:
    """What became of a file, with the lines that were refused and why."""
    report = import_report_query(actor, batch_id=batch_id)
    refused = [{"line_no": r.line_no, "field": r.field, "why": REASONS.get(r.reason, r.reason)} for r in report.refused]
    context = {"report": report, "refused": refused, "firm_id": firm_id}
    return page(request, "import_report", context)
