"""What can be asked of partners, with the actor's rights in the same statement."""

from datetime import datetime
from uuid import UUID

from puhui.conduct.partners.contracts import (
    ClientView,
    NotShared,
    PartnerState,
    PartnerView,
    ScopeMissing,
    SecretView,
    SharingView,
)
from puhui.conduct.partners.models import AccessToken, Client, ClientSecret, Partner, Sharing
from puhui.foundation.access.facade import token_hash
from puhui.foundation.party.facade import identities_of, identity_of, party_ids_for
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import NotFound

READING = (Role.OPERATIONS, Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR)
TOKEN_PREFIX = "puhui-at-"  # noqa: S105 - how a token begins
MOST = 200


def partners_page(actor: Actor, *, state: str = "", before: UUID | None = None, most: int = 50) -> list[PartnerView]:
    """The register, newest first; for staff."""
    actor.require(*READING, verb="look at the register of partners")
    found = Partner.objects.order_by("-id")
    found = found.filter(state=state) if state else found
    found = found.filter(id__lt=before) if before else found
    rows = list(found[: min(most, MOST)])
    names = identities_of([row.id for row in rows])
    return [_view(row, names[row.id].name if row.id in names else "") for row in rows]


def partner(actor: Actor, partner_id: UUID) -> PartnerView:
    """One partner: for staff, and for its own people and programs."""
    row = Partner.objects.filter(id=partner_id).first()
    if not actor.is_customer:
        actor.require(*READING, verb="look at a partner")
    elif row is not None and not party_ids_for(actor).filter(id=partner_id).exists():
        row = None
    if row is None:
        raise NotFound("partner", where="partner_id")
    return _view(row, identity_of(row.id).name)


def active_partners() -> list[PartnerView]:
    """With whom a customer may share. No rights are looked at: the register of partners is public."""
    rows = list(Partner.objects.filter(state=PartnerState.ACTIVE).order_by("id")[:MOST])
    names = identities_of([row.id for row in rows])
    return [_view(row, names[row.id].name if row.id in names else "") for row in rows]


def clients_of(actor: Actor, partner_id: UUID) -> list[ClientView]:
    """The programs of a partner, newest first, without their secrets."""
    partner(actor, partner_id)
    secrets: dict[UUID, list[SecretView]] = {}
    kept = ClientSecret.objects.filter(client__partner_id=partner_id).order_by("-id")[:MOST]
    for client_id, made_at, ends_at in kept.values_list("client_id", "made_at", "ends_at"):
        secrets.setdefault(client_id, []).append(SecretView(made_at, ends_at))
    return [
        ClientView(
            row.id,
            row.partner_id,
            row.name,
            tuple(row.scopes),
            row.made_at,
            row.ended_at,
            tuple(secrets.get(row.id, ())),
        )
        for row in Client.objects.filter(partner_id=partner_id).order_by("-id")[:MOST]
    ]


def actor_by_access_token(token: str, *, scope: str, at: datetime, for_party: str = "") -> Actor | None:
    """Who acts when a partner's program shows this token; None for one that is unknown, over or ended.

    The actor is the partner itself and sees what a customer would see of its own. With `for_party` it is that customer,
    to read only, and only what they share with the partner.
    """
    if not token.startswith(TOKEN_PREFIX) or len(token) > MOST:
        return None
    row = (
        AccessToken.objects.select_related("client__partner")
        .filter(token_hash=token_hash(token), expires_at__gt=at, client__ended_at=None)
        .filter(client__partner__state=PartnerState.ACTIVE)
        .first()
    )
    if row is None:
        return None
    if scope not in row.scopes:
        raise ScopeMissing(where="Authorization", scope=scope)
    client = row.client
    party_id = _shared(client.partner_id, for_party, scope=scope, at=at) if for_party else client.partner_id
    return Actor(id=client.id, roles=frozenset({Role.CUSTOMER}), party_id=party_id, name=client.name)


def sharings_of(actor: Actor, *, party_id: UUID | None = None) -> list[SharingView]:
    """What customers share, newest first: for the customer, for the partner's own programs, for staff."""
    found = Sharing.objects.order_by("-id")
    if actor.is_customer:
        own = party_ids_for(actor)
        found = found.filter(party_id__in=own) | found.filter(partner_id__in=own)
    else:
        actor.require(*READING, verb="look at what customers share")
    rows = list((found.filter(party_id=party_id) if party_id else found)[:MOST])
    names = identities_of(sorted({row.partner_id for row in rows}))
    return [
        SharingView(
            id=row.id,
            party_id=row.party_id,
            partner_id=row.partner_id,
            partner_name=names[row.partner_id].name if row.partner_id in names else "",
            scopes=tuple(row.scopes),
            given_at=row.given_at,
            until=row.until,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def _shared(partner_id: UUID, text: str, *, scope: str, at: datetime) -> UUID:
    try:
        party_id = UUID(text)
    except ValueError:
        raise NotShared(where="Puhui-On-Behalf-Of") from None
    running = Sharing.objects.filter(partner_id=partner_id, party_id=party_id, ended_at=None, until__gt=at)
    if not any(scope in scopes for scopes in running.values_list("scopes", flat=True)):
        raise NotShared(where="Puhui-On-Behalf-Of")
    return party_id


def _view(row: Partner, name: str) -> PartnerView:
    return PartnerView(
        id=row.id,
        name=name,
        state=PartnerState(row.state),
        scopes=tuple(row.scopes),
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
    )
