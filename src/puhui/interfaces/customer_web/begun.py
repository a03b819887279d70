"""What somebody typed in a quote, kept in the session until an application takes it up."""

from typing import Any

from django.http import HttpRequest

BEGUN = "begun"
TYPED = ("product", "amount", "months", "method")
MOST_TYPED = 40


def keep_typed(request: HttpRequest) -> dict[str, str]:
    """Keeps what stands in the address."""
    typed = {name: request.GET.get(name, "")[:MOST_TYPED] for name in TYPED}
    request.session[BEGUN] = typed
    return typed


def typed_before(request: HttpRequest, *, code: str) -> dict[str, Any]:
    """What was typed in a quote of this product: in the address, or kept in the session."""
    kept = request.session.get(BEGUN) or {}
    if "amount" in request.GET:
        kept = {name: request.GET.get(name, "")[:MOST_TYPED] for name in TYPED}
    if kept.get("product") != code:
        return {}
    return {"amount": kept["amount"], "term_months": kept["months"], "method": kept["method"]}


def product_begun(request: HttpRequest) -> str:
    """The product that somebody came for, if they did."""
    return str((request.session.get(BEGUN) or {}).get("product", ""))
