"""What crosses the wall of partners."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

TOKEN_LIFE: Final = timedelta(minutes=30)
LONGEST_OVERLAP_DAYS: Final = 30
MOST_CLIENTS: Final = 20


class PartnerState(StrEnum):
    """Where a partner stands."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    SUSPENDED = "suspended"


class PartnerTaken(Refusal):
    """The party is a partner already."""

    code = "partner_taken"
    http_status = 409
    text = Text(en="This organisation is a partner already.", zh="该机构已是合作方。")


class PartnerNotMovable(Refusal):
    """The partner's state does not allow the act."""

    code = "partner_not_movable"
    http_status = 409
    text = Text(
        en="This cannot be done with a partner that is {state}.", zh="合作方处于“{state}”状态，无法进行此操作。"
    )


class PartnerFourEyes(Refusal):
    """Who proposed a partner does not let it in."""

    code = "partner_four_eyes"
    http_status = 403
    text = Text(en="A second person lets the partner in.", zh="须由另一人批准该合作方。")


class ScopeUnknown(Refusal):
    """There is no such scope, or it is not for partners."""

    code = "scope_unknown"
    text = Text(
        en="{scope} is no scope that may be given here.",
        zh="{scope} 不是可在此授予的权限范围。",
    )


class ScopeMissing(Refusal):
    """The token's scopes do not reach this operation (RFC 6750, section 3.1)."""

    code = "insufficient_scope"
    http_status = 403
    text = Text(en="This needs the scope {scope}.", zh="此操作需要权限范围 {scope}。")


class TooManyClients(Refusal):
    """A partner has a bounded number of programs."""

    code = "partner_clients_full"
    http_status = 409
    text = Text(en="A partner has at most {most} programs.", zh="每个合作方最多可有 {most} 个程序。")


class NotShared(Refusal):
    """The customer shares nothing of the kind with this partner."""

    code = "not_shared"
    http_status = 403
    text = Text(
        en="The customer does not share this with you, or no longer does.",
        zh="该客户未向贵方共享此项信息，或已停止共享。",
    )


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner as staff see it."""

    id: UUID
    name: str
    state: PartnerState
    scopes: tuple[str, ...]
    reason: str
    proposed_by: UUID
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class ClientView:
    """A program of a partner; its secrets were shown once and are not kept."""

    id: UUID
    partner_id: UUID
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None
    secrets: tuple["SecretView", ...] = ()


@dataclass(frozen=True, slots=True)
class SecretView:
    """A secret of a program: from when until when it works."""

    made_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenSecret:
    """A program and its new secret; `ends_at`: when the secrets before it stop to work."""

    client_id: UUID
    secret: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SharingView:
    """What a customer shares with a partner, to be read only."""

    id: UUID
    party_id: UUID
    partner_id: UUID
    partner_name: str
    scopes: tuple[str, ...]
    given_at: datetime
    until: datetime
    ended_at: datetime | None


class NotListening(Refusal):
    """There is no address of the program."""

    code = "not_listening"
    http_status = 404
    text = Text(en="This program listens nowhere.", zh="该程序未登记接收地址。")


class TooManySubscriptions(Refusal):
    """An organisation listens at a bounded number of addresses."""

    code = "subscriptions_full"
    http_status = 409
    text = Text(en="An organisation listens at most at {most} addresses.", zh="每个机构最多登记 {most} 个接收地址。")


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """Where a program listens and to what."""

    id: UUID
    party_id: UUID
    address: str
    kinds: tuple[str, ...]
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One try: the status that was answered, or what came instead."""

    tried_at: datetime
    answer_code: int | None
    error: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message to a program, and whether it took it."""

    id: UUID
    subscription_id: UUID
    party_id: UUID
    address: str
    kind: str
    subject_id: UUID
    body: dict[str, object]
    told_at: datetime
    delivered_at: datetime | None
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A message as it goes out now."""

    address: str
    body: bytes
    headers: dict[str, str]
