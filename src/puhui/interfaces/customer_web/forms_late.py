"""Forms for who is late, or fears to be: how we may make contact, a promise, help."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.interfaces.customer_web.fields import DayField, DigitsField, MoneyField, PageForm, PlainField
from puhui.kernel.money import Money
from puhui.products.collections.facade import Hours

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )


class ContactChoicesForm(PageForm):
    """How and when a customer wants to be contacted about a loan."""

    voice = _yes_no(_("May we call you?"))
    sms = _yes_no(_("May we send you text messages?"))
    visit = _yes_no(_("May we visit you?"))
    others = _yes_no(_("May we ask somebody else how to reach you, if we cannot reach you at all?"))
    hours_from = forms.ChoiceField(label=_("Not before"), required=False)
    hours_until = forms.ChoiceField(label=_("Not after"), required=False)
    field_of = {"hours": "hours_from"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [("", _("As the rules say"))] + [(f"{h:02d}:00", f"{h:02d}:00") for h in range(24)]
        for name in ("hours_from", "hours_until"):
            self.choose(name, hours)

    def clean(self) -> dict[str, Any]:
        """Both hours or neither."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("hours_from")) != bool(cleaned.get("hours_until")):
            self.add_error("hours_from", _("Choose both hours, or leave both as the rules say."))
        return cleaned

    @property
    def channels_off(self) -> list[str]:
        """The ways that the customer does not want."""
        return [name for name in ("voice", "sms", "visit") if self.cleaned_data[name] == "no"]

    @property
    def hours(self) -> Hours | None:
        """The hours, when the customer chose some."""
        begins, until = self.cleaned_data["hours_from"], self.cleaned_data["hours_until"]
        return Hours(time.fromisoformat(begins), time.fromisoformat(until)) if begins and until else None


class PaymentDayForm(PageForm):
    """A day of the month; on the second page also the loan's last event as it was previewed."""

    day = forms.TypedChoiceField(
        label=_("Which day of the month suits you?"),
        coerce=int,
        error_messages={
            "required": _("Choose a day of the month."),
            "invalid_choice": _("Choose one of the days of the list."),
        },
    )
    after_n = forms.IntegerField(required=False, min_value=0, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args: Any, days: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("day", [("", _("Choose")), *((day, day) for day in days)])

    def clean_after_n(self) -> int:
        """An event that no loan has where nothing was previewed."""
        seen = self.cleaned_data["after_n"]
        return -1 if seen is None else int(seen)


class PromiseForm(PageForm):
    """How much, and by which day."""

    amount = MoneyField(
        label=_("How much will you pay?"),
        error_messages={"required": _("Enter how much you will pay, in yuan.")},
    )
    due_on = DayField(
        label=_("By which day?"),
        error_messages={
            "required": _("Enter the day, such as 2026-05-20."),
            "invalid": _("Enter a day of the calendar, such as 2026-05-20."),
        },
    )


class AnyMoneyField(MoneyField):
    """An amount in yuan, nought too."""

    def to_python(self, value: Any) -> Any:
        """The amount as `Money`."""
        return Money(0) if str(value or "").strip() in {"0", "0.00", "０"} else super().to_python(value)


class HelpForm(PageForm):
    """What is wrong, what can be paid, and from when it gets better: nothing else is asked."""

    reason = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    can_pay = AnyMoneyField(
        label=_("How much could you pay each time?"),
        required=False,
        help_text=_("Leave it empty if you do not know yet. 0 is an answer too."),
    )
    better_on = DayField(
        label=_("From when will it be better?"),
        required=False,
        help_text=_("Leave it empty if you do not know yet."),
        error_messages={"invalid": _("Enter a day of the calendar, such as 2026-05-20.")},
    )
    words = PlainField(
        label=_("Anything else we should know?"),
        required=False,
        max_length=1000,
        error_messages={"max_length": _("This is too long: at most 1,000 characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("reason", reasons)


class PlanCodeForm(PageForm):
    """The code that signs a plan."""

    code = DigitsField(
        label=_("Code of 6 digits"),
        help_text=_("It came by text message and is valid for 10 minutes."),
        error_messages={"required": _("Enter the code from the text message.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", "maxlength": 12}
        ),
    )
