"""How much the books hold."""

from puhui.foundation.ledger.models import Entry, Journal, LedgerAccount, Transfer
from puhui.kernel.actors import READING_ROLES, Actor


def book_counts(actor: Actor) -> dict[str, int]:
    """Rows by kind, for reports."""
    actor.require(*READING_ROLES, verb="read the books")
    tables = {"accounts": LedgerAccount, "journals": Journal, "transfers": Transfer, "entries": Entry}
    return {name: model._default_manager.count() for name, model in tables.items()}
