"""The ports of this installation, as `config/wiring.py` joined them to adapters."""

from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from puhui.kernel.ports import (
    CallbackPort,
    Clock,
    InvoiceSource,
    MessagingPort,
    NoCallbacks,
    NoInvoiceSource,
    NoSigner,
    NoSources,
    PaymentPort,
    SigningPort,
    SourceConnector,
)


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that an interface or a job may reach."""

    clock: Clock
    payments: PaymentPort
    messaging: MessagingPort
    invoices: InvoiceSource = field(default_factory=NoInvoiceSource)
    sources: SourceConnector = field(default_factory=NoSources)
    callbacks: CallbackPort = field(default_factory=NoCallbacks)
    signing: SigningPort = field(default_factory=NoSigner)


@cache
def current_ports() -> Ports:
    """The ports named by the setting `PUHUI_PORTS`."""
    made: Ports = import_string(settings.PUHUI_PORTS)()
    return made
