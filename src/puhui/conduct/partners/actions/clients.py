"""Programs of a partner: made with a secret that is shown once, given a new one while the old works on, ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from puhui.conduct.partners.actions.register import checked_name, locked_partner
from puhui.conduct.partners.contracts import (
    LONGEST_OVERLAP_DAYS,
    MOST_CLIENTS,
    TOKEN_LIFE,
    GivenSecret,
    PartnerNotMovable,
    PartnerState,
    TooManyClients,
)
from puhui.conduct.partners.models import AccessToken, Client, ClientSecret
from puhui.conduct.partners.queries import TOKEN_PREFIX
from puhui.conduct.partners.rules import checked_scopes, is_secret
from puhui.foundation.access.facade import keyed_hash, random_secret, same, token_hash
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import Call, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

KEPT_AFTER_END = timedelta(hours=1)


def add_client(call: Call, *, partner_id: UUID, name: str, scopes: Sequence[str]) -> GivenSecret:
    """Makes a program of a partner and shows its secret, this once.

    The secret is the keyed hash of the caller and the idempotency key, as in `issue_token`: the same request gets the
    same answer although the secret is stored nowhere.
    """
    return GivenSecret(_keep_client(call, partner_id=partner_id, name=name, scopes=scopes), _secret(call))


@use_case("partners.add_client", answers=UUID)
def _keep_client(call: Call, *, partner_id: UUID, name: str, scopes: Sequence[str]) -> UUID:
    call.actor.require(Role.ADMINISTRATOR, verb="make a program of a partner")
    partner = locked_partner(partner_id)
    if partner.state != PartnerState.ACTIVE:
        raise PartnerNotMovable(where="partner_id", state=partner.state)
    if Client.objects.filter(partner_id=partner_id, ended_at=None).count() >= MOST_CLIENTS:
        raise TooManyClients(where="partner_id", most=MOST_CLIENTS)
    client = Client.objects.create(
        id=new_id(),
        partner_id=partner_id,
        name=checked_name(name),
        scopes=list(checked_scopes(scopes, within=partner.scopes)),
        made_by=call.actor.id,
        made_at=call.at,
    )
    _add_secret(call, client.id)
    return client.id


def rotate_secret(call: Call, *, client_id: UUID, overlap_days: int) -> GivenSecret:
    """A new secret, shown this once; those before it work for `overlap_days` more, so that nothing stops."""
    _rotate(call, client_id=client_id, overlap_days=overlap_days)
    return GivenSecret(client_id, _secret(call), call.at + timedelta(days=overlap_days))


@use_case("partners.rotate_secret", answers=UUID, subject="client_id")
def _rotate(call: Call, *, client_id: UUID, overlap_days: int) -> UUID:
    call.actor.require(Role.ADMINISTRATOR, verb="change the secret of a program")
    if not 0 <= overlap_days <= LONGEST_OVERLAP_DAYS:
        raise InvalidInput("overlap_days", f"0 to {LONGEST_OVERLAP_DAYS} days")
    client = _locked(client_id)
    ends_at = call.at + timedelta(days=overlap_days)
    running = ClientSecret.objects.filter(client_id=client.id)
    (running.filter(ends_at=None) | running.filter(ends_at__gt=ends_at)).update(ends_at=ends_at)
    _add_secret(call, client.id)
    return client.id


@use_case("partners.end_client", answers=UUID, subject="client_id")
def end_client(call: Call, *, client_id: UUID) -> UUID:
    """Ends a program at once, with its secrets and tokens."""
    call.actor.require(Role.ADMINISTRATOR, Role.COMPLIANCE, verb="end a program of a partner")
    client = _locked(client_id)
    ClientSecret.objects.filter(client_id=client.id, ends_at=None).update(ends_at=call.at)
    AccessToken.objects.filter(client_id=client.id).delete()
    Client.objects.filter(id=client.id).update(ended_at=call.at)
    return client_id


def client_by_secret(client_id: str, secret: str, *, at: datetime) -> Client | None:
    """The program that this secret opens; None for one that is unknown or over, or of a partner that is suspended."""
    if not is_secret(secret):
        return None
    try:
        asked = UUID(client_id)
    except ValueError:
        return None
    kept = ClientSecret.objects.filter(client_id=asked, client__ended_at=None).select_related("client__partner")
    hashed = token_hash(secret)
    for row in kept.filter(client__partner__state=PartnerState.ACTIVE):
        if (row.ends_at is None or row.ends_at > at) and same(row.secret_hash, hashed):
            return row.client
    return None


def issue_access_token(client: Client, *, scopes: Sequence[str], at: datetime) -> str:
    """A token of some minutes for a program that showed its secret; only its hash is kept. Old ones are deleted.

    No use case: a program that asks twice gets two tokens (RFC 6749 knows no idempotency).
    """
    token = TOKEN_PREFIX + random_secret()
    AccessToken.objects.filter(client_id=client.id, expires_at__lt=at - KEPT_AFTER_END).delete()
    AccessToken.objects.create(
        id=new_id(),
        client_id=client.id,
        token_hash=token_hash(token),
        scopes=sorted(scopes),
        made_at=at,
        expires_at=at + TOKEN_LIFE,
    )
    return token


def _locked(client_id: UUID) -> Client:
    client = Client.objects.select_for_update(of=("self",)).filter(id=client_id, ended_at=None).first()
    if client is None:
        raise NotFound("program", where="client_id")
    return client


def _add_secret(call: Call, client_id: UUID) -> None:
    ClientSecret.objects.create(
        id=new_id(), client_id=client_id, secret_hash=token_hash(_secret(call)), made_at=call.at
    )


def _secret(call: Call) -> str:
    return keyed_hash("client secret", f"{call.actor.id}/{call.key}")
