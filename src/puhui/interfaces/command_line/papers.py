"""`puhui papers`: proves who signed a paper and that nothing was changed since."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from puhui.interfaces.command_line.printing import REFUSED, print_json, print_refusal
from puhui.interfaces.ports import current_ports
from puhui.kernel.canonical import plain
from puhui.kernel.errors import Conflict, Refusal

LARGEST = 50_000_000


@click.group(help="Papers: proves their signatures.")
def command() -> None:
    """Groups the commands on papers."""


@command.command(help="Proves the signatures of a PDF; exits 1 unless each one is whole and by this installation.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(file: Path, *, as_json: bool) -> None:
    """Prints what each signature proves."""
    try:
        found = current_ports().signing.verify(file.read_bytes()[:LARGEST])
        if not found:
            raise Conflict("the file is not signed", where="file")
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(REFUSED)
    good = all(one.holds for one in found)
    if as_json:
        print_json({"ok": good, "signatures": [plain(asdict(one)) for one in found]})
    else:
        for one in found:
            click.echo(f"signed by      {one.by}{' (demonstration)' if one.is_demo else ''}")
            click.echo(f"signed at      {one.signed_at.isoformat() if one.signed_at else 'not said'}")
            click.echo(f"unchanged      {'yes' if one.is_intact else 'NO'}")
            click.echo(f"covers all     {'yes' if one.is_whole else 'NO: something was added after it'}")
            click.echo(f"certificate    {'of this installation' if one.is_ours else 'NOT of this installation'}")
    sys.exit(0 if good else REFUSED)
