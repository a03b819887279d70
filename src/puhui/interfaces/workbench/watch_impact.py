"""The data-protection impact record as a page, and as a file to be signed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from puhui.flows.impact_record import impact_record as make_record
from puhui.flows.impact_record import products_decided
from puhui.foundation.documents.facade import Facts, Heading, Paper, Sentences, markdown_of
from puhui.foundation.ledger.facade import business_date
from puhui.interfaces.workbench.frame import actor_from, page, staff_page


@require_GET
@staff_page("monitoring")
def impact_record(request: HttpRequest) -> HttpResponse:
    """The record of a product in the language of the page; `?form=md` gives it as a file."""
    codes = products_decided(business_date())
    product = request.GET.get("product") or codes[0]
    paper = make_record(actor_from(request), product_code=product, language=get_language() or "en")
    if request.GET.get("form") == "md":
        return _as_file(paper, product)
    kinds = {Heading: "heading", Sentences: "sentences", Facts: "facts"}
    blocks = [(kinds.get(type(block), "table"), block) for block in paper.blocks]
    return page(request, "watch_impact", paper.title, blocks=blocks, paper=paper, product=product, codes=codes)


def _as_file(paper: Paper, product: str) -> HttpResponse:
    response = HttpResponse(markdown_of(paper), content_type="text/markdown; charset=utf-8")
    name = f"impact-record-{product}-{paper.made_on}.md"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
