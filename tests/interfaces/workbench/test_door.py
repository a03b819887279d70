"""The staff door: the second step, sessions, and the proof before acts that matter; nothing typed is lost."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from tests.interfaces.workbench.institution import Institution, footprint

from puhui.foundation.access.facade import (
    FactorRequired,
    FourEyes,
    NoSecondFactor,
    RemovalOpen,
    ask_factor_removal,
    begin_second_factor,
    confirm_second_factor,
    decide_factor_removal,
    door_policy,
    end_second_factor,
    factor_state,
    grant_role,
    prove,
    prove_by_code,
    require_fresh_proof,
    set_password,
)
from puhui.foundation.access.models import SecondFactor, SignIn, User
from puhui.foundation.access.totp import DIGITS, _totp, step_of
from puhui.foundation.evidence.facade import use_case_verbs
from puhui.foundation.evidence.models import AuditEntry
from puhui.kernel.actors import SYSTEM, Call, Proof, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.ports import SystemClock

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 42"
LOGIN = "/workbench/login/"


def code_now(secret: str, *, later: int = 0) -> str:
    """What the app on the phone shows: now, or some steps later."""
    return _totp(secret).generate(int(timezone.now().timestamp()) + 30 * later).decode()


def call(institution: Institution, name: str, key: str = "") -> Call:
    return Call(institution.actor(name), key or str(new_id()), SystemClock().now())


def enrolled(institution: Institution, name: str) -> tuple[str, tuple[str, ...]]:
    """The secret of a second factor that is on, and its recovery codes."""
    secret = begin_second_factor(call(institution, name)).secret
    return secret, confirm_second_factor(call(institution, name), code=code_now(secret))


def signed_in(name: str, *, follow: bool = True) -> tuple[Client, Any]:
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/140.0", REMOTE_ADDR="203.0.113.9")
    client.cookies["django_language"] = "en"
    return client, client.post(f"{LOGIN}?next=/workbench/day/", {"username": name, "password": PASSWORD}, follow=follow)


def test_a_person_sets_the_second_step_up_and_comes_in_with_it(institution: Institution) -> None:
    client, answer = signed_in("operations")
    assert answer.redirect_chain[-1][0] == "/workbench/day/"
    before = footprint()
    assert client.post("/workbench/me/second-step/begin/", {"proof": "not the password"}).status_code == 422
    assert SecondFactor.objects.count() == 0
    User.objects.update(wrong_tries=0, last_wrong_at=None)
    assert footprint() == before

    client.post("/workbench/me/second-step/begin/", {"proof": PASSWORD, "key": "begin"})
    text = client.get("/workbench/me/second-step/").content.decode()
    (secret,) = re.findall(r"<code class=\"wb-code\">([A-Z2-7]{32})</code>", text)
    assert "<svg" in text
    assert "<style" not in text.split('class="wb"')[1]
    sealed = SecondFactor.objects.get().secret_sealed
    assert secret not in sealed
    wrong = client.post("/workbench/me/second-step/", {"code": "000000", "key": "c0"})
    assert (wrong.status_code, secret in wrong.content.decode()) == (422, True)
    shown = client.post("/workbench/me/second-step/", {"code": code_now(secret), "key": "c1"}).content.decode()
    codes = re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", shown)
    assert len(set(codes)) == 10
    assert secret not in client.get("/workbench/me/").content.decode()

    again, answer = signed_in("operations", follow=False)
    assert answer["Location"] == "/workbench/login/code/"
    assert again.get("/workbench/day/").status_code == 302, "the password alone is not enough"
    used = again.post("/workbench/login/code/", {"code": code_now(secret)})
    assert used.status_code == 422, "the code that switched it on was used"
    answer = again.post("/workbench/login/code/", {"code": code_now(secret, later=1)})
    assert (answer.status_code, answer["Location"]) == (302, "/workbench/day/")
    third, _ = signed_in("operations")
    assert third.post("/workbench/login/code/", {"code": codes[0].lower().replace("-", " ")}).status_code == 302
    fourth, _ = signed_in("operations")
    assert fourth.post("/workbench/login/code/", {"code": codes[0]}).status_code == 422, "each one works once"
    assert factor_state(institution.actor("operations")).codes_left == 9


def test_five_wrong_codes_rest(institution: Institution) -> None:
    secret, codes = enrolled(institution, "finance")
    user_id = institution.staff["finance"]
    for _ in range(5):
        assert not prove_by_code(user_id, code="abc")
    assert not prove_by_code(user_id, code=code_now(secret, later=1))
    assert not prove_by_code(user_id, code=codes[0])
    User.objects.filter(id=user_id).update(last_wrong_code_at=timezone.now() - timedelta(minutes=15))
    assert prove_by_code(user_id, code=codes[0])


def test_a_code_is_good_for_its_step_and_its_neighbours_once() -> None:
    secret, at = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", timezone.now()
    step = int(at.timestamp()) // 30
    for drift, found in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        code = _totp(secret).generate((step + drift) * 30).decode()
        assert step_of(secret, code=code, at=at, after=0) == found
    code = _totp(secret).generate(step * 30).decode()
    assert step_of(secret, code=code, at=at, after=step) is None
    for wrong in ("", "12345", "1234567", "١٢٣٤٥٦", "12345a"):
        assert step_of(secret, code=wrong, at=at, after=0) is None
    assert len(code) == DIGITS


@pytest.fixture
def production() -> Any:
    with override_settings(PUHUI_ENVIRONMENT=replace(settings.PUHUI_ENVIRONMENT, is_production=True)):
        yield


@pytest.mark.usefixtures("production")
def test_in_production_nobody_comes_in_with_a_password_alone(institution: Institution) -> None:
    client, answer = signed_in("auditor")
    assert answer.redirect_chain[-1][0] == "/workbench/login/first/"
    text = answer.content.decode()
    (secret,) = re.findall(r"<code class=\"wb-code\">([A-Z2-7]{32})</code>", text)
    assert client.get("/workbench/audit/").status_code == 302
    assert secret in client.get("/workbench/login/first/").content.decode(), "loaded again it is the same"
    assert client.post("/workbench/login/first/", {"code": "1", "key": "a"}).status_code == 422
    shown = client.post("/workbench/login/first/", {"code": code_now(secret), "key": "b"})
    assert "Print these codes" in shown.content.decode()
    assert client.get("/workbench/audit/").status_code == 200
    with pytest.raises(FactorRequired):
        end_second_factor(call(institution, "auditor"))
    assert factor_state(institution.actor("auditor")).is_on


def test_nobody_skips_to_the_second_step(institution: Institution) -> None:
    for path in ("code", "first"):
        answer = Client().get(f"{LOGIN}{path}/")
        assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    enrolled(institution, "finance")
    client, _ = signed_in("finance")
    session = client.session
    session["puhui_waiting"] |= {"at": (timezone.now() - timedelta(minutes=11)).isoformat()}
    session.save()
    assert client.get(f"{LOGIN}code/")["Location"] == LOGIN


def test_sessions_are_seen_and_ended(institution: Institution) -> None:
    one, _ = signed_in("operations")
    two, _ = signed_in("operations")
    text = two.get("/workbench/me/sessions/").content.decode()
    assert "Chrome, Windows" in text
    assert "203.0.*.*" in text
    assert "203.0.113" not in text
    first = SignIn.objects.filter(user_id=institution.staff["operations"]).earliest("began_at")
    stranger = institution.client("finance").post(f"/workbench/me/sessions/{first.id}/end/", {"key": "x"})
    assert stranger.status_code == 404
    assert one.get("/workbench/me/").status_code == 200
    two.post(f"/workbench/me/sessions/{first.id}/end/", {"key": "x"})
    assert one.get("/workbench/me/").status_code == 302
    assert one.get("/api/v1/loans").status_code == 401
    assert two.get("/workbench/me/").status_code == 200
    two.post("/workbench/logout/")
    assert not SignIn.objects.filter(user_id=institution.staff["operations"], ended_at=None).exists()


@pytest.mark.parametrize("what", ["role", "password"])
def test_sessions_end_when_roles_or_the_password_change(institution: Institution, what: str) -> None:
    client, user_id = institution.client("operations"), institution.staff["operations"]
    assert client.get("/workbench/me/").status_code == 200
    made = Call(SYSTEM, "change", SystemClock().now())
    if what == "role":
        grant_role(made, user_id=user_id, role=Role.FINANCE)
    else:
        set_password(made, user_id=user_id, password="another long sentence")
    assert client.get("/workbench/me/").status_code == 302


# One's own password

NEW = "another long sentence"


def change(client: Client, **given: str) -> Any:
    told = {"proof": PASSWORD, "password": NEW, "again": NEW, "key": str(new_id())}
    return client.post("/workbench/password_change/", told | given)


def test_my_password_is_changed_by_me_and_signs_me_out_elsewhere(institution: Institution) -> None:
    here, there = institution.client("operations"), institution.client("operations")
    answer = change(here)
    assert (answer.status_code, answer["Location"]) == (302, "/workbench/me/sessions/")
    assert here.get("/workbench/me/").status_code == 200
    assert there.get("/workbench/me/").status_code == 302
    assert User.objects.get(id=institution.staff["operations"]).check_password(NEW)
    said = AuditEntry.objects.filter(verb="access.set_password").latest("id")
    assert said.actor_id == institution.staff["operations"]
    assert NEW not in str(said.__dict__)


@pytest.mark.parametrize(
    "given",
    [{"proof": "wrong"}, {"proof": ""}, {"again": "another long sentenc"}, {"password": "short", "again": "short"},
     {"password": "x" * 201, "again": "x" * 201}],
)  # fmt: skip
def test_a_password_is_not_changed_by_somebody_else_or_to_a_weak_one(
    institution: Institution, given: dict[str, str]
) -> None:
    here, there = institution.client("operations"), institution.client("operations")
    assert here.get("/workbench/password_change/").status_code == there.get("/workbench/me/").status_code == 200
    before = AuditEntry.objects.count()
    answer = change(here, **given)
    assert (answer.status_code, "wb-errors" in answer.content.decode()) == (422, True)
    assert AuditEntry.objects.count() == before  # that a wrong proof was given is counted with the user, to lock them
    assert User.objects.get(id=institution.staff["operations"]).check_password(PASSWORD)
    assert there.get("/workbench/me/").status_code == 200


def test_with_a_second_factor_the_code_proves_who_changes_the_password(institution: Institution) -> None:
    secret, _ = enrolled(institution, "operations")
    client = institution.client("operations")
    assert change(client).status_code == 422
    assert change(client, proof=code_now(secret, later=1)).status_code == 302


# A lost phone


def test_two_people_take_a_lost_second_factor_away(institution: Institution) -> None:
    enrolled(institution, "finance")
    lost, client = institution.staff["finance"], institution.client("finance")
    made = ask_factor_removal(call(institution, "administrator"), user_id=lost, reason="phone fell into the river")
    before = footprint()
    refusals: list[tuple[type[Refusal], Any]] = [
        (FourEyes, lambda: decide_factor_removal(call(institution, "administrator"), removal_id=made, agree=True)),
        (Forbidden, lambda: decide_factor_removal(call(institution, "finance"), removal_id=made, agree=True)),
        (NotFound, lambda: decide_factor_removal(call(institution, "compliance"), removal_id=new_id(), agree=True)),
        (RemovalOpen, lambda: ask_factor_removal(call(institution, "administrator"), user_id=lost, reason="again so")),
        (Forbidden, lambda: ask_factor_removal(call(institution, "auditor"), user_id=lost, reason="phone lost")),
        (InvalidInput, lambda: ask_factor_removal(call(institution, "administrator"), user_id=lost, reason="")),
        (NoSecondFactor, lambda: ask_factor_removal(
            call(institution, "administrator"), user_id=institution.staff["auditor"], reason="phone lost")),
    ]  # fmt: skip
    for refusal, act in refusals:
        with pytest.raises(refusal):
            act()
    assert footprint() == before
    decide_factor_removal(call(institution, "compliance"), removal_id=made, agree=True)
    assert not factor_state(institution.actor("finance")).is_on
    assert client.get("/workbench/me/").status_code == 302
    _, answer = signed_in("finance")
    assert answer.redirect_chain[-1][0] == "/workbench/day/"


# A fresh proof before acts that matter


def stale(institution: Institution, name: str) -> Client:
    """A browser whose proof is older than the policy allows."""
    client = institution.client(name)
    long_ago = timezone.now() - door_policy().fresh_for - timedelta(seconds=1)
    SignIn.objects.filter(user_id=institution.staff[name]).update(proved_at=long_ago)
    return client


def test_every_act_of_the_list_is_a_use_case() -> None:
    import puhui.config.urls
    import puhui.flows.run_end_of_day.facade  # noqa: F401

    assert door_policy().fresh_acts - use_case_verbs() == set()


def test_an_act_that_waits_for_a_proof_goes_on_with_what_was_typed(institution: Institution) -> None:
    client, name = stale(institution, "administrator"), "a Name & more"
    form = {"key": "k", "login_name": "newcomer", "display_name": name, "password": "a long new sentence",
            "roles": ["finance", "auditor"]}  # fmt: skip
    before = footprint()
    answer = client.post("/workbench/users/add/", form, headers={"referer": "http://testserver/workbench/users/"})
    assert (answer.status_code, answer["Location"]) == (303, "/workbench/me/prove/")
    page = client.get("/workbench/me/prove/").content.decode()
    assert "access.create_staff" in page
    assert 'href="/workbench/users/"' in page
    assert client.post("/workbench/me/prove/", {"proof": "wrong"}).status_code == 422
    User.objects.update(wrong_tries=0, last_wrong_at=None)
    assert footprint() == before
    answer = client.post("/workbench/me/prove/", {"proof": PASSWORD}, follow=True)
    assert "The user was added." in answer.content.decode()
    made = User.objects.get(login_name="newcomer")
    assert (made.display_name, sorted(made.roles)) == (name, [Role.AUDITOR, Role.FINANCE])
    assert client.get("/workbench/me/prove/")["Location"] == "/workbench/", "it is done once"
    form |= {"login_name": "second", "key": "k2"}
    assert client.post("/workbench/users/add/", form)["Location"] == "/workbench/users/", "the proof is fresh now"


def test_who_has_a_second_factor_proves_by_it(institution: Institution) -> None:
    secret, _ = enrolled(institution, "finance")
    user_id = institution.staff["finance"]
    assert not prove(user_id, given=PASSWORD)
    assert prove(user_id, given=code_now(secret, later=1))
    assert not prove(user_id, given=code_now(secret, later=1))
    assert not prove(new_id(), given="x")


def test_a_day_is_not_closed_and_the_api_is_not_a_way_around(institution: Institution) -> None:
    client, before = stale(institution, "operations"), footprint()
    assert client.post("/workbench/day/close/", {"key": "k"})["Location"] == "/workbench/me/prove/"
    answer = client.post("/api/v1/operations/day/close", {"on": "2026-11-23"}, content_type="application/json",
                         headers={"Idempotency-Key": "k"})  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (403, "proof_needed")
    assert footprint() == before


def test_programs_and_jobs_are_not_asked_and_pages_are(institution: Institution) -> None:
    asked = Proof(age=None)
    made = call(institution, "finance")
    require_fresh_proof(made, "collections.book_write_off")
    shown = Call(made.actor, "k", made.at, "workbench", proof=asked)
    require_fresh_proof(shown, "collections.propose_write_off")
    assert asked.asked_for == ""
    with pytest.raises(Refusal, match="fresh proof"):
        require_fresh_proof(shown.step("x"), "collections.book_write_off")
    assert asked.asked_for == "collections.book_write_off"
