"""Offers: shown with proof, accepted once, signed with a code; whatever is refused leaves nothing behind."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.rooms.origination.firm_at_the_door import TODAY, Door, firm_at_the_door, staff

from puhui.flows.originate_loan.accept_offer import accept_offer
from puhui.flows.originate_loan.expire_offers import expire_offers
from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.show_offer import show_offer
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.originate_loan.withdraw_application import withdraw_application
from puhui.foundation.access.facade import CodeExpired, CodeWrong, RateLimited
from puhui.foundation.catalogue.facade import BreaksRule
from puhui.foundation.evidence.models import IdempotencyRecord
from puhui.foundation.ledger.models import BusinessDate
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.lending.facade import loan
from puhui.products.lending.models import Loan
from puhui.products.origination.facade import (
    ContractView,
    NoHeadroom,
    OfferExpired,
    OfferGone,
    ProofMissing,
    ReadingTimeUntrue,
    ReadTooFast,
    WrongState,
    application,
    contract,
    contract_of,
    contract_text,
    offer,
    offers_of,
    proofs_of,
    sheet_digest,
)
from puhui.products.origination.models import Application, Contract, DisplayProof, Offer

db = pytest.mark.django_db


def everything() -> list[list[tuple[Any, ...]]]:
    tables = (Application, Offer, DisplayProof, Contract, Loan)
    return [list(t.objects.order_by("pk").values_list()) for t in tables]


def offered() -> tuple[Door, tuple[UUID, ...]]:
    door = firm_at_the_door()
    return door, door.applied().offer_ids


def move_to(day: date) -> None:
    BusinessDate.objects.update(business_date=day)


def signable() -> tuple[Door, UUID]:
    door, offers = offered()
    contract_id = door.accept(offers[0])
    request_signing_code(door.call(), contract_id=contract_id)
    return door, contract_id


@db
def test_the_sheet_shown_kept_and_printed_is_one() -> None:
    door, offers = offered()
    kept = offer(door.actor, offers[0])
    shown = show_offer(door.call(), offer_id=offers[0], language="en")
    assert shown.minimum_seconds == 5
    assert sheet_digest(shown.sheet) == sheet_digest(kept.sheet) == shown.sheet_hash == kept.sheet_hash
    door.wait(7)
    answer = accept_offer(door.call(), offer_id=offers[0], proof_id=shown.proof_id, seconds_shown=6)
    html = contract_text(door.actor, answer.contract_id)
    prepared = contract(door.actor, answer.contract_id)
    assert kept.sheet_hash in html
    assert hashlib.sha256(html.encode()).hexdigest() == prepared.sha256
    assert (prepared.state, prepared.language) == ("prepared", "en")
    for line in kept.sheet["schedule"]:
        assert f"{Decimal(line['total']):,.2f}" in html
    proof = proofs_of(staff(Role.AUDITOR), offers[0])[0]
    assert (proof.language, proof.seconds_shown, proof.seconds_measured, proof.confirmed_at) == ("en", 6, 7, door.at)
    assert (proof.product_version, proof.sheet_hash, proof.shown_to) == (1, kept.sheet_hash, door.actor.party_id)


@db
def test_one_accepted_and_the_others_lapse() -> None:
    door, offers = offered()
    door.accept(offers[1])
    seen = offers_of(door.actor, offer(door.actor, offers[0]).application_id)
    assert [o.state for o in seen] == ["lapsed", "accepted", "lapsed"]
    assert application(door.actor, seen[0].application_id).state == "accepted"


@db
def test_without_a_page_that_counts_the_server_measures_alone() -> None:
    door, offers = offered()
    proof_id = door.read(offers[0], seconds=5)
    accept_offer(door.call(), offer_id=offers[0], proof_id=proof_id)
    assert proofs_of(door.actor, offers[0])[0].seconds_shown is None


def accept_after(seconds: int, claimed: int | None) -> Callable[[Door, tuple[UUID, ...]], object]:
    def act(door: Door, offers: tuple[UUID, ...]) -> object:
        proof_id = door.read(offers[0], seconds=seconds)
        return accept_offer(door.call(), offer_id=offers[0], proof_id=proof_id, seconds_shown=claimed)

    return act


def accept_with(proof: Callable[[Door, tuple[UUID, ...]], UUID]) -> Callable[[Door, tuple[UUID, ...]], object]:
    def act(door: Door, offers: tuple[UUID, ...]) -> object:
        return accept_offer(door.call(), offer_id=offers[0], proof_id=proof(door, offers), seconds_shown=8)

    return act


def by_another_person(door: Door, offers: tuple[UUID, ...]) -> object:
    proof_id = door.read(offers[0])
    stranger = Actor(new_id(), frozenset({Role.CUSTOMER}), new_id())
    return accept_offer(Call(stranger, "s", door.at), offer_id=offers[0], proof_id=proof_id, seconds_shown=8)


def by_staff(door: Door, offers: tuple[UUID, ...]) -> object:
    proof_id = door.read(offers[0])
    manager = staff(Role.RELATIONSHIP_MANAGER)
    return accept_offer(Call(manager, "m", door.at), offer_id=offers[0], proof_id=proof_id, seconds_shown=8)


def after_its_day(door: Door, offers: tuple[UUID, ...]) -> object:
    proof_id = door.read(offers[0])
    move_to(TODAY + timedelta(days=15))
    return accept_offer(door.call(), offer_id=offers[0], proof_id=proof_id, seconds_shown=8)


ACCEPTS: list[tuple[str, Callable[[Door, tuple[UUID, ...]], object], type[Refusal]]] = [
    ("too fast", accept_after(4, 4), ReadTooFast),
    ("too fast without a count", accept_after(4, None), ReadTooFast),
    ("at once", accept_after(0, 0), ReadTooFast),
    ("a lie", accept_after(4, 60), ReadingTimeUntrue),
    ("a negative time", accept_after(10, -1), ReadingTimeUntrue),
    ("never shown", accept_with(lambda _, __: new_id()), ProofMissing),
    ("another offer's sheet was shown", accept_with(lambda d, o: d.read(o[1])), ProofMissing),
    ("a stranger", by_another_person, NotFound),
    ("staff", by_staff, Forbidden),
    ("after its day", after_its_day, OfferExpired),
]


@db
@pytest.mark.parametrize(("act", "refusal"), [(a, r) for _, a, r in ACCEPTS], ids=[n for n, _, _ in ACCEPTS])
def test_an_acceptance_that_is_refused(act: Callable[[Door, tuple[UUID, ...]], object], refusal: type[Refusal]) -> None:
    door, offers = offered()
    with pytest.raises(refusal):
        act(door, offers)
    assert {o.state for o in Offer.objects.all()} == {"open"}
    assert Application.objects.get().state == "approved"
    assert not DisplayProof.objects.filter(confirmed_at__isnull=False).exists()
    assert not Contract.objects.exists()


@db
def test_a_proof_counts_once() -> None:
    door, offers = offered()
    proof_id = door.read(offers[0])
    accept_offer(door.call("a"), offer_id=offers[0], proof_id=proof_id, seconds_shown=8)
    before = everything()
    with pytest.raises(OfferGone):
        accept_offer(door.call("b"), offer_id=offers[0], proof_id=proof_id, seconds_shown=8)
    assert everything() == before


@db
def test_the_same_key_accepts_once() -> None:
    door, offers = offered()
    proof_id = door.read(offers[0])
    call = door.call("same")
    first = accept_offer(call, offer_id=offers[0], proof_id=proof_id, seconds_shown=8)
    assert accept_offer(call, offer_id=offers[0], proof_id=proof_id, seconds_shown=8) == first
    assert Contract.objects.count() == 1


@db
@pytest.mark.parametrize("language", ["fr", "", "zh-hans " * 1000])
def test_a_language_that_is_not_spoken(language: str) -> None:
    door, offers = offered()
    with pytest.raises(InvalidInput):
        show_offer(door.call(), offer_id=offers[0], language=language)
    assert not DisplayProof.objects.exists()


@db
def test_what_is_over_is_not_shown() -> None:
    door, offers = offered()
    move_to(TODAY + timedelta(days=14))
    show_offer(door.call(), offer_id=offers[0], language="en")
    move_to(TODAY + timedelta(days=15))
    with pytest.raises(OfferExpired):
        show_offer(door.call(), offer_id=offers[0], language="en")
    withdraw_application(door.call(), application_id=offer(door.actor, offers[0]).application_id)
    with pytest.raises(OfferGone):
        show_offer(door.call(), offer_id=offers[0], language="en")


@db
def test_others_offers_and_contracts_are_not_there() -> None:
    door, offers = offered()
    other = firm_at_the_door(invoices="")
    contract_id = door.accept(offers[0])
    application_id = offer(door.actor, offers[0]).application_id
    acts: list[Callable[[], object]] = [
        lambda: offer(other.actor, offers[0]),
        lambda: proofs_of(other.actor, offers[0]),
        lambda: contract(other.actor, contract_id),
        lambda: contract_text(other.actor, contract_id),
        lambda: show_offer(other.call(), offer_id=offers[0], language="en"),
        lambda: request_signing_code(other.call(), contract_id=contract_id),
        lambda: sign_contract(other.call(), contract_id=contract_id, code="123456"),
    ]
    for act in acts:
        before = everything()
        with pytest.raises(NotFound):
            act()
        assert everything() == before
    assert contract_of(other.actor, application_id) is None


@db
def test_offers_run_out_set_wise_and_once() -> None:
    first, _ = offered()
    second, offers = offered()
    second.accept(offers[0])
    system = Call(SYSTEM, "e1", first.at)
    until = TODAY + timedelta(days=14)
    assert expire_offers(system, on=until).count == 0
    assert expire_offers(replace(system, key="e2"), on=until + timedelta(days=1)).count == 2
    assert expire_offers(replace(system, key="e3"), on=until + timedelta(days=1)).count == 0
    assert {a.state for a in Application.objects.all()} == {"expired"}
    assert {o.state for o in Offer.objects.all()} == {"lapsed"}
    assert {c.state for c in Contract.objects.all()} == {"void"}
    with pytest.raises(Forbidden):
        expire_offers(first.call(), on=until)


@db
def test_an_offer_that_ran_out_does_not_stand_in_the_way() -> None:
    door, offers = offered()
    move_to(TODAY + timedelta(days=15))
    assert door.applied().outcome in {"approve", "refer"}
    assert offer(door.actor, offers[0]).state == "lapsed"


@db
def test_the_database_holds_one_accepted_offer() -> None:
    _, offers = offered()
    Offer.objects.filter(id=offers[0]).update(state="accepted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(id=offers[1]).update(state="accepted")


def signed(door: Door, contract_id: UUID) -> ContractView:
    sign_contract(door.call(), contract_id=contract_id, code=door.last_code())
    return contract(door.actor, contract_id)


@db
def test_signing_opens_the_loan_of_the_very_terms() -> None:
    door, contract_id = signable()
    done = signed(door, contract_id)
    assert (done.state, done.signed_at) == ("signed", door.at)
    assert done.loan_id
    opened = loan(door.actor, done.loan_id)
    agreed = offer(door.actor, done.offer_id)
    shown = [(line["principal"], line["interest"]) for line in agreed.sheet["schedule"]]
    assert [(f"{x.principal / 100:.2f}", f"{x.interest / 100:.2f}") for x in opened.instalments] == shown
    assert opened.terms.penalty_multiple == agreed.loan_terms.penalty_multiple
    assert application(door.actor, done.application_id).state == "signed"


@db
def test_no_trace_of_the_code_is_kept() -> None:
    door, contract_id = signable()
    code = door.last_code()
    sign_contract(door.call(), contract_id=contract_id, code=code)
    kept = IdempotencyRecord.objects.order_by("-id").values_list("verb", "answer")[0]
    assert kept[0] == "originate_loan.sign_contract"
    assert code not in str(kept[1])


def wrong_code(door: Door, contract_id: UUID) -> object:
    code = door.last_code()
    return sign_contract(door.call(), contract_id=contract_id, code=f"{(int(code) + 1) % 10**6:06d}")


def old_code(door: Door, contract_id: UUID) -> object:
    door.wait(601)
    return signed(door, contract_id)


def signed_by_staff(door: Door, contract_id: UUID) -> object:
    manager = staff(Role.RELATIONSHIP_MANAGER)
    return sign_contract(Call(manager, "m", door.at), contract_id=contract_id, code=door.last_code())


def signed_late(door: Door, contract_id: UUID) -> object:
    move_to(TODAY + timedelta(days=15))
    return signed(door, contract_id)


def signed_after_a_cap(door: Door, contract_id: UUID) -> object:
    """The offer is still valid, and a cap came into force meanwhile: 4 x LPR."""
    Offer.objects.update(all_in_cost_pct="13.00", valid_until=date(2028, 1, 1))
    move_to(date(2027, 12, 31))
    return signed(door, contract_id)


def signed_after_withdrawing(door: Door, contract_id: UUID) -> object:
    withdraw_application(door.call(), application_id=contract(door.actor, contract_id).application_id)
    return signed(door, contract_id)


SIGNS: list[tuple[str, Callable[[Door, UUID], object], type[Refusal]]] = [
    ("a wrong code", wrong_code, CodeWrong),
    ("an old code", old_code, CodeExpired),
    ("a code of 10 MB", lambda d, c: sign_contract(d.call(), contract_id=c, code="1" * 10_000_000), InvalidInput),
    ("staff", signed_by_staff, Forbidden),
    ("after its day", signed_late, OfferExpired),
    ("after a cap came into force", signed_after_a_cap, BreaksRule),
    ("after withdrawing", signed_after_withdrawing, WrongState),
]


@db
@pytest.mark.parametrize(("act", "refusal"), [(a, r) for _, a, r in SIGNS], ids=[n for n, _, _ in SIGNS])
def test_a_signature_that_is_refused(act: Callable[[Door, UUID], object], refusal: type[Refusal]) -> None:
    door, contract_id = signable()
    with pytest.raises(refusal):
        act(door, contract_id)
    kept = Contract.objects.get()
    assert kept.state in {"prepared", "void"}
    assert (kept.signed_at, kept.signed_by, kept.loan_id) == (None, None, None)
    assert not Loan.objects.exists()


@db
def test_signing_twice_makes_one_loan() -> None:
    door, contract_id = signable()
    call, code = door.call(), door.last_code()
    first = sign_contract(call, contract_id=contract_id, code=code)
    assert sign_contract(call, contract_id=contract_id, code=code) == first
    with pytest.raises(Refusal):
        sign_contract(door.call(), contract_id=contract_id, code=code)
    assert Loan.objects.count() == 1
    with pytest.raises(WrongState):
        request_signing_code(door.call(), contract_id=contract_id)


@db
def test_codes_are_not_sent_without_end() -> None:
    door, contract_id = signable()
    for _ in range(5):
        request_signing_code(door.call(), contract_id=contract_id)
    with pytest.raises(RateLimited):
        request_signing_code(door.call(), contract_id=contract_id)


@db
def test_what_one_firm_owes_has_a_bound() -> None:
    door = firm_at_the_door()
    contract_id = door.accept(door.applied(amount=Money.parse("900000.00")).offer_ids[0])
    request_signing_code(door.call(), contract_id=contract_id)
    signed(door, contract_id)
    free = 100_000_000 - Loan.objects.get().principal_minor
    with pytest.raises(NoHeadroom):
        door.applied(amount=Money(free + 10_000))
    door.applied(amount=Money(max(free, 10_000_000)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
@pytest.mark.parametrize("same_offer", [True, False], ids=["one offer", "two offers of one application"])
def test_of_many_at_once_exactly_one_is_accepted(same_offer: bool) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: set PUHUI_DATABASE_URL=postgresql://...")
    door, offers = offered()
    chosen = [offers[0] if same_offer else offers[n % 3] for n in range(6)]
    proofs = [door.read(offer_id) for offer_id in chosen]
    door.wait(60)
    calls = [door.call() for _ in chosen]
    answers: list[object] = []
    gate = threading.Barrier(len(chosen))

    def accept(n: int) -> None:
        gate.wait()
        try:
            answers.append(accept_offer(calls[n], offer_id=chosen[n], proof_id=proofs[n], seconds_shown=8))
        except Refusal as refusal:
            answers.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(n,)) for n in range(len(chosen))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    lost = [a for a in answers if isinstance(a, Refusal)]
    assert len(answers) == len(chosen)
    assert len(lost) == len(chosen) - 1
    assert all(isinstance(a, OfferGone | WrongState) and a.http_status == 409 for a in lost)
    assert Contract.objects.count() == 1
    assert sorted(o.state for o in Offer.objects.all()) == ["accepted", "lapsed", "lapsed"]
    assert DisplayProof.objects.filter(confirmed_at__isnull=False).count() == 1
