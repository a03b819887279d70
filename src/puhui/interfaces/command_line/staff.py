"""`puhui staff`: the first administrator of an installation, and staff after that."""

import sys

import click

from puhui.foundation.access.facade import GRANTABLE, create_staff
from puhui.interfaces.command_line.printing import print_json, print_refusal
from puhui.interfaces.ports import current_ports
from puhui.kernel.actors import SYSTEM, Call
from puhui.kernel.errors import Refusal
from puhui.kernel.ids import new_id


@click.group(help="Adds staff who can sign in to the workbench.")
def command() -> None:
    """Staff."""


@command.command("add", help="Adds a staff member; asks for the password, or reads it with --password-stdin.")
@click.argument("login_name")
@click.option("--name", "display_name", required=True, help="The name that colleagues see.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice(sorted(role.value for role in GRANTABLE)),
    help="May be repeated.",
)
@click.option("--password-stdin", is_flag=True, help="Reads the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def add(*, login_name: str, display_name: str, roles: tuple[str, ...], password_stdin: bool, as_json: bool) -> None:
    """Whoever can run this command on the server acts as the system; the audit log says so."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    password = password or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    call = Call(SYSTEM, str(new_id()), current_ports().clock.now(), "command_line")
    try:
        user_id = create_staff(call, login_name=login_name, display_name=display_name, roles=roles, password=password)
    except Refusal as refusal:
        print_refusal(refusal, as_json=as_json)
        sys.exit(1)
    if as_json:
        print_json({"user_id": str(user_id), "login_name": login_name, "roles": sorted(roles)})
    else:
        click.echo(f"{login_name} can sign in at /workbench/ as {', '.join(sorted(roles))}.")
