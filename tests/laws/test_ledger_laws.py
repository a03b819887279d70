"""Laws of the ledger on random journals: whatever is posted, in whatever pieces and order of retries."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.effort import examples
from tests.rooms.ledger.books import BANK, DAY, EQUITY, INCOME, call, open_books, picture, principal, unapplied

from puhui.foundation.ledger.facade import (
    AccountRef,
    BoundExceeded,
    JournalDraft,
    TransferDraft,
    check_books,
    post,
    post_pending,
    reverse,
    trial_balance,
    void_pending,
)
from puhui.foundation.ledger.models import LedgerAccount
from puhui.foundation.ledger.rules.accounts import STRIPES, account_bucket, account_key, stripe_of, stripes
from puhui.foundation.ledger.rules.contents import TransferRow, content_of, names_of
from puhui.foundation.ledger.rules.totals import Totals, book_pending, book_posted, release_pending
from puhui.kernel.actors import SYSTEM
from puhui.kernel.ids import BUCKETS, new_id

LOANS = [UUID(int=n << 100) for n in (1, 2, 3)]
FREE = [BANK, EQUITY, INCOME, AccountRef("bank.operating", None, "CNY", 777), AccountRef("fee.receivable")]
BOUND = [principal(loan) for loan in LOANS] + [unapplied(loan) for loan in LOANS]
REFUSALS = (BoundExceeded,)

amounts = st.integers(1, 10**6)
transfers = st.tuples(
    st.sampled_from(FREE + BOUND), st.sampled_from(FREE + BOUND), amounts, st.sampled_from(["", "principal", "利息"])
).filter(lambda t: account_key(t[0]) != account_key(t[1]))


@st.composite
def journals(draw: st.DrawFn, *, pending: bool | None = None) -> JournalDraft:
    return JournalDraft(
        id=new_id(),
        kind="law",
        value_date=DAY,
        transfers=tuple(TransferDraft(*t) for t in draw(st.lists(transfers, min_size=1, max_size=4))),
        source="law:1",
        pending=draw(st.booleans()) if pending is None else pending,
    )


database = settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def _books(db: None) -> None:
    open_books()


def undone(act: Callable[[], None]) -> None:
    """Runs one example and takes it back, so that examples do not see each other."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def post_what_fits(drafts: Sequence[JournalDraft]) -> list[JournalDraft]:
    """Posts one after the other; leaves out what a bound refuses."""
    fitting = []
    for one in drafts:
        try:
            post([one], call=call())
        except REFUSALS:
            continue
        fitting.append(one)
    return fitting


def balances() -> dict[object, tuple[int, ...]]:
    rows = LedgerAccount.objects.values_list(
        "id", "debits_posted_minor", "credits_posted_minor", "debits_pending_minor", "credits_pending_minor", "entries"
    )
    return {row[0]: row[1:] for row in rows if any(row[1:])}


@pytest.mark.usefixtures("_books")
@database
@given(st.lists(journals(), max_size=8), st.data())
def test_debits_equal_credits_posted_and_pending_after_anything(
    drafts: list[JournalDraft], data: st.DataObject
) -> None:
    def example() -> None:
        posted = post_what_fits(drafts)
        for one in (d for d in posted if d.pending):
            data.draw(st.sampled_from([post_pending, void_pending, lambda *_, **__: None]))([one.id], call=call())
        sums = [sum(column) for column in zip(*balances().values(), strict=True)] or [0] * 5
        assert sums[0] == sums[1]
        assert sums[2] == sums[3]
        assert trial_balance(SYSTEM).is_even
        assert check_books() == []

    undone(example)


@pytest.mark.usefixtures("_books")
@database
@given(st.lists(journals(), min_size=1, max_size=8), st.data())
def test_any_split_into_batches_with_any_retries_gives_the_same_books(
    drafts: list[JournalDraft], data: st.DataObject
) -> None:
    def example() -> None:
        with transaction.atomic():
            fitting = post_what_fits(drafts)
            expected = balances()
            transaction.set_rollback(True)
        if not fitting:
            return
        cuts = sorted(data.draw(st.sets(st.integers(0, len(fitting)))) | {0, len(fitting)})
        for start, end in pairwise(cuts):
            post(fitting[start:end], call=call())
            again = data.draw(st.lists(st.sampled_from(fitting[:end]), max_size=5))
            assert not any(answer.is_new for answer in post(again, call=call()))
        assert balances() == expected
        assert check_books() == []

    undone(example)


@pytest.mark.usefixtures("_books")
@database
@given(st.lists(journals(), min_size=1, max_size=6), st.randoms())
def test_a_replay_in_any_order_changes_nothing(drafts: list[JournalDraft], chance: object) -> None:
    def example() -> None:
        fitting = post_what_fits(drafts)
        before = picture()
        chance.shuffle(fitting)  # type: ignore[attr-defined]
        post(fitting, call=call())
        assert picture() == before

    undone(example)


@pytest.mark.usefixtures("_books")
@database
@given(st.lists(journals(pending=False), max_size=4), journals(pending=False))
def test_a_reversal_restores_every_net_balance(earlier: list[JournalDraft], one: JournalDraft) -> None:
    def example() -> None:
        post_what_fits(earlier)
        before = {key: row[0] - row[1] for key, row in balances().items()}
        if not post_what_fits([one]):
            return
        try:
            reverse(one.id, new_id=new_id(), call=call())
        except BoundExceeded:  # never: the mirror goes back through the same balances
            pytest.fail("the mirror of what was just posted was refused")
        after = {key: row[0] - row[1] for key, row in balances().items()}
        assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}
        assert check_books() == []

    undone(example)


def fresh_totals() -> dict[str, Totals]:
    bounds = {account_key(ref): ref for ref in FREE + BOUND}
    return {
        key: Totals(ref.code, 0, ref.code != "customer.unapplied", 0 if ref in BOUND else None, 0, 0, 0, 0, 0)
        for key, ref in bounds.items()
    }


def key_and_bucket(ref: AccountRef) -> tuple[str, int]:
    return account_key(ref), account_bucket(ref)


def rows_of(one: JournalDraft) -> list[TransferRow]:
    return content_of(one, names_of(one, name_of=key_and_bucket)).transfers


@given(st.lists(journals(pending=False), max_size=20))
def test_entries_tell_the_totals_after_each_of_them(drafts: list[JournalDraft]) -> None:
    totals = fresh_totals()
    seen: dict[str, tuple[int, int, int]] = {}
    try:
        entries = book_posted([row for one in drafts for row in rows_of(one)], totals)
    except BoundExceeded:
        return
    for account, number, _, _, _, is_debit, amount, debits_after, credits_after in entries:
        debits, credits_, seq = seen.get(account, (0, 0, 0))
        seen[account] = (debits + amount * is_debit, credits_ + amount * (1 - is_debit), seq + 1)
        assert (debits_after, credits_after, number) == seen[account]
    assert all((totals[k].debits_posted, totals[k].credits_posted, totals[k].entries) == v for k, v in seen.items())


@given(st.lists(journals(pending=True), max_size=10))
def test_releasing_what_was_pending_restores_every_total(drafts: list[JournalDraft]) -> None:
    totals = fresh_totals()
    rows = [row for one in drafts for row in rows_of(one)]
    try:
        book_pending(rows, totals)
    except BoundExceeded:
        return
    assert all(t.available >= 0 for t in totals.values() if t.floor is not None)
    release_pending(rows, totals)
    assert totals == fresh_totals()


@given(st.integers(0, BUCKETS - 1), st.uuids())
def test_every_reference_names_one_account(bucket: int, owner: UUID) -> None:
    house = AccountRef("bank.operating", None, "CNY", bucket)
    assert 0 <= stripe_of(house) < STRIPES
    assert account_key(house) in stripes(house)
    assert account_bucket(house) <= bucket < account_bucket(house) + BUCKETS // STRIPES
    owned = AccountRef("loan.principal", owner, "CNY", bucket)
    assert account_key(owned) == account_key(AccountRef("loan.principal", owner))
    keys = [account_key(AccountRef(c, o, m)) for c in ("a", "b") for o in (None, owner) for m in ("CNY", "USD")]
    assert len(set(keys)) == len(keys)


texts = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20).filter(str.isprintable)


@given(journals(), texts, texts)
def test_the_digest_tells_any_two_contents_apart(one: JournalDraft, a: str, b: str) -> None:
    def digest(text: str, source: str) -> str:
        changed = JournalDraft(
            id=one.id, kind="k", value_date=DAY, transfers=one.transfers, source=source + "s", text=text
        )
        return content_of(changed, names_of(changed, name_of=key_and_bucket)).digest

    assert (digest(a, b) == digest(b, a)) == (a == b)
    assert (digest(a, b) == digest(a + b, "")) == (b == "")
