"""A customer gives a consent and gets a notice of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.consent.facade import consent_text, consents_of
from puhui.foundation.consent.facade import give_consent as keep_consent
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import home_date
from puhui.kernel.actors import Call


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The consent, and its last day."""

    consent_id: UUID
    until: date


@use_case("flows.give_consent", answers=ConsentGiven, subject="party_id")
def give_consent(
    call: Call,
    *,
    party_id: UUID,
    purpose: str,
    scope: tuple[str, ...] = (),
    until: date | None = None,
    text_version: int | None = None,
) -> ConsentGiven:
    """Keeps the consent (over all that its text names and for its longest time, unless less is said)."""
    consent_id = keep_consent(
        call, party_id=party_id, purpose=purpose, scope=scope, until=until, text_version=text_version
    )
    kept = next(line for line in consents_of(call.actor, party_id=party_id) if line.consent_id == consent_id)
    title = consent_text(purpose, on=home_date(call.at)).title
    send_notice(call, party_id=party_id, kind="consent_given", params={"title": title, "until": kept.until}, sms=False)
    return ConsentGiven(consent_id, kept.until)
