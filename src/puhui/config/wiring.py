"""The one place that joins ports to adapters."""

from importlib.util import find_spec

from django.conf import settings

from puhui.adapters.callbacks.http import HttpCallbacks
from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import EmbeddedBank
from puhui.adapters.signing.embedded import EmbeddedSigner
from puhui.adapters.sources.embedded import EmbeddedSources
from puhui.adapters.sources.http import HttpSources
from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.interfaces.ports import Ports
from puhui.kernel.ports import NoSources, SigningPort, SourceConnector, SystemClock


def ports() -> Ports:
    """The ports of this installation: the embedded adapters, and the sources that the environment names."""
    return Ports(
        clock=SystemClock(),
        payments=EmbeddedBank(),
        messaging=EmbeddedMessaging(),
        invoices=EmbeddedTaxBureau(),
        sources=sources(),
        signing=signing(),
        callbacks=HttpCallbacks(inside=not settings.PUHUI_ENVIRONMENT.is_production),
    )


def signing() -> SigningPort:
    """The key of the data folder; in demo and development one is made, if what signs is installed."""
    is_production = settings.PUHUI_ENVIRONMENT.is_production
    makes_demo = not is_production and find_spec("pyhanko") is not None
    return EmbeddedSigner(settings.HOME / "signing", makes_demo=makes_demo)


def sources() -> SourceConnector:
    """Where sources are asked: at the address of the environment; else at the simulator's, in production nowhere."""
    environment = settings.PUHUI_ENVIRONMENT
    if environment.sources_url:
        return HttpSources(environment.sources_url, token=environment.sources_token)
    return NoSources() if environment.is_production else EmbeddedSources()
