"""What crosses the wall of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class KeyReused(Refusal):
    """The idempotency key was used before for something else."""

    code = "idempotency_key_reused"
    http_status = 409
    text = Text(
        en="This idempotency key was already used for another request.",
        zh="该幂等键已被另一个不同的请求使用。",
    )


class BadKey(Refusal):
    """The idempotency key is missing or too long."""

    code = "idempotency_key_invalid"
    text = Text(
        en="An idempotency key has 1 to 200 printable characters.",
        zh="幂等键应为 1 到 200 个可见字符。",
    )


@dataclass(frozen=True, slots=True)
class OutboxWork:
    """One event that waits for outside work."""

    id: UUID
    topic: str
    payload: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act, as an auditor reads it."""

    id: UUID
    at: datetime
    actor_id: UUID
    actor_name: str
    roles: str
    verb: str
    subject: str
    channel: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """What an auditor looks for; what is left out does not narrow. Days are days of UTC, both included."""

    actor_id: UUID | None = None
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealed batch of a chain."""

    number: int
    rows: int
    previous_digest: str
    digest: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where a sealed chain does not hold."""

    chain: str
    batch: int
    reason: str
