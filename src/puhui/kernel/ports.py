"""What the outside world must provide. `config/wiring.py` joins each port to an adapter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal, Protocol
from uuid import UUID

from puhui.kernel.errors import Conflict
from puhui.kernel.money import Money


class Clock(Protocol):
    """Tells the instant; read at the door only, then passed on as `Call.at`."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class MovedClock:
    """A clock that stands where it is put: tests and simulations."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was put to."""
        return self.instant


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """Asks the bank to move money. `id` is ours and is the bank's idempotency key."""

    id: UUID
    direction: Literal["pay_out", "collect"]
    amount: Money
    party_id: UUID
    purpose: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """What the bank says of an order; it may say it late, or more than once."""

    order_id: UUID
    outcome: Literal["settled", "refused"]
    reason: str
    answered_at: datetime
    bank_reference: str


class PaymentPort(Protocol):
    """A bank or payment institution."""

    def send(self, order: PaymentOrder) -> None:
        """Hands an order over; sending the same id again changes nothing."""
        ...

    def collect_answers(self, *, now: datetime, most: int) -> Sequence[PaymentAnswer]:
        """Answers that are there and not yet acknowledged, oldest first."""
        ...

    def acknowledge(self, order_ids: Sequence[UUID]) -> None:
        """Tells the bank that the answers were booked, so that they are not given again."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a person, already written in their language."""

    id: UUID
    channel: Literal["sms", "in_app"]
    to: str
    subject: str
    body: str
    meta: Mapping[str, str]


class MessagingPort(Protocol):
    """A way to reach people."""

    def send(self, message: Message, *, at: datetime) -> None:
        """Hands a message over; sending the same id again changes nothing."""
        ...


class InvoiceSource(Protocol):
    """Where a firm's VAT invoices are kept: a tax bureau, or a platform that speaks for it."""

    @property
    def name(self) -> str:
        """What the source is called on the report of an import."""
        ...

    def fetch_invoices(self, *, uscc: str, from_date: date, to_date: date) -> bytes:
        """The invoices of the firm with this unified social credit code, as CSV in the import format."""
        ...


class NotTaken(Exception):
    """A program did not take a message; `answer_code` is the status that it answered, None when it answered nothing."""

    def __init__(self, reason: str, *, answer_code: int | None = None) -> None:
        self.answer_code = answer_code
        super().__init__(reason)


class CallbackPort(Protocol):
    """A way to the program of a partner or a shop."""

    def post(self, address: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """Posts JSON and gives the status, from 200 to 299; raises `NotTaken` for every other end."""
        ...


@dataclass(frozen=True, slots=True)
class NoCallbacks:
    """Nothing leads to programs of partners and shops."""

    def post(self, address: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """Refuses."""
        del address, body, headers
        raise NotTaken("no way to programs is connected")


@dataclass(frozen=True, slots=True)
class NoInvoiceSource:
    """No source is connected: invoices come in as files only."""

    name: str = "none"

    def fetch_invoices(self, *, uscc: str, from_date: date, to_date: date) -> bytes:
        """Refuses."""
        del uscc, from_date, to_date
        raise Conflict("no source of invoices is connected; please upload a file", where="source")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceQuestion:
    """What a source of data is asked: who it is about, under which consent, and how long an answer is waited for.

    `request_id` is ours: a source that bills by question sees a repeated one. `timeout_ms` holds for one try.
    """

    source: str
    schema_version: str
    identifiers: Mapping[str, str]
    purpose: str
    consent_id: UUID
    request_id: UUID
    on: date
    timeout_ms: int
    retries: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class SourceReply:
    """The bytes that a source answered with, unread; how long it took with all tries, and how many there were."""

    body: bytes
    latency_ms: int
    attempts: int


class SourceFailed(Exception):
    """No answer to use. `kind` "down": it may answer later. "refused": it does not want to answer this question."""

    def __init__(self, kind: Literal["down", "refused"], reason: str, *, latency_ms: int, attempts: int) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.latency_ms, self.attempts = kind, reason, latency_ms, attempts


class SourceConnector(Protocol):
    """The way to sources of data outside: registers, bureaus, platforms. Asked from several threads at once."""

    @property
    def is_connected(self) -> bool:
        """False where an installation has no sources: nothing is asked then."""
        ...

    def ask(self, question: SourceQuestion) -> SourceReply:
        """Asks one source and waits; raises `SourceFailed`. Touches no database."""
        ...


@dataclass(frozen=True, slots=True)
class NoSources:
    """No source is connected."""

    is_connected: bool = False

    def ask(self, question: SourceQuestion) -> SourceReply:
        """Is down."""
        raise SourceFailed("down", f"not connected: {question.source}", latency_ms=0, attempts=0)


NO_SOURCES: Final = NoSources()


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature of a file. `is_whole`: nothing was added after it; `is_ours`: by the certificate of this place."""

    by: str
    signed_at: datetime | None
    is_intact: bool
    is_whole: bool
    is_ours: bool
    is_demo: bool

    @property
    def holds(self) -> bool:
        """True when nothing was changed, nothing was added, and it is ours."""
        return self.is_intact and self.is_whole and self.is_ours


class SigningPort(Protocol):
    """Who seals papers in the name of the institution."""

    @property
    def is_ready(self) -> bool:
        """Whether papers are signed here."""
        ...

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The file with a signature over all of it."""
        ...

    def verify(self, pdf: bytes) -> Sequence[SignatureFound]:
        """What each signature of a file proves."""
        ...


@dataclass(frozen=True, slots=True)
class NoSigner:
    """Papers are not signed here: they carry their hash only."""

    is_ready: bool = False

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """Refuses."""
        del pdf, reason, at
        raise Conflict("no signer is connected", where="signing")

    def verify(self, pdf: bytes) -> Sequence[SignatureFound]:
        """Refuses."""
        del pdf
        raise Conflict("no signer is connected", where="signing")
