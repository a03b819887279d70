"""The API of version 1: one router per subject."""

from ninja import NinjaAPI
from ninja.throttling import AuthRateThrottle

from puhui import __version__
from puhui.interfaces.rest_api import (
    applications,
    cases,
    decisions,
    firms,
    ledger,
    loans,
    problems,
    products,
)
from puhui.interfaces.rest_api.door import BrowserDoor, TokenDoor

api = NinjaAPI(
    title="puhui",
    version=__version__,
    urls_namespace="api-v1",
    description=(
        "Inclusive lending from first visit to last repayment. Writes take an `Idempotency-Key`: the same key with the "
        "same request gets the same answer, with another one it is refused. Lists are paged by `after` and `limit`. "
        "Errors are `application/problem+json` with a stable `code`."
    ),
    auth=[TokenDoor(), BrowserDoor()],
    throttle=[AuthRateThrottle("600/m")],
)
problems.install(api)
for prefix, router, tag in (
    ("/firms", firms.router, "firms"),
    ("/products", products.router, "products"),
    ("/applications", applications.router, "applications"),
    ("/decisions", decisions.router, "decisions"),
    ("/loans", loans.router, "loans"),
    ("/ledger", ledger.router, "ledger"),
    ("/cases", cases.router, "cases"),
):
    api.add_router(prefix, router, tags=[tag])
