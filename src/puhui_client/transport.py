"""How the client speaks HTTP: tokens, idempotency keys, problems as exceptions. Standard library only."""

import copy
import json
import ssl
import time
import urllib.error
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote, urlencode

Params = Mapping[str, Any]
EARLY_SECONDS = 30  # a token is renewed before it ends


class PuhuiError(Exception):
    """The server refused: `code` is stable, `detail` is for people, `where` names the field."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code") or problem.get("error") or "unknown")
        self.detail = str(problem.get("detail") or problem.get("error_description") or "")
        self.where = str(problem.get("where") or "")
        self.errors: list[Mapping[str, Any]] = list(problem.get("errors") or [])
        super().__init__(f"{status} {self.code}: {self.detail}")


@dataclass
class Transport:
    """One server, and who knocks: a token, or the id and secret of a partner's program (then tokens are fetched)."""

    base_url: str
    token: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scope: str = ""
    language: str = "en"
    timeout: float = 30.0
    context: ssl.SSLContext | None = None
    on_behalf_of: str = ""
    _ends_at: float = field(default=0.0, repr=False)

    def for_customer(self, party_id: uuid.UUID | str) -> Self:
        """The same server, read on behalf of a customer who shares with the partner."""
        other = copy.copy(self)
        other.on_behalf_of = str(party_id)
        return other

    def call(
        self, method: str, path: str, *, query: Params | None = None, body: object = None, key: str | None = None,
        files: Mapping[str, bytes] | None = None, form: Params | None = None,
    ) -> Any:  # fmt: skip
        """One request; the answer's JSON, its bytes when it is a file, None when it is empty."""
        kept = {name: value for name, value in (query or {}).items() if value is not None}
        address = self.base_url.rstrip("/") + path + (f"?{urlencode(kept, doseq=True)}" if kept else "")
        headers = {"Accept-Language": self.language, "Authorization": f"Bearer {self._bearer()}"}
        if self.on_behalf_of:
            headers["Puhui-On-Behalf-Of"] = self.on_behalf_of
        if key is not None:
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        data = None
        if files is not None:
            data, headers["Content-Type"] = _multipart(files, form or {})
        elif body is not None:
            data, headers["Content-Type"] = json.dumps(body, default=str).encode(), "application/json"
        elif method != "GET":
            data = b""
        return self._send(urllib.request.Request(address, data, headers, method=method))  # noqa: S310

    def _bearer(self) -> str:
        if self.client_id and time.monotonic() >= self._ends_at:
            shown = b64encode(f"{quote(self.client_id)}:{quote(self.client_secret)}".encode()).decode()
            asked = {"grant_type": "client_credentials", **({"scope": self.scope} if self.scope else {})}
            headers = {"Authorization": f"Basic {shown}", "Content-Type": "application/x-www-form-urlencoded"}
            address = self.base_url.rstrip("/") + "/api/v1/oauth/token"
            said = self._send(urllib.request.Request(address, urlencode(asked).encode(), headers))  # noqa: S310
            self.token, self._ends_at = said["access_token"], time.monotonic() + said["expires_in"] - EARLY_SECONDS
        return self.token

    def _send(self, request: urllib.request.Request) -> Any:
        if not request.full_url.startswith(("https://", "http://")):
            raise ValueError("base_url begins with https:// (http:// for a server of one's own)")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout, context=self.context) as answer:  # noqa: S310
                content: bytes = answer.read()
                kind = str(answer.headers.get_content_type())
        except urllib.error.HTTPError as error:
            raise PuhuiError(error.code, _problem(error.read())) from None
        if not content:
            return None
        return json.loads(content) if kind.endswith("json") else content


def every(page: Callable[..., Any], **asked: Any) -> Iterator[Any]:
    """Each item of a list that is paged by `after`, page after page: `every(client.loans.list_loans, limit=200)`."""
    after: Any = None
    while True:
        found = page(**asked, after=after)
        yield from found["items"]
        after = found.get("next")
        if after is None:
            return


class Group:
    """The operations of one subject."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport


def part(value: object) -> str:
    """A value as a part of an address."""
    return quote(str(value), safe="")


def _problem(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {"detail": content[:200].decode("utf-8", "replace")}
    return found if isinstance(found, dict) else {"detail": str(found)[:200]}


def _multipart(files: Mapping[str, bytes], form: Params) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
        if value is not None
    ]
    for name, content in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
