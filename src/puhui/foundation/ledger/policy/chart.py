"""The chart of accounts: which accounts there are, on which side they stand, and how low they may go."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from puhui.foundation.ledger.contracts import AccountRef, UnknownLedgerAccount
from puhui.foundation.ledger.policy.files import BadPolicy, PolicyHead, Sentence, Strict, documents
from puhui.foundation.ledger.rules.accounts import account_bucket, account_key
from puhui.foundation.ledger.rules.contents import is_bucket
from puhui.kernel.money import EXPONENTS

AccountType = Literal["asset", "liability", "equity", "income", "expense"]
_DEBIT_TYPES = {"asset", "expense"}


class ChartAccount(Strict):
    """One account of the chart.

    `contra`: it stands on the other side than its type does (an allowance). `by_segment`: what it holds is told apart
    by product.
    """

    number: str = Field(pattern=r"^[0-9]{4,8}$")
    type: AccountType
    name: Sentence
    per: Literal["house", "loan"] = "house"
    contra: bool = False
    by_segment: bool = False
    floor_minor: int | None = None

    @property
    def is_debit_normal(self) -> bool:
        """True when debits raise the balance."""
        return (self.type in _DEBIT_TYPES) != self.contra


class Chart(PolicyHead):
    """A chart of accounts as its file gives it."""

    accounts: Mapping[str, ChartAccount]


@cache
def chart() -> Mapping[str, ChartAccount]:
    """All accounts by code; a code or a number that two files claim stops the start."""
    accounts: dict[str, ChartAccount] = {}
    for path, document in documents("charts_of_accounts"):
        try:
            loaded = Chart.model_validate(document)
        except ValidationError as error:
            raise BadPolicy(f"{path}: {error}") from None
        if taken := accounts.keys() & loaded.accounts.keys():
            raise BadPolicy(f"{path}: {', '.join(sorted(taken))} is in another chart as well")
        accounts |= loaded.accounts
    numbers = [account.number for account in accounts.values()]
    if twice := {number for number in numbers if numbers.count(number) > 1}:
        raise BadPolicy(f"charts_of_accounts: number {', '.join(sorted(twice))} is given twice")
    return accounts


@lru_cache(maxsize=100_000)
def checked_key(ref: AccountRef) -> tuple[str, int]:
    """The account's key and bucket, if the chart has it and keeps it in this way."""
    account = chart().get(ref.code)
    if account is None:
        raise UnknownLedgerAccount(where=ref.code, account=ref.code, reason="it is not in the chart")
    if (account.per == "house") != (ref.owner_id is None):
        reason = "it has no owner" if ref.owner_id else f"it is kept per {account.per}"
        raise UnknownLedgerAccount(where=ref.code, account=ref.code, reason=reason)
    if ref.segment and not account.by_segment:
        raise UnknownLedgerAccount(where=ref.code, account=ref.code, reason="it is not kept by segment")
    if ref.currency not in EXPONENTS or not is_bucket(ref.bucket):
        raise UnknownLedgerAccount(where=ref.code, account=ref.code, reason="its currency or bucket is not known")
    return account_key(ref), account_bucket(ref)
