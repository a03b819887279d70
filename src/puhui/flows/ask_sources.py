"""The sources that may be asked about a customer are asked at once, side by side, and what came of it is kept.

Outside of any transaction: the slowest source is what it takes. Inside one, afterwards: everything that was heard, also
silence and nonsense, and the note that facts are stale.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from puhui.flows.registered_place import look_at_registered_place
from puhui.foundation.consent.facade import covered_scopes
from puhui.foundation.evidence.facade import emit, use_case
from puhui.foundation.party.facade import PartyKind, home_date, identity_of, require_party
from puhui.foundation.sources.facade import (
    Heard,
    SourceDefinition,
    SourcesNotConnected,
    Standing,
    Status,
    answers_to,
    fresh_sources,
    heard_from,
    known_answers_of,
    source_definition,
    source_definitions,
    store_answers,
)
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.ids import derived_id
from puhui.kernel.ports import SourceConnector, SourceFailed, SourceQuestion
from puhui.kernel.turns import TURNS
from puhui.risk.facts.facade import mark_stale

STALE_TOPIC: Final = "facts.stale"
ASKERS: Final = (Role.CUSTOMER, Role.RELATIONSHIP_MANAGER, Role.RISK_OFFICER, Role.OPERATIONS, Role.SYSTEM)
_GRACE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class SourceAsked:
    """One source after asking: how it stands now, and what came of the question if one went out."""

    party_id: UUID
    source: str
    standing: Standing
    status: str
    reason: str
    latency_ms: int


@dataclass(frozen=True, slots=True)
class SourcesAsked:
    """All sources of one round."""

    lines: tuple[SourceAsked, ...]
    asked: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class _Question:
    party_id: UUID
    definition: SourceDefinition
    question: SourceQuestion


@dataclass(frozen=True, slots=True)
class Round:
    """What was heard in a round. The key of the request stands for it: asked twice, it is the same round."""

    heard: Mapping[UUID, tuple[Heard, ...]]

    def canonical_form(self) -> Any:
        """Who was asked about; what was heard differs from try to try."""
        return sorted(str(party_id) for party_id in self.heard)


def ask_sources(
    call: Call,
    *,
    party_ids: Sequence[UUID],
    connector: SourceConnector,
    only: Sequence[str] = (),
    again: bool = False,
) -> SourcesAsked:
    """Asks every active source about these parties that a consent covers and whose last answer is not fresh.

    `only` names sources (preset: all of the party's kind), `again` asks fresh ones too. The same key asks, and pays,
    once. Refuses with `SourcesNotConnected`, `UnknownSource` and when the actor may not know of a party.
    """
    if not connector.is_connected:
        raise SourcesNotConnected(where="sources")
    on = home_date(call.at)
    for name in only:
        source_definition(name, on=on)
    planned: list[_Question] = []
    lines: list[SourceAsked] = []
    for party_id in dict.fromkeys(party_ids):
        _require_rights(call.actor, party_id=party_id)
        earlier = answers_to(request_of(call, party_id))
        if earlier:
            lines += [
                SourceAsked(party_id, e.source, Standing.UNKNOWN, e.status, e.reason, e.latency_ms) for e in earlier
            ]
            continue
        questions, others = _plan(call, party_id=party_id, on=on, only=only, again=again)
        planned += questions
        lines += others
    heard = _ask_all(planned, connector=connector)
    if heard:
        store_round(call.step("sources"), heard=Round(heard))
    for party_id, answers in heard.items():
        lines += [SourceAsked(party_id, h.source, Standing.UNKNOWN, h.status, h.reason, h.latency_ms) for h in answers]
    return SourcesAsked(
        _standings(call, lines), len(planned), sum(h.cost_minor for many in heard.values() for h in many)
    )


@use_case("flows.store_answers", answers=int)
def store_round(call: Call, *, heard: Round) -> int:
    """Keeps a round in one transaction, tells that facts are stale, and looks at where the register has the firm."""
    for party_id, answers in heard.heard.items():
        store_answers(call, party_id=party_id, request_id=request_of(call, party_id), heard=answers)
        tell_stale(call, party_id=party_id)
        look_at_registered_place(call, party_id=party_id, heard=answers)
    return len(heard.heard)


def tell_stale(call: Call, *, party_id: UUID) -> None:
    """Something new is known of a party: its facts are stale, and a job measures them anew after commit."""
    mark_stale(call, party_id=party_id)
    emit(STALE_TOPIC, {"party_id": str(party_id)}, at=call.at)


def request_of(call: Call, party_id: UUID) -> UUID:
    """The id of the round about a party under this call's key."""
    return derived_id(party_id, f"{call.actor.id}/{call.key.removesuffix('/sources')}")


def _standings(call: Call, lines: Sequence[SourceAsked]) -> tuple[SourceAsked, ...]:
    """How each asked source stands now: a fresh answer, an older one that still serves, or none."""
    parties = list(dict.fromkeys(line.party_id for line in lines))
    known = dict(zip(parties, known_answers_of([(party_id, call.at) for party_id in parties]), strict=True))
    told = [
        replace(line, standing=known[line.party_id][line.source].standing)
        if line.standing == Standing.UNKNOWN and line.source in known[line.party_id]
        else line
        for line in lines
    ]
    return tuple(sorted(told, key=lambda line: (str(line.party_id), line.source)))


def _require_rights(actor: Actor, *, party_id: UUID) -> None:
    actor.require(*ASKERS, verb="ask sources about a customer")
    require_party(actor, party_id=party_id)


def _plan(
    call: Call, *, party_id: UUID, on: date, only: Sequence[str], again: bool
) -> tuple[list[_Question], list[SourceAsked]]:
    """The questions that go out about a party, and the sources that are not asked, with why."""
    identity = identity_of(party_id)
    is_person = identity.kind == PartyKind.PERSON
    known = {"resident_id" if is_person else "uscc": identity.identifier}
    covered = covered_scopes(party_id=party_id, on=on)
    fresh = set() if again else fresh_sources(party_id=party_id, at=call.at)
    questions, others = [], []
    for definition in source_definitions(on=on, subject="person" if is_person else "organisation").values():
        if definition.kind != "asked" or not definition.is_active or (only and definition.id not in only):
            continue
        consent_id = covered.get((definition.purpose, definition.id))
        if consent_id is None or not identity.identifier:
            others.append(SourceAsked(party_id, definition.id, Standing.NO_CONSENT, "", "", 0))
        elif definition.id in fresh:
            others.append(SourceAsked(party_id, definition.id, Standing.FRESH, "", "", 0))
        else:
            asked = _question(call, definition, party_id=party_id, known=known, consent_id=consent_id, on=on)
            questions.append(_Question(party_id, definition, asked))
    return questions, others


def _question(
    call: Call, definition: SourceDefinition, *, party_id: UUID, known: Mapping[str, str], consent_id: UUID, on: date
) -> SourceQuestion:
    return SourceQuestion(
        source=definition.id,
        schema_version=definition.schema_version,
        identifiers={name: known[name] for name in definition.identifiers},
        purpose=definition.purpose,
        consent_id=consent_id,
        request_id=derived_id(request_of(call, party_id), definition.id),
        on=on,
        timeout_ms=definition.timeout_ms,
        retries=definition.retries,
        address=definition.address,
    )


def _ask_all(planned: Sequence[_Question], *, connector: SourceConnector) -> dict[UUID, tuple[Heard, ...]]:
    """All at once, in threads that touch no database; whoever passes every allowed time is down."""
    if not planned:
        return {}
    most = max(q.question.timeout_ms * (q.question.retries + 1) / 1000 + 0.3 * q.question.retries for q in planned)
    pool = ThreadPoolExecutor(max_workers=len(planned), thread_name_prefix="source")
    futures = {pool.submit(_ask_one, q, connector): q for q in planned}
    with TURNS.aside():
        wait(futures, timeout=most + _GRACE_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    heard: dict[UUID, list[Heard]] = {}
    for future, planned_one in futures.items():
        heard.setdefault(planned_one.party_id, []).append(_result(future, planned_one, waited_ms=round(most * 1000)))
    return {party_id: tuple(answers) for party_id, answers in heard.items()}


def _ask_one(planned: _Question, connector: SourceConnector) -> Heard:
    asked, definition = planned.question, planned.definition
    paid = partial(Heard, source=definition.id, consent_id=asked.consent_id)
    try:
        reply = connector.ask(asked)
    except SourceFailed as problem:
        status = Status.REFUSED if problem.kind == "refused" else Status.DOWN
        return paid(status=status, reason=problem.reason, latency_ms=problem.latency_ms, attempts=problem.attempts)
    read = heard_from(reply.body, definition=definition, identifiers=asked.identifiers, on=asked.on)
    return paid(
        status=read.status,
        reason=read.reason,
        as_of=read.as_of,
        content=read.content,
        latency_ms=reply.latency_ms,
        attempts=reply.attempts,
        cost_minor=definition.cost_minor,
    )


def _result(future: Future[Heard], planned: _Question, *, waited_ms: int) -> Heard:
    if future.done() and not future.cancelled():
        return future.result()
    return Heard(
        source=planned.definition.id,
        status=Status.DOWN,
        reason="did not end in time",
        latency_ms=waited_ms,
        consent_id=planned.question.consent_id,
    )
