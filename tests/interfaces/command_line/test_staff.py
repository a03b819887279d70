"""`puhui staff add`: how the first administrator comes in."""

import json

import pytest
from click.testing import CliRunner

from puhui.foundation.access.models import AccessGrant, User
from puhui.interfaces.command_line.staff import command

ADD = ["add", "boss", "--name", "Boss", "--role", "administrator", "--password-stdin", "--json"]


@pytest.mark.django_db
def test_the_first_administrator_can_sign_in() -> None:
    done = CliRunner().invoke(command, ADD, input="a long and odd sentence\n")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["roles"] == ["administrator"]
    assert User.objects.get().check_password("a long and odd sentence")
    assert "odd sentence" not in done.output


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "code"), [("short", "password_weak"), ("password1234", "password_weak")])
def test_a_weak_password_is_refused_and_changes_nothing(password: str, code: str) -> None:
    done = CliRunner().invoke(command, ADD, input=f"{password}\n")
    assert done.exit_code == 1
    assert json.loads(done.output)["error"]["code"] == code
    assert (User.objects.count(), AccessGrant.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_role_that_is_none_is_a_usage_error() -> None:
    done = CliRunner().invoke(command, ["add", "boss", "--name", "B", "--role", "emperor"], input="x\n")
    assert done.exit_code == 2
    assert User.objects.count() == 0
