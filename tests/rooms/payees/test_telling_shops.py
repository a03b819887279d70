"""A shop's program is told of its baskets: over real HTTPS, signed, tried again, repeatable, and by nobody else."""

import dataclasses
import datetime as dt
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door
from tests.rooms.origination.person_at_the_door import person_at_the_door, verify_income
from tests.rooms.payees.shops import CLERK, basket_of, by, let_in

from puhui.adapters.callbacks.http import HttpCallbacks, NotTaken
from puhui.conduct.partners.facade import (
    SIGNATURE,
    message,
    messages_page,
    shop_address,
    signature,
    tell_again,
)
from puhui.flows.pay_payee.checkout import take_up_basket
from puhui.flows.pay_payee.telling_shops import set_shop_callback
from puhui.interfaces.jobs.deliver_outbox import deliver_outbox
from puhui.interfaces.ports import Ports, current_ports
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.money import Money
from puhui.kernel.ports import MovedClock
from puhui.products.origination.facade import application
from puhui.products.payees.facade import BasketItem, BasketState, basket

pytestmark = pytest.mark.django_db


class Listener:
    """The shop's own program: an HTTPS server on this machine; `answers` are the next statuses, then 204."""

    def __init__(self, folder: Path) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.answers: list[int] = []
        certificate, key = _made_up_certificate(folder)
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((self.headers[SIGNATURE], body))
                self.send_response(listener.answers.pop(0) if listener.answers else 204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"https://127.0.0.1:{self.server.server_port}/hear?shop=1"
        trusting = ssl.create_default_context(cafile=str(certificate))
        self.way = HttpCallbacks(context=trusting, inside=True)


def _made_up_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a shop of the tests")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "shop.pem", folder / "shop.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    made = Listener(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def shop(listener: Listener) -> Door:
    door = firm_at_the_door(invoices="")
    let_in(door)
    set_shop_callback(by(door.actor, door), payee_id=door.firm_id, address=listener.address)
    return door


def ports(listener: Listener, door: Door) -> Ports:
    return dataclasses.replace(current_ports(), clock=MovedClock(door.at), callbacks=listener.way)


def deliver(listener: Listener, door: Door, *, later: int = 0) -> None:
    deliver_outbox(ports(listener, door), now=door.at + dt.timedelta(seconds=later))


def buyer() -> Door:
    door = person_at_the_door()
    verify_income(door)
    return door


def test_a_shop_is_told_signed_and_again_until_it_has_heard(listener: Listener, shop: Door) -> None:
    opened = basket_of(shop)
    listener.answers = [500]
    decided = take_up_basket(buyer().call(), basket_id=opened.basket_id, term_months=6)
    assert decided.outcome == "approve"
    deliver(listener, shop)
    [told] = messages_page(shop.actor, party_id=shop.firm_id)
    assert (told.kind, told.attempts, told.delivered_at, told.last_error) == (
        "basket.approved", 1, None, "answered 500",
    )  # fmt: skip
    deliver(listener, shop, later=60)
    [told] = messages_page(shop.actor, party_id=shop.firm_id)
    assert told.attempts == 2
    assert told.delivered_at is not None
    address, secret = shop_address(shop.actor, shop.firm_id)
    assert address == listener.address
    assert len(listener.heard) == 2
    assert [one.answer_code for one in message(shop.actor, told.id)[1]] == [204, 500]
    for header, body in listener.heard:
        stamp, proof = (part.split("=", 1)[1] for part in header.split(","))
        assert proof == signature(secret, seconds=int(stamp), body=body)
        said = json.loads(body)
        assert said["id"] == str(told.id)  # the same message, which a receiver may see twice
        assert (said["kind"], said["reference"], said["amount"]) == ("basket.approved", "ORDER-1", "2298.90")
        assert set(said) == {"id", "kind", "basket_id", "reference", "amount", "currency", "at"}  # nothing of the buyer
    tell_again(by(CLERK, shop), message_id=told.id)
    deliver(listener, shop, later=120)
    assert len(listener.heard) == 3
    assert json.loads(listener.heard[2][1]) == json.loads(listener.heard[0][1])


def test_a_part_of_the_basket_is_no_approval(listener: Listener, shop: Door) -> None:
    """16,000 is within the product and beyond what this buyer can repay: refused, never paid in part."""
    things = (BasketItem("相机", 16_000_00),)
    opened = basket_of(shop, amount=Money(16_000_00), items=things, reference="ORDER-2")
    decided = take_up_basket(buyer().call(), basket_id=opened.basket_id, term_months=6)
    assert (decided.outcome, decided.offer_ids) == ("decline", ())
    assert [one.code for one in application(SYSTEM, decided.application_id).reasons] == ["less_than_the_basket"]
    assert basket(shop.actor, opened.basket_id).state == BasketState.DECLINED
    deliver(listener, shop)
    assert [json.loads(body)["kind"] for _, body in listener.heard] == ["basket.refused"]


def test_only_the_shop_s_own_people_say_where_it_listens(listener: Listener, shop: Door) -> None:
    other = firm_at_the_door(invoices="")
    address = "https://elsewhere.example/"
    first = shop_address(shop.actor, shop.firm_id)[1]
    opened = basket_of(shop)
    take_up_basket(buyer().call(), basket_id=opened.basket_id, term_months=6)
    [told] = messages_page(shop.actor, party_id=shop.firm_id)
    acts: list[tuple[Any, type[Refusal]]] = [
        (lambda: set_shop_callback(by(other.actor, other), payee_id=shop.firm_id, address=address), NotFound),
        (lambda: set_shop_callback(by(CLERK, shop), payee_id=shop.firm_id, address=address), Forbidden),
        (
            lambda: set_shop_callback(by(shop.actor, shop), payee_id=shop.firm_id, address="http://a.example"),
            InvalidInput,
        ),
        (lambda: shop_address(other.actor, shop.firm_id), NotFound),
        (lambda: shop_address(CLERK, shop.firm_id), Forbidden),
        (lambda: messages_page(other.actor, party_id=shop.firm_id), NotFound),
        (lambda: tell_again(by(other.actor, other), message_id=told.id), NotFound),
    ]
    before = footprint()
    for act, refusal in acts:
        with pytest.raises(refusal):
            act()
    assert footprint() == before
    set_shop_callback(by(shop.actor, shop), payee_id=shop.firm_id, address=address)
    assert shop_address(shop.actor, shop.firm_id)[1] != first  # a new address has a new secret
    set_shop_callback(by(shop.actor, shop), payee_id=shop.firm_id, address="")
    deliver(listener, shop)
    assert listener.heard == []  # nobody listens any more


@pytest.mark.parametrize(
    "address", ["https://127.0.0.1/x", "https://[::1]/x", "https://10.1.2.3/", "http://1.1.1.1/", "https:///"]
)
def test_no_message_goes_into_our_own_network(address: str) -> None:
    with pytest.raises(NotTaken):
        HttpCallbacks().post(address, body=b"{}", headers={})
