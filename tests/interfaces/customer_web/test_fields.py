"""What people type is understood, and what cannot be is refused in plain words."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from puhui.interfaces.customer_web.chart import HEIGHT, WIDTH, draw_schedule
from puhui.interfaces.customer_web.fields import DigitsField, MoneyField
from puhui.interfaces.customer_web.forms import CodeForm, FirmForm, InvoiceFileForm, PhoneForm, RepayForm
from puhui.interfaces.customer_web.plan import PlanLine
from puhui.interfaces.customer_web.templatetags.customer import money, percent, plain, whole
from puhui.kernel.money import MAX_MINOR, Money


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("100000", 100_000_00),
        (" 100,000.50 ", 100_000_50),
        ("¥1,024.5", 1_024_50),
        ("１００，０００", 100_000_00),
        ("￥300 000元", 300_000_00),
    ],
)
def test_amounts_as_people_write_them(typed: str, minor: int) -> None:
    assert MoneyField().clean(typed) == Money(minor)


@pytest.mark.parametrize(
    "typed", ["", "abc", "-5", "0", "1.234", "1e9", "NaN", "∞", "9" * 40, "0x10", "1;drop", "\u202e100"]
)
def test_amounts_that_are_none(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


@given(st.integers(min_value=1, max_value=MAX_MINOR - 1))
def test_every_amount_reads_back_as_it_is_shown(minor: int) -> None:
    assert MoneyField().clean(money(minor)) == Money(minor)
    assert MoneyField().clean(plain(minor)) == Money(minor)


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_plain_refusal(typed: str) -> None:
    try:
        read = MoneyField().clean(typed)
    except forms.ValidationError:
        return
    assert 0 < read.minor < MAX_MINOR


def test_figures() -> None:
    assert money(-1_024_50) == "-¥1,024.50"
    assert money("31024.00") == "¥31,024.00"
    assert whole(Money(100_000_00)) == "¥100,000"
    assert money(None) == "–"
    assert percent("8.405") == "8.41%"


def test_groups_do_not_count() -> None:
    assert DigitsField().clean(" 91110000-6000 37341l ") == "91110000600037341L"


@pytest.mark.parametrize("phone", ["138 0013 8000", "+86 13800138000", "１３８００１３８０００", "138-0013-8000"])
def test_phones(phone: str) -> None:
    form = PhoneForm({"phone": phone})
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "13800138000"


@pytest.mark.parametrize("phone", ["", "12", "23800138000", "1380013800a", "+44 13800138000", "1" * 29])
def test_phones_that_are_none(phone: str) -> None:
    assert not PhoneForm({"phone": phone}).is_valid()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef"])
def test_codes_that_are_none(code: str) -> None:
    assert not CodeForm({"code": code}).is_valid()


@pytest.mark.parametrize("day", ["", "2019-02-30", "1900-01-01", "9999", "soon"])
def test_days_that_are_none(day: str) -> None:
    assert "founded_on" in FirmForm({"founded_on": day}).errors


def test_a_name_of_ten_megabytes_is_refused() -> None:
    assert "firm_name" in FirmForm({"firm_name": "x" * 10_000_000}).errors


@pytest.mark.parametrize(("name", "kind"), [("a.CSV", "csv"), ("b.parquet", "parquet"), ("c.xlsx", None), ("", None)])
def test_kinds_of_files(name: str, kind: str | None) -> None:
    assert InvoiceFileForm.format_of(name) == kind


def test_an_amount_is_needed_unless_all_is_paid() -> None:
    assert "amount" in RepayForm({"what": "amount", "effect": "next_dues"}).errors
    assert RepayForm({"what": "pay_off", "effect": "next_dues"}).is_valid()


def line(n: int, principal: int, interest: int, fees: int = 0, paid: int = 0) -> PlanLine:
    total = principal + interest + fees
    return PlanLine(n, date(2026, n % 12 + 1, 28), principal, interest, fees, total, paid)


@given(st.lists(st.tuples(*[st.integers(0, 10**12)] * 3), min_size=1, max_size=60))
def test_the_drawing_stays_in_its_frame_and_keeps_proportions(parts: list[tuple[int, int, int]]) -> None:
    lines = [line(n, *amounts) for n, amounts in enumerate(parts, 1)]
    drawing = draw_schedule(lines)
    assert drawing is not None
    assert len(drawing.bars) == sum(amount > 0 for amounts in parts for amount in amounts)
    for bar in drawing.bars:
        assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= WIDTH
        assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= HEIGHT
    assert 1 <= len(drawing.days) <= 5


def test_no_plan_no_drawing() -> None:
    assert draw_schedule([]) is None


def test_paid_lines_are_pale() -> None:
    drawing = draw_schedule([line(1, 100, 10, paid=110), line(2, 100, 9)])
    assert drawing is not None
    assert [bar.is_paid for bar in drawing.bars] == [True, True, False, False]
