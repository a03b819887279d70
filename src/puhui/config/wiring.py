"""The one place that joins ports to adapters."""

from puhui.adapters.messaging.embedded import EmbeddedMessaging
from puhui.adapters.payments.embedded import EmbeddedBank
from puhui.adapters.tax_bureau.embedded import EmbeddedTaxBureau
from puhui.interfaces.ports import Ports
from puhui.kernel.ports import SystemClock


def ports() -> Ports:
    """The ports of this installation: the embedded adapters."""
    return Ports(
        clock=SystemClock(), payments=EmbeddedBank(), messaging=EmbeddedMessaging(), invoices=EmbeddedTaxBureau()
    )
