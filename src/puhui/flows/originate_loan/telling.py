"""Tells the firm what happened to its application, in the firm's language."""

from collections.abc import Sequence

from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import language_of
from puhui.kernel.actors import Call
from puhui.products.origination.facade import ApplicationView, ReasonView


def tell_firm(call: Call, *, application: ApplicationView, kind: str, reasons: Sequence[ReasonView] = ()) -> None:
    """Sends a notice about the application; a refusal goes with every reason in words (the adverse notice)."""
    language = language_of(application.firm_id)
    params = {"application_id": str(application.id), "amount": str(application.amount)}
    if reasons:
        params["reasons"] = " ".join(r.text.in_language(language) for r in reasons)
    send_notice(call, party_id=application.firm_id, kind=kind, params=params)
