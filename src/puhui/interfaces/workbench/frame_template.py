"""The frame of every page of the console: django-unfold's template, less the files that these pages do not use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import unfold
from django.template import Origin
from django.template.loaders.base import Loader

NAME: Final = "unfold/layouts/skeleton.html"
SOURCE: Final = Path(unfold.__file__).parent / "templates" / NAME
UNUSED: Final = (
    *("unfold/fonts/inter/", "unfold/fonts/material-symbols/", "unfold/css/simplebar/", "unfold/js/simplebar/"),
    *("alpine.sort.js", "unfold/js/htmx/", "unfold/js/chart/", "helpers/command.html"),
)
"""Text fonts, drawn scroll bars, dragging of rows, charts, and a palette of commands beside our own."""
REPLACED: Final = {"unfold/css/styles.css": "workbench/frame.css"}


class FrameLoader(Loader):
    """Stands before the other loaders; knows this one template."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """The frame, as it lies in the installed library."""
        if template_name == NAME:
            yield Origin(name=str(SOURCE), template_name=template_name, loader=self)

    def get_contents(self, origin: Origin) -> str:
        """The text without the lines that bring what is not used."""
        lines = Path(origin.name).read_text().splitlines()
        text = "\n".join(line for line in lines if not any(part in line for part in UNUSED))
        for theirs, ours in REPLACED.items():
            text = text.replace(theirs, ours)
        return text
