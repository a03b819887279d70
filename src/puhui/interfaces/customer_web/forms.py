"""The forms of the customer pages: what is asked, how it may be typed, and what is said when it is not understood."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.foundation.catalogue.facade import Product
from puhui.foundation.documents.facade import InvoiceFormat
from puhui.foundation.sources.facade import FieldOf
from puhui.interfaces.customer_web import labels
from puhui.interfaces.customer_web.fields import (
    DayField,
    DigitsField,
    MoneyField,
    PageForm,
    PlainField,
    RegionInput,
    months_offered,
)
from puhui.kernel.dates import EARLIEST
from puhui.kernel.money import Money

_PHONE = re.compile(r"1[3-9][0-9]{9}\Z")


class PhoneForm(PageForm):
    """Who wants to sign in."""

    phone = DigitsField(
        label=_("Mobile phone number"),
        help_text=_("11 digits, a number of mainland China."),
        error_messages={"required": _("Enter your mobile phone number.")},
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel-national", "class": "short", "maxlength": 30}
        ),
    )

    def clean_phone(self) -> str:
        """The number without its country code."""
        phone = str(self.cleaned_data["phone"]).removeprefix("+86")
        if not _PHONE.match(phone):
            raise forms.ValidationError(_("Enter a mobile phone number of 11 digits that begins with 1."))
        return phone


def code_field(label: Any) -> DigitsField:
    """The box for a code that came by text message."""
    return DigitsField(
        label=label,
        help_text=_("It is valid for 10 minutes. You may copy and paste it."),
        error_messages={"required": _("Enter the code from the text message.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "maxlength": 12}
        ),
    )


def six_digits(code: object) -> str:
    """The code as it was typed; refuses what is none."""
    if not re.fullmatch(r"[0-9]{6}", str(code)):
        raise forms.ValidationError(_("The code has 6 digits. Look at the latest text message."))
    return str(code)


class CodeForm(PageForm):
    """The code that came by text message."""

    code = code_field(_("Code of 6 digits"))

    def clean_code(self) -> str:
        """Six digits."""
        return six_digits(self.cleaned_data["code"])


class FirmForm(PageForm):
    """A firm and the person who represents it, as on the business licence."""

    firm_name = PlainField(
        label=_("Name of the firm"),
        max_length=200,
        error_messages={
            "required": _("Enter the name of the firm as on the business licence."),
            "max_length": _("The name of the firm is too long: at most 200 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    uscc = DigitsField(
        label=_("Unified social credit code"),
        help_text=_("18 digits and capital letters, at the top of the business licence."),
        error_messages={"required": _("Enter the unified social credit code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 40}),
    )
    representative_name = PlainField(
        label=_("Your name (legal representative)"),
        max_length=100,
        error_messages={
            "required": _("Enter your name as on your identity card."),
            "max_length": _("The name is too long: at most 100 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    resident_id = DigitsField(
        label=_("Your resident identity number"),
        help_text=_("18 characters, on the back of your identity card."),
        error_messages={"required": _("Enter your resident identity number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 40}),
    )
    region = PlainField(
        label=_("Where the firm is"),
        help_text=_("District or county, such as Tonglu; choose from the list or type its name."),
        required=False,
        max_length=120,
        widget=RegionInput(),
    )
    founded_on = DayField(
        label=_("Day the firm was founded"),
        help_text=_("As on the business licence, such as 2019-05-20."),
        error_messages={
            "required": _("Enter the day the firm was founded."),
            "invalid": _("Enter a day of the calendar, such as 2019-05-20."),
        },
    )

    def clean_founded_on(self) -> date:
        """A day that can be true."""
        day: date = self.cleaned_data["founded_on"]
        if day < EARLIEST:
            raise forms.ValidationError(_("The day is too long ago; look at the business licence again."))
        return day


class ConsentForm(PageForm):
    """A consent is a choice of its own, never preset."""

    agree = forms.ChoiceField(
        label=_("Your choice"),
        choices=[("yes", _("I allow this, for this purpose and until this day"))],
        error_messages={"required": _("Choose that you allow it, or leave with “Not now”.")},
        widget=forms.RadioSelect,
    )


class InvoiceFileForm(PageForm):
    """A file of invoices."""

    LARGEST = 256_000_000  # bytes, as the import takes; a million rows of CSV are about 120 MB
    FORMATS: Mapping[str, InvoiceFormat] = {".csv": "csv", ".parquet": "parquet"}

    file = forms.FileField(
        label=_("File of invoices"),
        help_text=_("CSV or Parquet, as your tax software exports it. Uploading a file twice does no harm."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.parquet"}),
    )

    def clean_file(self) -> Any:
        """A file of a kind and size that can be read."""
        file = self.cleaned_data["file"]
        if self.format_of(file.name) is None:
            raise forms.ValidationError(_("The file must be a .csv or a .parquet file."))
        if file.size > self.LARGEST:
            raise forms.ValidationError(_("The file is larger than 256 MB. Split it by years and upload the parts."))
        return file

    @classmethod
    def format_of(cls, name: str) -> InvoiceFormat | None:
        """The format that the name of a file promises."""
        return next((kind for ending, kind in cls.FORMATS.items() if name.lower().endswith(ending)), None)


class ApplyForm(PageForm):
    """What the firm asks for, within what the product has."""

    product_code = forms.ChoiceField(
        label=_("Kind of loan"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of loan.")},
    )
    amount = MoneyField(
        label=_("How much do you need?"),
        error_messages={"required": _("Enter how much you need, in yuan.")},
    )
    term_months = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long you need it.")},
    )
    method = forms.ChoiceField(
        label=_("How do you want to repay?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to repay.")},
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the money is for.")},
    )

    def __init__(self, *args: Any, products: Iterable[Product], amount_hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(products)
        language = get_language() or "en"
        self.choose("product_code", [(p.code, p.name.in_language(language)) for p in offered])
        months = sorted({n for p in offered for n in p.terms_months})
        self.choose("term_months", months_offered(months))
        methods = list(dict.fromkeys(m for p in offered for m in p.methods))
        self.choose("method", [(m, explained(labels.METHODS[m], labels.METHOD_HINTS.get(m, ""))) for m in methods])
        purposes = {u.code: u.text.in_language(language) for p in offered for u in p.purposes}
        self.choose("purpose", list(purposes.items()))
        self.fields["amount"].help_text = amount_hint


class ReasonForm(PageForm):
    """What a person should know who looks at a decision."""

    reason = PlainField(
        label=_("What should we know?"),
        help_text=_("For example: a contract that starts soon, or why a year was weak."),
        min_length=5,
        max_length=1000,
        error_messages={
            "required": _("Write a sentence or two, so that the person knows what to look at."),
            "min_length": _("Write a little more, so that the person knows what to look at."),
            "max_length": _("This is too long: at most 1,000 characters."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RepayForm(PageForm):
    """How much to repay, and what an amount above the dues should do."""

    what = forms.ChoiceField(
        label=_("What do you want to pay?"),
        choices=[
            ("amount", _("An amount that I choose")),
            ("pay_off", _("Everything: pay the loan off")),
        ],
        initial="amount",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to pay.")},
    )
    amount = MoneyField(
        label=_("Amount"),
        required=False,
        help_text=_("Leave it empty if you pay the loan off."),
    )
    effect = forms.ChoiceField(
        label=_("If it is more than what is due now"),
        initial="next_dues",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the rest should do.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("effect", [(code, explained(*words)) for code, words in labels.EFFECTS.items()])

    def clean(self) -> dict[str, Any]:
        """An amount is needed unless everything is paid."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == "amount" and not cleaned.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount you want to repay, in yuan."))
        return cleaned

    @property
    def pays_off(self) -> bool:
        """True when everything is to be paid."""
        return bool(self.cleaned_data.get("what") == "pay_off")


def explained(name: object, hint: object) -> str:
    """A choice with a line below it that says what it means."""
    if not hint:
        return str(name)
    return format_html('<b>{}</b><span class="small">{}</span>', name, hint)


class CorrectionForm(PageForm):
    """What a value that is held of the customer should be, and why."""

    value = PlainField(label=_("It should be"), required=False, max_length=300)
    reason = forms.CharField(
        label=_("Why, and what shows it"),
        help_text=_("For example: the licence of 12 March 2024 says so. A person looks at it."),
        error_messages={"required": _("Say in a few words why it is wrong.")},
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, field: FieldOf | None, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = field.type.removesuffix("?") if field else ""
        if field is None:  # a whole row: it is not theirs, there is nothing else to say
            del self.fields["value"]
        elif kind == "amount":
            self.fields["value"] = MoneyField(label=_("It should be"), widget=forms.TextInput)
        elif kind in ("flag",) or kind.startswith("choice:"):
            choices = [("true", _("yes")), ("false", _("no"))] if kind == "flag" else _words(field, language)
            self.fields["value"] = forms.ChoiceField(label=_("It should be"), choices=choices)
        elif kind == "date":
            self.fields["value"] = PlainField(
                label=_("It should be"), help_text=_("A date such as 2024-03-12."), max_length=10
            )
        self.order_fields(["value", "reason"])

    def clean_value(self) -> str:
        """As the use case takes it: amounts in fen."""
        value = self.cleaned_data["value"]
        return str(value.minor) if isinstance(value, Money) else str(value)


def _words(field: FieldOf, language: str) -> list[tuple[str, str]]:
    place = 1 if language.startswith("zh") else 0
    return [(code, words[place]) for code, words in field.words.items()]


class QuestionForm(PageForm):
    """What a firm would like explained."""

    reason = PlainField(
        label=_("What would you like explained?"),
        help_text=_("For example: why the concentration of buyers counts, or what would change the answer."),
        min_length=5,
        max_length=1000,
        error_messages={
            "required": _("Write your question in a sentence or two."),
            "min_length": _("Write a little more, so that the person knows what to explain."),
            "max_length": _("This is too long: at most 1,000 characters."),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )
