"""Whether the process lives, and whether its parts do; for load balancers, without sign-in and without details."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from puhui.interfaces.jobs.readiness import readiness


@require_safe
@never_cache
def healthz(_: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_: HttpRequest) -> JsonResponse:
    """Every part that a request needs answers; 503 and its name when one does not."""
    found = readiness()
    return JsonResponse(found, status=200 if found["ready"] else 503)
