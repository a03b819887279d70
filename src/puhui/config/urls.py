"""Addresses: `/` customers, `/workbench/` staff, `/api/v1/` programs, `/inbound/` gateways; `/healthz`, `/readyz`."""

from django.urls import include, path

from puhui.interfaces.rest_api.health import healthz, readyz
from puhui.interfaces.rest_api.oauth import metadata

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path(".well-known/oauth-authorization-server", metadata),
    path("api/v1/", include("puhui.interfaces.rest_api.urls")),
    path("inbound/", include("puhui.interfaces.inbound.texts")),
    path("workbench/", include("puhui.interfaces.workbench.urls")),
    path("", include("puhui.interfaces.customer_web.urls")),
]
