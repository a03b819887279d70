"""Policies are written, tested and put into force: a draft, its submission, and its publication by a second person."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from puhui.foundation.drafts.facade import DraftMoved, approved_by, moved
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.actions.deciding import parameters_on
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.models import PublishedPolicy
from puhui.risk.decisioning.policy_contracts import (
    CaseResult,
    CasesFail,
    Finding,
    PolicyPublished,
)
from puhui.risk.decisioning.policy_files import FACT_TYPES, policy_from_document
from puhui.risk.decisioning.protected import refuse_protected_policy
from puhui.risk.decisioning.queries.models import champions
from puhui.risk.decisioning.queries.policies import POLICIES, all_policies, policy_named
from puhui.risk.decisioning.rights import refuse_generic_reasons
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.policy_cases import run_cases
from puhui.risk.decisioning.rules.policy_findings import MOST_FINDINGS, findings_of
from puhui.risk.decisioning.uses import refuse_unfit_policy, unfit_uses_of
from puhui.risk.facts.facade import refusal_of

WRITERS = (Role.RISK_OFFICER, Role.ADMINISTRATOR)
PUBLISHERS = (*WRITERS, Role.COMPLIANCE)
LONGEST_DOCUMENT = 400_000


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
    return moved(POLICIES.begin(call, code=policy_id, text=text, based_on=base.hash, note=note))


@use_case("decisioning.change_draft", answers=DraftMoved, subject="draft_id")
def change_draft(call: Call, *, draft_id: UUID, revision: int, document: Mapping[str, Any]) -> DraftMoved:
    """Replaces the document of an open draft; `revision` is the one that was seen. Faults may stay until it is sent."""
    call.actor.require(*WRITERS, verb="write a decision policy")
    text = _text_of(document)
    code = str(json.loads(text).get("id"))
    return moved(POLICIES.change(call, draft_id=draft_id, revision=revision, code=code, text=text))


@use_case("decisioning.submit_draft", answers=DraftMoved, subject="draft_id")
def submit_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Asks for publication: the document has no fault, and its test cases come out as they should."""
    call.actor.require(*WRITERS, verb="submit a decision policy")
    row = POLICIES.send(call, draft_id=draft_id)
    require_ready(json.loads(row.text), on=business_date())
    return moved(row)


@use_case("decisioning.return_draft", answers=DraftMoved, subject="draft_id")
def return_draft(call: Call, *, draft_id: UUID, note: str) -> DraftMoved:
    """Gives a submitted draft back to be worked on, with a reason."""
    call.actor.require(*PUBLISHERS, verb="give a decision policy back")
    return moved(POLICIES.give_back(call, draft_id=draft_id, note=note))


@use_case("decisioning.drop_draft", answers=DraftMoved, subject="draft_id")
def drop_draft(call: Call, *, draft_id: UUID) -> DraftMoved:
    """Nothing comes of it; it can still be read."""
    call.actor.require(*WRITERS, verb="drop a decision policy")
    return moved(POLICIES.drop(call, draft_id=draft_id))


@use_case("decisioning.publish_policy", answers=PolicyPublished, subject="draft_id")
def publish_policy(call: Call, *, draft_id: UUID, effective_from: date) -> PolicyPublished:
    """Puts a submitted draft into force from a day on that is not over; never by one who worked on it.

    The version is the next number of the policy; what it supersedes stays as it is, and replays.
    """
    call.actor.require(*PUBLISHERS, verb="publish a decision policy")
    row = POLICIES.taken_to_publish(call, draft_id=draft_id, effective_from=effective_from, today=business_date())
    require_ready(json.loads(row.text), on=effective_from)
    number = _next_number(row.code)
    document = {
        **json.loads(row.text),
        "version": str(number),
        "effective_from": effective_from.isoformat(),
        "approved_by": approved_by(row, call.actor),
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
    POLICIES.mark_published(call, row, published_hash=policy.hash)
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
    versions = [p.version for p in all_policies() if p.id == policy_id]
    return max((int(v) for v in versions if v.isdecimal()), default=0) + 1


def _ordered(document: Mapping[str, Any]) -> str:
    """JSON in the order in which columns were written; the hash of a policy does not depend on it."""
    return json.dumps(plain(document), ensure_ascii=False, allow_nan=False)


def _text_of(document: Mapping[str, Any]) -> str:
    text = _ordered(document)
    if len(text) > LONGEST_DOCUMENT or "\\u0000" in text:
        raise InvalidInput("document", words_of("too_long", most=f"{LONGEST_DOCUMENT:,}"))
    return text
