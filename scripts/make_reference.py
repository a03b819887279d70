"""Writes docs/reference from the code: commands, refusals, facts, rules of the home market, endpoints, rights.

`--check` writes nothing and exits 1 when a page is not what the code says.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
os.environ.setdefault("PUHUI_HOME", tempfile.mkdtemp(prefix="puhui-reference-"))

import django

django.setup()  # the imports below need the settings

import click
from django.urls import get_resolver

from puhui.foundation.catalogue.facade import CLAUSES, KEPT_ELSEWHERE, installed_parameters
from puhui.interfaces.command_line.main import cli
from puhui.interfaces.rest_api.api import api
from puhui.interfaces.rights.table import Rule, acts
from puhui.interfaces.rights.table import endpoints as addresses
from puhui.kernel.actors import STAFF_ROLES, Role
from puhui.kernel.errors import Refusal
from puhui.products.lending.facade import TAPE_COLUMNS
from puhui.risk.facts.facade import FACTS

ROOT = Path(__file__).resolve().parents[1] / "docs" / "reference"
MADE = "<!-- Made by scripts/make_reference.py from the code; do not edit. -->"


def cell(text: object) -> str:
    """Text that fits into a cell of a table."""
    return " ".join(str(text).replace("|", "\\|").split())


def table(head: list[str], rows: Iterator[list[object]]) -> list[str]:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return lines + [f"| {' | '.join(cell(c) for c in row)} |" for row in rows]


def commands() -> list[str]:
    """Every command with its help."""
    lines = ["# The command `puhui`", MADE, ""]
    lines.append("Exit codes: 0 done, 1 refused, 2 usage.")

    def walk(name: str, command: click.Command) -> None:
        context = click.Context(command, info_name=name, terminal_width=100)
        lines.extend(["", f"## `{name}`", "", "```", command.get_help(context), "```"])
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                found = command.get_command(context, sub)
                if found is not None:
                    walk(f"{name} {sub}", found)

    walk("puhui", cli)
    return lines


def all_refusals() -> list[type[Refusal]]:
    """Every refusal class of the code, by code."""
    found: set[type[Refusal]] = set()
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        cls = waiting.pop()
        waiting.extend(cls.__subclasses__())
        if cls.__module__.startswith("puhui."):
            found.add(cls)
    return sorted(found, key=lambda cls: (cls.code, cls.__name__))


def refusals() -> list[str]:
    """Every refusal with its code, status and sentences."""
    rows = ([f"`{c.code}`", c.http_status, c.text.en, c.text.zh] for c in all_refusals())
    return ["# Refusals", MADE, "", *table(["code", "HTTP", "English", "中文"], rows)]


def facts() -> list[str]:
    """Every fact over invoices."""
    rows = (
        [f"`{f.name}`", f.text.en, f.text.zh, f.unit, f.window_months or "all", f.formula, f.source]
        for f in FACTS.values()
    )
    head = ["name", "English", "中文", "unit", "window (months)", "formula", "source"]
    return ["# Facts", MADE, "", *table(head, rows)]


def rules() -> list[str]:
    """Every parameter of the home rulebooks, as in force on a fixed day."""
    on = date(2026, 11, 23)
    rows = (
        [f"`{p.name}`", p.value, p.unit, p.effective_from, p.source, p.article, p.mark]
        for p in installed_parameters(on).values()
    )
    head = ["name", "value", "unit", "from", "source", "article", "mark"]
    note = "Marks: S read in a source, L read in the statute, M from memory, U unsure: check before relying on it."
    return ["# Rules of the home market", MADE, "", f"In force on {on}. {note}", "", *table(head, rows)]


def product_clauses() -> list[str]:
    """Every clause that a product file is checked against: the check, and the test that breaks it."""
    known = installed_parameters(date(2028, 1, 1))
    head = ["rule", "source, article", "mark", "check", "what it looks at", "proven by"]
    rows = (
        [
            f"`{known[name].rule_id}`",
            f"{known[name].source}, {known[name].article}",
            known[name].mark,
            f"`{check.__module__.rpartition('.')[2]}.{check.__name__}`",
            str(check.__doc__).strip().splitlines()[0],
            f"`test_a_clause[{name}]`",
        ]
        for name, check in CLAUSES.items()
    )
    elsewhere = ([f"`{name}`", where] for name, where in KEPT_ELSEWHERE.items())
    note = "The tests are in `tests/rooms/catalogue/test_clauses.py`: a product that breaks that clause and no other."
    return [
        "# Clauses that a product is checked against", MADE, "", note, "", *table(head, rows), "",
        "Parameters of the same rulebooks that no product file can break:", "",
        *table(["parameter", "kept"], elsewhere),
    ]  # fmt: skip


def endpoints() -> list[str]:
    """Every endpoint of the API."""
    get_resolver().url_patterns  # noqa: B018 - addresses are loaded before the contract is asked for
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    rows = (
        [method.upper(), f"`{path}`", item.get("summary", ""), item.get("description", "")]
        for path, methods in paths.items()
        for method, item in methods.items()
    )
    return ["# Endpoints", MADE, "", "The contract is `/api/v1/openapi.json`.", "", *table(
        ["method", "path", "does", "note"], rows
    )]  # fmt: skip


def rights() -> list[str]:
    """Every address of every face and every act, and who may call it."""
    get_resolver().url_patterns  # noqa: B018 - addresses are loaded before they are listed
    columns = (*sorted(STAFF_ROLES), Role.AGENT, Role.CUSTOMER)
    lines = ["# Rights", MADE, ""]
    lines.append(
        "Who comes past the door of each address, read from the code (`puhui.interfaces.rights`) and held true by "
        "`tests/interfaces/workbench/test_rights.py`. Customers and partners then see only what is their own. A "
        "partner's program also needs the scope; a token of a program holds roles and is not asked for a fresh proof."
    )
    for face, title in (
        ("customers", "Customer pages"),
        ("workbench", "Workbench"),
        ("records", "Records"),
        ("api", "API"),
    ):
        rows = (
            [one.method, f"`{one.path}`", *_marks(one.rule, columns), *([one.rule.scope] if face == "api" else [])]
            for one in addresses()
            if one.face == face and one.rule is not None
        )
        head = ["method", "path", *(column.value for column in columns), *(["scope"] if face == "api" else [])]
        lines += ["", f"## {title}", "", *table(head, rows)]
    told = (
        [f"`{act.verb}`", *("x" if column in act.roles else "" for column in columns), "yes" if act.asks_proof else ""]
        for act in acts()
        if act.roles is not None
    )
    by_object = ", ".join(f"`{act.verb}`" for act in acts() if act.roles is None)
    lines += ["", "## Acts", "", "As the audit log names them.", ""]
    lines += table(["act", *(column.value for column in columns), "fresh proof"], told)
    return [
        *lines,
        "",
        f"Who may do these depends on the object, or they are part of a work of puhui's own: {by_object}.",
    ]


def _marks(rule: Rule, columns: tuple[Role, ...]) -> list[str]:
    return ["anyone"] * len(columns) if rule.anyone else ["x" if rule.lets(column) else "" for column in columns]


def loan_tape() -> list[str]:
    """Every column of a loan tape."""
    rows = ([f"`{c.name}`", c.kind, "yes" if c.needed else "", c.note] for c in TAPE_COLUMNS)
    head = ["column", "read as", "needed", "meaning"]
    kinds = (
        "`amount`: major units with a point, `1024.50`. `rate`: percent a year, `12.5`. `whole`: a whole number. "
        "`truth`: true or false. `date`: ISO 8601. `json`: as in `puhui schedule`. An empty cell is an absent one."
    )
    events = (
        "The events file has the columns `loan_id`, `date`, `kind` and the keys that the kind takes in `puhui "
        "schedule` (`amount`, `effect`, `of`, `annual_rate_pct`, `until`, `interest`, `n`, ...). `of` counts the "
        "loan's own events from 0 in the order of the file."
    )
    return ["# Loan tape", MADE, "", kinds, "", *table(head, rows), "", events]


PAGES = {
    "commands.md": commands,
    "refusals.md": refusals,
    "facts.md": facts,
    "rules-cn.md": rules,
    "product-clauses.md": product_clauses,
    "endpoints.md": endpoints,
    "loan-tape.md": loan_tape,
    "rights.md": rights,
}


def main() -> int:
    """Writes the pages, or checks them."""
    stale = []
    for name, make in PAGES.items():
        text = "\n".join(make()) + "\n"
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(stale) or 'nothing'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
