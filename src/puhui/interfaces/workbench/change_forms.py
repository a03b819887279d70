"""The form of a change: what its kind needs, how it may be typed, and what is said when it does not fit."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.kernel.dates import EARLIEST, LATEST
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.lending.facade import CHANGE_KINDS, ChangeAsked

Words = Any  # text, or a promise of it in the language of the page
TREATED: Final = {
    "principal": _("Principal in arrears"),
    "interest": _("Interest in arrears"),
    "fees": _("Fees in arrears"),
    "penalty": _("Default interest"),
}


def _day(label: Words, help_text: Words = "") -> forms.Field:
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Enter a date, such as 2026-05-31."),
            "invalid": _("Enter a date of the calendar, such as 2026-05-31."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _payment_day() -> forms.Field:
    return forms.IntegerField(
        label=_("Day of the month that the borrower wants"),
        help_text=_("Empty: the due days move as the published holiday calendar says."),
        required=False,
        min_value=1,
        max_value=31,
        error_messages={"invalid": _("Enter a whole number.")},
    )


def _choice(label: Words, choices: list[tuple[str, Words]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": _("Choose one of these.")})


def _text(label: Words, missing: Words, help_text: Words = "") -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=30,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


FIELDS: Final[Mapping[str, Callable[[], forms.Field]]] = {
    "annual_rate_pct": lambda: _text(
        _("New rate, percent a year"), _("Enter the new rate, such as 7.5."), _("Such as 7.5")
    ),
    "amount": lambda: _text(_("Amount in yuan"), _("Enter the amount, such as 1000.00."), _("Such as 1000.00")),
    "until": lambda: _day(_("Until"), _("The day before this one is the last.")),
    "n": lambda: forms.IntegerField(
        label=_("Instalments"),
        min_value=0,
        max_value=1200,
        error_messages={"required": _("Enter how many instalments."), "invalid": _("Enter a whole number.")},
    ),
    "interest": lambda: _choice(
        _("Interest meanwhile"), [("accrues", _("accrues and is collected later")), ("free", _("is not charged"))]
    ),
    "component": lambda: _choice(
        _("What is given up"),
        [
            ("", _("whatever is due, fees first")),
            ("fees", _("fees")),
            ("penalty", _("default interest")),
            ("compound", _("interest on overdue interest")),
            ("interest", _("interest")),
        ],
    ),
    "effect": lambda: _choice(
        _("What exceeds the dues"),
        [
            ("next_dues", _("counts for the next dues")),
            ("lower_instalment", _("lowers the instalment")),
            ("shorten_term", _("shortens the term")),
        ],
    ),
    "method": lambda: _choice(
        _("How it is repaid from now on"),
        [
            ("", _("as before")),
            ("equal_instalment", _("Equal instalments")),
            ("equal_principal", _("Equal principal")),
            ("interest_only", _("Interest only, principal at the end")),
            ("bullet", _("All at the end")),
        ],
    ),
}
_TREATMENTS: Final = [
    ("", _("as the method does")),
    ("capitalise", _("becomes principal")),
    ("defer", _("is collected later")),
    ("waive", _("is given up")),
]


class ChangeForm(forms.Form):
    """What one kind of change needs, its value date, and why."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the change; colleagues and auditors read it."),
        max_length=2000,
        error_messages={"required": _("Write why, in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, kind: str, currency: str) -> None:
        super().__init__(data, auto_id="f-%s")
        self.kind, self.currency = kind, currency
        made = CHANGE_KINDS[kind]
        for name in (*made.needs, *made.may):
            self._add(name, required=name in made.needs)
        self.fields["on"] = _day(_("Value date"), _("Empty: today. It counts from this day, and is booked today."))
        self.fields["on"].required = False
        self.order_fields([*(name for name in self.fields if name not in ("on", "reason")), "on", "reason"])

    def _add(self, name: str, *, required: bool) -> None:
        if name == "treatment" and self.kind == "calendar_change":
            self.fields["payment_day"] = _payment_day()  # empty: what the published calendar says
            return
        if name == "treatment":
            for part, label in TREATED.items():
                self.fields[f"treat_{part}"] = _choice(label, _TREATMENTS)
                self.fields[f"treat_{part}"].required = False
        elif name in FIELDS:
            self.fields[name] = FIELDS[name]()
            self.fields[name].required = required

    def clean_annual_rate_pct(self) -> Decimal | None:
        """A rate without signs and thousands."""
        text = self.cleaned_data["annual_rate_pct"].strip().removesuffix("%").strip()
        if not text:
            return None
        if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
            raise forms.ValidationError(_("Enter a number, such as 7.5."))
        return Decimal(text)

    def clean_amount(self) -> Money | None:
        """An amount, with or without thousands separators."""
        text = self.cleaned_data["amount"].strip().replace(",", "")
        try:
            return Money.parse(text, self.currency) if text else None
        except InvalidInput:
            raise forms.ValidationError(_("Enter an amount in yuan with at most two decimals.")) from None

    def clean(self) -> dict[str, Any]:
        """Dates within what the calendar of the house knows."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("on", "until"):
            day = cleaned.get(name)
            if day is not None and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Enter a date of the calendar, such as 2026-05-31."))
        return cleaned

    def asked(self) -> ChangeAsked:
        """The change that was typed."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        treatment = {name[6:]: said.pop(name) for name in list(said) if name.startswith("treat_")}
        for name in ("reason", "payment_day"):
            said.pop(name, None)
        return ChangeAsked(kind=self.kind, treatment=treatment, **said)

    @property
    def payment_day(self) -> int | None:
        """The day of the month that the borrower wants, where the kind asks for it."""
        return self.cleaned_data.get("payment_day")

    def refuse(self, where: str, sentence: str) -> None:
        """A refusal, beside the field that it is about."""
        name = "payment_day" if where == "day" else where
        self.add_error(name if name in self.fields else None, sentence)
