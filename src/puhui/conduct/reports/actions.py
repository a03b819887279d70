"""Keeps how pages look, views, subscriptions and reports; all but the first in the transaction of a flow."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from puhui.conduct.reports.contracts import (
    EVERY,
    MOST_SUBSCRIPTIONS,
    MOST_VIEWS,
    THEMES,
    AlreadySubscribed,
    NameTaken,
    NewSubscription,
    TooManyKept,
)
from puhui.conduct.reports.models import Appearance, Report, SavedView, Subscription
from puhui.foundation.evidence.facade import use_case
from puhui.kernel.actors import STAFF_ROLES, Call
from puhui.kernel.canonical import digest
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id

LONGEST_NAME = 60


@use_case("reports.choose_theme", answers=str)
def choose_theme(call: Call, *, theme: str) -> str:
    """Keeps how the actor's pages look, on whatever device they sign in."""
    call.actor.require(*STAFF_ROLES, verb="choose how pages look")
    if theme not in THEMES:
        raise InvalidInput("theme", f"one of {', '.join(THEMES)}")
    values = {"theme": theme, "changed_at": call.at}
    Appearance.objects.update_or_create(owner_id=call.actor.id, defaults=values)
    return theme


def keep_view(call: Call, *, what: str, name: str, params: Mapping[str, str], shared_with: str) -> UUID:
    """A view under a name that its owner does not have on this page yet."""
    call.actor.require(*STAFF_ROLES, verb="save a view")
    called = " ".join(name.split())
    if not 1 <= len(called) <= LONGEST_NAME or not called.isprintable():
        raise InvalidInput("name", f"1 to {LONGEST_NAME} characters")
    if shared_with and shared_with not in {role.value for role in STAFF_ROLES}:
        raise InvalidInput("shared_with", "a role of staff, or nobody")
    own = SavedView.objects.filter(owner_id=call.actor.id, ended_at=None)
    if own.filter(what=what, name=called).exists():
        raise NameTaken(where="name", name=called)
    if own.count() >= MOST_VIEWS:
        raise TooManyKept(where="name", most=MOST_VIEWS)
    made = SavedView.objects.create(
        id=new_id(),
        owner_id=call.actor.id,
        owner_name=call.actor.name[:80],
        what=what,
        name=called,
        params=dict(params),
        shared_with=shared_with,
        made_at=call.at,
    )
    return made.id


def end_view(call: Call, *, view_id: UUID) -> UUID:
    """A view of the actor's own goes out of the menus."""
    call.actor.require(*STAFF_ROLES, verb="end a view")
    changed = SavedView.objects.filter(id=view_id, owner_id=call.actor.id, ended_at=None).update(ended_at=call.at)
    if not changed:
        raise NotFound("view", where="view_id")
    return view_id


def keep_subscription(call: Call, wanted: NewSubscription) -> UUID:
    """A table that is to come to the actor, once for the same filters."""
    call.actor.require(*STAFF_ROLES, verb="subscribe to a report")
    if wanted.every not in EVERY:
        raise InvalidInput("every", f"one of {', '.join(EVERY)}")
    told = digest([wanted.what, wanted.sheet, dict(wanted.params), wanted.every, wanted.form])
    own = Subscription.objects.filter(owner_id=call.actor.id, ended_at=None)
    if own.filter(digest=told).exists():
        raise AlreadySubscribed(where="what")
    if own.count() >= MOST_SUBSCRIPTIONS:
        raise TooManyKept(where="what", most=MOST_SUBSCRIPTIONS)
    made = Subscription.objects.create(
        id=new_id(),
        owner_id=call.actor.id,
        what=wanted.what,
        sheet=wanted.sheet,
        name=wanted.name[:120],
        params=dict(wanted.params),
        form=wanted.form,
        language=wanted.language,
        every=wanted.every,
        purpose=wanted.purpose,
        digest=told,
        made_at=call.at,
    )
    return made.id


def end_subscription(call: Call, *, subscription_id: UUID) -> UUID:
    """Nothing more comes of it; what was made stays."""
    call.actor.require(*STAFF_ROLES, verb="end a subscription")
    own = Subscription.objects.filter(id=subscription_id, owner_id=call.actor.id, ended_at=None)
    if not own.update(ended_at=call.at):
        raise NotFound("subscription", where="subscription_id")
    return subscription_id


def keep_report(
    call: Call, *, subscription_id: UUID, day: date, rows: int = 0, refused: str = "", file_id: UUID | None = None
) -> UUID:
    """The report of a business date, or why there is none."""
    made = Report.objects.create(
        id=new_id(),
        subscription_id=subscription_id,
        owner_id=call.actor.id,
        day=day,
        rows=rows,
        refused=refused,
        file_id=file_id,
        made_at=call.at,
    )
    return made.id
