"""Keeps pre-approvals: one pass a day and product, batch by batch; a pass that was killed goes on where it stood.

Rows are written of what changed only: an answer that stands is left as it is until its end comes near, and one that
stands no more gets a row that ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from puhui.kernel.actors import Call, Role
from puhui.kernel.ids import bucket_of, derived_id
from puhui.risk.lab.contracts import PreApprovalDraft, PreApprovalPass
from puhui.risk.lab.models import PreApproval, PreApprovalEnd, PreApprovalRun
from puhui.risk.lab.queries.pre_approval import holding, pass_view

RENEWED_DAYS: Final = 7  # an answer that stands is said anew so long before its end
NAMESPACE = UUID("2d9c7f0a-6c0e-4f0b-9a6f-6a5b1f0d7c31")


@dataclass(frozen=True, slots=True)
class PassMade:
    """A pass with where it stands: `after` is the last firm that is done."""

    view: PreApprovalPass
    after: UUID | None
    policy_hash: str
    model_hash: str


def open_pass(call: Call, *, on: date, product_code: str, policy: tuple[str, str], model_hash: str) -> PassMade:
    """The pass of the day, begun or going on; the policy and model of its beginning decide to its end.

    `policy` is its name and its hash.
    """
    call.actor.require(Role.SYSTEM, Role.RISK_OFFICER, verb="pre-approve customers")
    run_id = derived_id(NAMESPACE, f"{product_code}/{on}")
    PreApprovalRun.objects.bulk_create(
        [
            PreApprovalRun(
                id=run_id,
                on=on,
                product_code=product_code,
                policy_name=policy[0],
                policy_hash=policy[1],
                model_hash=model_hash,
                started_at=call.at,
            )
        ],
        ignore_conflicts=True,
    )
    return lock_pass(run_id)


def lock_pass(run_id: UUID) -> PassMade:
    """The pass as it stands, held until the end of the transaction."""
    row = PreApprovalRun.objects.select_for_update().get(id=run_id)
    return PassMade(pass_view(row), row.after, row.policy_hash, row.model_hash)


def keep_batch(
    run_id: UUID,
    *,
    drafts: Sequence[PreApprovalDraft],
    looked_at: Sequence[UUID],
    borrowing: int,
    one_by_one: int,
    measured: int,
    until: date,
) -> None:
    """Keeps what one batch came to, and how far the pass is, in the caller's transaction; it holds the pass.

    `looked_at` are all who consent, from where the pass stood on, in the order of their ids.
    """
    row = PreApprovalRun.objects.get(id=run_id)
    standing = _standing(row, last=looked_at[-1])
    changed = [one for one in drafts if not _stands(standing.get(one.firm_id), one, on=row.on)]
    offered = {one.firm_id for one in drafts}
    PreApproval.objects.bulk_create(
        PreApproval(
            id=derived_id(run_id, str(draft.firm_id)),
            run_id=run_id,
            bucket=bucket_of(draft.firm_id),
            firm_id=draft.firm_id,
            limit_minor=draft.limit_minor,
            currency="CNY",
            term_months=draft.term_months,
            annual_rate_pct=draft.annual_rate_pct,
            band=draft.band,
            score=draft.score,
            from_day=row.on,
            until=until,
        )
        for draft in changed
    )
    ended = _end(row, [one for one in standing.values() if one.firm_id not in offered])
    PreApprovalRun.objects.filter(id=run_id).update(
        after=looked_at[-1],
        asked=row.asked + len(looked_at),
        offered=row.offered + len(drafts),
        borrowing=row.borrowing + borrowing,
        one_by_one=row.one_by_one + one_by_one,
        measured=row.measured + measured,
        changed=row.changed + len(changed),
        ended=row.ended + ended,
    )


def _standing(row: PreApprovalRun, *, last: UUID | None) -> dict[UUID, PreApproval]:
    """What firms after the last one that is done have by now; up to `last`, or all of them."""
    held = holding(row.on, product_code=row.product_code)
    if row.after is not None:
        held = held.filter(firm_id__gt=row.after)
    if last is not None:
        held = held.filter(firm_id__lte=last)
    return {one.firm_id: one for one in held}


def _stands(held: PreApproval | None, draft: PreApprovalDraft, *, on: date) -> bool:
    """Whether the answer is the one that the firm has, with days left in it."""
    if held is None or held.until < on + timedelta(days=RENEWED_DAYS):
        return False
    said = (held.limit_minor, held.term_months, held.annual_rate_pct, held.band, held.score)
    return said == (draft.limit_minor, draft.term_months, draft.annual_rate_pct, draft.band, draft.score)


def _end(row: PreApprovalRun, rows: Sequence[PreApproval]) -> int:
    PreApprovalEnd.objects.bulk_create(
        PreApprovalEnd(
            id=derived_id(row.id, f"end/{one.id}"),
            pre_approval=one,
            run=row,
            bucket=one.bucket,
            firm_id=one.firm_id,
            on=row.on,
        )
        for one in rows
    )
    return len(rows)


def end_the_rest(run_id: UUID) -> None:
    """Ends what firms behind the last one that consents still have, in the caller's transaction; it holds the pass."""
    row = PreApprovalRun.objects.get(id=run_id)
    ended = _end(row, list(_standing(row, last=None).values()))
    PreApprovalRun.objects.filter(id=run_id).update(ended=row.ended + ended)


def finish_pass(run_id: UUID, *, at: datetime) -> PreApprovalPass:
    """Says that nobody is left; a second time it changes nothing."""
    PreApprovalRun.objects.filter(id=run_id, finished_at=None).update(finished_at=at)
    return pass_view(PreApprovalRun.objects.get(id=run_id))
