"""What can be done with consents: give and withdraw."""

from datetime import date
from uuid import UUID

from puhui.foundation.consent.models import Consent
from puhui.foundation.consent.queries import consent_text
from puhui.foundation.consent.rules import checked_scope, checked_until, checked_version
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import home_date, party_ids_for, require_party
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.ids import bucket_of


@use_case("consent.give_consent", answers=UUID)
def give_consent(
    call: Call,
    *,
    party_id: UUID,
    purpose: str,
    scope: tuple[str, ...] = (),
    until: date | None = None,
    text_version: int | None = None,
) -> UUID:
    """Keeps a consent for a purpose, over all or some of the data that its text names, until a day.

    Given by the customer whom it concerns or who acts for them. `text_version` is the version that was shown; when
    another one is in force by now, the consent is refused and the new text must be read.
    """
    call.actor.require(Role.CUSTOMER, verb="give a consent")
    require_party(call.actor, party_id=party_id)
    today = home_date(call.at)
    text = consent_text(purpose, on=today)
    consent = Consent.objects.create(
        bucket=bucket_of(party_id),
        party_id=party_id,
        purpose=text.purpose,
        scope=list(checked_scope(text, scope=scope)),
        text_version=checked_version(text, shown=text_version),
        text_digest=text.digest,
        given_by=call.actor.id,
        given_at=call.at,
        until=checked_until(text, until=until, today=today),
    )
    return consent.id


@use_case("consent.withdraw_consent", answers=UUID, subject="consent_id")
def withdraw_consent(call: Call, *, consent_id: UUID) -> UUID:
    """Ends a consent at once; one that has ended stays as it is."""
    call.actor.require(Role.CUSTOMER, verb="withdraw a consent")
    own = Consent.objects.filter(id=consent_id, party_id__in=party_ids_for(call.actor))
    if not own.exists():
        raise NotFound("consent", where="consent_id")
    own.filter(withdrawn_at=None).update(withdrawn_at=call.at, withdrawn_by=call.actor.id)
    return consent_id
