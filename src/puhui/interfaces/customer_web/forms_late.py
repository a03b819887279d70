"""Forms for who is late, or fears to be: how we may make contact, a promise, help."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.interfaces.customer_web.fields import MoneyField, PageForm
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
    hours_from = forms.ChoiceField(label=_("Not before"), required=False)
    hours_until = forms.ChoiceField(label=_("Not after"), required=False)
    field_of = {"hours": "hours_from"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [("", _("As the rules say"))] + [(f"{h:02d}:00", f"{h:02d}:00") for h in range(24)]
        for name in ("hours_from", "hours_until"):
            self.fields[name].choices = hours  # type: ignore[attr-defined]

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


class PromiseForm(PageForm):
    """How much, and by which day."""

    amount = MoneyField(
        label=_("How much will you pay?"),
        error_messages={"required": _("Enter how much you will pay, in yuan.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 30}),
    )
    due_on = forms.DateField(
        label=_("By which day?"),
        error_messages={
            "required": _("Enter the day, such as 2026-05-20."),
            "invalid": _("Enter a day of the calendar, such as 2026-05-20."),
        },
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )
