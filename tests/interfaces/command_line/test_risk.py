"""`puhui risk`: grades and provisions for people and for programs."""

import json
from datetime import date

import pytest
from click.testing import CliRunner, Result
from tests.rooms.lending.lender import open_lender, pass_days_to, running_loan
from tests.rooms.provisioning.test_grading_days import close

from puhui.interfaces.command_line.risk import command

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_before_the_first_close() -> None:
    open_lender()
    answer = json.loads(run("provision", "--json").output)
    assert (answer["on"], answer["lines"], answer["npl_ratio_pct"]) == (None, [], None)
    assert run("grades", "--json").output == ""


def test_a_late_loan_beside_a_good_one() -> None:
    open_lender()
    late = running_loan()
    running_loan(method="bullet", n=36, principal_minor=360_000_00)
    pass_days_to(date(2026, 5, 29))
    close()
    [line] = [json.loads(text) for text in run("grades", "--grade", "substandard", "--json").output.splitlines()]
    assert line == {
        "loan_id": str(late),
        "grade": "substandard",
        "stage": 3,
        "is_non_accrual": True,
        "reasons": ["days_past_due"],
        "since": "2026-05-30",
    }
    answer = json.loads(run("provision", "--json").output)
    assert answer["on"] == "2026-05-29"
    assert answer["npl_ratio_pct"] == "25.00"
    normal, bad = answer["lines"]
    assert (normal["grade"], normal["statutory"]) == ("normal", "3600.00")
    assert (bad["grade"], bad["principal"], bad["exposure"]) == ("substandard", "120000.00", "120000.00")
    assert bad["statutory"] == "30000.00"
    # 45 % weighted over the scenarios: 0.6 + 0.25 x 1.1 + 0.15 x 0.95 = 1.0175 times
    assert bad["expected_loss"] == "54945.00"
    shown = run("provision").output
    assert "54945.00" in shown
    assert "substandard" in run("grades").output
    assert run("grades", "--grade", "strange").exit_code == 2
    assert json.loads(run("provision", "--on", "2020-01-01", "--json").output)["lines"] == []
