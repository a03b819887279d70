"""Staff: every role's rights in one table, grants, passwords that rest, tokens, and the look-up console."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from puhui.foundation.access import models as access_models
from puhui.foundation.access.facade import (
    LOOK_UP,
    VISITOR,
    BadLoginName,
    LastAdministrator,
    LoginNameTaken,
    NotGrantable,
    OwnGrant,
    WeakPassword,
    actor_by_token,
    actor_of,
    create_staff,
    customer_user_for,
    deactivate_user,
    display_names,
    grant_role,
    issue_token,
    may_look_up,
    revoke_role,
    revoke_token,
    set_password,
    staff_list,
    token_list,
    user_by_id,
)
from puhui.foundation.access.models import AccessGrant, ApiToken, User
from puhui.foundation.evidence.facade import KeyReused
from puhui.foundation.evidence.models import AuditEntry, IdempotencyRecord
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "a long and odd sentence"
pytestmark = pytest.mark.django_db
R = Role


def call(actor: Actor = SYSTEM, key: str = "") -> Call:
    return Call(actor, key or str(new_id()), AT)


def make(login_name: str = "lin", roles: tuple[Role, ...] = (R.OPERATIONS,), **change: Any) -> UUID:
    given = {"login_name": login_name, "display_name": "Lin", "roles": roles, "password": PASSWORD, **change}
    return create_staff(call(), **given)


def user(user_id: UUID) -> User:
    return User.objects.get(id=user_id)


def everything() -> tuple[object, ...]:
    tables = (User, AccessGrant, ApiToken, AuditEntry, IdempotencyRecord)
    return tuple(sorted(map(str, table.objects.values_list())) for table in tables)


# Every role's rights: what it may look up in the console. An empty mark is a refusal.
ROOMS = [
    "party",
    "consent",
    "documents",
    "notices",
    "catalogue",
    "origination",
    "lending",
    "sources",
    "collateral",
    "collections",
    "casework",
    "decisioning",
    "lab",
    "monitoring",
    "payments",
    "ledger",
    "indicators",
    "access",
    "evidence",
    "admin",
    "django_tasks_database",
    "regions",
    "subsidies",
    "farms",
    "facilities",
    "vouchers",
    "bills",
    "receivables",
    "orders",
    "leasing",
    "payees",
    "protection",
    "partners",
    "holds",
    "drafts",
]
TABLE = {
    R.CUSTOMER: ". . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .",
    R.RELATIONSHIP_MANAGER: "x x x x x x x . x x x . . . . . . . . . . x x x x x x x x x x x . . .",
    R.RISK_OFFICER: "x x x . x x x x x x x x x x . . x . . . . x x x x x x x x x x x . x x",
    R.OPERATIONS: "x x x x x x x x x x x . . . x x . . . . . x x x x x x x x x x . x . x",
    R.FINANCE: ". . . . x . x . x x . . x . x x x . . . . x x . x x x x x x x . . . .",
    R.COMPLIANCE: "x x x x x x x x x x x x x x . . x x x . . x x x x x x x x x x x x x x",
    R.AUDITOR: "x x x x x x x x x x x x x x x x x x x x . x x x x x x x x x x x x x x",
    R.ADMINISTRATOR: ". . . . x . . . . . . . . . . . . x x x x x . . . . . . . . . . x . x",
    R.SYSTEM: ". . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .",
    R.AGENT: ". . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . .",
}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_s_rights_stand_in_this_table(role: Role) -> None:
    marks = dict(zip(ROOMS, TABLE[role].split(), strict=True))
    for app in apps.get_app_configs():
        allowed = marks.get(app.label, ".") == "x"
        for model in app.get_models():
            name = model._meta.model_name
            assert may_look_up({role}, f"{app.label}.view_{name}") is allowed
            for verb in ("add", "change", "delete"):
                assert not may_look_up({role}, f"{app.label}.{verb}_{name}")
    assert LOOK_UP.get(role, frozenset()) <= set(ROOMS)


@given(st.sets(st.sampled_from(list(Role))), st.text(max_size=40))
def test_a_permission_that_is_not_in_the_table_is_refused(roles: set[Role], permission: str) -> None:
    if not permission.partition(".")[2].startswith("view_"):
        assert not may_look_up(roles, permission)


class TestActors:
    def test_a_staff_member_acts_with_the_roles_held(self) -> None:
        lin = make(roles=(R.OPERATIONS, R.FINANCE))
        actor = actor_of(user(lin))
        assert (actor.id, actor.roles, actor.party_id, actor.name) == (lin, {R.OPERATIONS, R.FINANCE}, None, "Lin")
        assert user(lin).is_staff
        assert not user(lin).is_superuser

    def test_a_customer_acts_for_their_party_only(self) -> None:
        party_id = new_id()
        user_id = customer_user_for(party_id)
        assert customer_user_for(party_id) == user_id
        actor = actor_of(user(user_id))
        assert (actor.roles, actor.party_id) == ({R.CUSTOMER}, party_id)
        assert not user(user_id).is_staff
        assert not user(user_id).has_usable_password()

    def test_a_visitor_and_a_user_who_is_off_may_do_nothing(self) -> None:
        assert actor_of(AnonymousUser()) == VISITOR
        lin = make()
        deactivate_user(call(), user_id=lin)
        assert actor_of(user(lin)).roles == frozenset()
        assert user_by_id(lin) is None
        assert not user(lin).has_module_perms("party")

    def test_lists(self) -> None:
        lin = make(roles=(R.OPERATIONS, R.AUDITOR))
        customer_user_for(new_id())
        (line,) = staff_list(Actor(new_id(), frozenset({R.AUDITOR})))
        assert (line.user_id, line.login_name, line.roles) == (lin, "lin", (R.AUDITOR, R.OPERATIONS))
        assert display_names([lin, new_id()]) == {lin: "Lin"}
        with pytest.raises(Forbidden):
            staff_list(Actor(new_id(), frozenset({R.OPERATIONS})))


class TestGrants:
    def test_granted_and_revoked_with_who_and_when(self) -> None:
        lin = make()
        chief = Actor(new_id(), frozenset({R.ADMINISTRATOR}))
        grant_role(call(chief), user_id=lin, role="finance")
        grant_role(call(chief), user_id=lin, role="finance")
        assert user(lin).roles == {R.OPERATIONS, R.FINANCE}
        revoke_role(call(chief), user_id=lin, role="finance")
        grant = AccessGrant.objects.get(role="finance")
        assert (grant.granted_by, grant.revoked_by, grant.revoked_at) == (chief.id, chief.id, AT)
        grant_role(call(chief), user_id=lin, role="finance")
        assert user(lin).roles == {R.OPERATIONS, R.FINANCE}

    def test_the_last_administrator_stays(self) -> None:
        first = make("first", roles=(R.ADMINISTRATOR,))
        for act in (lambda: revoke_role(call(), user_id=first, role=R.ADMINISTRATOR), lambda: off(first)):
            before = everything()
            with pytest.raises(LastAdministrator):
                act()
            assert everything() == before
        make("second", roles=(R.ADMINISTRATOR,))
        revoke_role(call(), user_id=first, role=R.ADMINISTRATOR)
        assert user(first).roles == frozenset()

    @pytest.mark.parametrize("role", sorted(STAFF_ROLES - {R.ADMINISTRATOR}))
    def test_only_the_administrator_grants(self, role: Role) -> None:
        lin = make()
        actor = Actor(new_id(), frozenset({role}))
        acts: list[Callable[[], object]] = [
            lambda: grant_role(call(actor), user_id=lin, role="finance"),
            lambda: revoke_role(call(actor), user_id=lin, role="operations"),
            lambda: deactivate_user(call(actor), user_id=lin),
            lambda: set_password(call(actor), user_id=lin, password=PASSWORD),
            lambda: issue_token(call(actor), name="x", roles=["finance"]),
            lambda: create_staff(call(actor), login_name="new", display_name="", roles=[], password=PASSWORD),
        ]
        before = everything()
        for act in acts:
            with pytest.raises(Forbidden):
                act()
            assert everything() == before


def off(user_id: UUID) -> UUID:
    return deactivate_user(call(), user_id=user_id)


REFUSED: list[tuple[Callable[[UUID], object], type[Refusal]]] = [
    (lambda _: make("lin"), LoginNameTaken),
    (lambda _: make("Li"), BadLoginName),
    (lambda _: make("9lives"), BadLoginName),
    (lambda _: make("customer:1"), BadLoginName),
    (lambda _: make("l" * 10_000_000), BadLoginName),
    (lambda _: make("wang", display_name="x" * 81), InvalidInput),
    (lambda _: make("wang", display_name="a\nb"), InvalidInput),
    (lambda _: make("wang", password="short"), WeakPassword),
    (lambda _: make("wang", password="passwordpassword"[:12] * 20), WeakPassword),
    (lambda _: make("wang", password="p" * 10_000_000), InvalidInput),
    (lambda _: make("wang", roles=(R.SYSTEM,)), NotGrantable),
    (lambda _: make("wang", roles=(R.CUSTOMER,)), NotGrantable),
    (lambda u: grant_role(call(), user_id=u, role="king"), NotGrantable),
    (lambda u: grant_role(call(), user_id=u, role="customer"), NotGrantable),
    (lambda _: grant_role(call(), user_id=new_id(), role="finance"), NotFound),
    (lambda u: grant_role(call(Actor(u, frozenset({R.ADMINISTRATOR}))), user_id=u, role="finance"), OwnGrant),
    (lambda u: deactivate_user(call(Actor(u, frozenset({R.ADMINISTRATOR}))), user_id=u), OwnGrant),
    (lambda u: set_password(call(), user_id=u, password="short"), WeakPassword),
    (lambda _: set_password(call(), user_id=new_id(), password=PASSWORD), NotFound),
    (lambda _: issue_token(call(), name="", roles=["finance"]), InvalidInput),
    (lambda _: issue_token(call(), name="x", roles=[]), NotGrantable),
    (lambda _: issue_token(call(), name="x", roles=["administrator"]), NotGrantable),
    (lambda _: issue_token(call(), name="x", roles=["customer"]), NotGrantable),
    (lambda _: issue_token(call(), name="x", roles=["finance"], party_id=new_id()), NotGrantable),
    (lambda _: issue_token(call(), name="x", roles=["customer", "finance"], party_id=new_id()), NotGrantable),
    (lambda _: revoke_token(call(), token_id=new_id()), NotFound),
]


@pytest.mark.parametrize(("act", "refusal"), REFUSED)
def test_refused_and_nothing_changed(act: Callable[[UUID], object], refusal: type[Refusal]) -> None:
    lin = make()
    before = everything()
    with pytest.raises(refusal):
        act(lin)
    assert everything() == before


class TestPasswords:
    def sign_in(self, password: str) -> object:
        return authenticate(None, username="lin", password=password)

    def test_signs_in_with_django_s_own_backend(self) -> None:
        lin = make()
        assert self.sign_in(PASSWORD) == user(lin)
        assert self.sign_in("wrong") is None
        assert self.sign_in(PASSWORD) == user(lin)
        assert user(lin).wrong_tries == 0
        assert self.sign_in("x" * 1_000_000) is None

    def test_five_wrong_tries_rest_for_fifteen_minutes(self) -> None:
        lin = make()
        now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        with patch.object(access_models.timezone, "now", lambda: now):
            for _ in range(5):
                assert self.sign_in("wrong") is None
            assert self.sign_in(PASSWORD) is None
        now += timedelta(minutes=14, seconds=59)
        with patch.object(access_models.timezone, "now", lambda: now):
            assert self.sign_in(PASSWORD) is None
        now += timedelta(seconds=1)
        with patch.object(access_models.timezone, "now", lambda: now):
            assert self.sign_in(PASSWORD) == user(lin)

    def test_a_new_password_ends_the_rest(self) -> None:
        lin = make()
        for _ in range(5):
            self.sign_in("wrong")
        set_password(call(), user_id=lin, password=PASSWORD + "!")
        assert self.sign_in(PASSWORD + "!") == user(lin)
        set_password(call(Actor(lin, frozenset({R.OPERATIONS}))), user_id=lin, password=PASSWORD)
        assert self.sign_in(PASSWORD) == user(lin)

    def test_a_password_leaves_no_trace_but_its_slow_hash(self) -> None:
        make()
        assert PASSWORD not in str(everything())

    def test_a_user_who_is_off_does_not_sign_in(self) -> None:
        deactivate_user(call(), user_id=make())
        assert self.sign_in(PASSWORD) is None


class TestTokens:
    def test_a_token_acts_with_its_roles_until_it_is_revoked(self) -> None:
        token = issue_token(call(), name="dashboard", roles=["auditor"])
        actor = actor_by_token(token, at=AT)
        assert actor is not None
        assert (actor.roles, actor.name) == ({R.AUDITOR}, "dashboard")
        (line,) = token_list(SYSTEM_READER)
        assert token.rpartition("_")[2] not in str(everything())
        revoke_token(call(), token_id=line.token_id)
        assert actor_by_token(token, at=AT) is None

    def test_a_customer_s_token_acts_for_one_party_until_its_end(self) -> None:
        party_id = new_id()
        token = issue_token(
            call(), name="till", roles=["customer"], party_id=party_id, expires_at=AT + timedelta(days=1)
        )
        actor = actor_by_token(token, at=AT)
        assert actor is not None
        assert (actor.roles, actor.party_id) == ({R.CUSTOMER}, party_id)
        assert actor_by_token(token, at=AT + timedelta(days=1)) is None

    def test_the_same_request_gets_the_same_token_and_another_body_is_refused(self) -> None:
        first = issue_token(call(key="k"), name="a", roles=["auditor"])
        assert issue_token(call(key="k"), name="a", roles=["auditor"]) == first
        with pytest.raises(KeyReused):
            issue_token(call(key="k"), name="b", roles=["auditor"])
        assert ApiToken.objects.count() == 1
        assert issue_token(call(), name="a", roles=["auditor"]) != first

    @pytest.mark.parametrize(
        "token", ["", "puhui", "puhui_x_y", f"puhui_{UUID(int=1).hex}_x", "x" * 10_000, None, "puhui_" + "é" * 40]
    )
    def test_what_is_not_a_token_is_nobody(self, token: Any) -> None:
        issue_token(call(), name="a", roles=["auditor"])
        assert actor_by_token(token, at=AT) is None

    def test_a_changed_secret_is_nobody(self) -> None:
        token = issue_token(call(), name="a", roles=["auditor"])
        assert actor_by_token(token[:-1] + ("0" if token[-1] != "0" else "1"), at=AT) is None


SYSTEM_READER = Actor(new_id(), frozenset({R.ADMINISTRATOR}))
OURS = ("access", "party", "consent", "notices")


class TestConsole:
    @pytest.mark.parametrize("role", [R.AUDITOR, R.FINANCE])
    def test_a_role_looks_up_its_rooms_and_changes_nothing(self, role: Role, client: Client) -> None:
        client.force_login(user(make(roles=(role,))))
        assert client.get("/workbench/").status_code == 200
        for model in admin.site._registry:
            label, name = model._meta.app_label, model._meta.model_name
            if label in OURS:
                expected = 200 if role == R.AUDITOR else 403
                assert client.get(f"/workbench/{label}/{name}/").status_code == expected, name
                assert client.get(f"/workbench/{label}/{name}/add/").status_code == 403
        shown = client.get(f"/workbench/access/user/{User.objects.get().id}/change/")
        assert shown.status_code == (200 if role == R.AUDITOR else 403)
        before = everything()
        assert (
            client.post(f"/workbench/access/user/{User.objects.get().id}/delete/", {"post": "yes"}).status_code == 403
        )
        assert everything() == before

    def test_customers_and_visitors_do_not_come_in(self, client: Client) -> None:
        assert client.get("/workbench/").status_code == 302
        client.force_login(user(customer_user_for(new_id())))
        assert client.get("/workbench/access/user/").status_code == 302
