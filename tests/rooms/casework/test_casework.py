"""Cases: queues, owners, and two pairs of eyes that neither code nor database lets one person fake."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from puhui.foundation.casework.facade import (
    CaseNotInState,
    CaseTaken,
    FourEyes,
    add_note,
    case,
    cases_page,
    close_case,
    confirm_outcome,
    drop_case,
    open_case,
    open_case_of,
    prioritise_case,
    propose_outcome,
    queue_counts,
    queue_page,
    take_case,
)
from puhui.foundation.casework.models import Case, CaseNote
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DUE = date(2026, 11, 26)


def staff(*roles: Role, name: str = "staff") -> Actor:
    return Actor(new_id(), frozenset(roles), name=name)


ANNA = staff(Role.RISK_OFFICER, name="Anna")
BO = staff(Role.RISK_OFFICER, name="Bo")
MANAGER = staff(Role.RELATIONSHIP_MANAGER, name="Mei")
OPERATOR = staff(Role.OPERATIONS, name="Ou")
AUDITOR = staff(Role.AUDITOR, name="Au")
CUSTOMER = Actor(new_id(), frozenset({Role.CUSTOMER}), party_id=new_id())


def call(actor: Actor) -> Call:
    return Call(actor, str(new_id()), AT)


def review(subject: str = "") -> UUID:
    return open_case(
        call(SYSTEM), kind="review", subject=subject or str(new_id()), party_id=new_id(), due_on=DUE, reason="referred"
    )


def failed() -> UUID:
    return open_case(
        call(SYSTEM), kind="failed_payment", subject=str(new_id()), party_id=None, due_on=DUE, reason="bank refused"
    )


def test_a_review_from_opening_to_its_end() -> None:
    case_id = review()
    take_case(call(ANNA), case_id=case_id)
    add_note(call(ANNA), case_id=case_id, text="Called the firm.")
    propose_outcome(call(ANNA), case_id=case_id, outcome="approve", reason="New orders", detail={"offers": []})
    seen = case(AUDITOR, case_id)
    assert (seen.state, seen.outcome, seen.proposed_by_name, seen.owner_name) == ("proposed", "approve", "Anna", "Anna")
    confirm_outcome(call(BO), case_id=case_id, agree=True, note="Agreed.")
    seen = case(AUDITOR, case_id)
    assert (seen.state, seen.outcome, seen.confirmed_by_name, seen.closed_at) == ("closed", "approve", "Bo", AT)
    assert [note.text for note in seen.notes] == ["Called the firm.", "Agreed."]


def test_no_agreement_sends_it_back() -> None:
    case_id = review()
    propose_outcome(call(ANNA), case_id=case_id, outcome="decline", reason="Weak")
    confirm_outcome(call(BO), case_id=case_id, agree=False, note="Look at the second half-year.")
    seen = case(BO, case_id)
    assert (seen.state, seen.outcome, seen.proposed_by) == ("open", "", None)
    propose_outcome(call(BO), case_id=case_id, outcome="approve", reason="Second look")
    confirm_outcome(call(ANNA), case_id=case_id, agree=True)
    assert case(BO, case_id).state == "closed"


def test_one_open_case_for_a_subject() -> None:
    subject = str(new_id())
    first = review(subject)
    assert review(subject) == first
    drop_case(call(SYSTEM), kind="review", subject=subject, outcome="withdrawn")
    assert case(ANNA, first).state == "closed"
    assert review(subject) != first


def propose(case_id: UUID) -> None:
    propose_outcome(call(ANNA), case_id=case_id, outcome="approve", reason="good")


REFUSED: list[tuple[str, Callable[[UUID], object], type[Refusal]]] = [
    ("propose by a customer", lambda c: propose_outcome(call(CUSTOMER), case_id=c, outcome="a", reason="b"), Forbidden),
    ("propose by an auditor", lambda c: propose_outcome(call(AUDITOR), case_id=c, outcome="a", reason="b"), Forbidden),
    ("take by operations", lambda c: take_case(call(OPERATOR), case_id=c), Forbidden),
    ("no reason", lambda c: propose_outcome(call(ANNA), case_id=c, outcome="approve", reason=" "), InvalidInput),
    ("no outcome", lambda c: propose_outcome(call(ANNA), case_id=c, outcome="", reason="x"), InvalidInput),
    ("a note with a null", lambda c: add_note(call(ANNA), case_id=c, text="a\x00b"), InvalidInput),
    ("endless note", lambda c: add_note(call(ANNA), case_id=c, text="x" * 2001), InvalidInput),
    ("confirm without a proposal", lambda c: confirm_outcome(call(BO), case_id=c, agree=True), CaseNotInState),
    ("close without four eyes", lambda c: close_case(call(ANNA), case_id=c, outcome="approve"), InvalidInput),
    ("no such case", lambda _: take_case(call(ANNA), case_id=new_id()), NotFound),
]


@pytest.mark.parametrize(("act", "refusal"), [(a, r) for _, a, r in REFUSED], ids=[n for n, _, _ in REFUSED])
def test_refused_and_nothing_changed(act: Callable[[UUID], object], refusal: type[Refusal]) -> None:
    case_id = review()
    before = Case.objects.values().get(id=case_id)
    with pytest.raises(refusal):
        act(case_id)
    assert Case.objects.values().get(id=case_id) == before
    assert not CaseNote.objects.exists()


PROPOSED: list[tuple[str, Callable[[UUID], object], type[Refusal]]] = [
    ("by the proposer", lambda c: confirm_outcome(call(ANNA), case_id=c, agree=True), FourEyes),
    ("sent back by the proposer", lambda c: confirm_outcome(call(ANNA), case_id=c, agree=False), FourEyes),
    ("by a manager", lambda c: confirm_outcome(call(MANAGER), case_id=c, agree=True), Forbidden),
    ("by the system", lambda c: confirm_outcome(call(SYSTEM), case_id=c, agree=True), Forbidden),
    ("proposed again", lambda c: propose_outcome(call(BO), case_id=c, outcome="a", reason="b"), CaseNotInState),
    ("taken", lambda c: take_case(call(BO), case_id=c), CaseNotInState),
]


@pytest.mark.parametrize(("act", "refusal"), [(a, r) for _, a, r in PROPOSED], ids=[n for n, _, _ in PROPOSED])
def test_a_proposal_waits_for_another_person(act: Callable[[UUID], object], refusal: type[Refusal]) -> None:
    case_id = review()
    propose(case_id)
    before = Case.objects.values().get(id=case_id)
    with pytest.raises(refusal):
        act(case_id)
    assert Case.objects.values().get(id=case_id) == before


def test_the_database_holds_four_eyes_too() -> None:
    case_id = review()
    propose(case_id)
    for wrong in ({"confirmed_by": ANNA.id}, {"confirmed_by": BO.id, "proposed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(id=case_id).update(**wrong)


def test_a_colleague_does_not_take_a_case_away() -> None:
    case_id = review()
    take_case(call(ANNA), case_id=case_id)
    take_case(call(ANNA), case_id=case_id)
    with pytest.raises(CaseTaken):
        take_case(call(BO), case_id=case_id)
    assert case(BO, case_id).owner_id == ANNA.id


def test_a_failed_payment_needs_one_person() -> None:
    case_id = failed()
    with pytest.raises(InvalidInput):
        propose_outcome(call(OPERATOR), case_id=case_id, outcome="retried", reason="x")
    with pytest.raises(Forbidden):
        close_case(call(ANNA), case_id=case_id, outcome="retried")
    close_case(call(OPERATOR), case_id=case_id, outcome="retried", note="Account mended.")
    with pytest.raises(CaseNotInState):
        close_case(call(OPERATOR), case_id=case_id, outcome="again")
    assert case(OPERATOR, case_id).outcome == "retried"


def test_queues() -> None:
    ids = [review() for _ in range(3)]
    other = failed()
    propose(ids[1])
    assert [c.id for c in cases_page(ANNA, kind="review", state="open")] == [ids[0], ids[2]]
    assert [c.id for c in cases_page(ANNA, kind="review", after=ids[0], most=1)] == [ids[1]]
    assert [c.id for c in cases_page(ANNA, owner_id=ANNA.id)] == [ids[1]]
    assert cases_page(ANNA, kind="failed_payment")[0].id == other
    counts = {(q.kind, q.state): (q.count, q.late) for q in queue_counts(ANNA, on=date(2026, 11, 27))}
    assert counts == {("review", "open"): (2, 2), ("review", "proposed"): (1, 1), ("failed_payment", "open"): (1, 1)}
    assert [q.late for q in queue_counts(ANNA, on=date(2026, 11, 24))] == [0, 0, 0]
    assert [q.late for q in queue_counts(ANNA, on=DUE)] == [
        1,
        0,
        0,
    ]  # four hours for a payment, three days for a review
    assert open_case_of(ANNA, kind="review", subject="none") is None


def test_what_is_urgent_comes_first_and_what_is_closed_not_at_all() -> None:
    ids = [failed() for _ in range(5)]
    close_case(call(OPERATOR), case_id=ids[0], outcome="retried", note="Account mended.")
    prioritise_case(call(OPERATOR), case_id=ids[1], priority="low", why="a test of the bank")
    in_turn = [ids[2], ids[3], ids[4], ids[1]]
    assert [c.id for c in queue_page(ANNA, kind="failed_payment")] == in_turn
    pages = [queue_page(ANNA, kind="failed_payment", after=after, most=2) for after in (None, ids[3])]
    assert [c.id for part in pages for c in part] == in_turn  # no page is short of what is left
    assert queue_page(ANNA, kind="failed_payment", after=ids[1]) == []
    assert queue_page(ANNA, kind="failed_payment", state="proposed") == []
    assert [c.id for c in queue_page(ANNA)] == in_turn
    assert [c.id for c in queue_page(ANNA, kind="failed_payment", state="closed")] == [ids[0]]


@pytest.mark.parametrize("read", [cases_page, lambda a: case(a, new_id()), lambda a: queue_counts(a, on=DUE)])
def test_customers_do_not_read_cases(read: Callable[[Actor], object]) -> None:
    with pytest.raises(Forbidden):
        read(CUSTOMER)


def test_an_unknown_kind() -> None:
    for wrong in ({"kind": "party"}, {"state": "\x00"}):
        with pytest.raises(InvalidInput):
            cases_page(ANNA, **wrong)
    with pytest.raises(InvalidInput):
        open_case(call(SYSTEM), kind="party", subject="x", party_id=None, due_on=DUE, reason="x")
