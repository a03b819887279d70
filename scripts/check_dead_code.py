"""Finds functions, methods, classes and imports that nothing uses, with vulture.

Attributes are left out: columns, dataclass fields and framework options are read by name from outside. A name that a
template, a policy or a dotted path in a setting mentions is used. What frameworks call is named below, with who does.
"""

import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "puhui"
LOOKED_AT = {"function", "method", "class", "import", "property", "unreachable_code"}
CALLED_BY_FRAMEWORKS = re.compile(
    r"""^(Meta|\w+Config              # Django reads them
    |ready|has_\w+|get_\w+|save_\w+|clean_\w+|lookups|queryset|formfield_\w+|a?check_password|natural_key  # Django's
    |database_\w+                     # Django's migrations
    |execute_sql|results_iter          # Django's iterables, of a compiler
    |log_message|do_[A-Z]+             # http.server's
    |format_\w+|list_commands|resolve_command|convert   # click's
    |load|load_config|init|handle|handle_\w+  # gunicorn's and Django's commands
    |form_valid                         # Django's LoginView
    |create_compressor                  # whitenoise's
    |authenticate|on_\w+               # ninja's
    |authenticate_client|client_authentication_required|validate_(grant_type|scopes)   # oauthlib's
    |_\w*validator|_from_money|_check\w*|_is_\w+|_known\w*  # pydantic's validators
    )$""",
    re.VERBOSE,
)
DECORATED = [
    *(f"@*.{verb}" for verb in ("get", "post", "put", "delete", "patch")),
    *("@admin.*", "@*.command*", "@*.group*", "@register.*", "@task*", "@*validator*", "@receiver*"),
]


def words_outside_of_code() -> set[str]:
    """Every word of templates, settings strings and policies."""
    files = [p for pattern in ("*.html", "*.toml", "*.txt") for p in SOURCE.rglob(pattern)]
    files += [SOURCE / "config" / "settings.py", ROOT / "pyproject.toml"]
    return {word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}


def main() -> int:
    """Prints what is dead; exit code 1 when there is any."""
    vulture = Vulture(ignore_decorators=DECORATED)
    folders = [str(SOURCE), str(ROOT / "tests"), str(ROOT / "bench"), str(ROOT / "scripts")]
    vulture.scavenge(folders, exclude=["*/migrations/*"])
    outside = words_outside_of_code()
    dead = [
        item
        for item in vulture.get_unused_code(min_confidence=60)
        if item.typ in LOOKED_AT
        and SOURCE in Path(item.filename).resolve().parents
        and item.name not in outside
        and not CALLED_BY_FRAMEWORKS.match(item.name)
    ]
    for item in dead:
        print(f"{Path(item.filename).resolve().relative_to(ROOT)}:{item.first_lineno}: unused {item.typ} {item.name!r}")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
