"""Runs as they stand: what was asked, how far they are, what came out, who signed."""

import json
from collections.abc import Sequence
from uuid import UUID

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.risk.lab.contracts import SIGNATURES_NEEDED, RunView, SignatureView
from puhui.risk.lab.models import LabRun

READERS = tuple(STAFF_ROLES | {Role.SYSTEM})


def lab_run(actor: Actor, *, run_id: UUID) -> RunView:
    """One run with its result."""
    actor.require(*READERS, verb="read a run of the lab")
    found = LabRun.objects.select_related("work", "result").prefetch_related("signatures").filter(id=run_id).first()
    if found is None:
        raise NotFound("run", where="run_id")
    return _view(found, with_result=True)


def lab_runs(actor: Actor, *, after: UUID | None = None, most: int = 50) -> list[RunView]:
    """Runs without their results, newest first."""
    actor.require(*READERS, verb="read runs of the lab")
    rows = LabRun.objects.select_related("work").prefetch_related("signatures").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [_view(row, with_result=False) for row in rows[:most]]


def standing(verdicts: Sequence[str]) -> str:
    """`done` while signatures are missing, then `approved`; one rejection is `rejected`."""
    if "reject" in verdicts:
        return "rejected"
    return "approved" if len(verdicts) >= SIGNATURES_NEEDED else "done"


def _view(row: LabRun, *, with_result: bool) -> RunView:
    signatures = tuple(
        SignatureView(one.by_id, one.by_name, one.at, one.verdict, one.comment)
        for one in sorted(row.signatures.all(), key=lambda one: one.id)
    )
    work = row.work
    result = getattr(row, "result", None) if with_result else None
    return RunView(
        id=row.id,
        title=row.title,
        at=row.at,
        by_id=row.by_id,
        by_name=row.by_name,
        inputs=json.loads(row.inputs),
        inputs_hash=row.inputs_hash,
        state=standing([s.verdict for s in signatures]) if work.state == "done" else work.state,
        done=work.done,
        total=work.total,
        why_failed=work.why_failed,
        finished_at=result.finished_at if result else None,
        result=json.loads(result.content) if result else None,
        result_hash=result.content_hash if result else "",
        signatures=signatures,
    )
