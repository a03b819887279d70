"""The contract: reading it, keeping it, and signing it with a one-time code."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from puhui.flows.originate_loan.answers import ContractSigned
from puhui.flows.originate_loan.request_signing_code import request_signing_code as request_signing_code_flow
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.foundation.access.facade import sealed
from puhui.interfaces.customer_web.fields import PageForm
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.frame import call_of, go, page, personal_page
from puhui.kernel.actors import Actor
from puhui.products.origination.facade import ContractView, contract_text
from puhui.products.origination.facade import contract as contract_query

_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # the file brings its own style, and no script


@require_GET
@personal_page
def contract(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """The contract as a page that prints well."""
    return _contract_page(request, actor, contract_query(actor, contract_id), PageForm())


@require_GET
@personal_page
def contract_file(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """The very file that was signed: its SHA-256 is the one shown."""
    shown = contract_query(actor, contract_id)
    response = HttpResponse(contract_text(actor, contract_id), content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.number}.html"'
    return response


@require_POST
@personal_page
def request_signing_code(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Sends the code that signs."""
    form = PageForm(request.POST)
    form.attempt(lambda data: request_signing_code_flow(call_of(request, actor), contract_id=contract_id))
    if form.errors:
        return _contract_page(request, actor, contract_query(actor, contract_id), form)
    return go("sign", contract_id)


@require_http_methods(["GET", "POST"])
@personal_page
def sign(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponse:
    """Enter the code: the contract is signed and the money is asked for."""
    shown = contract_query(actor, contract_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        answer = form.attempt(lambda data: _sign(request, actor, contract_id, data["code"]))
        if answer is not None:
            return go("limit", answer.facility_id) if answer.facility_id else go("loan", answer.loan_id)
    elif shown.state == "signed":
        return go("contract", contract_id)
    return page(request, "sign", {"form": form, "contract": shown}, status=form.status)


def _sign(request: HttpRequest, actor: Actor, contract_id: UUID, code: str) -> ContractSigned:
    return sign_contract(call_of(request, actor), contract_id=contract_id, code=sealed(code, where="code"))


def _contract_page(request: HttpRequest, actor: Actor, shown: ContractView, form: PageForm) -> HttpResponse:
    context = {"contract": shown, "body": body_of(contract_text(actor, shown.id)), "form": form}
    return page(request, "contract", context, status=form.status)


def body_of(document: str) -> SafeString:
    """What stands in the contract file, without the style that the file brings; its maker escaped every value."""
    found = _BODY.search(document)
    return mark_safe(found.group(1) if found else "")  # noqa: S308
