"""Runs as they stand: what was asked, how far they are, what came out, who signed."""

import json
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound
from puhui.risk.lab.contracts import SIGNATURES_NEEDED, RunView, SignatureView
from puhui.risk.lab.models import LabResult, LabRun, LabSignature, LabWork

READERS = tuple(STAFF_ROLES | {Role.SYSTEM})


def lab_run(actor: Actor, *, run_id: UUID) -> RunView:
    """One run with its result."""
    actor.require(*READERS, verb="read a run of the lab")
    found = LabRun.objects.filter(id=run_id).first()
    if found is None:
        raise NotFound("run", where="run_id")
    [view] = _views([found], with_content=True)
    return view


def lab_runs(actor: Actor, *, after: UUID | None = None, most: int = 50) -> list[RunView]:
    """Runs without their results, newest first."""
    actor.require(*READERS, verb="read runs of the lab")
    rows = LabRun.objects.order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return _views(list(rows[:most]), with_content=False)


def runs_of_draft(actor: Actor, *, draft_id: UUID, most: int = 20) -> list[RunView]:
    """Runs that tried a draft of a policy, without their results, newest first."""
    actor.require(*READERS, verb="read runs of the lab")
    rows = LabRun.objects.filter(inputs__contains=f'"draft":"{draft_id}@').order_by("-id")
    return _views(list(rows[:most]), with_content=False)


def standing(verdicts: Sequence[str]) -> str:
    """`done` while signatures are missing, then `approved`; one rejection is `rejected`."""
    if "reject" in verdicts:
        return "rejected"
    return "approved" if len(verdicts) >= SIGNATURES_NEEDED else "done"


def _views(rows: Sequence[LabRun], *, with_content: bool) -> list[RunView]:
    ids = [row.id for row in rows]
    works = LabWork.objects.in_bulk(ids)
    found = LabResult.objects.filter(run_id__in=ids)
    results = {one.run_id: one for one in (found if with_content else found.defer("content"))}
    signed: dict[UUID, list[LabSignature]] = defaultdict(list)
    for one in LabSignature.objects.filter(run_id__in=ids).order_by("id"):
        signed[one.run_id].append(one)
    return [_view(row, works[row.id], signed[row.id], results.get(row.id), with_content=with_content) for row in rows]


def _view(
    row: LabRun, work: LabWork, signed: Sequence[LabSignature], result: LabResult | None, *, with_content: bool
) -> RunView:
    return RunView(
        id=row.id,
        title=row.title,
        at=row.at,
        by_id=row.by_id,
        by_name=row.by_name,
        inputs=json.loads(row.inputs),
        inputs_hash=row.inputs_hash,
        state=standing([one.verdict for one in signed]) if work.state == "done" else work.state,
        done=work.done,
        total=work.total,
        why_failed=work.why_failed,
        finished_at=result.finished_at if result else None,
        result=json.loads(result.content) if result and with_content else None,
        result_hash=result.content_hash if result else "",
        signatures=tuple(SignatureView(one.by_id, one.by_name, one.at, one.verdict, one.comment) for one in signed),
    )
