"""The API of version 1: one router per subject."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import AuthRateThrottle

from puhui import __version__
from puhui.conduct.partners.facade import FOR_PARTNERS, scope_words
from puhui.interfaces.rest_api import (
    agents,
    applications,
    bank,
    bills,
    cases,
    collateral,
    collections,
    dashboards,
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
    partners,
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
from puhui.interfaces.rest_api.door import BrowserDoor, TokenDoor, guard


class ProblemAPI(NinjaAPI):
    """An API whose contract says that errors are problem documents."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The contract, with the media type of every error as it is sent."""
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                _scoped(operation)
                for status, answer in operation.get("responses", {}).items():
                    if int(status) >= 400 and "application/json" in answer.get("content", {}):
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        schema["components"]["securitySchemes"]["PartnerDoor"] = {
            "type": "oauth2",
            "description": "Programs of partners (RFC 6749, section 4.4).",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/v1/oauth/token",
                    "scopes": {scope: scope_words(scope).en for scope in sorted(FOR_PARTNERS)},
                }
            },
        }
        return schema


def _scoped(operation: dict[str, Any]) -> None:
    """The third door of an operation: a partner's token with the scope that the operation declares."""
    scope = operation.get("x-scope", "")
    if scope in FOR_PARTNERS and "security" in operation:
        operation["security"].append({"PartnerDoor": [scope]})


api = ProblemAPI(
    title="puhui",
    version=__version__,
    urls_namespace="api-v1",
    description=(
        "Inclusive lending from first visit to last repayment. Writes take an `Idempotency-Key`: the same key with the "
        "same request gets the same answer, with another one it is refused. Lists are paged by `after` and `limit`. "
        "Errors are `application/problem+json` with a stable `code`."
    ),
    auth=[TokenDoor(""), BrowserDoor()],  # of what declares no scope, no partner's token opens anything
    throttle=[AuthRateThrottle("600/m")],
)
problems.install(api)
for prefix, router, tag, subject in (
    ("/firms", firms.router, "firms", "firms"),
    ("/agent", agents.router, "service points", "service_points"),
    ("/farms", farms.router, "farms", "farms"),
    ("/farms", farm_groups.router, "farms", "farms"),
    ("/persons", persons.router, "persons", "persons"),
    ("/persons", own.router, "persons", "persons"),
    ("/payees", payees.router, "payees", "payees"),
    ("/partners", partners.router, "partners", "partners"),
    ("/groups", relations.groups, "relations", "relations"),
    ("/relations", relations.router, "relations", "relations"),
    ("/products", products.router, "products", "products"),
    ("/products", product_workshop.router, "workshop of products", "products"),
    ("/applications", applications.router, "applications", "applications"),
    ("/applications", explanations.router, "applications", "applications"),
    ("/decisions", decisions.router, "decisions", "decisions"),
    ("/policies", policies.router, "policies", "decisions"),
    ("/loans", loans.router, "loans", "loans"),
    ("/loans", loan_changes.router, "changes of loans", "loans"),
    ("/loans", papers.router, "loans", "loans"),
    ("/ledger", ledger.router, "ledger", "ledger"),
    ("/bank", bank.router, "bank", "bank"),
    ("/periods", periods.router, "ledger", "ledger"),
    ("/cases", cases.router, "cases", "cases"),
    ("/collections", collections.router, "collections", "collections"),
    ("/risk", risk.router, "risk", "risk"),
    ("/models", models.router, "models", "lab"),
    ("/lab", lab.router, "lab", "lab"),
    ("/sources", sources.router, "sources", "sources"),
    ("/parties", sources.parties, "sources", "sources"),
    ("/watch", watch.router, "watch", "watch"),
    ("/collections", hardship.router, "collections", "collections"),
    ("/collections", write_offs.router, "collections", "collections"),
    ("/facilities", facilities.router, "limits", "facilities"),
    ("/collateral", collateral.router, "collateral", "collateral"),
    ("/collateral", security.router, "collateral", "collateral"),
    ("/leases", leases.router, "leases", "leases"),
    ("/subsidies", subsidies.router, "subsidies", "subsidies"),
    ("/regions", regions.router, "regions", "regions"),
    ("/receivables", receivables.router, "receivables", "receivables"),
    ("/orders", orders.router, "orders", "orders"),
    ("/vouchers", vouchers.router, "vouchers", "vouchers"),
    ("/bills", bills.router, "bills", "bills"),
    ("/dashboards", dashboards.router, "dashboards", "dashboards"),
    ("/notices", notices.router, "notices", "notices"),
    ("/operations", operations.router, "operations", "operations"),
):
    guard(router, subject=subject)
    api.add_router(prefix, router, tags=[tag])
