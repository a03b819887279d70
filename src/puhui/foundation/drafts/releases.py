"""Versions that were put into force by the editors: kept for good, and known in every process within a moment.

A process looks at most every `SECONDS_BETWEEN_LOOKS` whether there are new releases (one small query for all kinds);
the versions of a kind are read once and kept until there is one more. No page asks once per text.
"""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from puhui.foundation.drafts.contracts import Release, TextPublished
from puhui.foundation.drafts.desk import DraftDesk, approved_by
from puhui.foundation.drafts.models import TextDraft, TextRelease
from puhui.kernel.actors import Call
from puhui.kernel.canonical import digest
from puhui.kernel.ids import new_id

SECONDS_BETWEEN_LOOKS = 2.0
Stamp = tuple[
    int, str
]  # how many releases of a kind, and the id of the last (as text: PostgreSQL has no greatest UUID)
Known = Mapping[str, tuple[Release, ...]]  # by code, in the order of publication


@dataclass(slots=True)
class _Look:
    """What this process saw when it last looked."""

    at: float = -SECONDS_BETWEEN_LOOKS
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_look = _Look()


def release_text(
    call: Call, desk: DraftDesk[TextDraft], row: TextDraft, *, effective_from: date, above: int
) -> TextPublished:
    """Puts a draft that was taken to be published into force, under the next number above `above`. A part of a flow."""
    kind, document = row.kind, json.loads(row.text)
    last = TextRelease.objects.filter(kind=kind, code=row.code).aggregate(last=Max("version"))["last"] or 0
    made = TextRelease.objects.create(
        id=new_id(),
        kind=kind,
        code=row.code,
        version=max(last, above) + 1,
        effective_from=effective_from,
        content=row.text,
        digest=digest(document),
        approved_by=approved_by(row, call.actor),
        made_by=call.actor.id,
        made_at=call.at,
    )
    desk.mark_published(call, row, published_version=made.version)
    look_again()
    transaction.on_commit(look_again)  # what another thread saw before the commit is old
    return TextPublished(row.id, kind, made.code, made.version, made.digest, effective_from)


def releases(kind: str) -> Known:
    """Every release of a kind by its code, those to come included; an empty one where nobody published anything."""
    stamp = stamp_of(kind)
    return _read(kind, stamp) if stamp else {}


def release_on(kind: str, code: str, *, on: date) -> Release | None:
    """The release of a text that holds on the day: of those that came into force last, the last one."""
    effective = [one for one in releases(kind).get(code, ()) if one.effective_from <= on]
    return max(effective, key=lambda one: (one.effective_from, one.version), default=None)


def stamp_of(kind: str) -> Stamp | None:
    """Changes whenever something of the kind was published; None before the first time."""
    now = time.monotonic()
    with _look.lock:
        if now - _look.at >= SECONDS_BETWEEN_LOOKS:
            last = Max(Cast("id", CharField()))
            found = TextRelease.objects.values_list("kind").annotate(number=Count("id"), last=last)
            _look.stamps = {kind: (number, last) for kind, number, last in found}
            _look.at = now
        return _look.stamps.get(kind)


def look_again() -> None:
    """The next question looks at the table, whenever it last did."""
    _look.at = -SECONDS_BETWEEN_LOOKS


@lru_cache(maxsize=64)
def _read(kind: str, stamp: Stamp) -> Known:
    del stamp  # part of the key: one more release is another content
    found: dict[str, tuple[Release, ...]] = {}
    for row in TextRelease.objects.filter(kind=kind).order_by("id"):
        found[row.code] = (*found.get(row.code, ()), _release(row))
    return found


def _release(row: TextRelease) -> Release:
    document: dict[str, Any] = json.loads(row.content)
    return Release(
        kind=row.kind,
        code=row.code,
        version=row.version,
        effective_from=row.effective_from,
        document=document,
        digest=row.digest,
        approved_by=row.approved_by,
        made_at=row.made_at,
    )
