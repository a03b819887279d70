"""Who lost the old phone: staff propose a number, its code proves it, a second of us decides, money waits."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from tests.interfaces.workbench.institution import footprint
from tests.rooms.origination.firm_at_the_door import Door, firm_at_the_door, staff
from tests.rooms.party.made_up import phone
from tests.small_papers import PNG
from tests.stories.test_drawing_on_a_limit import Shop

from puhui.flows.originate_loan.request_signing_code import request_signing_code
from puhui.flows.originate_loan.sign_contract import sign_contract
from puhui.flows.recover_phone import (
    CASE,
    PhoneRecoveryAsked,
    ask_phone_recovery,
    decide_phone_recovery,
    prove_new_phone,
)
from puhui.flows.request_sign_in_code import request_sign_in_code
from puhui.flows.send_papers import look_at_paper
from puhui.flows.sign_in_customer import sign_in_customer
from puhui.flows.stop_waiting import stop_waiting, waiting_acts
from puhui.foundation.access.facade import VISITOR, CodeExpired, CodeWrong
from puhui.foundation.access.models import User
from puhui.foundation.casework.facade import case, cases_page, open_case_of
from puhui.foundation.documents.facade import PaperKindRefused
from puhui.foundation.notices.facade import message_for_delivery
from puhui.foundation.notices.models import Notice
from puhui.foundation.party.facade import (
    NotIdentified,
    PhoneDecided,
    PhoneNotProven,
    PhoneTaken,
    phone_changed_at,
    phone_of,
    phone_proposed,
    reencrypt_batch,
    register_person,
)
from puhui.foundation.party.models import PhoneProposed
from puhui.foundation.payments.facade import OrderState, order
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import LoanState, loan
from puhui.products.origination.facade import offers_of

pytestmark = pytest.mark.django_db
NEW = phone(884)
SEEN = "identity card, the face fits"
CLERK, COLLEAGUE = staff(Role.OPERATIONS), staff(Role.RELATIONSHIP_MANAGER)


def call(actor: Actor, door: Door) -> Call:
    return Call(actor, str(new_id()), door.at)


def me(door: Door) -> UUID:
    assert door.actor.party_id is not None
    return door.actor.party_id


def asked(door: Door, *, number: str = NEW, seen: str = SEEN, content: bytes = PNG) -> PhoneRecoveryAsked:
    door.wait(60)
    return ask_phone_recovery(call(CLERK, door), party_id=me(door), phone=number, seen=seen, content=content)


def code_sent(kind: str = "lost_phone") -> str:
    notice = Notice.objects.filter(kind=f"code_{kind}").latest("id")
    return re.findall(r"\d{6}", message_for_delivery(notice.id).body)[0]


def proven(door: Door) -> UUID:
    asked(door)
    return prove_new_phone(call(VISITOR, door), phone=NEW, code=code_sent()).proposal_id


def decided(door: Door, proposal_id: UUID, *, agree: bool = True, by: Actor = COLLEAGUE) -> None:
    decide_phone_recovery(call(by, door), proposal_id=proposal_id, agree=agree, reason="the copy is hers")


def sent_to(kind: str) -> str:
    return message_for_delivery(Notice.objects.get(kind=kind).id).to


def test_the_new_number_holds_once_it_is_proven_and_a_second_person_agrees() -> None:
    door = firm_at_the_door(invoices="")
    old, password = door.phone, User.objects.get(id=door.actor.id).password
    made = asked(door)
    assert sent_to("phone_change_asked") == old
    assert open_case_of(CLERK, kind=CASE, subject=str(made.proposal_id)) is not None
    prove_new_phone(call(VISITOR, door), phone=NEW, code=code_sent())
    assert (phone_of(me(door)), phone_changed_at(me(door))) == (old, None)  # not yet
    decided(door, made.proposal_id)
    assert (phone_of(me(door)), phone_changed_at(me(door))) == (NEW, door.at)
    assert case(CLERK, made.case_id).outcome == "confirmed"
    assert User.objects.get(id=door.actor.id).password != password  # open sessions end
    assert (sent_to("phone_changed"), sent_to("phone_recovered")) == (old, NEW)
    kept = PhoneProposed.objects.get(id=made.proposal_id)
    assert (kept.phone_sealed, kept.phone_index) == ("", "")
    line, content = look_at_paper(call(COLLEAGUE, door), paper_id=made.paper_id, purpose="verification")
    assert (line.kind, content) == ("identity_paper", PNG)


def test_declined_nothing_changes_and_the_new_number_is_told() -> None:
    door = firm_at_the_door(invoices="")
    proposal_id = proven(door)
    decided(door, proposal_id, agree=False)
    assert phone_of(me(door)) == door.phone
    assert sent_to("phone_not_changed") == NEW
    with pytest.raises(PhoneDecided):
        decided(door, proposal_id)


def test_a_newer_number_replaces_the_one_that_waits() -> None:
    door = firm_at_the_door(invoices="")
    first, code = asked(door), code_sent()
    second = asked(door, number=phone(885))
    assert case(CLERK, first.case_id).outcome == "replaced"
    with pytest.raises(CodeExpired):
        prove_new_phone(call(VISITOR, door), phone=NEW, code=code)
    assert phone_proposed(CLERK, proposal_id=second.proposal_id).state == "proposed"


def test_the_same_key_twice_is_one_proposal_and_one_decision() -> None:
    door = firm_at_the_door(invoices="")
    again = Call(CLERK, "once", door.at)
    args = {"party_id": me(door), "phone": NEW, "seen": SEEN, "content": PNG}
    assert ask_phone_recovery(again, **args) == ask_phone_recovery(again, **args)
    assert PhoneProposed.objects.count() == 1
    proposal_id = prove_new_phone(call(VISITOR, door), phone=NEW, code=code_sent()).proposal_id
    once = Call(COLLEAGUE, "agree", door.at)
    told = [decide_phone_recovery(once, proposal_id=proposal_id, agree=True, reason="seen it") for _ in range(2)]
    assert told[0] == told[1]
    assert Notice.objects.filter(kind="phone_changed").count() == 1


Act = Callable[[Door, UUID], object]


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda d, p: asked(d, number="12"), Refusal),
        (lambda d, p: asked(d, number=d.phone), InvalidInput),
        (lambda d, p: asked(d, seen="id"), Refusal),
        (lambda d, p: asked(d, content=b"<html>"), PaperKindRefused),
        (lambda d, p: ask_phone_recovery(d.call(), party_id=me(d), phone=NEW, seen=SEEN, content=PNG), Forbidden),
        (
            lambda d, p: ask_phone_recovery(
                call(staff(Role.FINANCE), d), party_id=me(d), phone=NEW, seen=SEEN, content=PNG
            ),
            Forbidden,
        ),
        (
            lambda d, p: ask_phone_recovery(
                call(CLERK, d), party_id=d.firm_id, phone=phone(886), seen=SEEN, content=PNG
            ),
            NotFound,
        ),
        (lambda d, p: decided(d, p, by=CLERK), PhoneDecided),
        (lambda d, p: decided(d, p, by=staff(Role.FINANCE)), Forbidden),
        (lambda d, p: decided(d, p, by=d.actor), Forbidden),
        (lambda d, p: decided(d, new_id()), NotFound),
        (lambda d, p: decide_phone_recovery(call(COLLEAGUE, d), proposal_id=p, agree=True, reason=""), Refusal),
    ],
)
def test_refused_and_nothing_changed(act: Act, refusal: type[Refusal]) -> None:
    door = firm_at_the_door(invoices="")
    proposal_id = proven(door)
    before = footprint()
    with pytest.raises(refusal):
        act(door, proposal_id)
    assert footprint() == before


def test_nobody_agrees_before_the_code_came_back_or_long_after() -> None:
    door = firm_at_the_door(invoices="")
    made = asked(door)
    with pytest.raises(PhoneNotProven):
        decided(door, made.proposal_id)
    wrong = "000000" if code_sent() != "000000" else "111111"
    with pytest.raises(CodeWrong):
        prove_new_phone(call(VISITOR, door), phone=NEW, code=wrong)
    with pytest.raises(CodeExpired):
        prove_new_phone(call(VISITOR, door), phone=phone(887), code=code_sent())  # another number learns nothing
    prove_new_phone(call(VISITOR, door), phone=NEW, code=code_sent())
    door.at += timedelta(hours=73)
    with pytest.raises(PhoneNotProven):
        decided(door, made.proposal_id)
    assert phone_of(me(door)) == door.phone


def test_a_number_of_somebody_who_is_known_is_refused_and_one_of_an_empty_account_is_not() -> None:
    door, other = firm_at_the_door(invoices=""), firm_at_the_door(invoices="")
    with pytest.raises(PhoneTaken):
        asked(door, number=other.phone)
    visit = call(VISITOR, door)
    request_sign_in_code(visit, phone=NEW)
    empty = sign_in_customer(call(VISITOR, door), phone=NEW, code=code_sent("sign_in"))
    assert empty.party_id != me(door)
    decided(door, proven(door))
    request_sign_in_code(call(VISITOR, door), phone=NEW)
    assert sign_in_customer(call(VISITOR, door), phone=NEW, code=code_sent("sign_in")).party_id == me(door)
    assert not User.objects.get(party_id=empty.party_id).is_active


def test_who_never_said_who_they_are_cannot_be_known_by_a_paper() -> None:
    door = firm_at_the_door(invoices="")
    stranger = register_person(call(SYSTEM, door), phone=phone(888))
    with pytest.raises(NotIdentified):
        ask_phone_recovery(call(CLERK, door), party_id=stranger, phone=NEW, seen=SEEN, content=PNG)


def test_a_number_that_waits_is_sealed_anew_with_the_other_rows() -> None:
    door = firm_at_the_door(invoices="")
    made = asked(door)
    PhoneProposed.objects.update(sealed_with="an older key")
    reencrypt_batch(call(staff(Role.ADMINISTRATOR), door))
    kept = PhoneProposed.objects.get(id=made.proposal_id)
    assert kept.sealed_with != "an older key"
    prove_new_phone(call(VISITOR, door), phone=NEW, code=code_sent())
    decided(door, made.proposal_id)
    assert phone_of(me(door)) == NEW


def test_draws_wait_a_day_afterwards() -> None:
    shop = Shop()
    decided(shop.door, proven(shop.door))
    drawn = shop.draw(300_000)
    assert order(SYSTEM, drawn.order_id).held_why == ("new_phone",)


def signed(door: Door) -> UUID:
    decided_ = door.applied()
    contract_id = door.accept(offers_of(door.actor, decided_.application_id)[0].id)
    request_signing_code(door.call(), contract_id=contract_id)
    loan_id = sign_contract(door.call(), contract_id=contract_id, code=door.last_code()).loan_id
    assert loan_id is not None
    return loan_id


def test_a_payout_waits_a_day_too_and_is_stopped_with_one_press() -> None:
    door = firm_at_the_door()
    decided(door, proven(door))
    loan_id = signed(door)
    (waits,) = waiting_acts(door.actor, at=door.at)
    assert (waits.held_why, waits.subject_id) == (("new_phone",), loan_id)
    assert Notice.objects.filter(kind="payout_waits").count() == 1
    cases = len(cases_page(SYSTEM))
    stop_waiting(door.call(), order_id=waits.id)
    assert order(SYSTEM, waits.id).state == OrderState.REFUSED
    assert loan(SYSTEM, loan_id).state == LoanState.CANCELLED  # nothing is owed
    assert len(cases_page(SYSTEM)) == cases
    assert waiting_acts(door.actor, at=door.at) == []


def test_without_a_change_a_payout_does_not_wait() -> None:
    door = firm_at_the_door()
    signed(door)
    assert waiting_acts(door.actor, at=door.at) == []
