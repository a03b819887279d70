"""Passes the tests: everything on SQLite, then what touches a database again on PostgreSQL where one answers.

`PUHUI_TEST_REQUIRE` (comma list of postgresql, browser, ...) makes an absent service a failure instead of a skip.
`PUHUI_TEST_POSTGRESQL` is the server to use, preset postgresql://postgres@127.0.0.1:5432/puhui.
`PUHUI_TEST_WORKERS` is how many processes share the tests, preset one for each core, at least two and at most four.
"""

import os
import subprocess
import sys
import tempfile
import time

import psycopg

POSTGRESQL = os.environ.get("PUHUI_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/puhui")
REQUIRED = {name for name in os.environ.get("PUHUI_TEST_REQUIRE", "").split(",") if name}
# Files go out in the order of tests/conftest.py, the longest first, so that no worker is left alone at the end.
COUNT = os.environ.get("PUHUI_TEST_WORKERS") or str(min(max(os.cpu_count() or 2, 2), 4))
WORKERS = ("-n", COUNT, "--dist", "loadfile", "--no-loadscope-reorder")
# A worker on each core: a numeric library that takes a thread for each core only waits for the other worker. And
# the many commands that tests start are compiled once, where the surroundings say that nothing compiled is kept.
FAST = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}
ON_BOTH = ["tests/rooms", "tests/stories", "tests/simulation", "tests/interfaces/api"]


def postgresql_answers() -> str:
    """Empty when the server answers, else why not."""
    server = POSTGRESQL.rsplit("/", 1)[0] + "/postgres"
    try:
        with psycopg.connect(server, connect_timeout=3):
            return ""
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]


def run_pytest(title: str, arguments: list[str], environment: dict[str, str]) -> int:
    """One run of pytest in a data folder of its own."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="puhui-test-") as home:
        command = [sys.executable, "-m", "pytest", "-q", *WORKERS, "--durations=25", *arguments]
        code = subprocess.call(command, env={**os.environ, **FAST, **environment, "PUHUI_HOME": home})
    print(f"== {title}: {'passed' if code == 0 else f'exit {code}'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


def main() -> int:
    """Runs both passes; the exit code is the first that is not 0."""
    extra = sys.argv[1:]
    clean = {"PUHUI_DATABASE_URL": ""}
    code = run_pytest("tests on SQLite", ["-m", "not postgresql", *extra], clean)
    absent = postgresql_answers()
    if not absent:
        paths = [path for path in ON_BOTH if os.path.isdir(path)]
        both = ["-m", "not browser and not slow and not any_database", *paths, *extra]
        return code or run_pytest("tests on PostgreSQL", both, {"PUHUI_DATABASE_URL": POSTGRESQL})
    print(
        f"\nPostgreSQL does not answer ({absent}).\nTo test on it: apt-get install postgresql, start it, and set "
        "PUHUI_TEST_POSTGRESQL=postgresql://user:password@host:5432/puhui"
    )
    if "postgresql" in REQUIRED:
        print("PUHUI_TEST_REQUIRE names postgresql: this is a failure.")
        return code or 1
    return code


if __name__ == "__main__":
    sys.exit(main())
