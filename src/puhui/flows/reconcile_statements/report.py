"""Does the ledger's bank account say what the bank says, and if not, what stands between them?"""

from dataclasses import dataclass
from datetime import date

from puhui.foundation.ledger.facade import Fault, balance, control_total
from puhui.foundation.payments.facade import last_statement, suspense_sums, unmatched_sums
from puhui.kernel.actors import READING_ROLES, Actor
from puhui.kernel.errors import NotFound
from puhui.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands between the two balances: how many, and how much."""

    kind: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class BankCheck:
    """Ledger less bank = the sum of the items; `other` is what no statement and no order explains."""

    account: str
    to_date: date
    bank: Money
    ledger: Money
    items: tuple[Item, ...]

    @property
    def difference(self) -> Money:
        """Ledger less bank."""
        return self.ledger - self.bank

    @property
    def is_explained(self) -> bool:
        """True when nothing is left that no statement and no order explains."""
        return all(item.kind != "other" or not item.amount.minor for item in self.items)


def check_bank_account(actor: Actor, *, currency: str = "CNY") -> BankCheck:
    """The closing balance of the last statement beside the ledger, with the reconciling items."""
    actor.require(*READING_ROLES, verb="read bank statements")
    last = last_statement(currency=currency)
    if last is None:
        raise NotFound("bank statement", where="account")
    ledger = balance("bank.operating", currency=currency)
    sums = unmatched_sums(currency=currency)
    rest = ledger.minor - last.closing.minor - sums.settled_without_line_minor + sums.new_lines_minor
    items = (
        Item("settled_without_line", sums.settled_without_line, Money(sums.settled_without_line_minor, currency)),
        Item("lines_not_looked_at", sums.new_lines, Money(-sums.new_lines_minor, currency)),
        Item("other", int(rest != 0), Money(rest, currency)),
    )
    return BankCheck(last.account, last.to_date, last.closing, ledger, items)


def suspense_differences() -> list[Fault]:
    """Where suspense in the ledger is not the sum of the lines that stand in it: a check of `puhui ledger check`."""
    expected = suspense_sums()
    currencies = {"CNY", *(currency for _, currency in expected)}
    return [
        Fault("bank.suspense", f"{account} {currency}", f"ledger {held}, lines {said}")
        for account in ("suspense.received", "suspense.paid", "refunds.payable")
        for currency in sorted(currencies)
        if (held := control_total(account, currency=currency)) != (said := expected.get((account, currency), 0))
    ]
