"""The one place that joins ports to adapters."""

from django.conf import settings

from puhui.adapters.callbacks.http import HttpCallbacks
from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import EmbeddedBank
from puhui.adapters.sources.embedded import EmbeddedSources
from puhui.adapters.sources.http import HttpSources
from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.interfaces.ports import Ports
from puhui.kernel.ports import NoSources, SourceConnector, SystemClock


def ports() -> Ports:
    """The ports of this installation: the embedded adapters, and the sources that the environment names."""
    return Ports(
        clock=SystemClock(),
        payments=EmbeddedBank(),
        messaging=EmbeddedMessaging(),
        invoices=EmbeddedTaxBureau(),
        sources=sources(),
        callbacks=HttpCallbacks(),
    )


def sources() -> SourceConnector:
    """Where sources are asked: at the address of the environment; else at the simulator's, in production nowhere."""
    environment = settings.PUHUI_ENVIRONMENT
    if environment.sources_url:
        return HttpSources(environment.sources_url, token=environment.sources_token)
    return NoSources() if environment.is_production else EmbeddedSources()
