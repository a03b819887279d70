"""Gives a customer's person a user to sign in as, and ends their sessions."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.hashers import make_password

from puhui.foundation.access.models import User
from puhui.kernel.ids import new_id


def customer_user_for(party_id: UUID) -> UUID:
    """The user of a person, made on the first sign-in; a part of a use case. The password fits nothing."""
    user = User(id=new_id(), login_name=f"customer:{party_id}", party_id=party_id, password=make_password(None))
    User.objects.bulk_create([user], ignore_conflicts=True)
    return User.objects.values_list("id", flat=True).get(party_id=party_id)


def close_customer_users(party_ids: Collection[UUID]) -> int:
    """The users of these persons cannot sign in any more; open sessions end with their next request."""
    return User.objects.filter(party_id__in=list(party_ids)).update(is_active=False)


def end_customer_sessions(party_id: UUID) -> int:
    """Open sessions of this person end with their next request; a part of a use case. The page that asked for it may
    keep its own. A session holds to the password it began with, and this one, too, fits nothing.
    """
    return User.objects.filter(party_id=party_id).update(password=make_password(None))
