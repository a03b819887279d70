"""Keeps runs: asked for, taken by a worker, finished or failed. A result is written once and never changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import canonical_json, digest
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text
from puhui.risk.lab.contracts import RunStarted
from puhui.risk.lab.models import LabResult, LabRun, LabWork

STARTERS = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.FINANCE, Role.SYSTEM)
LONGEST_TITLE = 120
STALE = timedelta(minutes=3)


def keep_run(call: Call, *, title: str, inputs: Mapping[str, Any], total: int) -> RunStarted:
    """Writes a run down; a worker takes it from there."""
    call.actor.require(*STARTERS, verb="start a run of the lab")
    told = title.strip()
    if not 3 <= len(told) <= LONGEST_TITLE or not told.isprintable():
        raise InvalidInput(
            "title",
            Text(
                en=f"a title of 3 to {LONGEST_TITLE} characters is needed", zh=f"请填写3至{LONGEST_TITLE}个字符的主题"
            ),
        )
    content = canonical_json(inputs)
    run = LabRun.objects.create(
        id=new_id(),
        at=call.at,
        by_id=call.actor.id,
        by_name=call.actor.name[:80],
        title=told,
        inputs=content,
        inputs_hash=digest(content),
    )
    LabWork.objects.create(run=run, state="waiting", total=total)
    return RunStarted(run.id)


def claim_run(*, at: datetime, run_id: UUID | None = None) -> UUID | None:
    """Takes the oldest run that waits, or that a worker left behind; or the one that is named, if it is free."""
    free = Q(state="waiting") | Q(state="running", seen_at__lt=at - STALE)
    if not LabWork.objects.filter(free).exists():
        return None
    with transaction.atomic():
        waiting = LabWork.objects.select_for_update().filter(free).order_by("run_id")
        work = (waiting if run_id is None else waiting.filter(run_id=run_id)).first()
        if work is None:
            return None
        LabWork.objects.filter(run_id=work.run_id).update(state="running", done=0, seen_at=at, why_failed="")
        return work.run_id


def note_progress(run_id: UUID, *, done: int, at: datetime) -> None:
    """Tells how far a run is, and that its worker lives."""
    LabWork.objects.filter(run_id=run_id, state="running").update(done=done, seen_at=at)


def keep_result(run_id: UUID, *, result: Mapping[str, Any], at: datetime) -> str:
    """Keeps what came out; a second worker of the same run keeps the first one's. Gives the hash of the result."""
    content = canonical_json(result)
    with transaction.atomic():
        LabResult.objects.bulk_create(
            [LabResult(run_id=run_id, finished_at=at, content=content, content_hash=digest(content))],
            ignore_conflicts=True,
        )
        LabWork.objects.filter(run_id=run_id).update(state="done", seen_at=at)
    return digest(content)


def fail_run(run_id: UUID, *, why: str, at: datetime) -> None:
    """Says why a run came to nothing; its inputs stay as they were asked."""
    LabWork.objects.filter(run_id=run_id).update(state="failed", why_failed=why[:300], seen_at=at)
