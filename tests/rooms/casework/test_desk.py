"""Deadlines, hand-over, mentions, files, escalation and times of cases; what is refused leaves everything as it was."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model

from puhui.flows.after_close import do_job
from puhui.foundation.access.facade import actor_of, create_staff, deactivate_user, user_by_id
from puhui.foundation.casework.facade import (
    BadAttachment,
    CannotMention,
    CannotReceive,
    CaseNotInState,
    CaseTaken,
    NotYourCase,
    TooManyAttachments,
    add_note,
    attach_file,
    case,
    changes_since,
    close_case,
    confirm_outcome,
    drop_case,
    escalate_case,
    escalate_overdue,
    file_case,
    give_back_case,
    give_case,
    mark_read,
    my_cases,
    my_mentions,
    open_case,
    prioritise_case,
    propose_outcome,
    queue_times,
    read_case_file,
    read_until,
    service_levels,
    share_out,
    take_case,
    waiting_for,
)
from puhui.foundation.casework.models import Case, CaseEvent, CaseFile, CaseMention, CaseNote
from puhui.foundation.casework.policy_files import ServiceLevels
from puhui.foundation.documents.facade import FileTooLarge, files_of
from puhui.foundation.documents.models import StoredFile
from puhui.foundation.party.models import Party
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday, 16:00 in the home market
PDF = b"%PDF-1.7 a letter"


def call(actor: Actor, *, at: datetime = AT) -> Call:
    return Call(actor, str(new_id()), at)


def colleague(login: str, *roles: Role) -> Actor:
    """Somebody who can be named and given work: a user, not only an actor."""
    password = "a long and odd sentence"
    user_id = create_staff(call(SYSTEM), login_name=login, display_name=login.title(), roles=roles, password=password)
    user = user_by_id(user_id)
    assert user is not None
    return actor_of(user)


@pytest.fixture
def anna() -> Actor:
    return colleague("anna", Role.OPERATIONS)


@pytest.fixture
def bo() -> Actor:
    return colleague("ben", Role.OPERATIONS, Role.FINANCE)


def payment(subject: str = "", *, at: datetime = AT, due_on: date | None = None) -> UUID:
    return open_case(
        call(SYSTEM, at=at),
        kind="failed_payment",
        subject=subject or str(new_id()),
        party_id=None,
        due_on=due_on,
        reason="no",
    )


def steps(case_id: UUID) -> list[str]:
    return list(CaseEvent.objects.filter(case_id=case_id).order_by("id").values_list("kind", flat=True))


def test_a_deadline_by_the_service_level_or_the_promised_day(anna: Actor) -> None:
    four_hours = case(anna, payment())
    assert four_hours.due_at == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # two hours on Monday, two on Tuesday
    assert (four_hours.priority, four_hours.due_on) == ("urgent", date(2026, 11, 24))
    assert case(anna, payment(due_on=date(2026, 11, 23))).due_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert case(anna, payment(due_on=date(2026, 12, 31))).due_at == four_hours.due_at
    over_holidays = open_case(
        call(SYSTEM, at=datetime(2026, 9, 30, 2, 0, tzinfo=UTC)),
        kind="collection",
        subject="x",
        party_id=None,
        reason="x",
    )
    # The first week of October is free; 10 October is a Saturday that is worked, as the State Council announced.
    assert case(anna, over_holidays).due_on > date(2026, 10, 9)
    late = case(anna, payment(due_on=date(2026, 12, 31)))
    assert (late.due_on, late.due_at) == (date(2026, 12, 31), four_hours.due_at)  # what was told stays what was told


def test_given_on_with_a_note_and_given_back(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    take_case(call(anna), case_id=case_id)
    give_case(call(anna), case_id=case_id, to_login="@ben", note="The bank wants a new account. @ben knows it.")
    seen = case(bo, case_id)
    assert (seen.owner_id, seen.owner_name, seen.first_owned_at) == (bo.id, "Ben", AT)
    assert [one.text for one in seen.notes] == ["The bank wants a new account. @ben knows it."]
    assert [one.case_id for one in my_mentions(bo)] == [case_id]
    give_back_case(call(bo), case_id=case_id, note="I am away from tomorrow on.")
    assert case(bo, case_id).owner_id is None
    assert steps(case_id) == ["taken", "given", "given_back"]
    history = case(bo, case_id).history
    assert [(one.kind, one.to_name) for one in history][:3] == [("opened", ""), ("taken", ""), ("given", "Ben")]
    assert [one.step for one in changes_since(bo, since=AT - timedelta(days=1))] == ["given"]


def test_a_note_names_colleagues_and_only_them(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    add_note(call(anna), case_id=case_id, text="@ben please; ask pay@bo.example. @ben, again @ben.")
    assert [one.text[:4] for one in my_mentions(bo)] == ["@ben"]
    assert not my_mentions(anna)
    close_case(call(bo), case_id=case_id, outcome="handled")
    assert not my_mentions(bo)


def test_files_are_kept_for_the_case_and_each_reading_is_kept(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    kept = attach_file(call(anna), case_id=case_id, name="letter.pdf", content=PDF)
    card, content = read_case_file(call(bo), case_id=case_id, file_id=kept.file_id)
    assert (card.media_type, content) == ("application/pdf", PDF)
    assert [(one.name, one.size) for one in case(anna, case_id).files] == [("letter.pdf", len(PDF))]
    assert steps(case_id) == ["attached", "file_read"]
    assert PDF not in bytes(StoredFile.objects.get().sealed_content)


def test_escalated_once_an_evening_and_again_after_days(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    fresh = payment(at=AT + timedelta(days=1))
    night = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    for _ in range(2):
        do_job(call(SYSTEM, at=night), name="case_deadlines", day=date(2026, 11, 24))
    seen = case(anna, case_id)
    assert (seen.escalations, seen.escalated_to, seen.priority) == (1, "finance", "urgent")
    assert steps(case_id) == ["escalated"]
    assert case(anna, fresh).escalations == 0
    assert [one.id for one in waiting_for(bo)] == [case_id]
    assert waiting_for(anna) == []
    correction = open_case(call(SYSTEM), kind="complaint", subject="c", party_id=None, due_on=AT.date(), reason="rude")
    for day in range(1, 9):
        escalate_overdue(call(SYSTEM, at=AT + timedelta(days=day)))
    assert steps(correction) == ["escalated", "escalated"]
    assert (case(anna, correction).escalated_to, case(anna, correction).priority) == ("compliance", "urgent")


def test_escalated_by_hand_the_next_role_may_move_it(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    take_case(call(anna), case_id=case_id)
    with pytest.raises(NotYourCase):
        give_case(call(bo), case_id=case_id, to_login="ben", note="mine")
    escalate_case(call(anna), case_id=case_id, note="The bank does not answer.")
    give_case(call(bo), case_id=case_id, to_login="ben", note="I take it over.")
    assert case(bo, case_id).owner_id == bo.id


def test_what_nobody_has_taken_is_shared_fairly(anna: Actor, bo: Actor) -> None:
    gone = colleague("gone", Role.OPERATIONS)
    deactivate_user(call(SYSTEM), user_id=gone.id)
    mine = payment()
    take_case(call(anna), case_id=mine)
    ids = [payment() for _ in range(5)]
    assert share_out(call(anna), kind="failed_payment").cases == 5
    held = {one: Case.objects.filter(owner_id=one.id).count() for one in (anna, bo, gone)}
    assert held == {anna: 3, bo: 3, gone: 0}
    assert share_out(call(anna), kind="failed_payment").cases == 0
    assert all(steps(case_id) == ["shared_out"] for case_id in ids)


def test_my_desk_shows_the_overdue_first_and_what_is_mine(anna: Actor, bo: Actor) -> None:
    late, soon = payment(at=AT - timedelta(days=4)), payment()
    for case_id in (soon, late):
        take_case(call(anna), case_id=case_id)
    assert [one.id for one in my_cases(anna)] == [late, soon]
    assert my_cases(bo) == []
    matter = open_case(call(SYSTEM), kind="compliance", subject="m", party_id=None, reason="odd payments")
    watcher, second = colleague("cora", Role.COMPLIANCE), colleague("dan", Role.COMPLIANCE)
    propose_outcome(call(watcher), case_id=matter, outcome="unsubstantiated", reason="explained")
    assert ([one.id for one in waiting_for(second)], waiting_for(watcher)) == ([matter], [])
    confirm_outcome(call(second), case_id=matter, agree=True)
    assert [one.step for one in changes_since(watcher, since=AT - timedelta(days=1))] == ["confirmed"]


def test_times_are_measured_in_hours_that_are_worked(anna: Actor) -> None:
    morning = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 9:00 at home
    for hours in (1, 2, 3, 8):
        case_id = payment(at=morning)
        take_case(call(anna, at=morning + timedelta(minutes=30)), case_id=case_id)
        close_case(call(anna, at=morning + timedelta(hours=hours)), case_id=case_id, outcome="handled")
    dropped = str(new_id())
    payment(dropped, at=morning)
    drop_case(call(SYSTEM, at=morning), kind="failed_payment", subject=dropped, outcome="paid")
    times = queue_times(anna, kind="failed_payment", since=date(2026, 11, 1))
    assert (times.closed, times.in_time, times.in_time_pct) == (4, 3, 75)
    assert (times.waiting.p50, times.total.p50, times.total.p90, times.working.p90) == (30, 120, 480, 450)


def test_what_is_read_is_remembered(anna: Actor) -> None:
    assert read_until(anna, at=AT) == AT - timedelta(days=7)
    mark_read(call(anna), until=AT - timedelta(hours=1))
    mark_read(call(anna), until=AT - timedelta(days=3))
    assert read_until(anna, at=AT) == AT - timedelta(hours=1)
    with pytest.raises(InvalidInput):
        mark_read(call(anna), until=AT + timedelta(seconds=1))


def test_a_complaint_is_opened_by_hand(anna: Actor) -> None:
    party = Party.objects.create(kind="person", bucket=1, created_at=AT)
    moved = file_case(call(anna), kind="complaint", party_id=party.id, reason="The line was busy.")
    assert case(anna, moved.case_id).priority == "high"
    assert not files_of(anna, party_id=party.id)


def files_full(case_id: UUID) -> None:
    CaseFile.objects.bulk_create(
        CaseFile(file_id=new_id(), case_id=case_id, name="x", media_type="x", size=1, at=AT) for _ in range(20)
    )


BO = "ben"
REFUSED: dict[str, tuple[Callable[[Actor, UUID], object], type[Refusal]]] = {
    "no note": (lambda a, c: give_case(call(a), case_id=c, to_login=BO, note=" "), InvalidInput),
    "to nobody": (lambda a, c: give_case(call(a), case_id=c, to_login="nobody", note="x"), CannotReceive),
    "to who does other work": (lambda a, c: give_case(call(a), case_id=c, to_login="rita", note="x"), CannotReceive),
    "back what is free": (lambda a, c: give_back_case(call(a), case_id=c, note="x"), CaseNotInState),
    "names nobody": (lambda a, c: add_note(call(a), case_id=c, text="ask @nobody"), CannotMention),
    "names who may not see": (lambda a, c: add_note(call(a), case_id=c, text="ask @admin1"), CannotMention),
    "no such priority": (lambda a, c: prioritise_case(call(a), case_id=c, priority="now", why="x"), InvalidInput),
    "priority without why": (lambda a, c: prioritise_case(call(a), case_id=c, priority="low", why=""), InvalidInput),
    "escalated without a note": (lambda a, c: escalate_case(call(a), case_id=c, note=""), InvalidInput),
    "escalated by a person at night": (lambda a, c: escalate_overdue(call(a)), Forbidden),
    "a program": (lambda a, c: attach_file(call(a), case_id=c, name="a.pdf", content=b"MZ\x90"), BadAttachment),
    "a page": (lambda a, c: attach_file(call(a), case_id=c, name="a.html", content=b"<b>"), BadAttachment),
    "text with nulls": (lambda a, c: attach_file(call(a), case_id=c, name="a.txt", content=b"a\x00"), BadAttachment),
    "too large": (lambda a, c: attach_file(call(a), case_id=c, name="a.txt", content=b"a" * 5_000_001), FileTooLarge),
    "a file of nowhere": (lambda a, c: read_case_file(call(a), case_id=c, file_id=new_id()), NotFound),
    "shared by who does other work": (lambda a, c: share_out(call(a), kind="books_differ"), Forbidden),
    "a review by hand": (lambda a, c: file_case(call(a), kind="review", party_id=c, reason="x"), InvalidInput),
    "about nobody": (lambda a, c: file_case(call(a), kind="complaint", party_id=c, reason="x"), NotFound),
}


def everything() -> list[object]:
    kept: tuple[type[Model], ...] = (Case, CaseNote, CaseEvent, CaseMention, CaseFile, StoredFile)
    return [list(model.objects.order_by("pk").values()) for model in kept]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_and_nothing_changed(name: str, anna: Actor) -> None:
    act, refusal = REFUSED[name]
    for login, role in ((BO, Role.OPERATIONS), ("rita", Role.RISK_OFFICER), ("admin1", Role.ADMINISTRATOR)):
        colleague(login, role)
    case_id = payment()
    before = everything()
    with pytest.raises(refusal), transaction.atomic():
        act(anna, case_id)
    assert everything() == before


def test_refused_by_what_is_there_already(anna: Actor, bo: Actor) -> None:
    case_id = payment()
    take_case(call(anna), case_id=case_id)
    files_full(case_id)
    before = everything()
    for act, refusal in (
        (lambda: give_back_case(call(bo), case_id=case_id, note="x"), CaseTaken),
        (lambda: attach_file(call(anna), case_id=case_id, name="b.pdf", content=PDF), TooManyAttachments),
    ):
        with pytest.raises(refusal), transaction.atomic():
            act()
    assert everything() == before


def test_history_cannot_be_rewritten(anna: Actor) -> None:
    case_id = payment()
    take_case(call(anna), case_id=case_id)
    for change in (CaseEvent.objects.all().delete, lambda: CaseEvent.objects.update(words="never")):
        with pytest.raises((IntegrityError, OperationalError)), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"working_hours": 3}, "one of the two"),
        ({"escalate_to": ["auditor"]}, "must work on the kind"),
        ({"priority": "now"}, "priority"),
    ],
)
def test_a_policy_that_does_not_hold_together(change: dict[str, object], why: str) -> None:
    levels = service_levels(AT.date()).model_dump()
    levels["kinds"]["review"] |= change
    with pytest.raises(ValueError, match=why):
        ServiceLevels.model_validate(levels)
    del levels["kinds"]["review"]
    with pytest.raises(ValueError, match="every kind"):
        ServiceLevels.model_validate(levels)
