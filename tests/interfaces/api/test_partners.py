"""Programs of partners: tokens for a secret, scopes, what they see, what customers share; and who may arrange it."""

import dataclasses
import threading
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import jsonschema_rs
import pytest
from django.test import Client
from tests.interfaces.api.conftest import NOW, Program, World, call
from tests.interfaces.workbench.institution import footprint
from tests.rooms.party.made_up import credit_code

from puhui.adapters.callbacks.http import HttpCallbacks
from puhui.conduct.partners.facade import (
    EVENTS,
    FOR_PARTNERS,
    SCOPES,
    GivenSecret,
    PartnerFourEyes,
    PartnerNotMovable,
    PartnerTaken,
    ScopeUnknown,
    TooManyClients,
    TooManySubscriptions,
    add_client,
    client_by_secret,
    decide_partner,
    end_client,
    end_subscription,
    message,
    messages_page,
    partner,
    propose_partner,
    rotate_secret,
    secret_of_subscription,
    share_with_partner,
    subscribe,
    suspend_partner,
    tell_again,
)
from puhui.conduct.partners.models import AccessToken, ClientSecret
from puhui.flows.simulation.sandbox_partner import make_sandbox_partner
from puhui.foundation.party.facade import register_organisation
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import current_ports
from puhui.interfaces.rest_api.api import api
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.ports import MovedClock
from puhui_client.receiver import receiver

pytestmark = pytest.mark.django_db
CLERK = Actor(new_id(), frozenset({Role.OPERATIONS}), name="clerk")
ADMIN = Actor(new_id(), frozenset({Role.ADMINISTRATOR}), name="admin")
SECOND = Actor(new_id(), frozenset({Role.ADMINISTRATOR}), name="second")
MINE = ("firms:read", "loans:read", "applications:read", "baskets:write")


@pytest.fixture
def partner_id(world: World) -> Any:
    del world
    made = register_organisation(call(CLERK), name="Platform of the tests", uscc=credit_code(901))
    propose_partner(call(CLERK), party_id=made, scopes=MINE, reason="sells to our borrowers")
    decide_partner(call(ADMIN), partner_id=made, agree=True)
    return made


@pytest.fixture
def given(partner_id: Any) -> GivenSecret:
    return add_client(call(ADMIN), partner_id=partner_id, name="the checkout", scopes=MINE[:3])


def asked(given: GivenSecret, *, basic: bool = True, secret: str = "", **fields: str) -> Any:
    """What the token endpoint answers."""
    secret, fields = secret or given.secret, {"grant_type": "client_credentials", **fields}
    headers = {}
    if basic:
        headers["Authorization"] = "Basic " + b64encode(f"{given.client_id}:{secret}".encode()).decode()
    else:
        fields = {**fields, "client_id": str(given.client_id), "client_secret": secret}
    form = "application/x-www-form-urlencoded"
    return Client().post("/api/v1/oauth/token", urlencode(fields), content_type=form, headers=headers)


def test_every_operation_declares_its_scope() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    declared = {
        (method, path): operation.get("x-scope", "")
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert {where: scope for where, scope in declared.items() if scope not in SCOPES} == {}
    assert {where for where, scope in declared.items() if (where[0] == "get") != scope.endswith(":read")} == set()
    assert {scope.partition(":")[0] for scope in FOR_PARTNERS} <= {s.partition(":")[0] for s in declared.values()}


def test_a_program_gets_a_token_for_its_secret(given: GivenSecret) -> None:
    for basic in (True, False):
        answer = asked(given, basic=basic)
        assert (answer.status_code, answer["Cache-Control"], answer["Pragma"]) == (200, "no-store", "no-cache")
        said = answer.json()
        assert (said["token_type"], said["expires_in"], set(said["scope"].split())) == ("Bearer", 1800, set(MINE[:3]))
    kept = AccessToken.objects.all()
    assert kept.count() == 2
    assert not any(said["access_token"] in str(row.__dict__) for row in kept)
    assert given.secret not in str(ClientSecret.objects.get().__dict__)
    assert asked(given, scope="loans:read").json()["scope"] == "loans:read"


def test_what_is_asked_wrongly_is_said_in_the_words_of_the_standard(given: GivenSecret) -> None:
    other = GivenSecret(new_id(), given.secret)
    cases: list[tuple[Any, int, str]] = [
        (asked(given, secret="0" * 64), 401, "invalid_client"),
        (asked(given, secret="short"), 401, "invalid_client"),
        (asked(other), 401, "invalid_client"),
        (asked(given, grant_type="password"), 400, "unsupported_grant_type"),
        (asked(given, scope="baskets:write"), 400, "invalid_scope"),  # its partner may, the program may not
        (asked(given, scope="nonsense"), 400, "invalid_scope"),
    ]
    for answer, status, error in cases:
        assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert AccessToken.objects.count() == 0
    assert Client().get("/api/v1/oauth/token").status_code == 405


def test_a_partner_sees_its_own_and_no_more_than_its_scopes(world: World, partner_id: Any, given: GivenSecret) -> None:
    program = Program(asked(given).json()["access_token"])
    assert program.get("/loans").json()["items"] == []
    assert program.get(f"/firms/{world.firm_id}").status_code == 404
    assert program.get(f"/applications/{world.application_id}").status_code == 404
    beyond = program.get("/payees")
    assert (beyond.status_code, beyond.json()["code"]) == (403, "insufficient_scope")
    assert beyond["WWW-Authenticate"] == 'Bearer realm="puhui", error="insufficient_scope", scope="payees:read"'
    assert program.get("/operations/staff").status_code == 403
    unknown = Program("puhui-at-" + "0" * 64).get("/loans")
    assert (unknown.status_code, unknown["WWW-Authenticate"]) == (401, 'Bearer realm="puhui", error="invalid_token"')
    assert Client().get("/api/v1/loans")["WWW-Authenticate"] == 'Bearer realm="puhui"'
    suspend_partner(call(CLERK), partner_id=partner_id)
    assert program.get("/loans").status_code == 401
    assert asked(given).status_code == 401


def test_a_customer_shares_what_a_partner_may_read(world: World, partner_id: Any, given: GivenSecret) -> None:
    program = Program(asked(given).json()["access_token"])
    path, header = f"/applications/{world.application_id}", {"Puhui-On-Behalf-Of": str(world.firm_id)}
    assert program.get(path, **header).json()["code"] == "not_shared"
    shared = {"party_id": str(world.firm_id), "partner_id": str(partner_id), "scopes": ["applications:read"]}
    assert world.stranger.post("/partners/sharings", shared).status_code == 404
    made = world.customer.post("/partners/sharings", shared)
    assert made.status_code == 201
    assert program.get(path, **header).json()["id"] == str(world.application_id)
    assert program.get("/loans", **header).json()["code"] == "not_shared"  # of another kind
    assert program.get(path).status_code == 404  # not without saying for whom
    assert program.post(f"{path}/withdraw", **header).status_code == 403  # and to read only
    assert len(world.customer.get("/partners/sharings").json()) == 1
    assert world.stranger.get("/partners/sharings").json() == []
    ended = f"/partners/sharings/{made.json()['sharing_id']}/end"
    assert world.stranger.post(ended).status_code == 404
    assert world.customer.post(ended).status_code == 204
    assert program.get(path, **header).json()["code"] == "not_shared"


def test_a_secret_changes_without_a_gap_and_a_program_ends_at_once(given: GivenSecret) -> None:
    new = rotate_secret(call(ADMIN), client_id=given.client_id, overlap_days=7)
    assert new.secret != given.secret
    assert asked(given).status_code == asked(new).status_code == 200
    later = NOW + timedelta(days=8)
    assert client_by_secret(str(given.client_id), given.secret, at=later) is None
    assert client_by_secret(str(given.client_id), new.secret, at=later) is not None
    program = Program(asked(new).json()["access_token"])
    end_client(call(ADMIN), client_id=given.client_id)
    assert asked(new).status_code == 401
    assert program.get("/loans").status_code == 401


def test_what_is_refused_changes_nothing(world: World, partner_id: Any, given: GivenSecret) -> None:
    officer = Actor(new_id(), frozenset({Role.RISK_OFFICER}))
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), new_id())
    other = register_organisation(call(CLERK), name="Another platform", uscc=credit_code(902))
    propose_partner(call(ADMIN), party_id=other, scopes=MINE, reason="as well")

    def proposes(actor: Actor, **changed: Any) -> Callable[[], object]:
        given = {"party_id": world.firm_id, "scopes": MINE, "reason": "because", **changed}
        return lambda: propose_partner(call(actor), **given)

    def adds(actor: Actor, **changed: Any) -> Callable[[], object]:
        given = {"partner_id": partner_id, "name": "one more", "scopes": MINE[:1], **changed}
        return lambda: add_client(call(actor), **given)

    def shares(**changed: Any) -> Callable[[], object]:
        given = {"party_id": world.firm_id, "partner_id": partner_id, "scopes": ["loans:read"], "days": 30, **changed}
        return lambda: share_with_partner(call(world.actor), **given)

    acts: list[tuple[Callable[[], object], type[Refusal]]] = [
        (proposes(officer), Forbidden),
        (proposes(CLERK, party_id=new_id()), NotFound),
        (proposes(CLERK, party_id=world.actor.party_id), NotFound),  # a person is no partner
        (proposes(CLERK, party_id=partner_id), PartnerTaken),
        (proposes(CLERK, scopes=["ledger:read"]), ScopeUnknown),
        (proposes(CLERK, scopes=[]), ScopeUnknown),
        (proposes(CLERK, reason=" "), Refusal),
        (lambda: decide_partner(call(ADMIN), partner_id=other, agree=True), PartnerFourEyes),
        (lambda: decide_partner(call(CLERK), partner_id=other, agree=True), Forbidden),
        (lambda: decide_partner(call(SECOND), partner_id=partner_id, agree=True), PartnerNotMovable),
        (lambda: decide_partner(call(SECOND), partner_id=new_id(), agree=True), NotFound),
        (lambda: suspend_partner(call(CLERK), partner_id=other), PartnerNotMovable),
        (lambda: suspend_partner(call(officer), partner_id=partner_id), Forbidden),
        (adds(CLERK), Forbidden),
        (adds(ADMIN, partner_id=other), PartnerNotMovable),
        (adds(ADMIN, name="\n"), InvalidInput),
        (adds(ADMIN, scopes=["bills:read"]), ScopeUnknown),
        (lambda: rotate_secret(call(CLERK), client_id=given.client_id, overlap_days=1), Forbidden),
        (lambda: rotate_secret(call(ADMIN), client_id=given.client_id, overlap_days=31), InvalidInput),
        (lambda: rotate_secret(call(ADMIN), client_id=new_id(), overlap_days=1), NotFound),
        (lambda: end_client(call(CLERK), client_id=given.client_id), Forbidden),
        (shares(days=400), InvalidInput),
        (shares(scopes=["firms:read"]), ScopeUnknown),
        (shares(partner_id=other), NotFound),
        (shares(party_id=partner_id), NotFound),
        (lambda: partner(stranger, partner_id), NotFound),
        (lambda: partner(officer, partner_id), Forbidden),
    ]
    before = footprint()
    for act, refusal in acts:
        with pytest.raises(refusal):
            act()
    assert footprint() == before


def test_a_partner_s_program_is_told_of_what_customers_share(
    world: World, partner_id: Any, given: GivenSecret, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over real HTTP, to the receiver of the client: signed, tried again, told again; a wrong secret is no proof."""
    admin, heard, secret = call(ADMIN), [], "-"
    server = receiver(secret, port=0, heard=heard.append)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    kinds = ["sharing.given", "sharing.ended", "application.refused"]
    made = subscribe(admin, partner_id=partner_id, address=address, kinds=kinds)
    ports = dataclasses.replace(current_ports(), clock=MovedClock(NOW), callbacks=HttpCallbacks(inside=True))
    shared = {"party_id": str(world.firm_id), "partner_id": str(partner_id), "scopes": ["applications:read"]}
    sharing_id = world.customer.post("/partners/sharings", shared).json()["sharing_id"]
    deliver_outbox(ports, now=datetime.now(UTC))
    [told] = messages_page(ADMIN, party_id=partner_id)
    assert (told.kind, told.delivered_at, told.last_error, heard) == ("sharing.given", None, "answered 401", [])
    monkeypatch.setattr(server, "RequestHandlerClass", _handler(secret_of_subscription(ADMIN, made), heard))
    assert world.stranger.post(f"/partners/messages/{told.id}/again").status_code == 404
    tell_again(call(ADMIN), message_id=told.id)
    deliver_outbox(ports, now=datetime.now(UTC))
    [told] = messages_page(ADMIN, party_id=partner_id)
    assert [one.answer_code for one in message(ADMIN, told.id)[1]] == [204, 401]
    assert [(one["kind"], one["sharing_id"]) for one in heard] == [("sharing.given", sharing_id)]
    jsonschema_rs.validate(EVENTS["sharing.given"].schema, heard[0])
    world.customer.post(f"/partners/sharings/{sharing_id}/end")
    program = Program(asked(given).json()["access_token"])
    assert program.get(f"/partners/{partner_id}/messages").json()["code"] == "insufficient_scope"
    deliver_outbox(ports, now=datetime.now(UTC))
    assert [one["kind"] for one in heard] == ["sharing.given", "sharing.ended"]
    assert len(world.auditor.get(f"/partners/{partner_id}/messages").json()["items"]) == 2
    assert len(world.auditor.get("/partners/events").json()) == len(EVENTS)
    end_subscription(call(ADMIN), subscription_id=made)
    tell_again(call(ADMIN), message_id=told.id)
    deliver_outbox(ports, now=datetime.now(UTC))
    assert len(heard) == 2  # nobody listens any more
    server.shutdown()
    server.server_close()


def _handler(secret: str, heard: list[Any]) -> Any:
    with receiver(secret, port=0, heard=heard.append) as other:
        return other.RequestHandlerClass


def test_who_may_say_where_a_partner_listens(world: World, partner_id: Any) -> None:
    kinds, good = ["loan.disbursed"], "https://platform.example/hear"
    made = subscribe(call(ADMIN), partner_id=partner_id, address=good, kinds=kinds)
    acts: list[tuple[Callable[[], object], type[Refusal]]] = [
        (lambda: subscribe(call(CLERK), partner_id=partner_id, address=good, kinds=kinds), Forbidden),
        (lambda: subscribe(call(world.actor), partner_id=partner_id, address=good, kinds=kinds), NotFound),
        (lambda: subscribe(call(ADMIN), partner_id=partner_id, address="http://a.example", kinds=kinds), InvalidInput),
        (lambda: subscribe(call(ADMIN), partner_id=partner_id, address=good, kinds=["a.b"]), InvalidInput),
        (lambda: subscribe(call(ADMIN), partner_id=new_id(), address=good, kinds=kinds), NotFound),
        (lambda: secret_of_subscription(CLERK, made), Forbidden),
        (lambda: secret_of_subscription(world.actor, made), NotFound),
        (lambda: end_subscription(call(CLERK), subscription_id=made), Forbidden),
        (lambda: end_subscription(call(ADMIN), subscription_id=new_id()), NotFound),
        (lambda: tell_again(call(ADMIN), message_id=new_id()), NotFound),
    ]
    before = footprint()
    for act, refusal in acts:
        with pytest.raises(refusal):
            act()
    assert footprint() == before
    for _ in range(9):
        subscribe(call(ADMIN), partner_id=partner_id, address=good, kinds=kinds)
    with pytest.raises(TooManySubscriptions):
        subscribe(call(ADMIN), partner_id=partner_id, address=good, kinds=kinds)


def test_a_partner_has_a_bounded_number_of_programs(partner_id: Any) -> None:
    for n in range(20):
        add_client(call(ADMIN), partner_id=partner_id, name=f"program {n}", scopes=MINE[:1])
    with pytest.raises(TooManyClients):
        add_client(call(ADMIN), partner_id=partner_id, name="one too many", scopes=MINE[:1])


def test_the_sandbox_partner_of_the_demo_reads_what_is_shared(world: World) -> None:
    made = make_sandbox_partner(phone="19900000001", at=NOW)
    assert make_sandbox_partner(phone="19900000001", at=NOW) == made  # told again, not made again
    program = Program(asked(GivenSecret(UUID(made.client_id), made.client_secret)).json()["access_token"])
    header = {"Puhui-On-Behalf-Of": made.on_behalf_of}
    assert program.get(f"/applications/{world.application_id}", **header).status_code == 200
    assert [one.kind for one in messages_page(ADMIN, party_id=UUID(made.partner_id))] == ["sharing.given"]


def test_where_tokens_are_given_is_told(given: GivenSecret) -> None:
    del given
    said = Client().get("/.well-known/oauth-authorization-server").json()
    assert said["token_endpoint"] == said["issuer"] + "/api/v1/oauth/token"
    assert said["grant_types_supported"] == ["client_credentials"]
    assert set(said["scopes_supported"]) == FOR_PARTNERS


def test_the_register_by_programs(world: World, partner_id: Any) -> None:
    assert world.auditor.get("/partners").json()["items"][0]["id"] == str(partner_id)
    assert world.customer.get("/partners").status_code == 403
    assert world.auditor.get(f"/partners/{partner_id}/clients").json() == []
    proposed = {"party_id": str(world.firm_id), "scopes": ["loans:read"], "reason": "x"}
    assert world.officer.post("/partners", proposed).status_code == 403
