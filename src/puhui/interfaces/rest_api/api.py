"""The API of version 1: one router per subject."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import AuthRateThrottle

from puhui import __version__
from puhui.interfaces.rest_api import (
    agents,
    applications,
    bank,
    bills,
    cases,
    collateral,
    collections,
    decisions,
    explanations,
    facilities,
    farm_groups,
    farms,
    firms,
    hardship,
    lab,
    leases,
    ledger,
    loan_changes,
    loans,
    models,
    notices,
    operations,
    orders,
    own,
    papers,
    payees,
    periods,
    persons,
    policies,
    problems,
    product_workshop,
    products,
    receivables,
    regions,
    relations,
    risk,
    security,
    sources,
    subsidies,
    vouchers,
    watch,
    write_offs,
)
from puhui.interfaces.rest_api.door import BrowserDoor, TokenDoor


class ProblemAPI(NinjaAPI):
    """An API whose contract says that errors are problem documents."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The contract, with the media type of every error as it is sent."""
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation.get("responses", {}).items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


api = ProblemAPI(
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
    ("/agent", agents.router, "service points"),
    ("/farms", farms.router, "farms"),
    ("/farms", farm_groups.router, "farms"),
    ("/persons", persons.router, "persons"),
    ("/persons", own.router, "persons"),
    ("/payees", payees.router, "payees"),
    ("/groups", relations.groups, "relations"),
    ("/relations", relations.router, "relations"),
    ("/products", products.router, "products"),
    ("/products", product_workshop.router, "workshop of products"),
    ("/applications", applications.router, "applications"),
    ("/applications", explanations.router, "applications"),
    ("/decisions", decisions.router, "decisions"),
    ("/policies", policies.router, "policies"),
    ("/loans", loans.router, "loans"),
    ("/loans", loan_changes.router, "changes of loans"),
    ("/loans", papers.router, "loans"),
    ("/ledger", ledger.router, "ledger"),
    ("/bank", bank.router, "bank"),
    ("/periods", periods.router, "ledger"),
    ("/cases", cases.router, "cases"),
    ("/collections", collections.router, "collections"),
    ("/risk", risk.router, "risk"),
    ("/models", models.router, "models"),
    ("/lab", lab.router, "lab"),
    ("/sources", sources.router, "sources"),
    ("/parties", sources.parties, "sources"),
    ("/watch", watch.router, "watch"),
    ("/collections", hardship.router, "collections"),
    ("/collections", write_offs.router, "collections"),
    ("/facilities", facilities.router, "limits"),
    ("/collateral", collateral.router, "collateral"),
    ("/collateral", security.router, "collateral"),
    ("/leases", leases.router, "leases"),
    ("/subsidies", subsidies.router, "subsidies"),
    ("/regions", regions.router, "regions"),
    ("/receivables", receivables.router, "receivables"),
    ("/orders", orders.router, "orders"),
    ("/vouchers", vouchers.router, "vouchers"),
    ("/bills", bills.router, "bills"),
    ("/notices", notices.router, "notices"),
    ("/operations", operations.router, "operations"),
):
    api.add_router(prefix, router, tags=[tag])
