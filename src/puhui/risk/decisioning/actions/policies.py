"""Policies are written, tested and put into force: a draft, its submission, and its publication by a second person."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.actions.deciding import parameters_on
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.models import PolicyDraft, PublishedPolicy
from puhui.risk.decisioning.policy_contracts import (
    CannotMovePolicy,
    CaseResult,
    CasesFail,
    DraftMoved,
    DraftState,
    Finding,
    PolicyFourEyes,
    PolicyPublished,
)
from puhui.risk.decisioning.policy_files import FACT_TYPES, policy_from_document
from puhui.risk.decisioning.protected import refuse_protected_policy
from puhui.risk.decisioning.queries.models import champions
from puhui.risk.decisioning.queries.policies import all_policies, policy_named
from puhui.risk.decisioning.rights import refuse_generic_reasons
from puhui.risk.decisioning.rules.fault_words import words_of, words_of_state
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.policy_cases import run_cases
from puhui.risk.decisioning.rules.policy_findings import MOST_FINDINGS, findings_of
from puhui.risk.decisioning.uses import refuse_unfit_policy, unfit_uses_of
from puhui.risk.facts.facade import refusal_of

WRITERS = (Role.RISK_OFFICER, Role.ADMINISTRATOR)
LONGEST_DOCUMENT = 400_000
LATEST_YEARS = 5


@use_case("decisioning.start_draft", answers=DraftMoved)
def start_draft(call: Call, *, based_on: str, document: Mapping[str, Any] | None = None, note: str = "") -> DraftMoved:
    """A draft from a version (`id@version` or hash), or from a document that somebody brings along."""
    call.actor.require(*WRITERS, verb="write a decision policy")
    base = policy_named(call.actor, based_on)
    given = dict(base.document if document is None else document)
    text = _text_of({**given, "id": given.get("id", base.id)})
    policy_id = json.loads(text)["id"]
    if not isinstance(policy_id, str) or not 1 <= len(policy_id) <= 60:
        raise InvalidInput("id", words_of("policy_id"))
    row = PolicyDraft.objects.create(
        id=new_id(),
        policy_id=policy_id,
        state=DraftState.OPEN,
        revision=1,
        based_on=base.hash,
        document=text,
        note=_note(note),
        writers=[str(call.actor.id)],
        made_by_name=call.actor.name[:80],
        changed_at=call.at,
    )
    return _moved(row)


@use_case("decisioning.change_draft", answers=DraftMoved, subject="draft_id")
def change_draft(call: Call, *, draft_id: UUID, revision: int, document: Mapping[str, Any]) -> DraftMoved:
    """Replaces the document of an open draft; `revision` is the one that was seen. Faults may stay until it is sent."""
    call.actor.require(*WRITERS, verb="write a decision policy")
    row = _locked(draft_id, DraftState.OPEN)
    if row.revision != revision:
        raise CannotMovePolicy(where="revision", reason=words_of("changed_meanwhile"))
    text = _text_of(document)
    if json.loads(text).get("id") != row.policy_id:
        raise InvalidInput("id", words_of("keeps_id"))
    row.document, row.revision, row.changed_at = text, revision + 1, call.at
    row.writers = sorted({*row.writers, str(call.actor.id)})
    row.save(update_fields=["document", "revision", "changed_at", "writers"])
    return _moved(row)


@use_case("decisioning.submit_draft", answers=DraftMoved, subject="draft_id")
def submit_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Asks for publication: the document has no fault, and its test cases come out as they should."""
    call.actor.require(*WRITERS, verb="submit a decision policy")
    row = _locked(draft_id, DraftState.OPEN)
    require_ready(json.loads(row.document), on=business_date())
    row.state, row.submitted_by_name, row.changed_at = DraftState.SUBMITTED, call.actor.name[:80], call.at
    row.writers = sorted({*row.writers, str(call.actor.id)})
    row.save(update_fields=["state", "submitted_by_name", "changed_at", "writers"])
    return _moved(row)


@use_case("decisioning.return_draft", answers=DraftMoved, subject="draft_id")
def return_draft(call: Call, *, draft_id: UUID, note: str) -> DraftMoved:
    """Gives a submitted draft back to be worked on, with a reason."""
    call.actor.require(*WRITERS, Role.COMPLIANCE, verb="give a decision policy back")
    row = _locked(draft_id, DraftState.SUBMITTED)
    if len(note.strip()) < 3:
        raise InvalidInput("note", words_of("note_short"))
    row.state, row.note, row.changed_at = DraftState.OPEN, _note(note), call.at
    row.save(update_fields=["state", "note", "changed_at"])
    return _moved(row)


@use_case("decisioning.drop_draft", answers=DraftMoved, subject="draft_id")
def drop_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Nothing comes of it; it can still be read."""
    call.actor.require(*WRITERS, verb="drop a decision policy")
    row = _locked(draft_id, DraftState.OPEN, DraftState.SUBMITTED)
    row.state, row.changed_at = DraftState.DROPPED, call.at
    row.save(update_fields=["state", "changed_at"])
    return _moved(row)


@use_case("decisioning.publish_policy", answers=PolicyPublished, subject="draft_id")
def publish_policy(call: Call, *, draft_id: UUID, effective_from: date) -> PolicyPublished:
    """Puts a submitted draft into force from a day on that is not over; never by one who worked on it.

    The version is the next number of the policy; what it supersedes stays as it is, and replays.
    """
    call.actor.require(*WRITERS, Role.COMPLIANCE, verb="publish a decision policy")
    row = _locked(draft_id, DraftState.SUBMITTED)
    if str(call.actor.id) in row.writers:
        raise PolicyFourEyes(where="draft_id")
    today = business_date()
    if not today <= effective_from <= today.replace(year=today.year + LATEST_YEARS, day=1):
        raise InvalidInput("effective_from", words_of("day_to_come", years=LATEST_YEARS))
    policy = require_ready(json.loads(row.document), on=effective_from)
    number = _next_number(row.policy_id)
    document = {
        **json.loads(row.document),
        "version": str(number),
        "effective_from": effective_from.isoformat(),
        "approved_by": f"{row.made_by_name}, {row.submitted_by_name}; {call.actor.name}"[:200],
    }
    policy = policy_from_document(document)
    PublishedPolicy.objects.create(
        id=new_id(),
        policy_id=policy.id,
        number=number,
        hash=policy.hash,
        products=f",{','.join(policy.products)},",
        effective_from=effective_from,
        content=_ordered(document),
        published_by=call.actor.id,
        published_at=call.at,
    )
    row.state, row.published_hash, row.changed_at = DraftState.PUBLISHED, policy.hash, call.at
    row.save(update_fields=["state", "published_hash", "changed_at"])
    return PolicyPublished(row.id, policy.id, policy.version, policy.hash, effective_from)


def findings(document: Mapping[str, Any]) -> list[Finding]:
    """Every fault of a document by its cell; none when it could be published but for its test cases.

    What a fact may be used for is looked at once the document holds together.
    """
    try:
        day = date.fromisoformat(str(document.get("effective_from", "")))
    except ValueError:
        return [Finding("effective_from", words_of("date_needed"))]
    faults = findings_of({**document, "effective_from": day}, facts=FACT_TYPES)
    if faults:
        return faults
    unfit = unfit_uses_of(policy_from_document(document))
    return [Finding(one.where, refusal_of(one).message) for one in unfit[:MOST_FINDINGS]]


def case_results(policy: DecisionPolicy, *, on: date) -> list[CaseResult]:
    """How the test cases of a policy come out, with the models that decide in its slots on a day."""
    return run_cases(policy, models=champions(policy.slots, on=on), parameters=parameters_on(on), on=on)


def require_ready(document: Mapping[str, Any], *, on: date) -> DecisionPolicy:
    """The policy of a document that may be published; refuses by the first fault, or by the cases that fail."""
    if faults := findings(document):
        raise PolicyInvalid(faults[0].where, faults[0].reason)
    policy = policy_from_document(dict(document))
    refuse_protected_policy(policy)
    refuse_generic_reasons(policy)
    refuse_unfit_policy(policy)
    results = case_results(policy, on=on)
    if not results:
        raise CasesFail(where="cases", reason=words_of("no_cases"))
    if failed := [result.name for result in results if not result.holds]:
        raise CasesFail(where="cases", reason=words_of("cases_fail", names=", ".join(failed)[:300]))
    return policy


def _next_number(policy_id: str) -> int:
    """Publishers of one policy wait for each other on its drafts, so that no number is given twice."""
    list(PolicyDraft.objects.select_for_update().filter(policy_id=policy_id).values_list("id", flat=True))
    versions = [p.version for p in all_policies() if p.id == policy_id]
    return max((int(v) for v in versions if v.isdecimal()), default=0) + 1


def _locked(draft_id: UUID, *states: DraftState) -> PolicyDraft:
    row = PolicyDraft.objects.select_for_update().filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft", where="draft_id")
    if row.state not in states:
        raise CannotMovePolicy(where="draft_id", reason=words_of_state(row.state))
    return row


def _ordered(document: Mapping[str, Any]) -> str:
    """JSON in the order in which columns were written; the hash of a policy does not depend on it."""
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False)


def _text_of(document: Mapping[str, Any]) -> str:
    text = _ordered(document)
    if len(text) > LONGEST_DOCUMENT or "\\u0000" in text:
        raise InvalidInput("document", words_of("too_long", most=f"{LONGEST_DOCUMENT:,}"))
    return text


def _note(note: str) -> str:
    told = note.strip()
    if len(told) > 500 or "\x00" in told:
        raise InvalidInput("note", words_of("note_long"))
    return told


def _moved(row: PolicyDraft) -> DraftMoved:
    return DraftMoved(row.id, row.state, row.revision)
