"""`puhui migrate`: prepares the data folder and brings the database to this version."""

import click
from django.conf import settings
from django.core.management import call_command

from puhui.interfaces.command_line.printing import print_json


@click.command(help="Prepares the data folder and the database. Again it changes nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, as_json: bool) -> None:
    """Makes the folders and applies the migrations."""
    for name in ("files", "static"):
        (settings.HOME / name).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    if as_json:
        print_json({"home": str(settings.HOME), "database": engine, "migrated": True})
    else:
        click.echo(f"{settings.HOME} is ready; the {engine} database is at this version.")
