"""Laws of bills: a chain is whole or refused, numbers read as they should, recourse goes back link by link."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puhui.finmath.discounts import earned_minor, taken_back
from puhui.products.bills.contracts import BillGrade, EndorsementIn, Firm, SubRange
from puhui.products.bills.policy_files import bill_policy
from puhui.products.bills.refusals import BadBillNumber, BadPart, ChainNotContinuous, NotTheHolder, NotToBePassedOn
from puhui.products.bills.rules.chain import check_chain, check_parts_of_chain, check_transferable, liable_before
from puhui.products.bills.rules.losses import loss_step, set_aside
from puhui.products.bills.rules.numbers import check_number, clean_number
from puhui.products.bills.rules.parts import check_part, divided, read_part

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


@given(st.integers(1, 10**6), st.integers(1, 10**11), st.lists(st.tuples(st.integers(0), st.integers(1)), max_size=40))
def test_however_often_a_bill_is_divided_its_cents_are_there_once(
    first: int, minor: int, cuts: list[tuple[int, int]]
) -> None:
    """The parts lie one after the other from the first cent to the last: none is lost, none is in two of them."""
    living = [SubRange(first=first, last=first + minor - 1)]
    for which, cut in cuts:
        part = living.pop(which % len(living))
        living += divided(part, minor=1 + cut % (part.minor - 1)) if part.minor > 1 else [part]
    living.sort(key=lambda one: one.first)
    assert sum(one.minor for one in living) == minor
    assert (living[0].first, living[-1].last) == (first, first + minor - 1)
    assert all(before.last + 1 == after.first for before, after in pairwise(living))
    assert all(read_part(str(one)) == one for one in living)


@given(st.integers(1, 10**9), st.integers())
def test_a_part_is_less_than_the_whole_and_more_than_nothing(minor: int, cut: int) -> None:
    part = SubRange(first=7, last=6 + minor)
    if 0 < cut < minor:
        assert [one.minor for one in divided(part, minor=cut)] == [cut, minor - cut]
    else:
        with pytest.raises(BadPart):
            divided(part, minor=cut)


@given(chains(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=9), st.integers(0, 8), st.data())
def test_nobody_gives_cents_that_they_did_not_have(
    chain: tuple[Firm, tuple[EndorsementIn, ...]], steps: list[tuple[int, int]], at: int, data: st.DataObject
) -> None:
    """Ranges that lie within each other are taken; one that sticks out anywhere is refused."""
    held, links = SubRange(first=1, last=1000), []
    for one, (left, right) in zip(chain[1], [*steps, *[(0, 0)] * 9], strict=False):
        held = SubRange(first=held.first + left, last=held.last - right)
        links.append(EndorsementIn(giver=one.giver, taker=one.taker, on=one.on, part=held))
    check_parts_of_chain(links, part=held)
    check_parts_of_chain([replace(one, part=None) for one in links], part=held)
    if not links:
        return
    at %= len(links)
    had = links[at].part or held
    out = data.draw(
        st.sampled_from([SubRange(first=had.first - 1, last=had.last), SubRange(first=had.first, last=had.last + 1)])
    )
    bent = [*links[: at + 1], replace(links[at], part=out)]
    with pytest.raises(BadPart):
        check_parts_of_chain(bent, part=out)
    with pytest.raises(BadPart):
        check_parts_of_chain(links, part=None)


def test_parts_by_hand() -> None:
    told = bill_policy(TODAY).number
    packet, whole = "5" + "4" * 29, "1" + "4" * 29

    def checks(part: SubRange | None, *, number: str = packet, face_minor: int = 100) -> None:
        check_part(part, number=number, face_minor=face_minor, divisible=told.divisible, most=told.most_cents)

    checks(None)
    checks(SubRange(first=1, last=100))
    checks(SubRange(first=10**11 - 99, last=10**11))
    for bad in (
        SubRange(first=0, last=99),
        SubRange(first=1, last=99),
        SubRange(first=100, last=1),
        SubRange(first=10**11 - 98, last=10**11 + 1),
    ):
        with pytest.raises(BadPart):
            checks(bad)
    with pytest.raises(BadPart):
        checks(SubRange(first=1, last=100), number=whole)
    assert read_part("0") is read_part("  ") is None
    for text in ("1", "1-", "-1", "1-2-3", "1.5-2", "a-b", "1-" + "9" * 13, "１-２"):
        with pytest.raises(BadPart):
            read_part(text)


@given(st.integers(2, 10**12), st.data())
def test_a_bill_that_is_taken_back_conserves_every_cent(face: int, data: st.DataObject) -> None:
    """What comes back is what was paid out and what was earned; with what goes back it is the face."""
    interest, days = data.draw(st.integers(0, face - 1)), data.draw(st.integers(1, 400))
    starts, ends = TODAY, TODAY + timedelta(days=days)
    told = {"interest_minor": interest, "starts_on": starts, "ends_on": ends}
    backs = [taken_back(face, on=starts + timedelta(days=n), **told) for n in (0, *range(1, days, 7), days)]
    for n, back in zip((0, *range(1, days, 7), days), backs, strict=True):
        earned = earned_minor(interest, starts_on=starts, ends_on=ends, on=starts + timedelta(days=n))
        assert back.price_minor == face - interest + earned
        assert back.price_minor + back.returned_minor == face
        assert 0 <= back.returned_minor <= interest
    assert (backs[0].price_minor, backs[-1].price_minor) == (face - interest, face)
    assert all(one.price_minor <= after.price_minor for one, after in pairwise(backs))


@given(st.integers(0, 500), st.sampled_from(list(BillGrade)), st.integers(1, 10**12))
def test_a_claim_never_gets_better_with_time_and_never_more_is_set_aside_than_it_is(
    days: int, least: BillGrade, face: int
) -> None:
    steps = bill_policy(TODAY).loss_steps
    found, later = (loss_step(n, steps=steps, least=least) for n in (days, days + 30))
    if days == 0:
        assert found is None
        return
    assert found is not None
    assert later is not None
    grades = list(BillGrade)
    assert grades.index(found.grade) >= grades.index(least)
    assert grades.index(later.grade) >= grades.index(found.grade)
    assert 0 <= set_aside(face, pct=found.pct) <= set_aside(face, pct=later.pct) <= face


@given(chains())
def test_who_was_released_is_never_asked(chain: tuple[Firm, tuple[EndorsementIn, ...]]) -> None:
    payee, links = chain
    holder = links[-1].taker if links else payee
    told = {"payee": payee, "endorsements": links, "acceptor": firm(60)}
    everyone = liable_before(firm(50), **told)
    left = liable_before(firm(50), **told, released=holder.code)
    assert holder not in left
    assert [one for one in everyone if one != holder] == list(left)
