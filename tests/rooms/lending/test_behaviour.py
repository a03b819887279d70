"""Behaviour of running loans: from a loan's own events to a score that is kept once a day, and to a training table."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from tests.interfaces.api.conftest import token
from tests.rooms.lending.lender import START, open_lender, pass_days_to, pay, running_loan

from puhui.flows.score_behaviour import score_changed_loans, score_running_loans
from puhui.interfaces.command_line.main import cli
from puhui.kernel.actors import SYSTEM, Actor, Call, Role
from puhui.kernel.errors import Forbidden
from puhui.kernel.ids import new_id
from puhui.products.lending.facade import loan_repayments, running_loan_ids
from puhui.risk.decisioning.facade import behaviour_of, scorecard_named
from puhui.risk.decisioning.models import BehaviourScore

pytestmark = pytest.mark.django_db


def call() -> Call:
    from datetime import UTC, datetime

    return Call(SYSTEM, str(new_id()), datetime(START.year, START.month, START.day, 9, tzinfo=UTC))


def test_a_running_loan_is_scored_once_a_day() -> None:
    open_lender()
    loan_id = running_loan()
    day = START + timedelta(days=45)  # the first due is half a month old and nobody paid
    assert running_loan_ids(on=day) == [loan_id]
    repayment = loan_repayments(loan_ids=[loan_id], on=day)[loan_id]
    assert len(repayment.dues) == 1
    assert repayment.payments == ()
    assert score_running_loans(call(), on=day) == 1
    assert score_running_loans(call(), on=day) == 0
    assert score_running_loans(call(), on=START + timedelta(days=1)) == 1
    late, young = behaviour_of(SYSTEM, loan_id)
    card = scorecard_named("behaviour")
    assert (late.on, late.model) == (day, f"behaviour@{card.version}")
    assert int(late.facts["days_past_due"] or 0) == (day - repayment.dues[0][0]).days > 0
    assert late.score < young.score
    assert late.pd == card.pd(late.score) > young.pd
    officer = token("officer", Role.RISK_OFFICER)
    shown = officer.get(f"/risk/loans/{loan_id}/behaviour").json()
    assert [one["score"] for one in shown] == [late.score, young.score]
    assert shown[0]["pd"] == str(late.pd)
    with pytest.raises(Forbidden):
        behaviour_of(Actor(new_id(), frozenset({Role.CUSTOMER})), loan_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        BehaviourScore.objects.update(score=1)


def test_each_night_scores_the_loans_whose_record_changed_and_no_other() -> None:
    open_lender()
    quiet, pays = running_loan(), running_loan()
    paid_out, night = START, START + timedelta(days=5)
    assert score_changed_loans(call(), on=paid_out) == 2  # both were paid out on the day
    assert score_changed_loans(call(), on=night) == 0
    pass_days_to(night)
    pay(pays, 1_000_00)
    assert score_changed_loans(call(), on=night) == 1
    assert score_changed_loans(call(), on=night) == 0
    assert [len(behaviour_of(SYSTEM, loan_id)) for loan_id in (quiet, pays)] == [1, 2]


def test_the_command_and_the_table(tmp_path: Path) -> None:
    open_lender()
    running_loan()
    runner = CliRunner()
    done = runner.invoke(cli, ["model", "behaviour", "--json"])
    assert (done.exit_code, '"scored"' in done.stdout) == (0, True)
    out = tmp_path / "rows.csv"
    told = runner.invoke(
        cli, ["model", "behaviour-table", "--made-up", "200", "--seed", "3", "--out", str(out), "--json"]
    )
    assert told.exit_code == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert 150 < len(rows) <= 200
    assert {row["default"] for row in rows} == {"0", "1"}
    ahead = str(START + timedelta(days=1)), str(START + timedelta(days=800))
    own = runner.invoke(
        cli, ["model", "behaviour-table", "--first", ahead[0], "--last", ahead[1], "--out", str(out), "--json"]
    )
    assert own.exit_code == 0, own.output
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert rows[0]["default"] == "1"  # nobody ever pays this loan
    assert all(int(row["days_past_due"]) <= 90 for row in rows)
    assert runner.invoke(cli, ["model", "behaviour-table", "--out", str(out)]).exit_code == 2
