"""Runs every benchmark (or those named), prints a table each and writes bench/results/<name>.json.

A benchmark is a module `bench/<name>.py` with `run() -> dict[str, object]`: figures by name, measured now, on this
machine. Beside each target stands the bare limit, measured in the same run where there is one.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.plot import day_close_plot

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
NAMES = [
    "products",
    "schedules",
    "ledger",
    "vouchers",
    "facilities",
    "invoices",
    "decisions",
    "decisions_http",
    "watch",
    "models",
    "sources",
    "training",
    "lab",
    "day_close",
    "catch_up",
    "loan_life",
    "faces",
    "journey",
    "slow_line",
    "commands",
]


PLOTS = {"day_close": day_close_plot}


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine()
    )
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gib": round(memory_gib, 1),
        "python": platform.python_version(),
        "system": platform.system(),
        "load_before": os.getloadavg()[0],
    }


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def revision() -> str:
    """The commit that was measured."""
    answer = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def table(figures: dict[str, object], indent: str = "  ") -> list[str]:
    """The figures as lines, nested ones indented."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *table(value, indent + "  ")]
        else:
            shown = f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value}"
            lines.append(f"{indent}{name:<48} {shown:>18}")
    return lines


def main() -> int:
    """Runs them one after another, each in a data folder of its own."""
    names = sys.argv[1:] or [name for name in NAMES if (FOLDER / f"{name}.py").exists()]
    results = FOLDER / "results"
    results.mkdir(exist_ok=True)
    for name in names:
        print(f"\n{name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="puhui-bench-") as home:
            os.environ["PUHUI_HOME"] = home
            started = time.monotonic()
            script = f"import json,sys; from bench.{name} import run; json.dump(run(), open(sys.argv[1], 'w'))"
            out = Path(home) / "result.json"
            code = subprocess.call([sys.executable, "-c", script, str(out)], cwd=ROOT)
            if code:
                return code
            figures = json.loads(out.read_text())
        result = {
            "benchmark": name,
            "measured_on": time.strftime("%Y-%m-%d"),
            "revision": revision(),
            "machine": machine(),
            "seconds": round(time.monotonic() - started, 1),
            "figures": figures,
        }
        (results / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        if name in PLOTS:
            (results / f"{name}.svg").write_text(PLOTS[name](figures))
        print("\n".join(table(figures)), flush=True)
    write_readme(results)
    return 0


def write_readme(results: Path) -> None:
    """All results as one page that people can read."""
    lines = [
        "# Measured figures",
        "",
        "Made by `make bench`; do not edit. Newest run of each benchmark, with its machine.",
    ]
    for path in sorted(results.glob("*.json")):
        kept = json.loads(path.read_text())
        on = kept.get("machine", {})
        where = f"{kept.get('measured_on')} on {on.get('cores')} cores, {on.get('cpu')}, Python {on.get('python')}"
        lines += ["", f"## {path.stem}", "", f"{where}, load before {on.get('load_before', 0):.1f}", "", "```"]
        lines += [*table(kept.get("figures", {}), ""), "```"]
    (results / "README.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
