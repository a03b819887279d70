"""Contacts of staff: what the rules refuse is not written, whoever asks; choices, holds and outsourcers are kept."""

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from tests.rooms.collections.late import (
    AUDITOR,
    COLLECTOR,
    COMPLIANCE,
    MANAGER,
    RISK,
    clock_at,
    kept,
    late_world,
)

from puhui.flows.collections.contact import record_contact
from puhui.foundation.evidence.facade import audit_lines
from puhui.foundation.party.facade import tag_party
from puhui.kernel.actors import SYSTEM, Actor
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.products.collections.facade import (
    BadHours,
    Channel,
    ContactRefused,
    Hours,
    add_outsourcer,
    choices_of,
    choose_contacts,
    contact_verdicts,
    contacts_of,
    evaluate_outsourcer,
    hold_contacts,
    holds_of,
    lift_hold,
    outsourcers,
)
from puhui.products.collections.models import ContactAttempt

pytestmark = pytest.mark.django_db
LATE_ON = date(2026, 2, 9)


class Case:
    """A late borrower, and short words for contacts."""

    def __init__(self) -> None:
        self.world, self.firm, self.customer, self.loan_id = late_world(until=LATE_ON)
        clock_at(self.world, "10:00")

    def contact(self, actor: Actor = COLLECTOR, **how: object) -> object:
        asked: dict[str, object] = {"channel": "voice", "outcome": "reached", **how}
        return record_contact(self.world.call(actor), loan_id=self.loan_id, **asked)

    def choose(self, actor: Actor, **what: object) -> object:
        return choose_contacts(self.world.call(actor), party_id=self.firm, **what)

    def hold(self, actor: Actor, **what: object) -> object:
        asked = {"kind": "complaint", "reason": "the amount is wrong", **what}
        return hold_contacts(self.world.call(actor), party_id=self.firm, **asked)


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def refused(case: Case, act: Callable[[Case], object], refusal: type[Refusal]) -> Refusal:
    """Refused, and nothing is kept of it but an entry in the audit log."""
    before = kept()
    with pytest.raises(refusal) as caught:
        act(case)
    assert kept() == before
    return caught.value


def test_three_calls_a_day_and_no_fourth(case: Case) -> None:
    for _ in range(3):
        case.contact()
    refusal = refused(case, Case.contact, ContactRefused)
    assert refusal.detail["rule"] == "cn.collections/contact_effective_calls_most"
    assert refusal.detail["earliest"] == "2026-02-10 08:00"
    assert "at most 3 times a day" in refusal.message.en
    assert "2026-02-10 08:00" in refusal.message.zh
    clock_at(case.world, "08:00", days=1)
    case.contact()
    assert len([c for c in contacts_of(COLLECTOR, party_id=case.firm) if not c.is_automatic]) == 4


def test_a_call_that_nobody_answers_is_not_effective(case: Case) -> None:
    for _ in range(4):
        case.contact(outcome="no_answer")
    case.contact()
    own = [c for c in contacts_of(COLLECTOR, party_id=case.firm) if not c.is_automatic]
    assert [c.is_effective for c in own] == [True, False, False, False, False]


def test_a_refused_contact_leaves_one_line_in_the_audit_log(case: Case) -> None:
    clock_at(case.world, "22:00")
    call = case.world.call(COLLECTOR)
    for _ in range(2):
        with pytest.raises(ContactRefused):
            record_contact(call, loan_id=case.loan_id, channel="voice", outcome="reached")
    lines = [line for line in audit_lines(AUDITOR, subject=str(case.firm)) if line.verb.endswith("refused_contact")]
    assert len(lines) == 1
    assert lines[0].actor_id == COLLECTOR.id
    assert lines[0].detail["rule"] == "cn.collections/contact_quiet_from"


def reach_nobody(case: Case) -> None:
    """Five calls that nobody answers, on three days."""
    for _ in range(3):
        case.contact(outcome="no_answer")
        case.contact(outcome="no_answer")
        case.world.clock.instant += timedelta(days=1)


def test_somebody_else_only_when_the_debtor_cannot_be_reached_and_never_after_a_refusal(case: Case) -> None:
    friend = {"whom": "third_party", "third_party": "contact 1"}
    refused(case, lambda c: c.contact(**friend), ContactRefused)
    reach_nobody(case)
    case.contact(**friend, outcome="refused")
    assert refused(case, lambda c: c.contact(**friend), ContactRefused).detail["reason"] == "third_party_stops"
    case.contact(whom="third_party", third_party="contact 2")
    case.contact()
    other = {"whom": "third_party", "third_party": "contact 3"}
    assert refused(case, lambda c: c.contact(**other), ContactRefused).detail["reason"] == "third_party_when"


def test_a_debtor_who_wants_others_spared_is_obeyed_in_every_attempt(case: Case) -> None:
    friend = {"whom": "third_party", "third_party": "contact 1"}
    reach_nobody(case)
    choose_contacts(case.world.call(case.customer), party_id=case.firm, spares_others=True)
    assert refused(case, lambda c: c.contact(**friend), ContactRefused).detail["reason"] == "choice"
    choose_contacts(case.world.call(case.customer), party_id=case.firm)
    case.contact(**friend)


REFUSED: list[tuple[str, type[Refusal], Callable[[Case], object]]] = [
    ("a risk officer does not collect", Forbidden, lambda c: c.contact(RISK)),
    ("the system makes no calls", Forbidden, lambda c: c.contact(SYSTEM)),
    ("another loan", NotFound, lambda c: record_contact(
        c.world.call(COLLECTOR), loan_id=new_id(), channel="voice", outcome="reached")),
    ("no such channel", InvalidInput, lambda c: c.contact(channel="pigeon")),
    ("no such outcome", InvalidInput, lambda c: c.contact(outcome="shouted")),
    ("no such person", InvalidInput, lambda c: c.contact(whom="neighbour")),
    ("a call is not sent", InvalidInput, lambda c: c.contact(outcome="sent")),
    ("a message reaches nobody by itself", InvalidInput, lambda c: c.contact(channel="sms", outcome="reached")),
    ("somebody else has a name for the file", InvalidInput, lambda c: c.contact(whom="third_party")),
    ("a note without end", InvalidInput, lambda c: c.contact(note="x" * 501)),
    ("a firm that is not on record", NotFound, lambda c: c.contact(outsourcer_id=new_id())),
    ("notices cannot be turned off", InvalidInput, lambda c: c.choose(c.customer, channels_off=["in_app"])),
    ("letters cannot be turned off", InvalidInput, lambda c: c.choose(c.customer, channels_off=["letter"])),
    ("an hour is too short", BadHours, lambda c: c.choose(c.customer, hours=Hours(time(9), time(10)))),
    ("no time at all", BadHours, lambda c: c.choose(c.customer, hours=Hours(time(9), time(9)))),
    ("finance does not choose for people", Forbidden, lambda c: c.choose(RISK)),
    ("another customer's choices", NotFound, lambda c: choose_contacts(
        c.world.call(c.world.firm()[1]), party_id=c.firm)),
    ("no such hold", InvalidInput, lambda c: c.hold(COMPLIANCE, kind="mood")),
    ("a hold needs a reason", InvalidInput, lambda c: c.hold(COMPLIANCE, reason=" ")),
    ("risk does not hold contacts", Forbidden, lambda c: c.hold(RISK)),
    ("a hold that is not there", NotFound, lambda c: lift_hold(c.world.call(COMPLIANCE), hold_id=new_id())),
    ("a customer does not lift holds", Forbidden, lambda c: lift_hold(c.world.call(c.customer), hold_id=new_id())),
    ("only compliance evaluates", Forbidden, lambda c: add_outsourcer(c.world.call(COLLECTOR), name="x")),
    ("an evaluation of a stranger", NotFound, lambda c: evaluate_outsourcer(
        c.world.call(COMPLIANCE), outsourcer_id=new_id(), on=LATE_ON, result="good")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "refusal", "act"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_changed(
    case: Case, what: str, refusal: type[Refusal], act: Callable[[Case], object]
) -> None:
    if what == "another customer's choices":
        stranger = case.world.firm()[1]
        refused(case, lambda c: choose_contacts(c.world.call(stranger), party_id=c.firm), refusal)
        return
    refused(case, act, refusal)


def test_choices_are_kept_to(case: Case) -> None:
    assert choices_of(case.customer, party_id=case.firm).channels_off == ()
    case.choose(case.customer, channels_off=["visit", "sms"], hours=Hours(time(18), time(20)))
    chosen = choices_of(case.customer, party_id=case.firm)
    assert chosen.channels_off == (Channel.SMS, Channel.VISIT)
    refused(case, lambda c: c.contact(channel="visit"), ContactRefused)
    refused(case, Case.contact, ContactRefused)
    clock_at(case.world, "18:30")
    case.contact(MANAGER)
    case.choose(MANAGER)
    assert choices_of(case.customer, party_id=case.firm).hours is None


def test_a_complaint_stops_calls_until_it_is_answered(case: Case) -> None:
    hold = case.hold(case.customer)
    verdicts = contact_verdicts(COLLECTOR, party_id=case.firm, at=case.world.clock.now())
    assert [c for c, v in verdicts.items() if v.allowed] == [Channel.IN_APP, Channel.LETTER]
    refused(case, Case.contact, ContactRefused)
    case.contact(channel="letter", outcome="sent")
    lift_hold(case.world.call(COMPLIANCE), hold_id=hold.hold_id)
    assert holds_of(COLLECTOR, party_id=case.firm) == []
    case.contact()


def test_people_who_need_care(case: Case) -> None:
    tag_party(case.world.call(RISK), party_id=case.firm, tag="ill", reason="told us on the phone")
    case.contact()
    refused(case, Case.contact, ContactRefused)
    refused(case, lambda c: c.contact(channel="visit"), ContactRefused)


def test_an_outsourcer_is_evaluated_every_year(case: Case) -> None:
    firm_id = add_outsourcer(case.world.call(COMPLIANCE), name="示例催收").outsourcer_id
    assert add_outsourcer(case.world.call(COMPLIANCE), name="示例催收").outsourcer_id == firm_id
    refused(case, lambda c: c.contact(outsourcer_id=firm_id), ContactRefused)
    evaluate_outsourcer(case.world.call(COMPLIANCE), outsourcer_id=firm_id, on=date(2025, 2, 10), result="good")
    case.contact(outsourcer_id=firm_id)
    case.world.clock.instant += timedelta(days=2)
    refused(case, lambda c: c.contact(outsourcer_id=firm_id), ContactRefused)
    assert [o.evaluated_on for o in outsourcers(AUDITOR)] == [date(2025, 2, 10)]


def test_attempts_are_append_only(case: Case) -> None:
    case.contact()
    for act in (
        lambda: ContactAttempt.objects.update(outcome="no_answer"),
        lambda: ContactAttempt.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_another_customer_sees_nothing(case: Case) -> None:
    case.contact(note="spoke of the harvest")
    assert contacts_of(case.customer, party_id=case.firm)[0].note == ""
    _, stranger = case.world.firm()
    questions: list[Callable[[Actor, UUID], object]] = [
        lambda a, p: contacts_of(a, party_id=p),
        lambda a, p: choices_of(a, party_id=p),
        lambda a, p: holds_of(a, party_id=p),
    ]
    for ask in questions:
        with pytest.raises(NotFound):
            ask(stranger, case.firm)
    with pytest.raises(Forbidden):
        outsourcers(stranger)
