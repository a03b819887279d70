"""The table of rights is whole and true: every address has a rule, and calls of each role find it so."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.pages import PAGES

from puhui.foundation.access.facade import issue_token
from puhui.foundation.access.models import User
from puhui.interfaces.rights.declared import CONSOLE, CUSTOMER_PAGES, OPERATIONS, STAFF_PAGES
from puhui.interfaces.rights.table import Endpoint, acts, endpoints
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Role
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
ROLES = sorted(STAFF_ROLES)
BY_OBJECT = ("queue", "case", "board", "behind", "policy_table", "train_model")  # narrower by kind, state or act


def test_every_endpoint_has_a_rule_and_every_rule_an_endpoint() -> None:
    found = endpoints()
    unsaid = [(one.face, one.method, one.path, one.name) for one in found if one.rule is None]
    assert unsaid == [], "say in puhui/interfaces/rights/declared.py who may call these"
    names = {one.name for one in found if one.face in ("customers", "workbench")}
    assert ({*CONSOLE, *CUSTOMER_PAGES, *STAFF_PAGES} - names) <= {"console:search", "console:app_list"}
    assert set(OPERATIONS) - {f"{one.method} {one.path}" for one in found} == set()
    assert len(found) > 700
    assert [one.path for one in found if set(one.path) & set("^$(|)?")] == []
    assert sum(act.roles is not None for act in acts()) > 250


def test_the_pages_that_each_role_opens_are_those_of_the_table(institution: Institution) -> None:
    """`test_every_page_for_every_role` calls each of these pages as each role: here the table says the same."""
    rules = {one.name: one.rule for one in endpoints() if one.face == "workbench"}
    wrong = []
    for row in PAGES:
        name = resolve(f"/workbench/{row.address(institution).split('?')[0]}").url_name
        rule = rules[name]
        wider = {role for role in ROLES if rule is not None and rule.lets(role)}
        if not (wider == row.roles or (name in BY_OBJECT and wider >= row.roles)):
            wrong.append((row.name, name, sorted(wider ^ row.roles)))
    assert wrong == []


def test_customers_and_visitors_find_the_pages_as_the_table_says(institution: Institution) -> None:
    customer, visitor = Client(), Client()
    customer.force_login(User.objects.get(id=institution.approved.actor.id))
    wrong = []
    for one in endpoints():
        if one.face != "customers" or "GET" not in one.method or one.rule is None:
            continue
        path = _filled(one.path)
        turned = visitor.get(path)
        if one.name == "sign_in_code":  # anyone's, once a number was given
            continue
        if (turned.status_code in (302, 303) and "/sign-in/" in turned.get("Location", "")) == one.rule.anyone:
            wrong.append(("visitor", path, turned.status_code))
        status = customer.get(path).status_code
        if one.rule.lets(Role.CUSTOMER) and status in (401, 403):
            wrong.append(("customer", path, status))
    assert wrong == []


def test_the_api_lets_in_whom_the_table_lets_in(institution: Institution) -> None:
    """Each operation by one role that may and one that may not, another pair for each operation.

    Where a body is wrong, or the house is in no state for it, that is said before rights are asked: 422 and 409 say
    nothing of either.
    """
    tokens = {
        role: issue_token(institution.world.call(SYSTEM), name=role.value, roles=[role])
        for role in [*ROLES, Role.AGENT]
        if role != Role.ADMINISTRATOR
    }
    party = institution.borrower_actor.party_id
    tokens[Role.CUSTOMER] = issue_token(
        institution.world.call(SYSTEM), name="customer", roles=[Role.CUSTOMER], party_id=party
    )
    wrong = []
    asked = [one for one in endpoints() if one.face == "api" and one.rule and one.rule.roles]
    for number, one in enumerate(asked):
        for may in (True, False):
            fitting = [role for role in sorted(tokens) if one.rule is not None and one.rule.lets(role) == may]
            if not fitting:
                continue
            role = fitting[number % len(fitting)]
            status = _status(one, tokens[role])
            is_refused = status == 403 or (status == 404 and not may)  # what one may not know of does not exist
            if is_refused == may and status not in (409, 422):
                wrong.append((one.path, role.value, status))
    assert wrong == []
    assert len(asked) > 300


def _status(one: Endpoint, token: str) -> int:
    cache.clear()  # how often a token has asked is counted there
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
    sent = Client().generic(one.method, _filled(one.path), "{}", content_type="application/json", headers=headers)
    return sent.status_code


def _filled(path: str) -> str:
    """The address with an id that is nobody's, and a word for each word."""
    path = re.sub(r"<uuid:\w+>|\{uuidstr:\w+\}", str(new_id()), path)
    path = re.sub(r"<int:\w+>|\{int:\w+\}", "1", path)
    return re.sub(r"<[\w:]+>|\{\w+\}", "nothing", path)
