"""A model on its way into use: registered by one person, approved by another, given roles by two, retired."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.party.facade import home_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import canonical_json
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.kernel.texts import Text
from puhui.risk.decisioning.model_contracts import (
    CannotMoveModel,
    ModelFourEyes,
    ModelMoved,
    ModelState,
    PackageRefused,
)
from puhui.risk.decisioning.models import ModelAssignment, ModelEvent, ModelPackage
from puhui.risk.decisioning.protected import refuse_protected
from puhui.risk.decisioning.rules.fault_words import words_of_state
from puhui.risk.decisioning.rules.packages import Package, read_package
from puhui.risk.decisioning.rules.serving import inputs_of
from puhui.risk.decisioning.uses import model_uses
from puhui.risk.facts.facade import refuse_unfit_uses

REGISTRARS = (Role.RISK_OFFICER,)
APPROVERS = (Role.RISK_OFFICER, Role.COMPLIANCE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
LONGEST_REASON = 500


@use_case("decisioning.register_model", answers=ModelMoved, subject="package_id")
def register_model(
    call: Call, *, files: Mapping[str, bytes], purpose: str, segment: str = "", limits: str = "", reason: str
) -> ModelMoved:
    """Takes a package in as a draft: checks its hashes, reads its model and card, keeps both. It decides nothing."""
    call.actor.require(*REGISTRARS, verb="register a model")
    package = read_package(files)
    model = package.model
    if not _NAME.match(model.id) or not _VERSION.match(model.version):
        raise PackageRefused("id", "an id and a version are letters, digits, points and dashes")
    refuse_protected(inputs_of(model), where=f"{model.id}@{model.version}")
    refuse_unfit_uses(model_uses(model), on=home_date(call.at))
    row = _draft(call, package, purpose=purpose, segment=segment, limits=limits)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CannotMoveModel(
            where=model.id,
            reason=Text(en="this model, or this version of it, is registered already", zh="该模型或该版本已登记"),
        ) from None
    note(call, row, "registered", reason=reason, detail={"hash": row.hash})
    return ModelMoved(row.id, row.state)


@use_case("decisioning.decide_model", answers=ModelMoved, subject="package_id")
def decide_model(
    call: Call, *, package_id: UUID, agree: bool, reason: str, effective_from: date | None = None
) -> ModelMoved:
    """Approves a draft for use from a day on (preset: today), or declines it. Never by the one who registered it."""
    call.actor.require(*APPROVERS, verb="approve a model")
    row = locked_package(package_id)
    if row.registered_by == call.actor.id:
        raise ModelFourEyes(where="package_id")
    if row.state != ModelState.DRAFT:
        raise CannotMoveModel(where="package_id", reason=words_of_state(row.state))
    today = business_date()
    first = effective_from or today
    if first < today:
        raise InvalidInput("effective_from", Text(en="a day that is not over", zh="应为尚未结束的日期"))
    row.state = ModelState.APPROVED if agree else ModelState.DECLINED
    row.effective_from = first if agree else None
    row.decided_by, row.decided_by_name, row.decided_at = call.actor.id, call.actor.name[:80], call.at
    row.save(update_fields=["state", "effective_from", "decided_by", "decided_by_name", "decided_at"])
    note(call, row, row.state, reason=reason, detail={"effective_from": first.isoformat()} if agree else {})
    return ModelMoved(row.id, row.state)


@use_case("decisioning.retire_model", answers=ModelMoved, subject="package_id")
def retire_model(call: Call, *, package_id: UUID, reason: str) -> ModelMoved:
    """Takes a model out of use for good; it holds no role any more. What it decided can still be replayed."""
    call.actor.require(*APPROVERS, verb="retire a model")
    row = locked_package(package_id)
    if row.state not in (ModelState.DRAFT, ModelState.APPROVED):
        raise CannotMoveModel(where="package_id", reason=words_of_state(row.state))
    if ModelAssignment.objects.filter(package=row, state__in=["proposed", "in_force"], until=None).exists():
        raise CannotMoveModel(
            where="package_id", reason=Text(en="it holds a role; end that first", zh="该模型正在使用，请先结束其角色")
        )
    row.state = ModelState.RETIRED
    row.save(update_fields=["state"])
    note(call, row, row.state, reason=reason)
    return ModelMoved(row.id, row.state)


def locked_package(package_id: UUID) -> ModelPackage:
    """The package, locked; refuses when there is none."""
    row = ModelPackage.objects.select_for_update().filter(id=package_id).first()
    if row is None:
        raise NotFound("model", where="package_id")
    return row


def note(call: Call, row: ModelPackage, what: str, *, reason: str, detail: Mapping[str, Any] | None = None) -> None:
    """One line of the model's history; refuses without a reason."""
    told = _text(reason, where="reason", least=3, most=LONGEST_REASON)
    ModelEvent.objects.create(
        id=new_id(),
        package=row,
        what=what,
        detail=dict(detail or {}),
        reason=told,
        by=call.actor.id,
        by_name=call.actor.name[:80],
        at=call.at,
    )


def _draft(call: Call, package: Package, *, purpose: str, segment: str, limits: str) -> ModelPackage:
    said = "\n".join(str(limit) for limit in package.card.get("limits", ()))
    return ModelPackage(
        id=new_id(),
        model_id=package.model.id,
        version=package.model.version,
        kind=package.kind,
        hash=package.model.hash,
        content=canonical_json(package.model.document),
        card=dict(package.card),
        files=dict(package.files),
        purpose=_text(purpose, where="purpose", least=3, most=200),
        segment=_text(segment, where="segment", least=0, most=200),
        limits=_text(limits, where="limits", least=0, most=1000) or said[:1000],
        registered_by=call.actor.id,
        registered_by_name=call.actor.name[:80],
        registered_at=call.at,
    )


def _text(text: str, *, where: str, least: int, most: int) -> str:
    told = text.strip()
    if not least <= len(told) <= most or "\x00" in told:
        raise InvalidInput(where, Text(en=f"{least} to {most} characters are needed", zh=f"应为{least}至{most}个字符"))
    return told
