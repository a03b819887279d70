"""What can be asked of policies: which decides, which are known, the drafts, and how they fit real decisions."""

import json
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.catalogue.facade import NoSuchProduct, product
from puhui.foundation.drafts.facade import DraftDesk, DraftState
from puhui.foundation.evidence.facade import written_once
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import STAFF_ROLES, Actor, Role
from puhui.kernel.errors import NotFound, Refusal
from puhui.risk.decisioning.contracts import NoPolicyInForce
from puhui.risk.decisioning.models import DecisionRecord, PolicyDraft, PublishedPolicy
from puhui.risk.decisioning.policy_contracts import Coverage, DraftView, PolicyLine, RuleUse
from puhui.risk.decisioning.policy_files import (
    installed_policies,
    newest_policy,
    policy_age,
    policy_from_content,
    without_shipped,
)
from puhui.risk.decisioning.queries.models import champion
from puhui.risk.decisioning.queries.replays import Material, parameters_of
from puhui.risk.decisioning.records import read_request
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.policy import DecisionPolicy

MOST_LINES = 200
POLICIES = DraftDesk(PolicyDraft)
MOST_REPLAYED = 2000
READERS = (*STAFF_ROLES, Role.SYSTEM)


def decision_policy(product_code: str, *, on: date) -> DecisionPolicy:
    """The policy of the product that came into force last, up to the day: an installed file, or a published one.

    What the lender has published takes the place of every shipped version of that policy, whatever its date. A product
    that no policy names is decided on by the policy that the product names.
    """
    newest = {policy_id: key for policy_id, key, codes in _begun(on) if f",{product_code}," in codes}
    published = [_published(key) for key in newest.values()]
    known = without_shipped(installed_policies(), published=published, on=on)
    try:
        return newest_policy([*known, *published], product_code=product_code, on=on)
    except NoPolicyInForce:
        with suppress(NoSuchProduct):
            named = product(product_code, on=on).decision_policy
            if named is not None:
                return policy_with_id(named, on=on)
        raise


@written_once
def _begun(on: date) -> QuerySet[PublishedPolicy, Any]:
    rows = PublishedPolicy.objects.filter(effective_from__lte=on).order_by("effective_from", "number")
    return rows.values_list("policy_id", "hash", "products")


def policy_with_id(policy_id: str, *, on: date) -> DecisionPolicy:
    """The version of a policy that decides on the day, whichever products it names."""
    published = [p for p in _all_published() if p.id == policy_id and p.effective_from <= on]
    installed = [p for p in installed_policies() if p.id == policy_id and p.effective_from <= on]
    found = [*without_shipped(installed, published=published, on=on), *published]
    if not found:
        raise NoPolicyInForce(where="decision_policy", product=policy_id[:60], on=on)
    return max(found, key=policy_age)


def policy_ids() -> frozenset[str]:
    """The ids of all policies, of files and published."""
    names = PublishedPolicy.objects.values_list("policy_id", flat=True).distinct()
    return frozenset((*(p.id for p in installed_policies()), *names))


def _all_published(*, most: int = MOST_LINES) -> list[DecisionPolicy]:
    keys = PublishedPolicy.objects.order_by("-effective_from", "-number").values_list("hash", flat=True)[:most]
    return [_published(key) for key in keys]


@lru_cache(maxsize=64)
def _published(key: str) -> DecisionPolicy:
    return policy_from_content(PublishedPolicy.objects.values_list("content", flat=True).get(hash=key))


def all_policies(*, most: int = MOST_LINES) -> list[DecisionPolicy]:
    """Installed and published versions, the newest first."""
    return sorted((*installed_policies(), *_all_published(most=most)), key=policy_age, reverse=True)[:most]


def known_policies(product_code: str) -> tuple[DecisionPolicy, ...]:
    """Every policy of the product, those to come and those that were superseded included; the newest first."""
    return tuple(p for p in all_policies() if product_code in p.products)


def policies_list(actor: Actor, *, on: date | None = None) -> list[PolicyLine]:
    """Every version with where it stands on a day; staff only."""
    actor.require(*READERS, verb="read the decision policies")
    day, known = on or business_date(), all_policies()
    published = set(PublishedPolicy.objects.values_list("hash", flat=True)[:MOST_LINES])
    own = [p for p in known if p.hash in published]
    alive = {p.hash for p in without_shipped(known, published=own, on=day)}
    in_force = set()
    for code in {code for p in known for code in p.products}:
        with suppress(NoPolicyInForce):
            in_force.add(decision_policy(code, on=day).hash)
    return [
        PolicyLine(
            policy_id=p.id,
            version=p.version,
            hash=p.hash,
            products=p.products,
            effective_from=p.effective_from,
            source=str(p.document["source"]),
            approved_by=str(p.document["approved_by"]),
            is_published=p.hash in published,
            standing=_standing(p, on=day, in_force=in_force, alive=alive),
        )
        for p in known
    ]


def _standing(policy: DecisionPolicy, *, on: date, in_force: Collection[str], alive: Collection[str]) -> str:
    """A shipped version to come that a published one has taken the place of will not come any more."""
    if policy.effective_from > on and policy.hash in alive:
        return "coming"
    return "in_force" if policy.hash in in_force else "past"


def policy_by_hash(actor: Actor, key: str) -> DecisionPolicy:
    """One version, by its hash; staff only."""
    actor.require(*READERS, verb="read the decision policies")
    found = next((p for p in all_policies() if p.hash == key), None)
    if found is None:
        raise NotFound("policy", where="hash")
    return found


def policy_named(actor: Actor, name: str) -> DecisionPolicy:
    """One version, by `id@version` or by hash; staff only."""
    actor.require(*READERS, verb="read the decision policies")
    found = next((p for p in all_policies() if name in {p.hash, f"{p.id}@{p.version}"}), None)
    if found is None:
        raise NotFound("policy", where=name[:80])
    return found


def drafts(actor: Actor, *, is_over: bool = False, most: int = 50) -> list[DraftView]:
    """Drafts that are being worked on, or those that are over; the newest first; staff only."""
    actor.require(*READERS, verb="read the decision policies")
    return [view_of(row) for row in POLICIES.listed(is_over=is_over, most=most)]


def draft(actor: Actor, draft_id: UUID) -> DraftView:
    """One draft; staff only."""
    actor.require(*READERS, verb="read the decision policies")
    return view_of(POLICIES.found(draft_id))


def view_of(row: PolicyDraft) -> DraftView:
    """A row as others see it."""
    return DraftView(
        id=row.id,
        policy_id=row.code,
        state=DraftState(row.state),
        revision=row.revision,
        based_on=row.based_on,
        document=json.loads(row.text),
        note=row.note,
        made_by_name=row.made_by_name,
        submitted_by_name=row.submitted_by_name,
        changed_at=row.changed_at,
        published_hash=row.published_hash,
    )


def coverage_of(actor: Actor, *, policy: DecisionPolicy, most: int = 500) -> Coverage:
    """What the policy would have said of the last decisions on its products, with the models that decided them."""
    actor.require(*READERS, verb="read the decision policies")
    rows = DecisionRecord.objects.filter(product_code__in=policy.products).order_by("-id")[: min(most, MOST_REPLAYED)]
    records = list(rows)
    material = Material()
    material.load(records)
    hits: Counter[tuple[str, str]] = Counter()
    changed: Counter[str] = Counter()
    refused = 0
    for record in records:
        request = read_request(record.request)
        slot = policy.slot_of(request)
        is_own = slot == policy.scorecard and record.scorecard_hash in material.cards
        card = material.cards[record.scorecard_hash] if is_own else champion(slot, on=record.as_of)
        try:
            answer = decide(request, policy=policy, scorecard=card, parameters=parameters_of(record))
        except Refusal:
            refused += 1
            continue
        hits.update({(hit.table, hit.row) for hit in answer.hits})
        changed[f"{record.outcome} > {answer.outcome}"] += 1
    rules = tuple(RuleUse(t.name, row.id, hits[t.name, row.id]) for t in policy.tables for row in t.rows)
    return Coverage(decisions=len(records), refused=refused, rules=rules, changed=dict(sorted(changed.items())))
