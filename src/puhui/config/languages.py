"""Languages that an installation adds: a folder of compiled catalogues, found when the server starts."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO

SHIPPED = (("zh-hans", "简体中文"), ("en", "English"))
FOLDER = "locale"
CODE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})?$")


def locale_folders(home: Path, policies: Path | None) -> list[Path]:
    """Where catalogues are dropped in: `locale` in the data folder, and in a lender's own policy folder."""
    return [folder for root in (home, policies) if root and (folder := root / FOLDER).is_dir()]


def languages_in(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """The shipped languages and those of `<folder>/<locale>/LC_MESSAGES/django.mo`, each by its own name."""
    found = dict(SHIPPED)
    for folder in folders:
        for catalogue in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
            code = catalogue.parents[1].name.lower().replace("_", "-")
            if CODE.match(code):
                found.setdefault(code, str(LANG_INFO.get(code, {}).get("name_local", code)))
    return list(found.items())
