"""A start that cannot be says why in one line, exits 1, and tells what to do; `puhui keys` makes what it asks for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from puhui.config.environment import BadEnvironment, read_environment
from puhui.foundation.access.facade import read_data_keys

PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]
SECRET = "s" * 40


def started(home: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as an operator runs it, with these settings and no others of puhui."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PUHUI_")}
    told = {**kept, "PUHUI_HOME": str(home), **settings}
    return subprocess.run([*PUHUI, *arguments], env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PUHUI_ENV": "production"}, "PUHUI_SECRET_KEY must be set to a secret of at least 32 characters"),
        (
            {"PUHUI_ENV": "production", "PUHUI_SECRET_KEY": SECRET, "PUHUI_DATA_KEYS": SECRET},
            "name:<base64 of 32 bytes>",
        ),
        ({"PUHUI_DATABASE_URL": "mysql://127.0.0.1/puhui"}, "begins with one of postgresql, postgres, sqlite"),
        ({"PUHUI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "The database does not serve: "),
        ({"PUHUI_POLICIES": "no-such-folder"}, "PUHUI_POLICIES names no folder: no-such-folder"),
        ({}, "run `puhui migrate` first"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    ended = started(tmp_path, "ledger", "check", **settings)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert SECRET not in ended.stderr


def test_new_keys_are_what_a_production_start_asks_for(tmp_path: Path) -> None:
    first, second = (json.loads(started(tmp_path, "keys", "--json").stdout) for _ in range(2))
    assert {*first.values()}.isdisjoint(second.values()), "made anew each time"
    told = read_environment({"PUHUI_HOME": str(tmp_path), "PUHUI_ENV": "production", **first})
    assert read_data_keys(told.data_keys).primary == "k1"
    assert not (tmp_path / "secrets").exists(), "nothing is kept"


def test_new_keys_as_lines_of_an_environment_file(tmp_path: Path) -> None:
    lines = started(tmp_path, "keys").stdout.splitlines()
    assert [line.partition("=")[0] for line in lines] == ["PUHUI_SECRET_KEY", "PUHUI_DATA_KEYS", "PUHUI_TEXTS_SECRET"]


def test_a_policy_folder_with_a_slip_in_its_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="names no folder"):
        read_environment({"PUHUI_HOME": str(tmp_path), "PUHUI_POLICIES": str(tmp_path / "polices")})
