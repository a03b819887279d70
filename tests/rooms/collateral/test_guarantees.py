"""Parties and schemes that answer for debts: capacity, rings, room under concurrent claims, calls."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, connections
from tests.rooms.collateral.secured import FINANCE, MANAGER, OPERATOR, guarantor, kept
from tests.rooms.collections.late import late_world
from tests.rooms.lending.lender import pay
from tests.rooms.lending.world import World

from puhui.flows.secure_loan.guarantee import call_guarantee, claim_guarantee_scheme, guarantee_loan
from puhui.foundation.casework.facade import cases_page
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.products.collateral.facade import (
    AlreadyGuaranteed,
    CannotCall,
    CannotPledge,
    GuaranteeMode,
    GuaranteeState,
    GuarantorTooWeak,
    Means,
    OwnDebt,
    PledgeNotOpen,
    SchemeFull,
    cover_of,
    guarantee,
    guarantees_page,
    schemes,
    security_faults,
)
from puhui.products.collateral.models import Guarantee, SchemeUse
from puhui.products.lending.facade import loan

pytestmark = pytest.mark.django_db
COMPANY = "county-guarantee-company"
PUBLIC = "public-risk-share"


def test_a_party_answers_within_what_it_can_carry() -> None:
    """Owns 300,000 (70 percent count), earns 100,000 a year (two count), owes 50,000: carries 360,000."""
    world = World()
    firm, _ = world.firm()
    friend, _ = world.firm()
    loan_id = world.borrowed(firm)
    given = guarantee_loan(world.call(MANAGER), loan_id=loan_id, asked=guarantor(friend))
    assert (given.amount, given.is_ring) == (Money(120_000_00), False)
    assert cover_of([loan_id], on=business_date())[loan_id].guaranteed_minor == 120_000_00
    guarantee_loan(world.call(MANAGER), loan_id=world.borrowed(firm), asked=guarantor(friend))
    last = world.borrowed(firm, principal_minor=130_000_00)
    before = kept()
    with pytest.raises(GuarantorTooWeak) as refused:
        guarantee_loan(world.call(MANAGER), loan_id=last, asked=guarantor(friend))
    assert "¥120,000.00" in refused.value.message.zh
    assert kept() == before
    half = guarantee_loan(world.call(MANAGER), loan_id=last, asked=guarantor(friend, share_pct=Decimal(50)))
    assert half.amount == Money(65_000_00)


def test_what_the_guarantor_owes_here_counts_as_well() -> None:
    world = World()
    firm, _ = world.firm()
    friend, _ = world.firm()
    world.borrowed(friend, principal_minor=300_000_00)
    with pytest.raises(GuarantorTooWeak) as refused:
        guarantee_loan(world.call(MANAGER), loan_id=world.borrowed(firm), asked=guarantor(friend))
    assert str(refused.value.detail["free"]) == "60000.00"


def test_a_ring_is_taken_and_told() -> None:
    world = World()
    first, second, third = (world.firm()[0] for _ in range(3))
    for borrower, friend in ((first, second), (second, third)):
        given = guarantee_loan(world.call(MANAGER), loan_id=world.borrowed(borrower), asked=guarantor(friend))
        assert not given.is_ring
    ring = guarantee_loan(world.call(MANAGER), loan_id=world.borrowed(third), asked=guarantor(first))
    assert ring.is_ring
    assert [c.subject for c in cases_page(SYSTEM, kind="collateral")] == [str(ring.guarantee_id)]
    direct = guarantee_loan(world.call(MANAGER), loan_id=world.borrowed(second), asked=guarantor(first))
    assert direct.is_ring


def test_refused_guarantees_change_nothing() -> None:
    world = World()
    firm, customer = world.firm()
    friend, _ = world.firm()
    loan_id, over = world.borrowed(firm), world.borrowed(firm)
    pay(over, loan(SYSTEM, over).outstanding.total, pays_off=True)
    guarantee_loan(world.call(MANAGER), loan_id=loan_id, asked=guarantor(friend, share_pct=Decimal(10)))
    before = kept()
    rich = Means(assets_minor=-1, income_minor=0, debts_minor=0)
    rows: list[tuple[type[Refusal], object, object, object]] = [
        (OwnDebt, MANAGER, loan_id, guarantor(firm)),
        (AlreadyGuaranteed, MANAGER, loan_id, guarantor(friend, share_pct=Decimal(1))),
        (CannotPledge, MANAGER, over, guarantor(friend)),
        (InvalidInput, MANAGER, loan_id, guarantor(friend, share_pct=Decimal(0))),
        (InvalidInput, MANAGER, loan_id, guarantor(friend, share_pct=Decimal("NaN"))),
        (InvalidInput, MANAGER, loan_id, guarantor(friend, most=Money(0))),
        (InvalidInput, MANAGER, loan_id, guarantor(friend, means=rich)),
        (NotFound, MANAGER, loan_id, guarantor(new_id())),
        (NotFound, MANAGER, new_id(), guarantor(friend)),
        (Forbidden, FINANCE, loan_id, guarantor(friend)),
        (Forbidden, customer, loan_id, guarantor(friend)),
    ]
    for refusal, actor, debt, asked in rows:
        with pytest.raises(refusal) as refused:
            guarantee_loan(world.call(actor), loan_id=debt, asked=asked)  # type: ignore[arg-type]
        assert refused.value.message.zh
        assert kept() == before


def test_a_scheme_answers_for_its_share_until_the_loan_is_over() -> None:
    world = World()
    firm, _ = world.firm()
    loan_id = world.borrowed(firm)
    claimed = claim_guarantee_scheme(world.call(MANAGER), loan_id=loan_id, scheme=COMPANY)
    assert claimed.amount == Money(96_000_00)
    assert guarantee(MANAGER, claimed.guarantee_id).fee == Money(960_00)
    view = {s.code: s for s in schemes(MANAGER, on=business_date())}
    assert (view[COMPANY].used, view[COMPANY].free) == (Money(96_000_00), Money(19_904_000_00))
    assert view[PUBLIC].used == Money(0)
    before = kept()
    with pytest.raises(AlreadyGuaranteed):
        claim_guarantee_scheme(world.call(MANAGER), loan_id=loan_id, scheme=COMPANY)
    with pytest.raises(InvalidInput):
        claim_guarantee_scheme(world.call(MANAGER), loan_id=loan_id, scheme="no-such-scheme")
    assert kept() == before
    pay(loan_id, loan(SYSTEM, loan_id).outstanding.total, pays_off=True)
    world.close()
    assert guarantee(MANAGER, claimed.guarantee_id).state == GuaranteeState.ENDED
    assert schemes(MANAGER, on=business_date())[0].used == Money(0)
    assert security_faults() == []


def test_a_scheme_has_room_for_a_borrower_and_in_all() -> None:
    world = World()
    firm, _ = world.firm()
    large = world.borrowed(firm, principal_minor=1_250_000_00)
    claim_guarantee_scheme(world.call(MANAGER), loan_id=large, scheme=COMPANY)
    with pytest.raises(SchemeFull) as refused:
        claim_guarantee_scheme(world.call(MANAGER), loan_id=world.borrowed(firm), scheme=COMPANY)
    assert "该借款人" in refused.value.message.zh
    SchemeUse.objects.filter(code=COMPANY).update(used_minor=20_000_000_00 - 95_999_99)
    other, _ = world.firm()
    loan_id = world.borrowed(other)
    before = kept()
    with pytest.raises(SchemeFull) as refused:
        claim_guarantee_scheme(world.call(MANAGER), loan_id=loan_id, scheme=COMPANY)
    assert str(refused.value.detail["free"]) == "95999.99"
    assert kept() == before
    assert [fault.check for fault in security_faults()] == ["collateral.scheme"]


def test_a_guarantee_is_called_on_its_conditions() -> None:
    """The company is called from day 60 on; a party when the loan is late, one that answers second with a ground."""
    world, _, _, loan_id = late_world(until=date(2026, 2, 6))
    friend, _ = world.firm()
    second, _ = world.firm()
    scheme = claim_guarantee_scheme(world.call(MANAGER), loan_id=loan_id, scheme=COMPANY).guarantee_id
    given = guarantee_loan(world.call(MANAGER), loan_id=loan_id, asked=guarantor(friend))
    joint = given.guarantee_id
    after = guarantor(second, mode=GuaranteeMode.GENERAL)
    general = guarantee_loan(world.call(MANAGER), loan_id=loan_id, asked=after).guarantee_id
    before = kept()
    with pytest.raises(CannotCall):
        call_guarantee(world.call(OPERATOR), guarantee_id=joint)
    assert kept() == before
    world.close_until(date(2026, 2, 10))
    before = kept()
    for refusal, actor, guarantee_id in (
        (CannotCall, OPERATOR, scheme),
        (InvalidInput, OPERATOR, general),
        (Forbidden, MANAGER, joint),
        (NotFound, OPERATOR, new_id()),
    ):
        with pytest.raises(refusal):
            call_guarantee(world.call(actor), guarantee_id=guarantee_id)
        assert kept() == before
    called = call_guarantee(world.call(OPERATOR), guarantee_id=joint)
    assert called.amount.minor == min(loan(SYSTEM, loan_id).outstanding.total, given.amount.minor)
    with pytest.raises(PledgeNotOpen):
        call_guarantee(world.call(OPERATOR), guarantee_id=joint)
    ground = "enforcement ended without property, court file 2026-17"
    call_guarantee(world.call(OPERATOR), guarantee_id=general, grounds=ground)
    states = {one.id: one.state for one in guarantees_page(MANAGER, debt_id=loan_id)}
    assert states == {joint: "called", general: "called", scheme: "in_force"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_claims_at_once_never_exceed_the_capacity() -> None:
    """Sixteen claims of 96,000 race for room for five."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set PUHUI_DATABASE_URL=postgresql://...")
    world = World()
    loans = [world.borrowed(world.firm()[0]) for _ in range(16)]
    SchemeUse.objects.create(code=COMPANY, used_minor=20_000_000_00 - 5 * 96_000_00)
    refused: list[str] = []
    calls = [world.call(MANAGER) for _ in loans]

    def claim(n: int) -> None:
        try:
            claim_guarantee_scheme(calls[n], loan_id=loans[n], scheme=COMPANY)
        except SchemeFull as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claim, args=(n,)) for n in range(len(loans))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 11
    assert Guarantee.objects.count() == 5
    assert SchemeUse.objects.get(code=COMPANY).used_minor == 20_000_000_00
