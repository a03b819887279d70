"""A month's quotation of the loan prime rate: slips are refused, a second person publishes, all read it."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.drafts.editing import ANNA, BO, CUSTOMER, SELLER, by, drafted, footprint, published, submitted
from tests.rooms.lending.lender import call, open_lender, running_loan
from tests.rooms.lending.test_repricing import basis, live_until
from tests.rooms.origination.firm_at_the_door import TODAY, firm_at_the_door, open_books

from puhui.flows.editors.checked import check_draft, texts_of
from puhui.flows.editors.prime_rates import PrimeRateEditor
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.write import start_text_draft, submit_text
from puhui.flows.reprice_loans import reprice_groups
from puhui.foundation.catalogue.facade import (
    QuotationBounds,
    RateQuote,
    benchmarks,
    installed_lpr,
    lpr,
    newest_on,
    policies_in,
    quotation_faults,
    quotation_of,
    quotations,
)
from puhui.foundation.drafts.facade import DraftFaulty, DraftFourEyes
from puhui.kernel.actors import SYSTEM
from puhui.kernel.errors import Forbidden, InvalidInput, NotFound
from puhui.products.lending.facade import GROUPS, loan
from puhui.products.origination.facade import offers_of
from puhui.risk.decisioning.facade import installed_parameters_on, parameters_on

CODE = "cn.lpr"
QUOTED = TODAY.replace(day=20)
SOUND = {
    "quoted_on": QUOTED.isoformat(),
    "one_year_pct": "2.90",
    "five_year_pct": "3.40",
    "source": "National Interbank Funding Center, announcement of the day",
}
BOUNDS = newest_on(TODAY, policies_in(QuotationBounds, "prime_rates"))
LAST = RateQuote(effective_from=date(2025, 5, 20), one_year_pct="3.00", five_year_pct="3.50", mark="S")  # type: ignore[arg-type]


@pytest.fixture
def books(db: None) -> None:
    open_books()


def faults(document: Mapping[str, Any], *, on: date = TODAY, known: tuple[RateQuote, ...] = (LAST,)) -> list[str]:
    return [cell for cell, _ in quotation_faults(document, on=on, known=known, bounds=BOUNDS)]


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"one_year_pct": "29"}, "one_year_pct"),
        ({"one_year_pct": "0.29"}, "one_year_pct"),
        ({"one_year_pct": "3.80"}, "one_year_pct"),  # moved by more than 0.75
        ({"one_year_pct": "2.93"}, "one_year_pct"),
        ({"five_year_pct": "-3.40"}, "five_year_pct"),
        ({"five_year_pct": "3,40"}, "five_year_pct"),
        ({"five_year_pct": "NaN"}, "five_year_pct"),
        ({"five_year_pct": ""}, "five_year_pct"),
        ({"five_year_pct": "1e1"}, "five_year_pct"),
        ({"quoted_on": ""}, "quoted_on"),
        ({"quoted_on": "2026-11-31"}, "quoted_on"),
        ({"quoted_on": "2026-11-19"}, "quoted_on"),
        ({"quoted_on": "2027-01-20"}, "quoted_on"),  # not announced yet
        ({"quoted_on": "2026-09-21"}, "quoted_on"),  # too long ago
        ({"quoted_on": "2025-05-28"}, "quoted_on"),  # of a month that has one
        ({"quoted_on": "2025-04-21"}, "quoted_on"),  # older than the last
        ({"source": "TV"}, "source"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_a_slip_is_refused_by_its_cell(change: dict[str, str], cell: str) -> None:
    assert faults(SOUND) == []
    assert set(faults({**SOUND, **change})) == {cell}


rates = st.integers(10, 200).map(lambda n: Decimal(n) * Decimal("0.05"))


@given(one=rates, five=rates, before_one=rates, before_five=rates)
def test_what_is_sound_is_in_bounds_and_read_back_the_same(
    one: Decimal, five: Decimal, before_one: Decimal, before_five: Decimal
) -> None:
    before = RateQuote(effective_from=LAST.effective_from, one_year_pct=before_one, five_year_pct=before_five, mark="S")
    document = {**SOUND, "one_year_pct": str(one), "five_year_pct": str(five)}
    is_sound = faults(document, known=(before,)) == []
    moved = max(abs(one - before_one), abs(five - before_five))
    assert is_sound == (moved <= BOUNDS.most_move_pct)
    quote = quotation_of(document, effective_from=TODAY)
    assert (quote.pct("1Y"), quote.pct("5Y"), quote.announced_on) == (one, five, QUOTED)


@given(st.text(max_size=12))
def test_any_words_are_a_rate_or_a_fault(words: str) -> None:
    assert set(faults({**SOUND, "one_year_pct": words, "quoted_on": words})) <= {"one_year_pct", "quoted_on"}


def test_a_month_late_is_not_two_quotations_of_the_next() -> None:
    late = quotation_of(SOUND, effective_from=date(2026, 12, 2))
    december = {**SOUND, "quoted_on": "2026-12-21"}
    assert faults(december, on=date(2026, 12, 21), known=(LAST, late)) == []
    assert faults({**SOUND, "quoted_on": "2026-11-25"}, on=date(2026, 12, 21), known=(LAST, late)) == ["quoted_on"]


@pytest.mark.usefixtures("books")
def test_from_its_day_on_everything_reads_it() -> None:
    tomorrow = TODAY + timedelta(days=1)
    before, files = lpr(TODAY), len(quotations())
    assert parameters_on(TODAY) == installed_parameters_on(TODAY)
    draft_id = submitted("lpr", CODE, SOUND)
    untouched = footprint()
    for actor, refusal in ((ANNA, DraftFourEyes), (SELLER, Forbidden), (CUSTOMER, Forbidden)):
        with pytest.raises(refusal):
            publish_text(by(actor), draft_id=draft_id, effective_from=tomorrow)
    assert footprint() == untouched
    call = by(BO)
    made = publish_text(call, draft_id=draft_id, effective_from=tomorrow)
    assert publish_text(call, draft_id=draft_id, effective_from=tomorrow) == made
    assert made.version == files + 1
    assert lpr(TODAY) == before
    assert (lpr(tomorrow), lpr(tomorrow, tenor="5Y")) == (Decimal("2.90"), Decimal("3.40"))
    assert installed_lpr(tomorrow) == before
    assert benchmarks()["cn/1Y"][-1] == (tomorrow, Decimal("2.90"))
    assert Decimal("2.90") in parameters_on(tomorrow).values()
    (subject,) = texts_of(ANNA, kind="lpr")
    assert (subject.code, subject.version) == (CODE, files)  # as it stands today
    again = PrimeRateEditor().document(CODE, on=tomorrow)
    assert again == SOUND


@pytest.mark.usefixtures("books")
def test_a_month_has_one_quotation() -> None:
    published("lpr", CODE, SOUND)
    second = drafted("lpr", CODE, {**SOUND, "one_year_pct": "2.85"})
    assert [one.key for one in check_draft(ANNA, second)[1].faults] == ["quoted_on"]
    before = footprint()
    with pytest.raises(DraftFaulty):
        submit_text(by(ANNA), draft_id=second)
    assert footprint() == before


@pytest.mark.usefixtures("books")
def test_two_drafts_of_one_month_do_not_both_come_into_force() -> None:
    first, other = (submitted("lpr", CODE, {**SOUND, "one_year_pct": rate}) for rate in ("2.90", "2.80"))
    publish_text(by(BO), draft_id=first, effective_from=TODAY)
    before = footprint()
    with pytest.raises(DraftFaulty):
        publish_text(by(BO), draft_id=other, effective_from=TODAY + timedelta(days=1))
    assert footprint() == before
    assert [one.one_year_pct for one in quotations() if one.quoted_on == QUOTED] == [Decimal("2.90")]


@pytest.mark.django_db
def test_repricing_takes_it_from_its_day_on() -> None:
    open_lender()
    with transaction.atomic():
        follows = running_loan(rate_basis=basis())  # 890 points above, repriced on 30 April and 31 July
        live_until(date(2026, 4, 21), repriced=False)
    published("lpr", CODE, {**SOUND, "quoted_on": "2026-04-20"}, effective_from=date(2026, 5, 1))
    with transaction.atomic():
        live_until(date(2026, 4, 30), repriced=False)
        [told] = reprice_groups(call(), groups=range(GROUPS), day=date(2026, 4, 30))
        assert (told.benchmark_pct, told.annual_rate_pct) == (Decimal("3.00"), Decimal("11.9"))
        live_until(date(2026, 7, 31), repriced=False)
        [told] = reprice_groups(call(), groups=range(GROUPS), day=date(2026, 7, 31))
    assert (told.benchmark_pct, told.annual_rate_pct) == (Decimal("2.90"), Decimal("11.8"))
    assert loan(SYSTEM, follows).annual_rate_pct == "11.8"


@pytest.mark.usefixtures("books")
def test_what_follows_is_told_before() -> None:
    checked = check_draft(ANNA, drafted("lpr", CODE, SOUND))[1]
    assert checked.faults == []
    (told,) = checked.effects
    assert "3.00 % → 2.90 %" in told.en
    assert "3.50% → 3.40%" in told.zh
    assert "2.90 %" in checked.previews[1].words
    with pytest.raises(NotFound):
        start_text_draft(by(ANNA), kind="lpr", code="us.lpr")
    with pytest.raises(Forbidden):
        start_text_draft(by(SELLER), kind="lpr", code=CODE)
    with pytest.raises(InvalidInput):
        publish_text(by(BO), draft_id=submitted("lpr", CODE, SOUND), effective_from=TODAY - timedelta(days=1))


@pytest.mark.usefixtures("books")
def test_an_offer_is_priced_by_it() -> None:
    published("lpr", CODE, SOUND)
    door = firm_at_the_door()
    sheet = offers_of(door.actor, door.applied().application_id)[0].sheet
    assert Decimal(sheet["benchmark"]["rate_pct"]) == Decimal("2.90")
