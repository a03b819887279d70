"""`puhui doctor`: looks at every part of an installation and says what to do."""

import sys

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json
from puhui.interfaces.jobs.readiness import all_parts


@click.command(help="Checks this installation; exits 1 when something must be done, and says what.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, as_json: bool) -> None:
    """Prints one line a part."""
    parts = all_parts()
    well = all(part.ok for part in parts)
    if as_json:
        print_json({"ok": well, "parts": [part._asdict() for part in parts]})
    else:
        for part in parts:
            click.echo(f"{'ok  ' if part.ok else 'FAIL'} {part.name:<14} {part.detail}")
            if part.advice:
                click.echo(f"     -> {part.advice}")
    sys.exit(0 if well else REFUSED)
