"""What a model may do: a role for a slot, proposed by one person and agreed to by another, ended by either."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text
from puhui.risk.decisioning.actions.models import APPROVERS, LONGEST_REASON, REGISTRARS, locked_package, note
from puhui.risk.decisioning.model_contracts import (
    CannotMoveModel,
    ModelFourEyes,
    ModelRole,
    ModelState,
    RoleMoved,
    RoleState,
)
from puhui.risk.decisioning.models import ModelAssignment, ModelPackage
from puhui.risk.decisioning.queries.models import kept_model
from puhui.risk.decisioning.queries.slots import facts_of_slot
from puhui.risk.decisioning.rules.fault_words import words_of, words_of_state
from puhui.risk.decisioning.rules.serving import inputs_of

WHOLE_BPS = 10_000


@use_case("decisioning.propose_role", answers=RoleMoved, subject="package_id")
def propose_role(
    call: Call,
    *,
    package_id: UUID,
    slot: str,
    role: str,
    effective_from: date | None = None,
    share_bps: int = 0,
    reason: str,
) -> RoleMoved:
    """Asks that an approved model be champion, split or shadow for a slot from a day on (preset: today).

    `share_bps`: for a split, the share of applicants that it decides on, in hundredths of a percent.
    """
    call.actor.require(*REGISTRARS, verb="propose a role for a model")
    row = locked_package(package_id)
    if role not in list(ModelRole):
        raise InvalidInput(
            "role", Text(en=f"one of {', '.join(ModelRole)}", zh=f"应为以下之一：{', '.join(ModelRole)}")
        )
    if (role == ModelRole.SPLIT) != (0 < share_bps < WHOLE_BPS) or (role != ModelRole.SPLIT and share_bps):
        raise InvalidInput(
            "share",
            Text(
                en="a split has a share above 0 and below 100 percent; the other roles have none",
                zh="分流模型的比例应大于0且小于100%，其他角色无比例",
            ),
        )
    if row.state != ModelState.APPROVED or row.effective_from is None:
        raise CannotMoveModel(where="package_id", reason=words_of_state(row.state))
    _check_inputs(row, slot)
    first = effective_from or max(business_date(), row.effective_from)
    if first < max(business_date(), row.effective_from):
        raise InvalidInput(
            "effective_from",
            Text(
                en="a day that is not over, and not before the model's own", zh="应为尚未结束且不早于模型生效日的日期"
            ),
        )
    _check_open(row, slot=slot, role=role)
    made = ModelAssignment.objects.create(
        id=new_id(),
        slot=slot,
        package=row,
        role=role,
        share_bps=share_bps,
        effective_from=first,
        reason=reason.strip()[:LONGEST_REASON],
        proposed_by=call.actor.id,
        proposed_by_name=call.actor.name[:80],
        proposed_at=call.at,
    )
    note(call, row, "role_proposed", reason=reason, detail=_told(made))
    return RoleMoved(made.id, made.state)


@use_case("decisioning.decide_role", answers=RoleMoved, subject="role_id")
def decide_role(call: Call, *, role_id: UUID, agree: bool, reason: str) -> RoleMoved:
    """Agrees to a proposed role, which holds from its day on, or declines it. Never by the one who proposed it.

    A role whose day has gone by in the meantime begins today: no decision of the past is touched.
    """
    call.actor.require(*APPROVERS, verb="decide on a role of a model")
    found = _locked(role_id)
    if found.proposed_by == call.actor.id:
        raise ModelFourEyes(where="role_id")
    if found.state != RoleState.PROPOSED:
        raise CannotMoveModel(where="role_id", reason=words_of_state(found.state))
    if agree:
        found.effective_from = max(found.effective_from, business_date())
        _check_shares(found)
    found.state = RoleState.IN_FORCE if agree else RoleState.DECLINED
    found.decided_by, found.decided_by_name, found.decided_at = call.actor.id, call.actor.name[:80], call.at
    found.save(update_fields=["state", "effective_from", "decided_by", "decided_by_name", "decided_at"])
    note(call, found.package, "role_given" if agree else "role_declined", reason=reason, detail=_told(found))
    return RoleMoved(found.id, found.state)


@use_case("decisioning.end_role", answers=RoleMoved, subject="role_id")
def end_role(call: Call, *, role_id: UUID, reason: str) -> RoleMoved:
    """Ends a role today: at once, by one person, since a model that does harm must not wait for a second one.

    Without a champion the slot falls back to the one before it, in the end to the shipped scorecard.
    """
    call.actor.require(*APPROVERS, verb="end a role of a model")
    found = _locked(role_id)
    if found.state not in (RoleState.PROPOSED, RoleState.IN_FORCE) or found.until is not None:
        raise CannotMoveModel(where="role_id", reason=words_of_state(found.state if found.until is None else "ended"))
    found.until = max(business_date(), found.effective_from)
    found.state = RoleState.ENDED if found.state == RoleState.PROPOSED else found.state
    found.save(update_fields=["until", "state"])
    note(call, found.package, "role_ended", reason=reason, detail=_told(found))
    return RoleMoved(found.id, RoleState.ENDED)


def _locked(role_id: UUID) -> ModelAssignment:
    found = ModelAssignment.objects.select_for_update(of=("self",)).select_related("package").filter(id=role_id).first()
    if found is None:
        raise NotFound("role", where="role_id")
    return found


def _check_inputs(row: ModelPackage, slot: str) -> None:
    known = facts_of_slot(slot)
    if unknown := [name for name in inputs_of(kept_model(row.hash)) if name not in known]:
        raise CannotMoveModel(where="slot", reason=words_of("slot_without_fact", name=unknown[0], slot=slot))


def _check_open(row: ModelPackage, *, slot: str, role: str) -> None:
    open_ = ModelAssignment.objects.filter(slot=slot, package=row, state__in=["proposed", "in_force"], until=None)
    if open_.filter(Q(role=role) | Q(state="proposed")).exists():
        raise CannotMoveModel(
            where="role",
            reason=Text(en="it holds this role, or waits for a role, already", zh="该模型已担任此角色或正等待批准"),
        )


def _check_shares(found: ModelAssignment) -> None:
    """All challengers of a slot together leave something to the champion."""
    if found.role != ModelRole.SPLIT:
        return
    others = ModelAssignment.objects.filter(slot=found.slot, role="split", state="in_force", until=None)
    if sum(others.values_list("share_bps", flat=True)) + found.share_bps >= WHOLE_BPS:
        raise CannotMoveModel(
            where="share",
            reason=Text(
                en="the shares of all challengers must stay below 100 percent", zh="所有挑战者的比例合计应小于100%"
            ),
        )


def _told(row: ModelAssignment) -> dict[str, object]:
    told: dict[str, object] = {"slot": row.slot, "role": row.role, "from": row.effective_from.isoformat()}
    if row.share_bps:
        told["share_pct"] = f"{row.share_bps / 100:g}"
    if row.until:
        told["until"] = row.until.isoformat()
    return told
