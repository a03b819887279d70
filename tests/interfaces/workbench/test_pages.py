"""Every page for every role; nobody else comes in; nothing personal is shown in clear; no query for each row."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.interfaces.workbench.institution import SECRETS, Institution, a_day_later, footprint
from tests.interfaces.workbench.pages import ABSENT, PAGES, opened
from tests.rooms.origination.firm_at_the_door import TODAY

from puhui.foundation.access.facade import issue_token, may_look_up
from puhui.foundation.access.models import AccessGrant, User
from puhui.foundation.casework.facade import add_note, open_case
from puhui.kernel.actors import STAFF_ROLES, SYSTEM, Role
from puhui.kernel.ids import new_id
from puhui.products.origination.models import Application

pytestmark = pytest.mark.django_db
ROLES = sorted(STAFF_ROLES)


def test_every_page_for_every_role(institution: Institution) -> None:
    clients = {role: institution.client(role.value) for role in ROLES}
    assert institution.lab_run_id  # made before what is kept is looked at
    assert institution.model_id  # made on first use, which is no page's doing
    assert institution.thing_id
    assert institution.household_id
    assert institution.product_draft_id
    assert institution.text_draft_id
    assert institution.phone_proposal_id
    assert institution.facility_id
    assert institution.voucher_id
    assert institution.bill_id
    assert institution.receivable_id
    assert institution.lease_id
    assert institution.payee_id
    assert institution.partner_id
    assert institution.hold_id
    assert institution.protected_id
    before, wrong = footprint(), []
    for role, client in clients.items():
        for row, found in [(row, 200) for row in PAGES] + [(row, 404) for row in ABSENT]:
            status, _ = opened(client, row, institution)
            expected = found if role in row.roles else 403
            if status != expected:
                wrong.append((row.name, role.value, status, expected))
    assert wrong == []
    assert footprint() == before


def test_nobody_else_comes_in(institution: Institution) -> None:
    customer = Client()
    customer.force_login(User.objects.get(id=institution.approved.actor.id))
    for client in (Client(), customer):
        for row in PAGES:
            response = client.get(f"/workbench/{row.address(institution)}")
            assert (response.status_code, response["Location"].split("?")[0]) == (302, "/workbench/login/"), row.name


def test_staff_sign_in_with_their_password_and_see_the_overview(institution: Institution) -> None:
    client = Client()
    form = {"username": "risk-officer", "password": "correct horse 42", "next": "/workbench/"}
    response = client.post("/workbench/login/?next=/workbench/", form, follow=True)
    assert response.redirect_chain[-1][0] == "/workbench/"
    assert response.status_code == 200


def test_nothing_personal_in_clear(institution: Institution) -> None:
    for role in ROLES:
        client = institution.client(role.value)
        for row in PAGES:
            _, text = opened(client, row, institution)
            # What was searched for stands in the search field.
            shown = [
                secret for secret in SECRETS if secret in text and not (row.name == "search" and secret in SECRETS[0])
            ]
            assert shown == [], (row.name, role)


def test_nothing_personal_in_clear_in_the_look_up_of_records(institution: Institution) -> None:
    for role in ROLES:
        client = institution.client(role.value)
        for model in admin.site._registry:
            label = f"{model._meta.app_label}/{model._meta.model_name}"
            response = client.get(f"/workbench/{label}/")
            may = may_look_up([role], f"{model._meta.app_label}.view_{model._meta.model_name}")
            assert response.status_code == (200 if may else 403), (label, role)
            text = response.content.decode()
            assert not any(secret in text for secret in SECRETS), (label, role)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_overview_shows_charts_once_a_day_is_closed(institution: Institution, language: str) -> None:
    client = institution.client("finance", language=language)
    assert "<svg" not in client.get("/workbench/overview/").content.decode().split('class="wb"')[1]
    a_day_later(institution.world)
    text = client.get("/workbench/overview/").content.decode()
    assert text.count('class="wb-panel wb-chart"') == 4
    assert "120,000.00" in text
    with override(language):
        assert ("Principal outstanding" if language == "en" else "贷款本金余额") in text


def test_the_sidebar_shows_each_role_its_own_work(institution: Institution) -> None:
    finance = institution.client("finance").get("/workbench/").content.decode()
    administrator = institution.client("administrator").get("/workbench/").content.decode()
    assert "/workbench/ledger/" in finance
    assert "/workbench/customers/" not in finance
    assert "/workbench/tokens/" in administrator
    assert "/workbench/loans/" not in administrator


def test_every_link_of_the_sidebar_opens(institution: Institution) -> None:
    for role in ROLES:
        client = institution.client(role.value)
        page = client.get("/workbench/")
        links = [item["link"] for group in page.context["sidebar_navigation"] for item in group["items"]]
        assert [(link, role) for link in links if client.get(link).status_code != 200] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("customers/?phone=1", 422),
        ("customers/?after=x", 422),
        ("customers/?uscc=" + "9" * 500, 422),
        ("applications/?state=nothing", 422),
        ("loans/?state=nothing", 422),
        ("loans/?after=x", 422),
        ("queues/review/?state=nothing", 422),
        ("queues/review/?after=%00", 422),
        ("ledger/?on=1900-13-01", 422),
        ("ledger/?on=2026-1-1", 422),
        ("ledger/journals/?after=x", 422),
        ("ledger/accounts/nothing/", 404),
        ("ledger/accounts/bank.operating/?from=9999-99-99", 422),
        ("audit/?after=1", 422),
    ],
)
def test_what_is_asked_wrongly_is_refused(institution: Institution, path: str, status: int) -> None:
    found = institution.client("auditor").get(f"/workbench/{path}")
    assert found.status_code == status, found.content.decode()[-600:]


# No page does a query for each row: as many with one row as with forty.


def _more_firms(institution: Institution) -> None:
    for _ in range(39):
        institution.world.firm()


def _more_applications(institution: Institution) -> None:
    kept = Application.objects.get(id=institution.application_id)
    rows = []
    for n in range(39):
        door_id = institution.borrower if n % 2 else institution.referred.firm_id
        values = {f.attname: getattr(kept, f.attname) for f in Application._meta.concrete_fields}
        rows.append(Application(**values | {"id": new_id(), "firm_id": door_id, "state": "withdrawn"}))
    Application.objects.bulk_create(rows)


def _more_loans(institution: Institution) -> None:
    for _ in range(39):
        institution.world.borrowed(institution.borrower, disbursement_date=TODAY)


def _more_cases(institution: Institution) -> None:
    for n in range(39):
        call = institution.world.call(SYSTEM)
        open_case(call, kind="review", subject=str(new_id()), party_id=None, due_on=TODAY, reason=f"case {n}")
        add_note(institution.world.call(SYSTEM), case_id=institution.case("review").id, text="a note")


def _more_users(institution: Institution) -> None:
    users = [User(id=new_id(), login_name=f"user-{n}", password="!") for n in range(39)]
    User.objects.bulk_create(users)
    now, by = institution.world.clock.now(), institution.staff["administrator"]
    AccessGrant.objects.bulk_create(
        AccessGrant(id=new_id(), user=user, role="auditor", granted_by=by, granted_at=now) for user in users
    )


def _more_tokens(institution: Institution) -> None:
    for n in range(39):
        issue_token(institution.world.call(SYSTEM), name=f"program {n}", roles=[Role.AUDITOR])


def _more_notes(institution: Institution) -> None:
    case_id = institution.case("review").id
    for _ in range(39):
        add_note(institution.world.call(SYSTEM), case_id=case_id, text="a note")


GROWTH: list[tuple[str, Callable[[Institution], None]]] = [
    ("customers", _more_firms),
    ("applications", _more_applications),
    ("decisions of a firm", _more_applications),
    ("loans", _more_loans),
    ("products of a firm", _more_loans),
    ("timeline of a firm", _more_loans),
    ("journals", _more_loans),
    ("statement of an account", _more_loans),
    ("queue of reviews", _more_cases),
    ("case of a review", _more_notes),
    ("users", _more_users),
    ("tokens", _more_tokens),
    ("audit log", _more_loans),
    ("dashboard", _more_cases),
    ("my work", _more_cases),
]


@pytest.mark.parametrize(("name", "grow"), GROWTH, ids=lambda value: getattr(value, "__name__", value))
def test_no_query_for_each_row(institution: Institution, name: str, grow: Callable[[Institution], None]) -> None:
    row = next(row for row in PAGES if row.name == name)
    client = institution.client("auditor")
    opened(client, row, institution)
    with CaptureQueriesContext(connection) as few:
        opened(client, row, institution)
    grow(institution)
    with CaptureQueriesContext(connection) as many:
        status, text = opened(client, row, institution)
    assert status == 200
    assert len(text) > 1000
    # A house account has up to sixteen stripes, each with an opening balance of its own.
    slack = 16 if name == "statement of an account" else 0
    assert len(many) <= len(few) + slack, [query["sql"][:120] for query in many][len(few) :]
    # What a customer, the group and the household owe stands in eight rooms: each is asked once, however many rows.
    most = 40 if name == "products of a firm" else 25
    assert len(many) <= most + slack
