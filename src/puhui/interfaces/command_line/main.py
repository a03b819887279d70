"""The command `puhui`: one table of commands, each loaded only when it is called."""

import importlib
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final, NamedTuple

import click

from puhui.interfaces.command_line.printing import REFUSED
from puhui.kernel.errors import CannotStart


class Entry(NamedTuple):
    """A command: the module whose `command` it is, what it does, and whether Django is set up before it is loaded."""

    module: str
    help: str
    needs_django: bool = True


COMMANDS: Final[Mapping[str, Entry]] = {
    "schedule": Entry("schedule", "Loan calculator: terms and events in, schedule out.", needs_django=False),
    "decide": Entry("decide", "Decides applications given as JSONL, without a database."),
    "models": Entry("models", "Trains and evaluates scorecards."),
    "model": Entry("model", "Registers, approves and assigns models; compares challengers."),
    "sources": Entry("sources", "Lists, watches and asks the sources of data."),
    "facts": Entry("facts", "Shows facts with their origin; extracts training tables."),
    "decision": Entry("decision", "Replays a decision of the past."),
    "keys": Entry("keys", "Makes the secrets that a production start asks for.", needs_django=False),
    "migrate": Entry("migrate", "Prepares the data folder and the database."),
    "serve": Entry("serve", "Serves the pages and the API."),
    "worker": Entry("worker", "Delivers what the outbox holds, and does what is queued."),
    "doctor": Entry("doctor", "Checks this installation."),
    "loan": Entry("loan", "Previews, proposes and undoes changes of running loans."),
    "day": Entry("day", "Closes the business day."),
    "ledger": Entry("ledger", "Proves and exports the books."),
    "bank": Entry("bank", "Imports and reconciles bank statements."),
    "loans": Entry("loans", "Exports the portfolio, and brings an existing book in."),
    "product": Entry("product", "Products: check, draft, simulate, publish, withdraw."),
    "policy": Entry("policy", "Decision policies: check, compare, test, publish."),
    "risk": Entry("risk", "Shows how loans are graded and what is set aside."),
    "lab": Entry("lab", "Tries a policy beside the running one on a whole portfolio."),
    "papers": Entry("papers", "Proves the signatures of papers."),
    "lease": Entry("lease", "Shows leased equipment, its life and its meters."),
    "subsidies": Entry("subsidies", "Interest that the state pays: what waits, claims, what came in."),
    "regions": Entry("regions", "Shows regions and reach, and imports lists of regions."),
    "facility": Entry("facility", "Shows limits to draw from; cuts, freezes and reviews them."),
    "collateral": Entry("collateral", "Shows what stands behind loans, and pledges things."),
    "trade": Entry("trade", "Orders that are financed, and invoices that are sold."),
    "party": Entry("party", "Shows households, groups and other relations of parties."),
    "voucher": Entry("voucher", "Shows vouchers and their parts, and proves their chains."),
    "bill": Entry("bill", "Shows bills, checks and presents them."),
    "text": Entry("text", "Plays a customer's phone against the text-message service."),
    "watch": Entry("watch", "Watches decisions: stability, outcomes, fairness, and the impact record."),
    "simulate": Entry("simulate", "Runs a made-up business through months."),
    "run-book": Entry("run_book", "Takes a book of firms through a year of lending."),
    "staff": Entry("staff", "Adds staff who can sign in."),
    "demo": Entry("demo", "Fills a sample institution."),
}
_PACKAGE: Final = "puhui.interfaces.command_line"


class LazyCommands(click.Group):
    """Lists the commands whose module is installed, and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the table's order."""
        del ctx
        return [name for name, entry in COMMANDS.items() if find_spec(f"{_PACKAGE}.{entry.module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself; Django is set up first when it needs it."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None or not find_spec(f"{_PACKAGE}.{entry.module}"):
            return None
        if entry.needs_django:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "puhui.config.settings")
            importlib.import_module("django").setup()
        command = importlib.import_module(f"{_PACKAGE}.{entry.module}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of `puhui --help`, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyCommands,
    help="Inclusive finance from first visit to last repayment. Exits 0 when done, 1 when refused, 2 on wrong usage.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="puhui", prog_name="puhui")
def cli() -> None:
    """Holds the commands."""


def main() -> None:
    """The entry point of the installed command."""
    try:
        cli(prog_name="puhui")
    except BrokenPipeError:  # the reader of a pipe has gone: not our failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as problem:
        if (said := _said_of(problem)) is None:
            raise
        click.echo(said, err=True)
        sys.exit(REFUSED)


def _said_of(problem: Exception) -> str | None:
    """What somebody who runs puhui can do about it, where it is no fault of the program: None for all others."""
    if isinstance(problem, CannotStart):
        return f"puhui cannot start: {problem}"
    of_django = sys.modules.get("django.db.utils")
    if of_django is None or not isinstance(problem, of_django.DatabaseError):
        return None
    is_empty = type(problem.__cause__).__name__ == "UndefinedTable" or "no such table" in str(problem)
    if is_empty:
        return "The database is not prepared: run `puhui migrate` first."
    if isinstance(problem, of_django.OperationalError):
        return f"The database does not serve: {str(problem).splitlines()[0]}. `puhui doctor` says what to do."
    return None


if __name__ == "__main__":
    main()
