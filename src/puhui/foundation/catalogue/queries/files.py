"""The policy files, read once a process: the shipped ones, and a lender's own folder laid over them."""

from functools import cache
from pathlib import Path

from django.conf import settings

from puhui.foundation.catalogue.loading import SHIPPED, Catalogue, read_catalogue

_read = cache(read_catalogue)


def in_files() -> Catalogue:
    """All that the files say, without what was published in the workshop."""
    overlay: Path | None = settings.PUHUI_ENVIRONMENT.policies
    return _read((SHIPPED, overlay) if overlay else (SHIPPED,))
