"""The cost sheet of an offer comes onto somebody's screen, and that is kept as proof."""

from uuid import UUID

from puhui.flows.originate_loan.answers import OfferShown
from puhui.flows.originate_loan.standing import require_signer
from puhui.flows.protect_person.before_lending import reading_seconds
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import LANGUAGES
from puhui.products.origination.facade import offer, show


@use_case("originate_loan.show_offer", answers=OfferShown, subject="offer_id")
def show_offer(call: Call, *, offer_id: UUID, language: str) -> OfferShown:
    """Gives the sheet and starts the server's own measure of the reading time."""
    if language not in LANGUAGES:
        raise InvalidInput("language", f"one of {', '.join(LANGUAGES)}")
    shown = offer(call.actor, offer_id)
    require_signer(call.actor, firm_id=shown.firm_id, verb="read an offer")
    on = business_date()
    proof_id = show(call, offer=shown, language=language, on=on)
    return OfferShown(
        proof_id, offer_id, language, shown.sheet, shown.sheet_hash, reading_seconds(shown.firm_id, on=on)
    )
