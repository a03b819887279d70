"""What a first visit to a page brings over the line, uncompressed: the page, its files, and the fonts these name."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

URL = re.compile(r"url\([\"']?([^)\"'#?]+)")


def first_load_bytes(page: bytes) -> int:
    """Bytes of the page and of every file of ours that it or one of its stylesheets names."""
    prefix = re.escape(settings.STATIC_URL)
    named = re.findall(rf'(?:href|src)="{prefix}([^"?]+)', page.decode())
    files = {Path(found) for name in named if isinstance(found := finders.find(name), str)}
    styles = [file for file in files if file.suffix == ".css"]
    files |= {
        part for file in styles for name in URL.findall(file.read_text()) if (part := file.parent / name).is_file()
    }
    return len(page) + sum(file.stat().st_size for file in files)
