"""What can be asked of consent."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.consent.contracts import ConsentLine, ConsentText, NoConsent
from puhui.foundation.consent.models import Consent
from puhui.foundation.consent.rules import text_in_force
from puhui.foundation.consent.texts import all_texts
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.party.facade import party_ids_for
from puhui.kernel.actors import Actor
from puhui.kernel.texts import Text


def consent_text(purpose: str, *, on: date) -> ConsentText:
    """The text to show on this day; refuses a purpose that does not exist."""
    return text_in_force(all_texts(), purpose=purpose, on=on)


def consent_texts(*, on: date) -> tuple[ConsentText, ...]:
    """The texts of all purposes on this day, the required ones first."""
    purposes = sorted({t.purpose for t in all_texts() if t.effective_from <= on})
    texts = [consent_text(purpose, on=on) for purpose in purposes]
    return tuple(sorted(texts, key=lambda t: (not t.is_required, t.purpose)))


def require_consent(*, party_id: UUID, purpose: str, scope: tuple[str, ...] = (), on: date) -> UUID:
    """The id of a consent that covers purpose, scope and day; refuses with `NoConsent`, which names the purpose.

    For flows, which write the id beside what was done under it.
    """
    valid = Consent.objects.filter(party_id=party_id, purpose=purpose, withdrawn_at=None, until__gte=on)
    for consent_id, covered in valid.order_by("-id").values_list("id", "scope"):
        if set(scope) <= set(covered):
            return consent_id
    raise NoConsent(purpose=purpose, title=title_of(purpose))


def covered_scopes(*, party_id: UUID, on: date) -> dict[tuple[str, str], UUID]:
    """Every purpose and scope that a consent of the party covers on the day, with its id. One query; for flows."""
    return covered_scopes_each([party_id], on=on)[party_id]


def covered_scopes_each(party_ids: Collection[UUID], *, on: date) -> dict[UUID, dict[tuple[str, str], UUID]]:
    """The same of several parties, in one query; for flows."""
    found: dict[UUID, dict[tuple[str, str], UUID]] = {party_id: {} for party_id in party_ids}
    for party_id, purpose, scopes, consent_id in _given(party_ids, on):
        found[party_id].update({(purpose, scope): consent_id for scope in scopes})
    return found


@written_once
def _given(party_ids: Collection[UUID], on: date) -> QuerySet[Consent, Any]:
    valid = Consent.objects.filter(party_id__in=party_ids, withdrawn_at=None, until__gte=on)
    return valid.order_by("id").values_list("party_id", "purpose", "scope", "id")


def parties_consenting(
    *, purpose: str, scope: tuple[str, ...] = (), on: date, after: UUID | None = None, most: int = 500
) -> list[UUID]:
    """Parties with a consent that covers purpose, scope and day, in the order of their ids; for flows.

    An empty list means that there is nobody after `after`.
    """
    rows = _valid(purpose, on).order_by("party_id", "id")
    if after is not None:
        rows = rows.filter(party_id__gt=after)
    found: dict[UUID, None] = {}
    for party_id, covered in rows.values_list("party_id", "scope").iterator(1000):
        if set(scope) <= set(covered):
            found[party_id] = None
            if len(found) == most:
                break
    return list(found)


def with_consent(party_ids: Collection[UUID], *, purpose: str, on: date) -> set[UUID]:
    """Those of the parties with a valid consent to the purpose; for flows."""
    return set(_valid(purpose, on).filter(party_id__in=party_ids).values_list("party_id", flat=True))


def consents_of(actor: Actor, *, party_id: UUID) -> list[ConsentLine]:
    """All consents of a party, newest first; nothing of a party that the actor may not know of."""
    kept = Consent.objects.filter(party_id=party_id, party_id__in=party_ids_for(actor)).order_by("-id")
    return [
        ConsentLine(
            consent_id=c.id,
            party_id=c.party_id,
            purpose=c.purpose,
            title=title_of(c.purpose),
            scope=tuple(c.scope),
            text_version=c.text_version,
            given_at=c.given_at,
            until=c.until,
            withdrawn_at=c.withdrawn_at,
        )
        for c in kept[:500]
    ]


def title_of(purpose: str) -> Text:
    """The newest title of a purpose; the purpose itself when no file names it any more."""
    known = [t for t in all_texts() if t.purpose == purpose]
    return max(known, key=lambda t: t.version).title if known else Text(en=purpose, zh=purpose)


def _valid(purpose: str, on: date) -> QuerySet[Consent]:
    return Consent.objects.filter(purpose=purpose, withdrawn_at=None, until__gte=on)
