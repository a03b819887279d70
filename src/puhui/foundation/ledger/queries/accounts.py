"""Finds accounts and says what a stored account is called."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from puhui.foundation.ledger.contracts import AccountRef
from puhui.foundation.ledger.models import LedgerAccount
from puhui.foundation.ledger.policy.chart import chart
from puhui.foundation.ledger.rules.accounts import stripes

CHUNK = 5000  # ids a statement, far below what SQLite takes


def ref_of(account: LedgerAccount) -> AccountRef:
    """The reference that means this account."""
    if account.owner_id:
        return AccountRef(account.code, account.owner_id, account.currency)
    return AccountRef(account.code, None, account.currency, account.bucket, account.segment)


def accounts_of(ref: AccountRef) -> list[LedgerAccount]:
    """The account, or all stripes of a house account; empty when nothing was ever posted there."""
    return list(accounts_meant(ref).order_by("id"))


def accounts_meant(ref: AccountRef) -> QuerySet[LedgerAccount]:
    """The account, or all stripes of a house account, and without a segment all of its segments."""
    if ref.owner_id is None and not ref.segment and chart()[ref.code].by_segment:
        return LedgerAccount.objects.filter(code=ref.code, currency=ref.currency, owner_id=None)
    return LedgerAccount.objects.filter(id__in=[UUID(hex=key) for key in stripes(ref)])


def refs_by_id(ids: Iterable[UUID]) -> dict[UUID, AccountRef]:
    """References of many accounts."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, AccountRef] = {}
    for start in range(0, len(wanted), CHUNK):
        for account in LedgerAccount.objects.filter(id__in=wanted[start : start + CHUNK]):
            found[account.id] = ref_of(account)
    return found
