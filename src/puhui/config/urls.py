"""Addresses: `/` customers, `/workbench/` staff, `/api/v1/` programs, `/healthz` and `/readyz`."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("puhui.interfaces.rest_api.urls")),
    path("workbench/", include("puhui.interfaces.workbench.urls")),
    path("", include("puhui.interfaces.customer_web.urls")),
]
