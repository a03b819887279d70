"""What other rooms may call."""

from puhui.foundation.consent.actions import give_consent, withdraw_consent
from puhui.foundation.consent.contracts import (
    BadScope,
    BadUntil,
    ConsentLine,
    ConsentText,
    NoConsent,
    TextChanged,
    UnknownPurpose,
)
from puhui.foundation.consent.moments import moments_of
from puhui.foundation.consent.queries import (
    consent_text,
    consent_texts,
    consents_of,
    covered_scopes,
    covered_scopes_each,
    parties_consenting,
    require_consent,
    with_consent,
)
from puhui.foundation.consent.texts import BadConsentText

__all__ = [
    "BadConsentText",
    "BadScope",
    "BadUntil",
    "ConsentLine",
    "ConsentText",
    "NoConsent",
    "TextChanged",
    "UnknownPurpose",
    "consent_text",
    "consent_texts",
    "consents_of",
    "covered_scopes",
    "covered_scopes_each",
    "give_consent",
    "moments_of",
    "parties_consenting",
    "require_consent",
    "with_consent",
    "withdraw_consent",
]
