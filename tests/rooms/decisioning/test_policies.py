"""Policies as versioned data: a draft, its cases, a second person, a day; what is refused changes nothing."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.origination.firm_at_the_door import AT, TODAY, open_books, staff
from tests.unit.decisioning.shipped import BOOK, GOOD, policy_document, request

from puhui.foundation.drafts.facade import CannotMoveDraft, DraftFourEyes, DraftState
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.canonical import plain
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.contracts import PolicyInvalid
from puhui.risk.decisioning.facade import (
    CasesFail,
    ProtectedInput,
    change_draft,
    coverage_of,
    decide_and_record,
    decision_policy,
    draft,
    drafts,
    drop_draft,
    findings,
    policies_list,
    policy_by_hash,
    policy_from_document,
    policy_from_text,
    publish_policy,
    replay_decision,
    return_draft,
    start_draft,
    submit_draft,
)
from puhui.risk.decisioning.models import PolicyDraft, PublishedPolicy
from puhui.risk.decisioning.uses import unfit_uses_of
from puhui.risk.facts.facade import FactNotForThis

pytestmark = pytest.mark.django_db
ANNA, BO = staff(Role.RISK_OFFICER, name="Anna"), staff(Role.RISK_OFFICER, name="Bo")
MANAGER = staff(Role.RELATIONSHIP_MANAGER, name="Manager")
SHIPPED = "working-capital@1"
NEXT_WEEK = TODAY + timedelta(days=7)
CASE = {
    "name": "a good firm",
    "amount": "300000.00",
    "facts": {name: str(value) if not isinstance(value, int) else value for name, value in GOOD.items()},
    "expect": {"outcome": "approve", "band": "A", "limit": "300000.00"},
}


@pytest.fixture(autouse=True)
def _books() -> None:
    open_books()


def call(actor: Actor = ANNA) -> Call:
    return Call(actor, str(new_id()), AT, "test")


def document(**changes: Any) -> dict[str, Any]:
    return {**plain(policy_document()), "cases": [CASE], **changes}


def dearer() -> dict[str, Any]:
    """The shipped policy with one price raised."""
    tables = document()["tables"]
    tables["prices"]["rows"][1]["then"]["margin_bps"] = 260
    return document(tables=tables)


def submitted(given: dict[str, Any] | None = None) -> Any:
    made = start_draft(call(), based_on=SHIPPED, document=given or dearer(), note="dearer")
    submit_draft(call(), draft_id=made.draft_id)
    return made.draft_id


def footprint() -> list[Any]:
    return [*PolicyDraft.objects.order_by("id").values_list(), *PublishedPolicy.objects.values_list()]


def test_a_published_policy_decides_from_its_day_on_and_what_was_decided_replays() -> None:
    asked = request(application_id=new_id(), as_of=TODAY)
    before = decide_and_record(call(SYSTEM), request=asked)
    draft_id = submitted()
    published = publish_policy(call(BO), draft_id=draft_id, effective_from=NEXT_WEEK)
    assert (published.version, published.effective_from) == ("3", NEXT_WEEK)  # a file has the number 2
    assert decision_policy("working-capital", on=NEXT_WEEK - timedelta(days=1)).version == "1"
    now = decision_policy("working-capital", on=NEXT_WEEK)
    assert (now.hash, now.version) == (published.hash, "3")
    assert all(name in now.document["approved_by"] for name in ("Anna", "Bo"))
    again = decide_and_record(call(SYSTEM), request=request(application_id=new_id(), as_of=NEXT_WEEK))
    assert again.policy_hash == published.hash
    assert again.offers[0].margin_bps == before.offers[0].margin_bps + 30
    for made in (before, again):
        assert made.decision_id is not None
        assert replay_decision(SYSTEM, decision_id=made.decision_id).agrees
    lines = {(line.version, line.is_published): line.standing for line in policies_list(BO)}
    assert lines == {("1", False): "in_force", ("2", False): "coming", ("3", True): "coming"}
    assert {d.state for d in drafts(BO, is_over=True)} == {DraftState.PUBLISHED}


def test_of_two_published_for_one_day_the_later_decides_and_nothing_is_edited() -> None:
    first = publish_policy(call(BO), draft_id=submitted(), effective_from=TODAY)
    second = publish_policy(call(BO), draft_id=submitted(document()), effective_from=TODAY)
    assert (first.version, second.version) == ("3", "4")
    assert decision_policy("working-capital", on=TODAY).hash == second.hash
    assert policy_by_hash(ANNA, first.hash).version == "3"
    row = PublishedPolicy.objects.get(hash=first.hash)
    for act in (row.delete, lambda: PublishedPolicy.objects.filter(id=row.id).update(content="{}")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_published_policy_outlives_a_later_file_of_the_release_that_has_its_id() -> None:
    """The release brings a second version with a later date; who has published goes on with the published one."""
    after = date(2027, 3, 1)
    assert decision_policy("working-capital", on=after).version == "2"
    published = publish_policy(call(BO), draft_id=submitted(), effective_from=NEXT_WEEK)
    assert decision_policy("working-capital", on=TODAY).version == "1"  # from its day on, not before
    assert decision_policy("working-capital", on=after).hash == published.hash
    standing = {line.hash: line.standing for line in policies_list(ANNA, on=NEXT_WEEK)}
    assert standing[published.hash] == "in_force"
    assert "coming" not in standing.values()


UNFIT = [("prices", "registration_abnormal"), ("prices", "person_income_12m"), ("hard_rules", "person_address_months")]


@pytest.mark.parametrize(("table", "fact"), UNFIT)
def test_a_fact_is_not_used_for_what_it_was_not_declared_for(table: str, fact: str) -> None:
    given, where = document(), f"{table}.inputs.{fact}"
    given["tables"][table]["inputs"][fact] = "number"
    assert [one.where for one in findings(given)] == [where]
    with pytest.raises(FactNotForThis) as refused:
        policy_from_text(json.dumps(given))
    assert refused.value.where == where
    made = start_draft(call(), based_on=SHIPPED, document=given)
    with pytest.raises(PolicyInvalid):
        submit_draft(call(), draft_id=made.draft_id)


def test_a_measure_carries_the_uses_of_what_it_is_made_of() -> None:
    """A person's income may bound an amount, and may not get into a price by way of a measure."""
    given = plain(policy_document(2))
    given["measures"]["odd"] = {"text": {"en": "Odd", "zh": "异"}, "of": {"registration_abnormal": 1}}
    given["measures"]["odder"] = {"text": {"en": "Odder", "zh": "更异"}, "of": {"odd": 2}}
    assert not unfit_uses_of(policy_from_document(given))
    given["price"]["parts"][3]["of"]["odder"] = 1
    assert [(one.where, one.fact, one.use) for one in unfit_uses_of(policy_from_document(given))] == [
        ("price.margin.odder", "registration_abnormal", "price")
    ]


def test_a_draft_is_changed_by_the_revision_that_was_seen_and_may_hold_faults_until_it_is_sent() -> None:
    made = start_draft(call(), based_on=SHIPPED, note="to be written")
    broken = document()
    broken["tables"]["bands"]["rows"].pop()
    changed = change_draft(call(BO), draft_id=made.draft_id, revision=1, document=broken)
    assert changed.revision == 2
    with pytest.raises(PolicyInvalid) as refusal:
        submit_draft(call(), draft_id=made.draft_id)
    assert refusal.value.where == "bands"
    assert "score = " in refusal.value.message.zh
    change_draft(call(), draft_id=made.draft_id, revision=2, document=document())
    submit_draft(call(), draft_id=made.draft_id)
    with pytest.raises(DraftFourEyes):  # Bo wrote on it too
        publish_policy(call(BO), draft_id=made.draft_id, effective_from=TODAY)
    return_draft(call(BO), draft_id=made.draft_id, note="one more case, please")
    assert draft(BO, made.draft_id).state == DraftState.OPEN
    assert drop_draft(call(), draft_id=made.draft_id).state == DraftState.DROPPED


def failing_case() -> dict[str, Any]:
    return document(cases=[{**CASE, "expect": {"outcome": "decline"}}])


def asking_for_sex() -> dict[str, Any]:
    tables = document()["tables"]
    tables["hard_rules"]["inputs"]["owner_sex"] = "number"
    words = {"unit": "count", "text": {"en": "x", "zh": "某"}}
    return document(tables=tables, facts={"owner_sex": words})


LONG = {"id": "x", "a": "x" * 400_001}
YESTERDAY = TODAY - timedelta(days=1)
REFUSALS: list[tuple[str, Callable[[Any], object], type[Exception]]] = [
    ("started by a manager", lambda d: start_draft(call(MANAGER), based_on=SHIPPED), Forbidden),
    ("from what is not there", lambda d: start_draft(call(), based_on="x@9"), NotFound),
    (
        "too large",
        lambda d: start_draft(call(), based_on=SHIPPED, document=LONG),
        InvalidInput,
    ),
    ("a long id", lambda d: start_draft(call(), based_on=SHIPPED, document={"id": "x" * 61}), InvalidInput),
    (
        "changed when sent",
        lambda d: change_draft(call(), draft_id=d, revision=1, document=document()),
        CannotMoveDraft,
    ),
    ("published by the writer", lambda d: publish_policy(call(), draft_id=d, effective_from=TODAY), DraftFourEyes),
    ("by the system", lambda d: publish_policy(call(SYSTEM), draft_id=d, effective_from=TODAY), Forbidden),
    (
        "yesterday",
        lambda d: publish_policy(call(BO), draft_id=d, effective_from=TODAY - timedelta(days=1)),
        InvalidInput,
    ),
    ("too far ahead", lambda d: publish_policy(call(BO), draft_id=d, effective_from=date(2099, 1, 1)), InvalidInput),
    ("sent twice", lambda d: submit_draft(call(), draft_id=d), CannotMoveDraft),
    ("given back without a reason", lambda d: return_draft(call(BO), draft_id=d, note=" "), InvalidInput),
    ("no draft", lambda d: publish_policy(call(BO), draft_id=new_id(), effective_from=TODAY), NotFound),
]


@pytest.mark.parametrize(("act", "refusal"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_is_refused_changes_nothing(act: Callable[[Any], object], refusal: type[Exception]) -> None:
    draft_id = submitted()
    before = footprint()
    with pytest.raises(refusal):
        act(draft_id)
    assert footprint() == before


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (failing_case, CasesFail),
        (lambda: document(cases=[]), CasesFail),
        (lambda: document(scorecard="nobody"), PolicyInvalid),
        (asking_for_sex, ProtectedInput),
        (lambda: document(cases=[{"name": "x"}]), PolicyInvalid),
    ],
)
def test_a_policy_that_is_not_ready_is_not_sent(given: Callable[[], dict[str, Any]], refusal: type[Exception]) -> None:
    made = start_draft(call(), based_on=SHIPPED, document=given())
    before = footprint()
    with pytest.raises(refusal):
        submit_draft(call(), draft_id=made.draft_id)
    assert footprint() == before


def test_another_revision_is_refused() -> None:
    made = start_draft(call(), based_on=SHIPPED)
    change_draft(call(), draft_id=made.draft_id, revision=1, document=document())
    before = footprint()
    for revision, given in ((1, document()), (2, document(id="other"))):
        with pytest.raises((CannotMoveDraft, InvalidInput)):
            change_draft(call(BO), draft_id=made.draft_id, revision=revision, document=given)
    assert footprint() == before


def test_coverage_counts_rules_on_real_decisions_and_names_those_that_never_fire() -> None:
    for facts in ({}, {"months_since_last_sale": 9}, {"void_share_12m": Decimal("0.7")}):
        decide_and_record(call(SYSTEM), request=request(application_id=new_id(), as_of=TODAY, facts=facts))
    tables = document()["tables"]
    tables["hard_rules"]["rows"][3]["then"]["outcome"] = "refer"
    milder = start_draft(call(), based_on=SHIPPED, document=document(tables=tables))
    from_draft = draft(ANNA, milder.draft_id)
    found = coverage_of(ANNA, policy=parsed(from_draft.document))
    assert (found.decisions, found.refused) == (3, 0)
    assert found.changed == {"approve > approve": 1, "decline > refer": 1, "refer > refer": 1}
    assert {"H3", "H6"}.isdisjoint({rule.row for rule in found.never})
    assert {"H5", "H9"} <= {rule.row for rule in found.never}
    with pytest.raises(Forbidden):
        coverage_of(staff(Role.CUSTOMER), policy=parsed(from_draft.document))


def parsed(given: Any) -> Any:
    return policy_from_text(json.dumps(plain(given)))


def test_decisions_of_a_policy_with_formulas_replay_from_what_was_kept() -> None:
    """Kept material has its keys in another order than the file."""
    new_year = date(2027, 1, 4)
    for facts in (BOOK, BOOK | {"purchases_12m": None}, BOOK | {"bureau_debt": 900_000_000}):
        made = decide_and_record(call(SYSTEM), request=request(application_id=new_id(), as_of=new_year, facts=facts))
        assert (made.engine, made.policy_version) == ("2", "working-capital@2")
        assert made.decision_id is not None
        assert replay_decision(SYSTEM, decision_id=made.decision_id).differences == ()
