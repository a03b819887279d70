"""What can be asked of protection."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from puhui.conduct.protection.contracts import Protections, WishKind
from puhui.conduct.protection.models import Wish
from puhui.conduct.protection.rules import Limit, limit_on, limit_to_come
from puhui.foundation.party.facade import require_party
from puhui.kernel.actors import Actor, Role
from puhui.kernel.money import Money

STAFF = (Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.SYSTEM)
SEEING = (Role.CUSTOMER, *STAFF)
MOST = 200


def protections_of(actor: Actor, *, party_id: UUID, on: date) -> Protections:
    """What holds for a person: for themselves, and for staff who lend or watch over lending."""
    actor.require(*SEEING, verb="see what a person protects themselves by")
    require_party(actor, party_id=party_id)
    return protections(party_id, on=on)


def protections_page(
    actor: Actor, *, on: date, before: UUID | None = None, most: int = 50
) -> list[tuple[UUID, Protections]]:
    """Persons who wished something that holds or is to come, newest customers first. Staff only."""
    actor.require(*STAFF, verb="see what persons protect themselves by")
    wished = Wish.objects.filter(Q(until__gte=on) | Q(kind__in=[WishKind.OWN_LIMIT, WishKind.THINK_FROM]))
    if before:
        wished = wished.filter(party_id__lt=before)
    shown = list(wished.order_by("-party_id").values_list("party_id", flat=True).distinct()[: min(most, MOST)])
    kept: dict[UUID, list[Wish]] = {party_id: [] for party_id in shown}
    for wish in Wish.objects.filter(party_id__in=shown).order_by("made_at", "id"):
        kept[wish.party_id].append(wish)
    return [(party_id, _folded(wishes, on=on)) for party_id, wishes in kept.items()]


def protections(party_id: UUID, *, on: date) -> Protections:
    """The same for flows: no rights are looked at."""
    return _folded(Wish.objects.filter(party_id=party_id).order_by("made_at", "id"), on=on)


def _folded(kept: Iterable[Wish], *, on: date) -> Protections:
    """What wishes, in the order in which they were made, come to on a day."""
    wishes = list(kept)
    days = [wish.until for wish in wishes if wish.until is not None]
    until = max(days, default=None)
    limits, thoughts = _limits(wishes, WishKind.OWN_LIMIT), _limits(wishes, WishKind.THINK_FROM)
    now, later = limit_on(limits, on=on), limit_to_come(limits, on=on)
    think, think_later = limit_on(thoughts, on=on), limit_to_come(thoughts, on=on)
    return Protections(
        excluded_until=until if until is not None and on <= until else None,
        own_limit=Money(now.amount_minor) if now else None,
        limit_to_come=Money(later.amount_minor) if later else None,
        limit_comes_on=later.holds_from if later else None,
        think_from=Money(think.amount_minor) if think else None,
        think_from_to_come=Money(think_later.amount_minor) if think_later else None,
        think_from_comes_on=think_later.holds_from if think_later else None,
    )


def _limits(wishes: Iterable[Wish], kind: WishKind) -> list[Limit]:
    return [Limit(w.amount_minor, w.holds_from) for w in wishes if w.kind == kind and w.amount_minor is not None]
