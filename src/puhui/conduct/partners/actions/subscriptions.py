"""Where programs listen: by the organisation's own people and programs, or by the administrator for a partner."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from puhui.conduct.partners.contracts import NotListening, TooManySubscriptions
from puhui.conduct.partners.events import EVENTS, SHOP_EVENTS
from puhui.conduct.partners.models import Subscription
from puhui.conduct.partners.queries import partner
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.facade import blind_index, require_party
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

MOST_SUBSCRIPTIONS = 10
LONGEST_ADDRESS = 500


@use_case("partners.subscribe", answers=UUID)
def subscribe(call: Call, *, partner_id: UUID, address: str, kinds: Sequence[str]) -> UUID:
    """A partner listens at an address to some kinds of events, with a secret of its own."""
    partner(call.actor, partner_id)
    call.actor.require(Role.CUSTOMER, Role.ADMINISTRATOR, verb="say where a partner listens")
    running = Subscription.objects.filter(party_id=partner_id, ended_at=None)
    if running.count() >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptions(where="partner_id", most=MOST_SUBSCRIPTIONS)
    return _made(call, party_id=partner_id, address=checked_address(address), kinds=_checked_kinds(kinds)).id


@use_case("partners.end_subscription", answers=UUID, subject="subscription_id")
def end_subscription(call: Call, *, subscription_id: UUID) -> UUID:
    """Nothing goes there any more, not even what waits."""
    row = owned(call.actor, subscription_id)
    call.actor.require(Role.CUSTOMER, Role.ADMINISTRATOR, verb="end where a partner listens")
    Subscription.objects.filter(id=row.id, ended_at=None).update(ended_at=call.at)
    return row.id


def set_shop_address(call: Call, *, party_id: UUID, address: str) -> None:
    """Where a shop's program is told of its baskets; a new address has a new secret, an empty one ends it.

    For the flow, which knows that the party is a shop; by its own people only.
    """
    call.actor.require(Role.CUSTOMER, verb="set where a shop is told")
    require_party(call.actor, party_id=party_id)
    row = _shop(party_id)
    if not address:
        Subscription.objects.filter(id=row.id).update(ended_at=call.at) if row else None
        return
    clean = checked_address(address)
    if row is None:
        _made(call, party_id=party_id, address=clean, kinds=SHOP_EVENTS)
    else:
        Subscription.objects.filter(id=row.id).update(address=clean, ended_at=None, secret_n=F("secret_n") + 1)


def shop_address(actor: Actor, party_id: UUID) -> tuple[str, str]:
    """The address and the secret, for the shop's own people."""
    actor.require(Role.CUSTOMER, verb="look at a shop's secret")
    require_party(actor, party_id=party_id)
    row = _shop(party_id)
    if row is None or row.ended_at is not None:
        raise NotListening(where="payee_id")
    return row.address, secret_of(row)


def secret_of_subscription(actor: Actor, subscription_id: UUID) -> str:
    """The secret that signs, for the partner's own people and programs, and for the administrator."""
    row = owned(actor, subscription_id)
    actor.require(Role.CUSTOMER, Role.ADMINISTRATOR, verb="look at a secret of a partner")
    return secret_of(row)


def owned(actor: Actor, subscription_id: UUID) -> Subscription:
    """The subscription, when the actor may know of whose it is."""
    row = Subscription.objects.filter(id=subscription_id).first()
    if row is None:
        raise NotFound("subscription", where="subscription_id")
    require_party(actor, party_id=row.party_id)
    return row


def secret_of(row: Subscription) -> str:
    """The secret in force, made from the installation's key and stored nowhere."""
    return blind_index("secret of a shop", f"{row.id}/{row.secret_n}")


def checked_address(address: str) -> str:
    """An https address; http only to this very machine, which an installation in production never delivers to."""
    inside = address.startswith(("http://127.0.0.1:", "http://localhost:"))
    if not (address.startswith("https://") or inside) or len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise InvalidInput("address", "an address that begins with https://")
    return address


def _checked_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(sorted(set(kinds)))
    if not wanted or any(kind not in EVENTS for kind in wanted):
        raise InvalidInput("kinds", f"some of {', '.join(sorted(EVENTS))}")
    return wanted


def _shop(party_id: UUID) -> Subscription | None:
    """The first that a shop made for its baskets; a partner's own subscriptions to baskets do not count."""
    rows = Subscription.objects.select_for_update(of=("self",)).filter(party_id=party_id).order_by("id")
    return next((row for row in rows if tuple(row.kinds) == SHOP_EVENTS), None)


def _made(call: Call, *, party_id: UUID, address: str, kinds: Sequence[str]) -> Subscription:
    return Subscription.objects.create(
        id=new_id(), party_id=party_id, address=address, kinds=list(kinds), made_by=call.actor.id, made_at=call.at
    )
