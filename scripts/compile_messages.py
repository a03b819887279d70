"""Compiles every message catalogue under src (`locale/**/*.po`) to the .mo file that gettext reads, with Babel."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1] / "src"


def compile_all(source: Path = SOURCE) -> list[Path]:
    """Writes the .mo files that are missing or older than their .po; gives the paths written."""
    written = []
    for catalogue in sorted(source.glob("**/locale/**/*.po")):
        target = catalogue.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as file:
            messages = read_po(file, locale=catalogue.parents[1].name, abort_invalid=True)
        part = target.with_suffix(f".{os.getpid()}.part")  # two may compile at once
        with part.open("wb") as file:
            write_mo(file, messages)
        part.replace(target)
        written.append(target)
    return written


def main() -> int:
    """Compiles, and says what was written."""
    for path in compile_all():
        print(f"compiled {path.relative_to(SOURCE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
