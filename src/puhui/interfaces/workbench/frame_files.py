"""The console's stylesheet and icons, cut to what pages use: 120 KB instead of 620 on a first visit.

Both are made from the files of the installed django-unfold, into a folder of the installation, when a template or a
library is another than before. Text is in the fonts of the device.
"""

import functools
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import unfold
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from puhui.interfaces.workbench.stylesheet import only_used, words_in

HERE, UNFOLD = Path(__file__).parent, Path(unfold.__file__).parent
STYLES = UNFOLD / "static/unfold/css/styles.css"
ICONS = UNFOLD / "static/unfold/fonts/material-symbols/Material-Symbols-Outlined.woff2"
READ = (  # where classes and icons are named
    (UNFOLD / "templates/admin", "**/*.html"),
    (UNFOLD / "templates/unfold", "**/*.html"),
    (UNFOLD, "*.py"),
    (UNFOLD / "templatetags", "*.py"),
    (UNFOLD / "static/unfold/js", "app.js"),
    (HERE, "**/*.html"),
    (HERE, "*.py"),
    (HERE.parents[1] / "config", "settings.py"),
)
ICON = re.compile(r"(?:^|[>'\"])\s*([a-z][a-z0-9_]*)\s*(?:$|[<'\"])", re.MULTILINE)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"
OWN = """
:root{--font-sans:system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
@font-face{font-family:"Material Symbols Outlined";src:url(icons.woff2) format("woff2");font-display:block}
.wb-side{flex:1 1 0;height:0;overflow:auto;padding:0 12px}
.wb-side h2{margin:6px 12px;font-weight:600}
.wb-side ol{margin-bottom:12px}
.wb-side a{display:flex;align-items:center;gap:12px;min-height:38px;padding:0 12px;border-radius:6px}
.wb-side a:hover,.wb-side [aria-current]{color:var(--color-primary-600)}
.wb-side [aria-current]{background:var(--color-base-100);font-weight:600}
.wb-side b{min-width:18px;padding:0 4px;border-radius:2px;font-size:11px;line-height:18px;text-align:center}
.wb-side b{background:#ffedd5;color:#9a3412}
.dark .wb-side a:hover,.dark .wb-side [aria-current]{color:var(--color-primary-500)}
.dark .wb-side [aria-current]{background:#ffffff0f}
.dark .wb-side b{background:#f9731633;color:#fdba74}
"""
MADE = ("workbench/frame.css", "workbench/icons.woff2")


class FrameFinder(BaseFinder):
    """Finds what is made here; `STATICFILES_FINDERS` names it."""

    def find(  # type: ignore[override]  # Django's stubs overload it
        self, path: str, find_all: bool = False, **_: Any
    ) -> str | list[str]:
        """Where the file lies, when it is one of these."""
        found = [str(made_files() / path)] if path in MADE else []
        return found if find_all or not found else found[0]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Each file and the folder that it lies in."""
        del ignore_patterns
        storage = FileSystemStorage(location=made_files())
        yield from ((name, storage) for name in MADE)


@functools.cache
def made_files() -> Path:
    """The folder with the files; made when its sources are others than before."""
    sources = sorted({path for folder, pattern in READ for path in folder.glob(pattern)})
    folder = settings.PUHUI_ENVIRONMENT.home / "frame" / _fingerprint([*sources, STYLES, ICONS])
    if not folder.exists():
        _make(folder, [path.read_text() for path in sources])
    return folder


def _fingerprint(paths: Iterable[Path]) -> str:
    stands = hashlib.sha256()
    for path in paths:
        seen = path.stat()
        stands.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return stands.hexdigest()[:16]


def _make(folder: Path, texts: list[str]) -> None:
    """Everything, or nothing: the folder gets its name when all is in it; another process may have been first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        styles, icons = (Path(made) / "all" / name for name in MADE)
        styles.parent.mkdir(parents=True)
        styles.write_text(only_used(STYLES.read_text(), set().union(*map(words_in, texts))) + OWN)
        _cut_icons(icons, names={name for text in texts for name in ICON.findall(text)})
        try:
            os.rename(Path(made) / "all", folder)
        except OSError:
            if not folder.exists():
                raise


def _cut_icons(target: Path, *, names: set[str]) -> None:
    """The font of icons with these alone; a word that is no icon is passed over."""
    how = (f"--glyphs={','.join(sorted(names))}", "--ignore-missing-glyphs", f"--text={LETTERS}")
    more = ("--no-layout-closure", "--drop-tables+=FFTM", "--flavor=woff2", f"--output-file={target}")
    subprocess.run([sys.executable, "-m", "fontTools.subset", str(ICONS), *how, *more], check=True)  # noqa: S603
