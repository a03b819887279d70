"""Addresses: `/` customers, `/workbench/` staff, `/api/v1/` programs, `/healthz` and `/readyz`."""

from django.urls import include, path

from puhui.interfaces.rest_api.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("api/v1/", include("puhui.interfaces.rest_api.urls")),
    path("workbench/", include("puhui.interfaces.workbench.urls")),
    path("", include("puhui.interfaces.customer_web.urls")),
]
