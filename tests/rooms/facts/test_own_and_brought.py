"""Facts that need no wire: how the firm repaid us, and the statements of its bank; as known, renewed by events."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.rooms.bank.maker import ACCOUNT, Line, camt, generic_csv
from tests.rooms.lending.lender import open_lender, pass_days_to, pay, running_loan
from tests.rooms.origination.firm_at_the_door import AT, TODAY, Door, firm_at_the_door, staff

from puhui.flows.after_close import AfterClose, after_close_on, do_job
from puhui.flows.bring_bank_statement import bring_bank_statement
from puhui.flows.measure_facts import facts_known, refresh_facts
from puhui.flows.note_own_repayment import note_changed_records
from puhui.foundation.casework.models import Case
from puhui.foundation.consent.facade import NoConsent, give_consent
from puhui.foundation.payments.facade import StatementRefused
from puhui.foundation.sources.facade import known_answers
from puhui.foundation.sources.models import SourceAnswer
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound, Refusal
from puhui.kernel.ids import new_id
from puhui.products.lending.models import Loan
from puhui.risk.decisioning.facade import decision_request, replay_decision
from puhui.risk.facts.facade import is_stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def door() -> Door:
    open_lender(on=TODAY)
    return firm_at_the_door()


def value(door: Door, name: str, *, days: int = 0) -> Any:
    return facts_known(door.firm_id, at=AT + timedelta(days=days, hours=8), subject="organisation")[name].value


def night(days: int) -> Call:
    return Call(SYSTEM, str(new_id()), AT + timedelta(days=days), channel="job")


def records(door: Door) -> int:
    return SourceAnswer.objects.filter(party_id=door.firm_id, source="own_repayment").count()


def test_a_decision_knows_how_the_firm_repaid_us_and_replays(door: Door) -> None:
    first = door.applied()
    request = decision_request(SYSTEM, decision_id=first.decision_id)
    assert (request.facts["own_loans"], request.facts["own_worst_days_past_due"]) == (0, 0)  # nothing on record: known
    assert "dishonest_debtor" not in request.facts  # nobody was asked
    assert replay_decision(SYSTEM, decision_id=first.decision_id).agrees
    assert records(door) == 1


def test_the_record_follows_the_loan_day_by_day_and_is_never_ahead_of_it(door: Door) -> None:
    loan_id = running_loan(door.firm_id, disbursement_date=TODAY)
    assert note_changed_records(night(0), on=TODAY).noted == 1
    assert note_changed_records(night(0), on=TODAY).noted == 0  # again: nothing is new
    assert is_stale(door.firm_id)
    assert refresh_facts(night(0), party_id=door.firm_id).changed >= 4
    assert (value(door, "own_loans"), value(door, "own_days_past_due")) == (1, 0)

    due = TODAY + timedelta(days=30)
    pass_days_to(due + timedelta(days=1))
    assert note_changed_records(night(31), on=due).noted == 1  # a day late: another band
    assert value(door, "own_days_past_due", days=31) == 1
    assert value(door, "own_days_past_due", days=30) == 0  # as it was known the day before
    pass_days_to(due + timedelta(days=5))
    pay(loan_id, 11_000_00)
    noted = note_changed_records(night(35), on=due + timedelta(days=5))
    assert (noted.looked_at, noted.noted) == (1, 1)
    assert (value(door, "own_days_past_due", days=35), value(door, "own_worst_days_past_due", days=35)) == (0, 5)
    answer = known_answers(party_id=door.firm_id, at=AT + timedelta(days=36))["own_repayment"]
    assert answer.provenance == "house"
    assert answer.content is not None
    assert answer.content["first_loan_on"] == TODAY.isoformat()


LINES = [
    Line(minor=50_000_00, on=date(2026, 7, 20)),
    Line(minor=100_000_00, on=date(2026, 8, 3), name="张三"),
    Line(minor=-80_000_00, on=date(2026, 8, 28)),
    Line(minor=60_000_00, on=date(2026, 10, 9)),
    Line(minor=-10_000_00, on=date(2026, 11, 2)),
]


def consented(door: Door) -> Door:
    give_consent(door.call(), party_id=door.firm_id, purpose="firm_records", scope=("bank_statements",))
    return door


def test_a_statement_becomes_sums_by_month_and_facts(door: Door) -> None:
    consented(door)
    found = bring_bank_statement(
        door.call(), firm_id=door.firm_id, content=generic_csv(LINES, opening=10_000_00), form="generic",
        account="6222 0200 0000 1234",
    )  # fmt: skip
    assert (found.account_tail, found.months, found.replaced) == ("1234", 5, False)
    assert (value(door, "bank_in_12m"), value(door, "bank_balance_mean_6m")) == (210_000_00, 90_000_00)
    content = known_answers(party_id=door.firm_id, at=AT)["bank_statements"].content
    assert content is not None
    assert "张三" not in str(content)
    assert [row["lines"] for row in content["months"]] == [1, 2, 0, 1, 1]  # September had no booking
    assert content["months"][2]["balance_minor"] == content["months"][1]["balance_minor"]
    request = decision_request(SYSTEM, decision_id=door.applied().decision_id)
    assert request.facts["bank_in_12m"] == 210_000_00


def test_files_of_one_account_are_joined_and_another_account_takes_their_place(door: Door) -> None:
    consented(door)
    for part, opening in ((LINES[:2], 0), (LINES[2:], 150_000_00)):  # August is in both files
        content = generic_csv(part, opening=opening)
        found = bring_bank_statement(door.call(), firm_id=door.firm_id, content=content, form="generic", account="1234")
    assert (found.months, found.in_minor, found.out_minor) == (5, 210_000_00, 90_000_00)
    before = SourceAnswer.objects.count()
    bring_bank_statement(door.call(), firm_id=door.firm_id, content=content, form="generic", account="1234")
    assert SourceAnswer.objects.count() == before  # the same file again
    other = bring_bank_statement(door.call(), firm_id=door.firm_id, content=camt(LINES), form="camt.053")
    assert (other.replaced, other.account_tail) == (True, ACCOUNT[-4:])


REFUSED: list[tuple[dict[str, Any], type[Refusal]]] = [
    ({"content": b"nonsense"}, StatementRefused),
    ({"content": generic_csv(LINES), "form": "generic"}, InvalidInput),  # no account
    ({"content": generic_csv(LINES), "form": "../../etc", "account": "1"}, Refusal),
    ({"content": camt([Line(minor=1, on=TODAY + timedelta(days=9))])}, StatementRefused),
    ({"content": camt([])}, StatementRefused),
    ({"content": b"x" * 20_000_001}, InvalidInput),
    ({"firm_id": new_id()}, NotFound),
]


@pytest.mark.parametrize(("given", "refusal"), REFUSED)
def test_what_cannot_be_read_changes_nothing(door: Door, given: dict[str, Any], refusal: type[Refusal]) -> None:
    consented(door)
    before = SourceAnswer.objects.count()
    with pytest.raises(refusal):
        bring_bank_statement(
            door.call(), **{"firm_id": door.firm_id, "content": camt(LINES), "form": "camt.053", **given}
        )
    assert SourceAnswer.objects.count() == before


def test_who_may_bring_a_statement(door: Door) -> None:
    with pytest.raises(NoConsent):
        bring_bank_statement(door.call(), firm_id=door.firm_id, content=camt(LINES), form="camt.053")
    consented(door)
    auditor = replace(door.call(), actor=staff(Role.AUDITOR))
    with pytest.raises(Forbidden):
        bring_bank_statement(auditor, firm_id=door.firm_id, content=camt(LINES), form="camt.053")
    other = firm_at_the_door()
    with pytest.raises(NotFound):
        bring_bank_statement(other.call(), firm_id=door.firm_id, content=camt(LINES), form="camt.053")


NIGHTLY = {
    "own_repayment",
    "erase_sources",
    "behaviour_changed",
    "case_deadlines",
    "pre_approval",
    "reach",
    "reports",
    "managers",
}
DAYS: list[tuple[date, set[str]]] = [
    (date(2026, 11, 24), NIGHTLY),
    (date(2026, 11, 29), NIGHTLY),  # a Sunday
    (date(2026, 11, 30), NIGHTLY | {"behaviour", "follow_income", "price_conditions", "purge_documents"}),
]


@pytest.mark.parametrize(("day", "jobs"), DAYS)
def test_the_policy_says_which_job_is_due_after_which_close(day: date, jobs: set[str]) -> None:
    policy = after_close_on(day)
    assert set(policy.due(day)) == jobs
    weekly = AfterClose(**{**policy.model_dump(), "jobs": {"reach": "week"}})
    assert weekly.due(day) == (("reach",) if day.isoweekday() == 7 else ())
    assert not AfterClose(**{**policy.model_dump(), "jobs": dict.fromkeys(policy.jobs, "never")}).due(day)
    assert AfterClose(**{**policy.model_dump(), "jobs": {"own_repayment": "day"}}).due(day) == ("own_repayment",)
    with pytest.raises(ValueError, match="no such job"):
        AfterClose(**{**policy.model_dump(), "jobs": {"own_payment": "day"}})


def test_jobs_do_their_work_once_and_a_failure_becomes_one_case(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    running_loan(door.firm_id, disbursement_date=TODAY)
    for name in ("own_repayment", "behaviour_changed", "behaviour", "erase_sources", "pre_approval"):
        do_job(night(0), name=name, day=TODAY)
        assert do_job(night(0), name=name, day=TODAY) == 0, name
    assert records(door) == 1
    SourceAnswer.objects.filter(party_id=door.firm_id)  # kept for years: nothing to erase yet
    assert do_job(night(4000), name="erase_sources", day=TODAY + timedelta(days=4000)) == 1
    Loan.objects.update(terms={"broken": True})  # as if a bad write had come from elsewhere
    for _ in range(2):
        with pytest.raises(Exception, match=r".*"):
            do_job(night(1), name="behaviour", day=TODAY + timedelta(days=1))
    case = Case.objects.get(kind="job_failed")
    assert case.subject == f"behaviour {TODAY + timedelta(days=1)}"
