"""Runs of the lab: written down, worked out, the same again, signed by two others; refusals change nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.person_at_the_door import person_at_the_door
from tests.unit.decisioning.shipped import policy_document, request

from puhui.flows.policy_lab.do_run import do_waiting_run, same_again
from puhui.flows.policy_lab.start_run import RunAsked, start_run
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.canonical import canonical_json, plain
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.ports import MovedClock
from puhui.risk.decisioning.facade import (
    DecisionRequest,
    NoPolicyInForce,
    PolicyInvalid,
    decide_and_record,
    known_policies,
    start_draft,
)
from puhui.risk.lab.facade import (
    CannotSign,
    RunUnfinished,
    claim_run,
    lab_run,
    lab_runs,
    note_progress,
    runs_of_draft,
    sign_run,
)
from puhui.risk.lab.models import LabResult, LabRun, LabSignature

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
ASKED = RunAsked(title="Softer bands", firms=2_000, seed=5, months=6, shocks=("drought",))


def person(role: Role, name: str = "somebody") -> Actor:
    return Actor(new_id(), frozenset({role}), name=name)


def call(actor: Actor = SYSTEM, *, at: datetime = AT) -> Call:
    return Call(actor, str(new_id()), at)


@pytest.fixture(autouse=True)
def _business_date() -> None:
    open_first_business_date(call(), on=date(2026, 11, 23))


def softer() -> str:
    """The running policy with lower bands, as somebody writes it down."""
    document: Any = policy_document()
    for row, span in zip(
        document["tables"]["bands"]["rows"][:4], (">= 590", "[575..590)", "[552..575)", "[542..552)"), strict=True
    ):
        row["when"]["score"] = span
    document |= {"version": "2-draft", "effective_from": date(2027, 1, 1)}
    return canonical_json(document)


def ran(asked: RunAsked = ASKED, *, by: Actor = SYSTEM) -> UUID:
    run_id = start_run(call(by), asked=asked).run_id
    assert do_waiting_run(call(), clock=MovedClock(AT)) == run_id
    return run_id


def test_a_draft_beside_the_running_policy() -> None:
    run = lab_run(
        SYSTEM, run_id=ran(RunAsked(title="Softer bands", firms=2_000, policy_text=softer(), shocks=("drought",)))
    )
    assert run.state == "done"
    assert run.result is not None
    arms, swaps = run.result["arms"], run.result["swaps"]
    assert arms["candidate"]["approved"] > arms["running"]["approved"]
    assert arms["candidate"]["one_by_one"] == {}
    assert sum(map(sum, swaps["matrix"])) == run.result["firms"] == 2_000
    assert swaps["in"]["firms"] - swaps["out"]["firms"] == arms["candidate"]["approved"] - arms["running"]["approved"]
    assert swaps["in"]["true_pd_ppm"] > arms["running"]["true"]["bad_ppm"]
    [example, *_] = run.result["examples"]["in"]
    assert [arm["outcome"] for arm in example["arms"]] in (["decline", "approve"], ["refer", "approve"])
    assert example["arms"][0]["reasons"]
    assert set(run.result["forward"]["lives"]) == {"none", "drought"}
    assert run.inputs["arms"][0]["policy_hash"] != run.inputs["arms"][1]["policy_hash"]
    assert "2-draft" not in [policy.version for policy in known_policies("working-capital")]


def test_a_run_comes_out_the_same_byte_for_byte_and_another_seed_does_not() -> None:
    first, again, other = (
        ran(),
        ran(),
        ran(RunAsked(title="Another seed", firms=2_000, seed=6, months=6, shocks=("drought",))),
    )
    hashes = [lab_run(SYSTEM, run_id=run_id).result_hash for run_id in (first, again, other)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert same_again(SYSTEM, run_id=first, told=lambda done: None)


def test_history_is_asked_again_on_the_facts_as_they_were() -> None:
    firm = new_id()
    for facts in ({}, {"months_since_last_sale": 9}, {"months_observed": 4}):
        decide_and_record(call(), request=request(application_id=new_id(), firm_id=firm, facts=facts))
    asked = RunAsked(title="The past", portfolio="history", since=date(2026, 10, 1), until=date(2026, 11, 30))
    result = lab_run(SYSTEM, run_id=ran(asked)).result
    assert result is not None
    running = result["arms"]["running"]
    assert [running[name] for name in ("approved", "referred", "declined")] == [1, 1, 1]
    assert (running["groups"]["thin_file"]["approval"]["of"], running["groups"]["first_time"]["approval"]["of"]) == (
        1,
        3,
    )
    assert running["seen"]["known"] == 0
    assert "true" not in running
    assert result["forward"]["risk"] == "score"


def test_persons_are_tried_on_persons_and_groups_are_theirs() -> None:
    run = lab_run(SYSTEM, run_id=ran(RunAsked(title="Persons", firms=2_000, seed=5, product="personal-instalment")))
    assert run.result is not None
    arm = run.result["arms"]["running"]
    assert run.inputs["portfolio"]["who"] == "persons"
    assert run.inputs["assumptions"]["cost_per_loan_minor"] == 3_000
    assert run.inputs["portfolio"]["not_simulated"] == []
    assert set(arm["groups"]) == {"first_time", "old", "rural", "thin_file", "women"}
    assert arm["approved"] + arm["referred"] + arm["declined"] == 2_000
    assert arm["approved"] > 500
    assert arm["one_by_one"] == {}
    assert arm["true"]["expected_loss_minor"] > 0
    assert run.result["forward"]["risk"] == "truth"
    assert same_again(SYSTEM, run_id=run.id, told=lambda done: None)


@pytest.mark.parametrize("product", ["merchant-instalment", "consumption-line", "medical-instalment"])
def test_other_products_for_persons_have_their_own_amounts(product: str) -> None:
    result = lab_run(SYSTEM, run_id=ran(RunAsked(title=product, firms=500, product=product))).result
    assert result is not None
    assert result["arms"]["running"]["approved"] > 50


def test_what_nobody_made_up_has_is_told() -> None:
    run = lab_run(SYSTEM, run_id=ran(RunAsked(title="Farms", firms=100, product="seasonal-crop")))
    assert "farm.area_mu" in run.inputs["portfolio"]["not_simulated"]


def test_the_past_of_persons_with_their_groups_and_sources_that_were_missing() -> None:
    woman, old_man = (person_at_the_door(born=born) for born in ("19900307", "19500307"))
    facts = {"own.declared_income_minor": 700_000, "own.verified_income_minor": 0, "person_bureau_known": 1}
    for number, who in enumerate((woman, old_man)):
        told: Any = {"kind": "person", "region": "331100", "months_since_founding": None, "sources_missing": number}
        asked = DecisionRequest(
            application_id=new_id(), firm_id=who.firm_id, as_of=date(2026, 11, 23), product_code="personal-instalment",
            amount_minor=800_000, term_months=12, method="equal_instalment", purpose="household",
            applicant=told, facts={**facts, "own.living_cost_minor": 260_000},
        )  # fmt: skip
        decide_and_record(call(), request=asked)
    asked_again = RunAsked(
        title="The past", portfolio="history", product="personal-instalment", since=date(2026, 11, 1),
        until=date(2026, 11, 30),
    )  # fmt: skip
    result = lab_run(SYSTEM, run_id=ran(asked_again)).result
    assert result is not None
    groups = result["arms"]["running"]["groups"]
    assert result["firms"] == 2
    assert "left_out" not in result
    assert (groups["old"]["approval"]["of"], groups["old"]["others"]["of"]) == (1, 1)
    assert (groups["thin_file"]["approval"]["of"], groups["first_time"]["approval"]["of"]) == (0, 2)
    assert set(groups) == {"first_time", "old", "rural", "thin_file", "women"}


def test_a_draft_of_the_workbench_is_tried_by_its_id() -> None:
    document: Any = policy_document() | {"effective_from": "2027-01-01"}
    document["tables"]["bands"]["rows"][0]["when"]["score"] = ">= 610"
    document["tables"]["bands"]["rows"][1]["when"]["score"] = "[581..610)"
    writer = person(Role.RISK_OFFICER)
    made = start_draft(call(writer), based_on="working-capital@1", document=plain(document)).draft_id
    run = lab_run(SYSTEM, run_id=ran(RunAsked(title="A draft", firms=500, policy=f"draft:{made}"), by=writer))
    assert run.inputs["arms"][1]["policy"] == "working-capital@draft-1"
    assert run.result is not None
    assert "swaps" in run.result
    assert [one.id for one in runs_of_draft(writer, draft_id=made)] == [run.id]
    assert runs_of_draft(writer, draft_id=new_id()) == []


def test_an_empty_past_is_refused_and_the_run_says_so() -> None:
    asked = RunAsked(title="No past", portfolio="history", since=date(2020, 1, 1), until=date(2020, 1, 2))
    run = lab_run(SYSTEM, run_id=ran(asked))
    assert (run.state, run.result) == ("failed", None)
    assert "nobody" in run.why_failed


def test_two_others_sign_and_then_it_is_decided() -> None:
    starter, first, second, third = (
        person(Role.RISK_OFFICER, name) for name in ("starter", "first", "second", "third")
    )
    run_id = ran(by=starter)
    assert sign_run(call(first), run_id=run_id, verdict="approve", comment="fair and sound").state == "done"
    assert sign_run(call(second), run_id=run_id, verdict="approve", comment="agreed").state == "approved"
    run = lab_run(SYSTEM, run_id=run_id)
    assert [(s.by_name, s.verdict) for s in run.signatures] == [("first", "approve"), ("second", "approve")]
    with pytest.raises(CannotSign, match="decided"):
        sign_run(call(third), run_id=run_id, verdict="reject", comment="too late")
    other = ran(by=starter)
    assert sign_run(call(first), run_id=other, verdict="reject", comment="thin files lose").state == "rejected"


def _sign(actor: Actor, run_id: UUID, **changes: str) -> Callable[[], object]:
    told = {"verdict": "approve", "comment": "fair and sound", **changes}
    return lambda: sign_run(call(actor), run_id=run_id, **told)


def _start(actor: Actor = SYSTEM, **changes: Any) -> Callable[[], object]:
    return lambda: start_run(call(actor), asked=RunAsked(**{"title": "Something", "firms": 2_000, **changes}))


def test_refusals_change_nothing() -> None:
    starter, signer = person(Role.RISK_OFFICER), person(Role.COMPLIANCE)
    done, unfinished = ran(by=starter), start_run(call(starter), asked=ASKED).run_id
    sign_run(call(signer), run_id=done, verdict="approve", comment="fair and sound")
    gaps: Any = policy_document()
    del gaps["tables"]["bands"]["rows"][0]
    gaps["effective_from"] = "2027-01-01"
    rows: list[tuple[Callable[[], object], type[Refusal]]] = [
        (_sign(starter, done), CannotSign),
        (_sign(signer, done), CannotSign),
        (_sign(person(Role.OPERATIONS), done), Forbidden),
        (_sign(person(Role.FINANCE), done, verdict="perhaps"), InvalidInput),
        (_sign(person(Role.FINANCE), done, comment=" "), InvalidInput),
        (_sign(person(Role.FINANCE), unfinished), RunUnfinished),
        (_sign(person(Role.FINANCE), new_id()), NotFound),
        (_start(person(Role.OPERATIONS)), Forbidden),
        (_start(person(Role.CUSTOMER)), Forbidden),
        (_start(title="x"), InvalidInput),
        (_start(firms=99), InvalidInput),
        (_start(firms=1_000_001), InvalidInput),
        (_start(seed=-1), InvalidInput),
        (_start(months=0), InvalidInput),
        (_start(shocks=("flood",)), NotFound),
        (_start(policy="working-capital@99"), InvalidInput),
        (_start(policy="draft:nothing"), InvalidInput),
        (_start(policy=f"draft:{new_id()}"), NotFound),
        (_start(product="yacht-loan"), NoPolicyInForce),
        (_start(policy_text="id = "), PolicyInvalid),
        (_start(policy_text=canonical_json(gaps)), PolicyInvalid),
        (_start(model="no-such-card"), PolicyInvalid),
        (_start(model="no-such-card@1"), NotFound),
        (_start(portfolio="history"), InvalidInput),
        (_start(portfolio="wishes"), InvalidInput),
        (lambda: lab_run(person(Role.CUSTOMER), run_id=done), Forbidden),
        (lambda: lab_runs(person(Role.CUSTOMER)), Forbidden),
        (lambda: same_again(SYSTEM, run_id=unfinished, told=lambda n: None), RunUnfinished),
    ]
    before = footprint()
    for act, refusal in rows:
        with pytest.raises(refusal):
            act()
    assert footprint() == before


def test_what_was_asked_found_and_signed_is_never_changed() -> None:
    run_id = ran()
    sign_run(call(person(Role.FINANCE)), run_id=run_id, verdict="approve", comment="fair and sound")
    for model, change in ((LabRun, {"title": "x"}), (LabResult, {"content": "{}"}), (LabSignature, {"comment": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_a_run_whose_worker_was_killed_goes_to_the_next_one() -> None:
    run_id = start_run(call(), asked=ASKED).run_id
    assert claim_run(at=AT) == run_id
    note_progress(run_id, done=1_000, at=AT)
    assert lab_run(SYSTEM, run_id=run_id).state == "running"
    assert do_waiting_run(call(at=AT + timedelta(minutes=2)), clock=MovedClock(AT)) is None
    late = AT + timedelta(minutes=4)
    assert do_waiting_run(call(at=late), clock=MovedClock(late)) == run_id
    run = lab_run(SYSTEM, run_id=run_id)
    assert (run.state, run.done) == ("done", 2_000)
