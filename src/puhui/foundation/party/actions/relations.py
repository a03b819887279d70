"""Makes groups, and keeps relations: recorded, agreed to by whom they need, declined, ended."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.party.models import Party, PartyGroup, PartyRelation, RelationStep
from puhui.foundation.party.queries import require_party
from puhui.foundation.party.relation_contracts import (
    GroupCodeTaken,
    GroupKind,
    NewRelation,
    NotYours,
    RelationKind,
    RelationMoved,
    RelationNotOpen,
    RelationState,
    RelationTaken,
)
from puhui.foundation.party.relation_queries import open_relations
from puhui.foundation.party.relation_rules import Shape, check_kinds, checked, shape_of, state_of
from puhui.foundation.party.rules import home_date, normal_text
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import bucket_of, new_id

RECORDING = (Role.RELATIONSHIP_MANAGER, Role.OPERATIONS, Role.SYSTEM)
EARLIEST = date(1900, 1, 1)


@use_case("party.make_group", answers=UUID)
def make_group(
    call: Call,
    *,
    kind: GroupKind | str,
    code: str = "",
    name: str = "",
    region: str = "",
    organisation_id: UUID | None = None,
    within_id: UUID | None = None,
) -> UUID:
    """A village, a cooperative or a joint-liability group; a household too, which needs neither code nor name."""
    call.actor.require(*RECORDING, verb="make a group")
    return new_group(
        call, kind=kind, code=code, name=name, region=region, organisation_id=organisation_id, within_id=within_id
    )


def new_group(
    call: Call,
    *,
    kind: GroupKind | str,
    code: str = "",
    name: str = "",
    region: str = "",
    organisation_id: UUID | None = None,
    within_id: UUID | None = None,
) -> UUID:
    """The same as a part of a flow, which has looked at the actor's rights."""
    what = checked(GroupKind, kind, where="kind")
    is_home = what == GroupKind.HOUSEHOLD
    if organisation_id and not Party.objects.filter(id=organisation_id, kind="organisation").exists():
        raise NotFound("party", where="organisation_id")
    if within_id and not PartyGroup.objects.filter(id=within_id, kind=GroupKind.VILLAGE).exists():
        raise NotFound("group", where="within_id")
    group_id = new_id()
    group = PartyGroup(
        id=group_id,
        bucket=bucket_of(group_id),
        kind=what,
        code=normal_text(code or (group_id.hex if is_home else ""), most=40, least=2, where="code").upper(),
        name=normal_text(name, most=100, least=0 if is_home else 2, where="name"),
        region=normal_text(region, most=40, least=0, where="region"),
        organisation_id=organisation_id,
        within_id=within_id,
        made_by=call.actor.id,
        made_at=call.at,
    )
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError:
        raise GroupCodeTaken(where="code") from None
    return group_id


@use_case("party.record_relation", answers=RelationMoved, subject="relation_id")
def record_relation(call: Call, *, relation: NewRelation) -> RelationMoved:
    """Keeps a relation. It counts at once, or when the person whom it binds has agreed.

    A customer records only what begins at themselves. What the person who is asked records themselves is agreed to.
    """
    call.actor.require(*RECORDING, Role.CUSTOMER, verb="record a relation")
    require_party(call.actor, party_id=relation.subject_id)
    return new_relation(call, asked=relation)


def new_relation(call: Call, *, asked: NewRelation) -> RelationMoved:
    """The same as a part of a flow, which has looked at the actor's rights."""
    shape = shape_of(asked)
    _lock_and_check(asked, shape)
    _check_free(asked, shape)
    if not EARLIEST <= asked.since_on <= home_date(call.at):
        raise InvalidInput("since_on", "a day from 1900 to today")
    waits_for = {"": None, "other": asked.other_id, "subject": asked.subject_id}[shape.asks]
    row = PartyRelation.objects.create(
        kind=RelationKind(asked.kind),
        subject_id=asked.subject_id,
        other_id=asked.other_id,
        group_id=asked.group_id,
        standing=asked.standing,
        since_on=asked.since_on,
        evidence=normal_text(asked.evidence, most=200, least=2, where="evidence"),
        waits_for=waits_for,
        recorded_by=call.actor.id,
        recorded_at=call.at,
    )
    if waits_for is None or waits_for == call.actor.party_id:
        return _step(call, row.id, RelationState.CONFIRMED)
    return RelationMoved(row.id, RelationState.ASKED)


@use_case("party.confirm_relation", answers=RelationMoved, subject="relation_id")
def confirm_relation(call: Call, *, relation_id: UUID, evidence: str = "") -> RelationMoved:
    """The person who is asked agrees; or a second colleague does, naming the paper that the person signed."""
    row = _asked(call, relation_id)
    if row.waits_for != call.actor.party_id:
        paper = normal_text(evidence, most=200, least=4, where="evidence")
        if not call.actor.roles.intersection(RECORDING) or row.recorded_by == call.actor.id:
            raise NotYours(where="relation_id")
        return _step(call, row.id, RelationState.CONFIRMED, evidence=paper)
    return _step(call, row.id, RelationState.CONFIRMED)


@use_case("party.decline_relation", answers=RelationMoved, subject="relation_id")
def decline_relation(call: Call, *, relation_id: UUID) -> RelationMoved:
    """The person who is asked says no: it never counted, and never will."""
    row = _asked(call, relation_id)
    if row.waits_for != call.actor.party_id and not call.actor.roles.intersection(RECORDING):
        raise NotYours(where="relation_id")
    return _step(call, row.id, RelationState.DECLINED)


@use_case("party.end_relation", answers=RelationMoved, subject="relation_id")
def end_relation(call: Call, *, relation_id: UUID, evidence: str) -> RelationMoved:
    """Staff end what is over or wrong, on evidence; a relation that limits exposure is not ended by the customer.

    Who named a contact person, and who is one, ends it themselves.
    """
    call.actor.require(*RECORDING, Role.CUSTOMER, verb="end a relation")
    row = _locked(call.actor, relation_id)
    if call.actor.is_customer and row.kind != RelationKind.CONTACT_PERSON:
        raise Forbidden("end a relation")
    state = _state(row)
    if state in (RelationState.DECLINED, RelationState.ENDED):
        raise RelationNotOpen(where="relation_id", state=state)
    paper = normal_text(evidence, most=200, least=4, where="evidence")
    return _step(call, row.id, RelationState.ENDED, evidence=paper)


def _asked(call: Call, relation_id: UUID) -> PartyRelation:
    call.actor.require(*RECORDING, Role.CUSTOMER, verb="agree to a relation")
    row = _locked(call.actor, relation_id)
    state = _state(row)
    if state != RelationState.ASKED:
        raise RelationNotOpen(where="relation_id", state=state)
    return row


def _locked(actor: Actor, relation_id: UUID) -> PartyRelation:
    """The relation under the lock of its subject; a customer finds only those that name them."""
    found = PartyRelation.objects.filter(id=relation_id)
    if not actor.reads_all:
        mine = actor.party_id
        found = found.filter(Q(subject_id=mine) | Q(other_id=mine) | Q(waits_for=mine))
    row = found.first()
    if row is None:
        raise NotFound("relation", where="relation_id")
    Party.objects.select_for_update().get(id=row.subject_id)
    return row


def _state(row: PartyRelation) -> RelationState:
    return state_of(frozenset(RelationStep.objects.filter(relation=row).values_list("kind", flat=True)))


def _lock_and_check(asked: NewRelation, shape: Shape) -> None:
    """Both parties locked, in the order of their ids, so that what excludes each other comes one after the other."""
    wanted = {party_id for party_id in (asked.subject_id, asked.other_id) if party_id}
    kinds = dict(Party.objects.select_for_update().filter(id__in=wanted).order_by("id").values_list("id", "kind"))
    if asked.subject_id not in kinds:
        raise NotFound("party", where="subject_id")
    if asked.other_id and asked.other_id not in kinds:
        raise NotFound("party", where="other_id")
    group = _group_kind(asked.group_id) if asked.group_id else None
    check_kinds(
        shape, subject=kinds[asked.subject_id], other=kinds[asked.other_id] if asked.other_id else None, group=group
    )


def _group_kind(group_id: UUID) -> str:
    kind = PartyGroup.objects.filter(id=group_id).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("group", where="group_id")
    return kind


def _check_free(asked: NewRelation, shape: Shape) -> None:
    """Refuses the same again, and a second one where a party has only one."""
    mine = open_relations().filter(kind=asked.kind)
    same = Q(subject_id=asked.subject_id)
    if not shape.alone:
        same &= Q(other_id=asked.other_id, group_id=asked.group_id)
    elif asked.other_id:
        pair = (asked.subject_id, asked.other_id)
        same = Q(subject_id__in=pair) | Q(other_id__in=pair)
    if mine.filter(same).exists():
        raise RelationTaken(where="other_id" if asked.other_id else "group_id")


def _step(call: Call, relation_id: UUID, state: RelationState, *, evidence: str = "") -> RelationMoved:
    RelationStep.objects.create(relation_id=relation_id, kind=state, evidence=evidence, by_id=call.actor.id, at=call.at)
    return RelationMoved(relation_id, state)
