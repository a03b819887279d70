"""Form fields that understand what people type, and forms that keep what was entered when something is refused."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from puhui.foundation.evidence.facade import BadKey, KeyReused
from puhui.foundation.party.facade import home_date
from puhui.foundation.regions.facade import RegionKind, atlas
from puhui.interfaces.ports import current_ports
from puhui.kernel.errors import InvalidInput, NotFound, Refusal
from puhui.kernel.money import MAX_MINOR, Money

T = TypeVar("T")
SENT_BEFORE = _(
    "This page was already sent once. Please look at what you entered and send it again if it is still right."
)


class PageForm(forms.Form):
    """A form of a page: one place where a use case runs and its refusal finds the field it is about."""

    refusal: Refusal | None = None
    field_of: dict[str, str] = {}  # where a refusal names a thing differently from the form

    @property
    def status(self) -> int:
        """The status of the page that shows this form: 200 when fresh, else why it was not taken."""
        if not self.is_bound:
            return 200
        return self.refusal.http_status if self.refusal else 422

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Says what may be chosen in a field, where that is known only when the page is made."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def attempt(self, act: Callable[[dict[str, Any]], T]) -> T | None:
        """Runs the use case with the cleaned values; None when the form or the use case refused."""
        if not self.is_valid():
            return None
        try:
            return act(self.cleaned_data)
        except NotFound:
            raise
        except Refusal as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: Refusal) -> None:
        """Puts a refusal on the field it names, or on top of the form."""
        self.refusal = refusal
        name = self.field_of.get(refusal.where, refusal.where)
        if name in self.fields:
            self.add_error(name, sentence(refusal, where=str(self.fields[name].label).rstrip("?？")))
        else:
            self.add_error(None, sentence(refusal, where=refusal.where))


def sentence(refusal: Refusal, *, where: str = "") -> str:
    """What a refusal says on a page: the customer's word for the field instead of the program's."""
    if isinstance(refusal, KeyReused | BadKey):
        return str(SENT_BEFORE)
    named = "{where}" in refusal.text.en
    text = refusal.text.filled(**{**refusal.detail, "where": where}) if named else refusal.message
    return text.in_language(get_language() or "en")


def narrow(text: str) -> str:
    """Full-width digits and letters as people's keyboards make them, turned into plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


class PlainField(forms.CharField):
    """One line of text; full-width characters are understood."""

    def to_python(self, value: Any) -> str:
        """The text in plain characters."""
        return narrow(super().to_python(value) or "")


class RegionInput(forms.TextInput):
    """A line of text that offers the names of regions while one types, by the browser's own means."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "list": "region-names", "maxlength": 120})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The line, and the names that it offers, in the page's language."""
        names = region_names(get_language() or "en")
        offered = format_html_join("", '<option value="{}"></option>', ((name_,) for name_ in names))
        return format_html('{}<datalist id="region-names">{}</datalist>', super().render(name, value, attrs), offered)


def region_names(language: str, *, most: int = 400) -> list[str]:
    """The paths of names to choose from: down to counties while they are few, else provinces and prefectures."""
    known, today = atlas(), home_date(current_ports().clock.now())
    living = [r for r in known.regions.values() if known.current(r.code, on=today) is r]
    if len(living) > most:
        living = [r for r in living if r.kind != RegionKind.COUNTY]
    return [known.path(r.code, language=language) for r in sorted(living, key=lambda r: r.code)[:most]]


class DigitsField(PlainField):
    """A number written in groups, such as a phone number or a code: spaces and dashes do not count."""

    def to_python(self, value: Any) -> str:
        """The characters without spaces and dashes, letters in capitals."""
        return super().to_python(value).replace(" ", "").replace("-", "").upper()


class DayInput(forms.DateInput):
    """The browser's own choice of a day; a line of text where it has none."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of the calendar, written with hyphens, strokes or dots."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")


class AmountInput(forms.TextInput):
    """A line for digits; a telephone shows its digits."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 30})


class MoneyField(PlainField):
    """An amount in yuan; `100,000`, `¥100000` and full-width digits are all understood. `with_zero`: 0 is an answer."""

    widget = AmountInput
    with_zero = False

    default_error_messages = {
        "amount": _("Enter an amount in yuan, such as 100000 or 1024.50."),
        "too_small": _("The amount must be more than 0 yuan."),
    }

    def to_python(self, value: Any) -> Any:
        """The amount as `Money`."""
        text = super().to_python(value)
        if not text:
            return None
        plain = text.lstrip("¥￥").replace(",", "").replace(" ", "").removesuffix("元")
        try:
            amount = Money.parse(plain)
        except InvalidInput:
            raise forms.ValidationError(self.error_messages["amount"], code="amount") from None
        if not (amount.minor > 0 or (self.with_zero and amount.minor == 0)) or amount.minor >= MAX_MINOR:
            raise forms.ValidationError(self.error_messages["too_small"], code="too_small")
        return amount


def months_offered(terms: Iterable[int]) -> list[tuple[int, str]]:
    """Terms as choices, in words."""
    return [(months, gettext("%(months)s months") % {"months": months}) for months in terms]
