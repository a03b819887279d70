"""The addresses of the API; what is none of them is a problem document too."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from puhui.interfaces.rest_api.api import api
from puhui.interfaces.rest_api.oauth import token
from puhui.interfaces.rest_api.problems import problem


@csrf_exempt
def nowhere(_: HttpRequest) -> HttpResponse:
    """There is no such address."""
    return problem(status=404, code="not_found", detail="There is no such address.", where="path")


urlpatterns: list[URLPattern | URLResolver] = [
    path("oauth/token", token, name="oauth_token"),
    path("", api.urls),
    re_path(r"^[\s\S]*$", nowhere),
]
