"""Models on their way into use: whole packages only, four eyes at each step, and nothing that a shadow says counts."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.unit.decisioning.packages import (
    boosted_package,
    card_document,
    packed,
    scorecard_package,
    with_manifest,
)
from tests.unit.decisioning.shipped import GOOD, request, shipped_card, shipped_policy

from puhui.flows.impact_record import impact_record
from puhui.foundation.documents.facade import markdown_of
from puhui.foundation.evidence.facade import take_outbox_work
from puhui.foundation.evidence.models import AuditEntry, OutboxEvent
from puhui.foundation.ledger.facade import open_first_business_date
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.risk.decisioning.facade import (
    CannotMoveModel,
    Decision,
    ModelFourEyes,
    PackageRefused,
    PolicyInvalid,
    ProtectedInput,
    champion,
    decide_and_record,
    decide_model,
    decide_role,
    end_role,
    model_named,
    model_view,
    models_list,
    propose_role,
    register_model,
    replay_decision,
    retire_model,
    roles_of_slot,
    score_shadows,
    serve,
    shadow_summary,
)
from puhui.risk.decisioning.models import (
    DecisionRecord,
    ModelAssignment,
    ModelEvent,
    ModelPackage,
    ShadowScore,
)
from puhui.risk.decisioning.queries import policies as policy_queries
from puhui.risk.decisioning.queries.models import place_of
from puhui.risk.facts.facade import FactNotForThis

DAY = date(2026, 11, 1)
AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
SLOT = "demo-invoices"
pytestmark = pytest.mark.django_db


def staff(*roles: Role, number: int) -> Actor:
    return Actor(UUID(int=number), frozenset(roles), name=f"staff {number}")


MAKER = staff(Role.RISK_OFFICER, number=11)
CHECKER = staff(Role.COMPLIANCE, number=12)
OTHER = staff(Role.RISK_OFFICER, number=13)
OUTSIDER = staff(Role.OPERATIONS, number=14)
BOSS = staff(Role.ADMINISTRATOR, number=15)


def by(actor: Actor) -> Call:
    return Call(actor, str(new_id()), AT)


@pytest.fixture(autouse=True)
def _open_day() -> None:
    open_first_business_date(Call(SYSTEM, "open", AT), on=DAY)


def registered(files: dict[str, bytes] | None = None, *, actor: Actor = MAKER) -> UUID:
    files = scorecard_package() if files is None else files
    return register_model(by(actor), files=files, purpose="working capital", reason="trained anew").package_id


def approved(files: dict[str, bytes] | None = None, **changes: Any) -> UUID:
    package_id = registered(files)
    decide_model(by(CHECKER), package_id=package_id, agree=True, reason="card looked at", **changes)
    return package_id


def given(package_id: UUID, role: str, **changes: Any) -> UUID:
    asked = {"slot": SLOT, "reason": "better out of time", **changes}
    role_id = propose_role(by(MAKER), package_id=package_id, role=role, **asked).role_id
    decide_role(by(CHECKER), role_id=role_id, agree=True, reason="agreed")
    return role_id


def decided(**changes: Any) -> Decision:
    return decide_and_record(Call(SYSTEM, "k", AT), request=request(**{"application_id": new_id(), **changes}))


def state() -> tuple[object, ...]:
    """Everything that a refused act must leave as it was."""
    tables = (ModelPackage, ModelAssignment, ModelEvent, ShadowScore, DecisionRecord, AuditEntry)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def refused(act: Callable[[], object], refusal: type[Refusal], said: str = "") -> None:
    before = state()
    with pytest.raises(refusal, match=said or None):
        act()
    assert state() == before


def test_from_a_folder_to_the_decisions_of_a_slot() -> None:
    assert champion(SLOT, on=DAY).hash == shipped_card().hash
    package_id = registered(scorecard_package(version="2", more=-40))
    assert decided().scorecard_version == "demo-invoices@2026.1"
    decide_model(by(CHECKER), package_id=package_id, agree=True, reason="card looked at")
    given(package_id, "champion", effective_from=DAY + timedelta(days=3))
    assert decided().scorecard_version == "demo-invoices@2026.1"
    later = decided(as_of=DAY + timedelta(days=3))
    assert later.scorecard_version == "demo-invoices@2"
    assert later.score == decided().score - 40
    for row in DecisionRecord.objects.all():
        assert replay_decision(SYSTEM, decision_id=row.id).agrees
    view = model_view(MAKER, package_id)
    assert [change.what for change in view.history] == ["role_given", "role_proposed", "approved", "registered"]
    assert [(role.slot, role.role, role.state) for role in view.line.roles] == [(SLOT, "champion", "in_force")]
    assert view.inputs[0] == "turnover_volatility_12m"
    assert view.limits == "Only for tests."
    assert model_named(MAKER, model_id="demo-invoices", version="2") == package_id
    assert [line.state for line in models_list(CHECKER)] == ["approved"]
    assert AuditEntry.objects.filter(verb="decisioning.decide_role", subject=str(view.line.roles[0].id)).exists()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_impact_record_says_what_the_card_of_the_deciding_model_is_worth(language: str) -> None:
    before = markdown_of(impact_record(CHECKER, product_code="working-capital", language=language))
    assert "0.740" not in before
    given(approved(scorecard_package()), "champion")
    found = markdown_of(impact_record(CHECKER, product_code="working-capital", language=language))
    for words in ("0.740 (0.710-0.770)", "1,000 / 120", "Only for tests."):
        assert words in found


def test_who_falls_into_a_segment_is_scored_by_the_champion_of_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": "S1", "when": {"months_observed": "[6..12)"}, "then": {"scorecard": "thin"}}]
    columns = {"months_observed": "number"}
    table = {"hit_policy": "unique", "inputs": columns, "outputs": {"scorecard": "text"}, "rows": rows}
    policy = shipped_policy(segments=table, version="9")
    monkeypatch.setattr(policy_queries, "installed_policies", lambda: (policy,))  # as a lender's own file
    given(approved(scorecard_package("thin", "1", more=-25)), "champion", slot="thin")
    long, short = decided(), decided(facts={**GOOD, "months_observed": 8})
    assert (long.scorecard_version, short.scorecard_version) == ("demo-invoices@2026.1", "thin@1")
    for row in DecisionRecord.objects.all():
        assert replay_decision(SYSTEM, decision_id=row.id).agrees
    twice = [rows[0], {**rows[0], "id": "S2"}]
    with pytest.raises(PolicyInvalid, match="overlap"):
        shipped_policy(segments={**table, "rows": twice})
    with pytest.raises(PolicyInvalid, match="not a known number"):
        shipped_policy(segments={**table, "inputs": {"score": "number"}, "rows": []})


def test_boosted_trees_decide_with_reasons_and_replay_bit_for_bit() -> None:
    given(approved(boosted_package()), "champion")
    weak = decided(facts={"turnover_volatility_12m": 1, "void_share_12m": 1, "buyers_12m": 1, "gross_margin_12m": 0})
    assert weak.outcome != "approve"
    of_facts = [reason for reason in weak.reasons if reason.code.startswith("fact.")]
    assert of_facts
    assert all("counts more" in reason.text.en for reason in of_facts)
    assert sum(part.lost for part in weak.contributions) == weak.best_score - weak.score
    assert decided().score > weak.score
    for row in DecisionRecord.objects.all():
        result = replay_decision(SYSTEM, decision_id=row.id)
        assert result.agrees, result.differences
    row = DecisionRecord.objects.first()
    assert row is not None
    assert json.loads(row.answer)["engine"].startswith("1 lightgbm")


def test_the_newest_champion_decides_and_the_one_before_comes_back_when_it_ends() -> None:
    given(approved(scorecard_package(version="2")), "champion")
    newer = given(approved(scorecard_package(version="3", more=1)), "champion", effective_from=DAY + timedelta(days=1))
    assert [champion(SLOT, on=DAY + timedelta(days=n)).version for n in (0, 1, 2)] == ["2", "3", "3"]
    end_role(by(OTHER), role_id=newer, reason="drifts")
    assert [champion(SLOT, on=DAY + timedelta(days=n)).version for n in (0, 1, 2)] == ["2", "2", "2"]
    assert [role.state for role in roles_of_slot(MAKER, SLOT)] == ["ended", "in_force"]


def test_a_shadow_never_changes_an_outcome() -> None:
    plain = decided(application_id=UUID(int=5))
    assert not take_outbox_work(now=AT)
    shadow = approved(scorecard_package("harsh", "1", more=-200))
    given(shadow, "shadow")
    trees = approved(boosted_package())
    given(trees, "shadow")
    seen = decide_and_record(Call(SYSTEM, "k", AT), request=request(application_id=UUID(int=5)))
    assert {**vars_of(seen), "decision_id": None} == {**vars_of(plain), "decision_id": None}
    assert deliver_outbox(current_ports(), now=AT) == 1
    assert OutboxEvent.objects.get().delivered_at is not None
    phantoms = {row.package_id: row for row in ShadowScore.objects.all()}
    assert set(phantoms) == {shadow, trees}
    assert phantoms[shadow].score == plain.score - 200
    assert phantoms[shadow].outcome == "decline" != plain.outcome
    assert seen.decision_id is not None
    assert score_shadows(Call(SYSTEM, "again", AT), decision_ids=[seen.decision_id]) == 0
    found = shadow_summary(MAKER, shadow)
    assert (found.decisions, found.agree, found.approved, found.would_approve) == (1, 0, 1, 0)
    assert found.moves == {("approve", "decline"): 1}
    assert found.pd == phantoms[shadow].pd
    assert shadow_summary(MAKER, new_id()).decisions == 0


def vars_of(answer: Decision) -> dict[str, object]:
    return {name: getattr(answer, name) for name in answer.__slots__}


def test_decisions_from_before_can_be_scored_after() -> None:
    earlier = decided().decision_id
    assert earlier is not None
    given(approved(scorecard_package("other", "1")), "shadow")
    assert score_shadows(Call(SYSTEM, "late", AT), decision_ids=[earlier]) == 1
    assert ShadowScore.objects.get().decision_id == earlier


def test_a_split_is_sticky_and_within_one_percent_of_its_share() -> None:
    given(approved(scorecard_package(version="2")), "champion")
    a = approved(scorecard_package("a", "1"))
    given(a, "split", share_bps=2000)
    applicants = [UUID(int=n) for n in range(1, 4001)]
    places = [place_of(SLOT, applicant) for applicant in applicants]
    assert abs(sum(place < 2000 for place in places) / 4000 - 0.2) < 0.01
    first = {one: serve(SLOT, on=DAY, applicant=one).model.id for one in applicants[:200]}
    assert {one for one, name in first.items() if name == "a"} == {
        one for one, place in zip(applicants[:200], places, strict=False) if place < 2000
    }
    given(approved(scorecard_package("b", "1")), "split", share_bps=1000)
    second = {one: serve(SLOT, on=DAY, applicant=one).model.id for one in applicants[:200]}
    assert all(second[one] == "a" for one, name in first.items() if name == "a")
    assert set(second.values()) == {"a", "b", "demo-invoices"}
    mine = next(one for one, name in first.items() if name == "a")
    for _ in range(2):
        assert decided(firm_id=mine).scorecard_version == "a@1"
    assert {one.package_id for one in serve(SLOT, on=DAY, applicant=mine).others}.isdisjoint({a})
    deliver_outbox(current_ports(), now=AT)
    beside = set(ShadowScore.objects.values_list("package__model_id", flat=True))
    assert beside == {"demo-invoices", "b"}


def changed(name: str, how: Callable[[bytes], bytes]) -> dict[str, bytes]:
    files = scorecard_package()
    return files | {name: how(files[name])}


def without(name: str) -> dict[str, bytes]:
    return {key: content for key, content in scorecard_package().items() if key != name}


SCORECARD, CARD, MANIFEST = "scorecard.json", "model_card.json", "manifest.json"
BAD_PACKAGES: list[tuple[Callable[[], dict[str, bytes]], type[Refusal], str]] = [
    (lambda: changed(SCORECARD, lambda b: b[:-9] + bytes([b[-9] ^ 1]) + b[-8:]), PackageRefused, "changed"),
    (lambda: changed(CARD, lambda b: b + b" "), PackageRefused, "model_card.json: it was changed"),
    (lambda: without(MANIFEST), PackageRefused, "manifest is missing"),
    (lambda: without(CARD), PackageRefused, "it is missing"),
    (lambda: scorecard_package() | {"extra.py": b"x"}, PackageRefused, "does not name it"),
    (lambda: scorecard_package() | {MANIFEST: b"[1]"}, PackageRefused, "an object"),
    (lambda: scorecard_package() | {MANIFEST: b"{"}, PackageRefused, "not JSON"),
    (lambda: scorecard_package() | {MANIFEST: b'{"files": 3}'}, PackageRefused, "maps each name"),
    (lambda: with_manifest({SCORECARD: b"{}"}), PackageRefused, "comes with its card"),
    (lambda: with_manifest({CARD: b"{}"}), PackageRefused, "exactly one"),
    (lambda: with_manifest({SCORECARD: b"{}", CARD: b"{}"}), PackageRefused, "its kind"),
    (lambda: with_manifest({SCORECARD: b'{"kind": "scorecard"}', CARD: b"{}"}), PolicyInvalid, "scorecard"),
    (lambda: packed(card_document(), model_hash="0" * 64), PackageRefused, "model_hash is not"),
    (lambda: packed(card_document(), id="else"), PackageRefused, "id is not"),
    (lambda: packed(card_document(), data=None), PackageRefused, "data is missing"),
    (lambda: packed(card_document(), note="\u0000"), PackageRefused, "no text may hold"),
    (lambda: packed(card_document(), note=float("nan")), PackageRefused, "not JSON"),
    (lambda: scorecard_package(model_id="../../etc"), PackageRefused, "letters"),
    (lambda: packed(card_document() | {"features": [protected_feature()]}), ProtectedInput, "gender"),
    (lambda: packed(card_document() | {"features": [unfit_feature()]}), FactNotForThis, "dishonest_debtor"),
    (lambda: {f"f{n}": b"" for n in range(41)}, PackageRefused, "at most"),
]


def unfit_feature() -> dict[str, Any]:
    """A fact that may refuse by a rule, and may not count in a score."""
    return card_document()["features"][0] | {"name": "dishonest_debtor"}


def protected_feature() -> dict[str, Any]:
    return card_document()["features"][0] | {"name": "gender"}


@pytest.mark.parametrize(("files", "refusal", "said"), BAD_PACKAGES)
def test_a_package_that_is_not_whole_is_refused(
    files: Callable[[], dict[str, bytes]], refusal: type[Refusal], said: str
) -> None:
    refused(lambda: registered(files()), refusal, said)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d, _: registered(actor=OUTSIDER), Forbidden),
        (lambda d, _: registered(actor=BOSS), Forbidden),
        (lambda d, _: registered(), CannotMoveModel),
        (lambda d, _: registered(scorecard_package(more=3)), CannotMoveModel),
        (lambda d, _: register_model(by(MAKER), files=boosted_package(), purpose="", reason="why"), InvalidInput),
        (lambda d, _: register_model(by(MAKER), files=boosted_package(), purpose="x y z", reason=" "), InvalidInput),
        (lambda d, _: decide_model(by(MAKER), package_id=d, agree=True, reason="mine"), ModelFourEyes),
        (lambda d, _: decide_model(by(OUTSIDER), package_id=d, agree=True, reason="why"), Forbidden),
        (lambda d, _: decide_model(by(CHECKER), package_id=new_id(), agree=True, reason="why"), NotFound),
        (lambda d, a: decide_model(by(CHECKER), package_id=a, agree=False, reason="again"), CannotMoveModel),
        (lambda d, _: decide_model(by(CHECKER), package_id=d, agree=True, reason=""), InvalidInput),
        (
            lambda d, _: decide_model(
                by(CHECKER), package_id=d, agree=True, reason="why", effective_from=DAY - timedelta(days=1)
            ),
            InvalidInput,
        ),
        (lambda d, _: asked(d, "champion"), CannotMoveModel),
        (lambda _, a: asked(a, "king"), InvalidInput),
        (lambda _, a: asked(a, "champion", slot="no-such-slot"), InvalidInput),
        (lambda _, a: asked(a, "champion", slot="behaviour"), CannotMoveModel),
        (lambda _, a: asked(a, "champion", share_bps=100), InvalidInput),
        (lambda _, a: asked(a, "split"), InvalidInput),
        (lambda _, a: asked(a, "split", share_bps=10_000), InvalidInput),
        (lambda _, a: asked(a, "champion", effective_from=DAY - timedelta(days=1)), InvalidInput),
        (lambda _, a: asked(a, "champion", actor=OUTSIDER), Forbidden),
        (lambda _, a: asked(a, "champion", reason="x"), InvalidInput),
        (lambda _, a: asked(new_id(), "champion"), NotFound),
        (lambda d, _: retire_model(by(OUTSIDER), package_id=d, reason="why"), Forbidden),
        (lambda *_: decide_role(by(CHECKER), role_id=new_id(), agree=True, reason="why"), NotFound),
        (lambda *_: end_role(by(CHECKER), role_id=new_id(), reason="why"), NotFound),
        (lambda *_: models_list(OUTSIDER), Forbidden),
        (lambda _, a: model_view(OUTSIDER, a), Forbidden),
        (lambda *_: model_view(MAKER, new_id()), NotFound),
        (lambda *_: model_named(MAKER, model_id="x", version="9"), NotFound),
        (lambda _, a: shadow_summary(OUTSIDER, a), Forbidden),
        (lambda *_: roles_of_slot(OUTSIDER, SLOT), Forbidden),
    ],
)
def test_refusals_change_nothing(act: Callable[[UUID, UUID], object], refusal: type[Refusal]) -> None:
    draft, ready = registered(), approved(scorecard_package(version="3"))
    refused(lambda: act(draft, ready), refusal)


def asked(package_id: UUID, role: str, *, actor: Actor = MAKER, **changes: Any) -> object:
    return propose_role(by(actor), package_id=package_id, role=role, **{"slot": SLOT, "reason": "why not", **changes})


def test_a_role_needs_two_people_and_is_decided_once() -> None:
    package_id = approved()
    role_id = propose_role(by(OTHER), package_id=package_id, slot=SLOT, role="shadow", reason="let us see").role_id
    refused(lambda: decide_role(by(OTHER), role_id=role_id, agree=True, reason="mine"), ModelFourEyes)
    refused(lambda: decide_role(by(OUTSIDER), role_id=role_id, agree=True, reason="why"), Forbidden)
    refused(lambda: asked(package_id, "champion"), CannotMoveModel, "waits for a role")
    assert decide_role(by(CHECKER), role_id=role_id, agree=False, reason="not now").state == "declined"
    refused(lambda: decide_role(by(CHECKER), role_id=role_id, agree=True, reason="well"), CannotMoveModel)
    refused(lambda: end_role(by(CHECKER), role_id=role_id, reason="why"), CannotMoveModel)
    assert not serve(SLOT, on=DAY, applicant=UUID(int=1)).others


def test_a_model_with_a_role_is_not_retired_and_a_retired_one_gets_none() -> None:
    package_id = approved()
    role_id = given(package_id, "shadow")
    refused(lambda: retire_model(by(CHECKER), package_id=package_id, reason="old"), CannotMoveModel, "end that first")
    refused(lambda: asked(package_id, "shadow"), CannotMoveModel, "holds this role")
    end_role(by(CHECKER), role_id=role_id, reason="enough seen")
    assert retire_model(by(CHECKER), package_id=package_id, reason="old").state == "retired"
    refused(lambda: asked(package_id, "champion"), CannotMoveModel, "retired")
    refused(lambda: retire_model(by(CHECKER), package_id=package_id, reason="old"), CannotMoveModel)


def test_challengers_leave_something_to_the_champion() -> None:
    given(approved(scorecard_package("a", "1")), "split", share_bps=6000)
    b = approved(scorecard_package("b", "1"))
    role_id = propose_role(by(MAKER), package_id=b, slot=SLOT, role="split", share_bps=4000, reason="why").role_id
    refused(lambda: decide_role(by(CHECKER), role_id=role_id, agree=True, reason="all"), CannotMoveModel, "below 100")


@pytest.mark.parametrize("table", [ModelEvent, ShadowScore, ModelPackage])
def test_the_database_refuses_a_change(table: Any) -> None:
    given(approved(), "shadow")
    made = decided().decision_id
    assert made is not None
    score_shadows(Call(SYSTEM, "s", AT), decision_ids=[made])
    column = {"ModelEvent": "reason", "ShadowScore": "outcome", "ModelPackage": "content"}[table.__name__]
    for act in (lambda: table.objects.update(**{column: "x"}), table.objects.all().delete):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            act()
