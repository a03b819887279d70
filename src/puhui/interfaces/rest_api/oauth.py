"""Tokens for programs of partners: OAuth 2.0 client credentials (RFC 6749, section 4.4), by oauthlib.

oauthlib reads the request, knows the grant and writes the answers and errors of the standard; what a client is, which
secret opens it and which scopes it may hold stands in the room of partners.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from puhui.conduct.partners.facade import FOR_PARTNERS, TOKEN_LIFE, client_by_secret, issue_access_token
from puhui.foundation.access.facade import limit_rate
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.problems import problem
from puhui.kernel.errors import Refusal

LARGEST_BODY = 4096
TOKENS_A_MINUTE = 60


class Clients(RequestValidator):  # type: ignore[misc]  # the library has no types
    """What oauthlib asks: who the client is, what it may hold, and a token for it."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """By HTTP Basic, else by the fields of the body (RFC 6749, section 2.3.1)."""
        del args, kwargs
        client_id, secret = _basic(request.headers.get("Authorization", ""))
        if not client_id:
            client_id, secret = request.client_id or "", request.client_secret or ""
        found = client_by_secret(client_id, secret, at=current_ports().clock.now())
        request.client = found
        if found is not None:
            found.client_id = str(found.id)  # type: ignore[attr-defined]  # as oauthlib knows it
        return found is not None

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Always: no program comes in without a secret."""
        del request, args, kwargs
        return True

    def validate_grant_type(self, client_id: str, grant_type: str, client: Any, *args: Any, **kwargs: Any) -> bool:
        """No other grant than client credentials."""
        del client_id, client, args, kwargs
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        """All that the program may hold, when it names nothing (RFC 6749, section 3.3)."""
        del client_id, args, kwargs
        return list(request.client.scopes)

    def validate_scopes(self, client_id: str, scopes: list[str], client: Any, *args: Any, **kwargs: Any) -> bool:
        """No more than the program holds, nor than its partner holds by now."""
        del client_id, args, kwargs
        return set(scopes) <= set(client.scopes) & set(client.partner.scopes)

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        """Kept where the token was made."""
        del token, request, args, kwargs


def _made(request: Any, refresh_token: bool = False) -> str:
    del refresh_token
    return issue_access_token(request.client, scopes=request.scopes, at=current_ports().clock.now())


server = BackendApplicationServer(Clients(), token_generator=_made, token_expires_in=int(TOKEN_LIFE.total_seconds()))


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """`POST /api/v1/oauth/token` with `grant_type=client_credentials` and, if wanted, `scope`."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return problem(status=413, code="request_too_large", detail="The request is too large.", where="body")
    at, body = current_ports().clock.now(), request.body.decode("utf-8", "replace")
    asking = _basic(request.headers.get("Authorization", ""))[0] or request.POST.get("client_id", "")
    try:
        limit_rate(f"oauth/{asking[:40]}", most=TOKENS_A_MINUTE, seconds=60, at=at)
    except Refusal as refusal:
        return problem(status=refusal.http_status, code=refusal.code, detail=refusal.message.en)
    headers = {"Content-Type": request.content_type or "", "Authorization": request.headers.get("Authorization", "")}
    found, text, status = server.create_token_response(request.build_absolute_uri(), "POST", body, headers)
    answer = HttpResponse(text, status=status)
    for name, value in found.items():
        answer[name] = value
    return answer


@require_GET
def metadata(request: HttpRequest) -> HttpResponse:
    """`/.well-known/oauth-authorization-server` (RFC 8414): where tokens are given, for what, and how one asks."""
    issuer = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/api/v1/oauth/token",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "scopes_supported": sorted(FOR_PARTNERS),
            "service_documentation": f"{issuer}/api/v1/docs",
        }
    )


def _basic(header: str) -> tuple[str, str]:
    """The client's id and secret of an `Authorization: Basic` header; two empty texts where there is none."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic" or len(encoded) > 1000:
        return "", ""
    try:
        name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return "", ""
    return unquote(name), unquote(secret)
