"""`puhui keys`: makes the secrets that a production start asks for. They are printed once and kept nowhere."""

import click

from puhui.interfaces.command_line.printing import print_json
from puhui.kernel.secrets import new_data_keys, new_secret


@click.command(help="Makes new secrets for a first start, as lines of an environment file; keeps none of them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, as_json: bool) -> None:
    """Each name with its value."""
    made = {"PUHUI_SECRET_KEY": new_secret(), "PUHUI_DATA_KEYS": new_data_keys(), "PUHUI_TEXTS_SECRET": new_secret()}
    if as_json:
        print_json(made)
        return
    for name, value in made.items():
        click.echo(f"{name}={value}")
    click.echo("Keep PUHUI_DATA_KEYS as carefully as the database: personal data cannot be read without it.", err=True)
