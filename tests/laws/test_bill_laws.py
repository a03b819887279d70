"""Laws of bills: a chain is whole or refused, numbers read as they should, recourse goes back link by link."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.products.bills.contracts import EndorsementIn, Firm
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.refusals import BadBillNumber, ChainNotContinuous, NotTheHolder, NotToBePassedOn
from puhui.products.bills.rules.chain import check_chain, check_transferable, liable_before
from puhui.products.bills.rules.numbers import check_number, clean_number

ISSUED, TODAY = date(2026, 1, 5), date(2026, 1, 31)
RULE = bill_policy(TODAY).number_rule


def firm(n: int) -> Firm:
    return Firm(name=f"firm {n}", code=f"{n:018d}")


@st.composite
def chains(draw: st.DrawFn) -> tuple[Firm, tuple[EndorsementIn, ...]]:
    """A payee, and endorsements that follow from each other."""
    names = draw(st.lists(st.integers(1, 6), min_size=1, max_size=9))
    names = [n for at, n in enumerate(names) if at == 0 or n != names[at - 1]]
    days = sorted(draw(st.lists(st.integers(0, 26), min_size=len(names), max_size=len(names))))
    steps = zip(names, names[1:], days, strict=False)
    told = (EndorsementIn(giver=firm(a), taker=firm(b), on=ISSUED + timedelta(days=day)) for a, b, day in steps)
    return firm(names[0]), tuple(told)


@given(chains())
def test_a_whole_chain_is_taken_and_only_from_its_end(chain: tuple[Firm, tuple[EndorsementIn, ...]]) -> None:
    payee, links = chain
    holder = links[-1].taker if links else payee
    check_chain(payee, endorsements=links, holder_code=holder.code, issued_on=ISSUED, on=TODAY)
    with pytest.raises(NotTheHolder):
        check_chain(payee, endorsements=links, holder_code=firm(99).code, issued_on=ISSUED, on=TODAY)


@given(chains(), st.data())
def test_a_gap_anywhere_is_refused(chain: tuple[Firm, tuple[EndorsementIn, ...]], data: st.DataObject) -> None:
    payee, links = chain
    if not links:
        return
    at = data.draw(st.integers(0, len(links) - 1))
    one = links[at]
    wrong = data.draw(
        st.sampled_from(
            [
                EndorsementIn(giver=firm(77), taker=one.taker, on=one.on),
                EndorsementIn(giver=one.giver, taker=one.giver, on=one.on),
                EndorsementIn(giver=one.giver, taker=one.taker, on=ISSUED - timedelta(days=1)),
                EndorsementIn(giver=one.giver, taker=one.taker, on=TODAY + timedelta(days=1)),
            ]
        )
    )
    bent = (*links[:at], wrong, *links[at + 1 :])
    with pytest.raises(ChainNotContinuous):
        check_chain(payee, endorsements=bent, holder_code=links[-1].taker.code, issued_on=ISSUED, on=TODAY)


@given(chains(), st.booleans(), st.data())
def test_whoever_forbade_it_is_heard(
    chain: tuple[Firm, tuple[EndorsementIn, ...]], by_drawer: bool, data: st.DataObject
) -> None:
    _, links = chain
    check_transferable(firm(9), is_last=False, endorsements=links)
    if not by_drawer and links:
        at = data.draw(st.integers(0, len(links) - 1))
        one = links[at]
        links = (
            *links[:at],
            EndorsementIn(giver=one.giver, taker=one.taker, on=one.on, is_last=True),
            *links[at + 1 :],
        )
    else:
        by_drawer = True
    with pytest.raises(NotToBePassedOn):
        check_transferable(firm(9), is_last=by_drawer, endorsements=links)


@given(chains())
def test_everybody_before_us_answers_once_nearest_first(chain: tuple[Firm, tuple[EndorsementIn, ...]]) -> None:
    payee, links = chain
    liable = liable_before(firm(50), payee=payee, endorsements=links, acceptor=firm(60))
    assert len({one.code for one in liable}) == len(liable)
    assert liable[0] == (links[-1].taker if links else payee)
    assert liable[-1] == firm(50)
    assert {one.code for one in liable} == {payee.code, firm(50).code, *(link.taker.code for link in links)}
    own = liable_before(firm(60), payee=payee, endorsements=links, acceptor=firm(60))
    assert firm(60) not in own


@given(st.text(max_size=40))
def test_no_text_is_a_number_by_chance(text: str) -> None:
    number = clean_number(text)
    try:
        check_number(number, kind="bank", issued_on=ISSUED, rule=RULE)
    except BadBillNumber:
        return
    assert len(number) == 30
    assert number.isdigit()
    assert number[0] in "15"


def test_numbers_by_hand() -> None:
    good = "140249100001820260105000000017"
    check_number(good, kind="bank", issued_on=ISSUED, rule=RULE)
    assert clean_number("1402 4910 0001 8202 6010 5000 0000 17") == good
    for wrong, kind in (
        (good, "commercial"),
        (good[:-1], "bank"),
        ("1" + "0" * 12 + good[13:], "bank"),
        (good[:13] + "20261301" + good[21:], "bank"),
        (good[:13] + "20260106" + good[21:], "bank"),
        ("1" * 30, "bank"),
        ("１" + good[1:], "bank"),
    ):
        with pytest.raises(BadBillNumber):
            check_number(wrong, kind=kind, issued_on=ISSUED, rule=RULE)
