"""The commands that run an installation, each as a person would call it, on a data folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PUHUI = [sys.executable, "-m", "puhui.interfaces.command_line.main"]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PUHUI_HOME": str(home), "PUHUI_DATABASE_URL": ""}


def puhui(home: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [*PUHUI, *arguments], env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("installation")
    code, out = puhui(made, "doctor", "--json")
    assert code == 1
    advice = {part["name"]: part["advice"] for part in json.loads(out)["parts"]}
    assert "puhui migrate" in advice["migrations"]
    assert puhui(made, "migrate")[0] == 0
    assert puhui(made, "migrate", "--json")[0] == 0
    return made


def test_days_from_the_first_to_a_later_one(home: Path) -> None:
    code, out = puhui(home, "day", "close", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "no_business_date")
    assert puhui(home, "day", "open", "--date", "2026-01-01")[0] == 0
    assert puhui(home, "day", "open", "--date", "2026-01-01")[0] == 0
    code, out = puhui(home, "day", "open", "--date", "2026-01-02", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "business_date_moved")
    code, out = puhui(home, "day", "close", "--date", "2026-01-03", "--json")
    assert [json.loads(line)["closed"] for line in out.splitlines()] == ["2026-01-01", "2026-01-02", "2026-01-03"]
    code, out = puhui(home, "day", "close", "--date", "2026-01-02", "--json")
    assert (code, json.loads(out)["opened"]) == (0, "2026-01-04")
    code, out = puhui(home, "day", "close", "--date", "2099-01-02", "--json")
    assert code == 1
    assert puhui(home, "day", "close", "--date", "tomorrow")[0] == 2
    assert json.loads(puhui(home, "day", "show", "--json")[1])["open"] == "2026-01-04"
    # For each closed day: its decisions are watched, repayment is noted, what sources said too long ago is erased,
    # changed records are scored, who could be lent what is worked out, whom we reach is counted
    # and what each manager has, reports are made, cases past their time move on.
    code, out = puhui(home, "worker", "--once", "--json")
    assert (code, json.loads(out)) == (0, {"delivered": 27, "answers": 0, "closed": 0})
    assert puhui(home, "worker", "--once", "--json") == (0, '{"delivered": 0, "answers": 0, "closed": 0}\n')
    assert puhui(home, "doctor")[0] == 0
    assert puhui(home, "ledger", "check")[0] == 0


@pytest.mark.slow
def test_the_demo_server_takes_its_worker_with_it(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([*PUHUI, "serve", "--demo", "--port", str(port)], env=environment(home))
    try:
        assert answers(f"http://127.0.0.1:{port}/")
        worker = worker_of(server.pid)
        assert worker
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    deadline = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and "Z" not in state_of(worker) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not Path(f"/proc/{worker}").exists() or "Z" in state_of(worker)


def answers(address: str) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def worker_of(parent: int) -> int:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command, stat = path.read_bytes(), (path.parent / "stat").read_text()
        except OSError:
            continue
        if b"--parent" in command and int(stat.rpartition(")")[2].split()[1]) == parent:
            return int(path.parent.name)
    return 0


def state_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
