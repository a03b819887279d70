"""What can be asked of protection."""

from datetime import date
from uuid import UUID

from puhui.conduct.protection.contracts import Protections, WishKind
from puhui.conduct.protection.models import Wish
from puhui.conduct.protection.rules import Limit, limit_on, limit_to_come
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Actor, Role
from puhui.kernel.money import Money

SEEING = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.SYSTEM)


def protections_of(actor: Actor, *, party_id: UUID, on: date) -> Protections:
    """What holds for a person: for themselves, and for staff who lend or watch over lending."""
    actor.require(*SEEING, verb="see what a person protects themselves by")
    require_party(actor, party_id=party_id)
    return protections(party_id, on=on)


def protections(party_id: UUID, *, on: date) -> Protections:
    """The same for flows: no rights are looked at."""
    wishes = list(Wish.objects.filter(party_id=party_id).order_by("made_at", "id"))
    days = [wish.until for wish in wishes if wish.until is not None]
    until = max(days, default=None)
    limits = [
        Limit(w.amount_minor, w.holds_from)
        for w in wishes
        if w.kind == WishKind.OWN_LIMIT and w.amount_minor is not None
    ]
    now, later = limit_on(limits, on=on), limit_to_come(limits, on=on)
    return Protections(
        excluded_until=until if until is not None and on <= until else None,
        own_limit=Money(now.amount_minor) if now else None,
        limit_to_come=Money(later.amount_minor) if later else None,
        limit_comes_on=later.holds_from if later else None,
    )
