"""The forms of the farm pages: who the farmer is, a plot, what is stated of the farm."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.foundation.party.facade import GroupLine
from puhui.interfaces.customer_web.fields import DayField, DigitsField, PageForm, PlainField

TENURES = (
    ("contracted", _("Contracted by our household")),
    ("transferred", _("Transferred to us")),
    ("rented", _("Rented")),
)


class FarmerForm(PageForm):
    """Who the farmer is, and in which village they live."""

    name = PlainField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Enter your name as on your identity card.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    resident_id = DigitsField(
        label=_("Your resident identity number"),
        help_text=_("18 characters, on the back of your identity card."),
        error_messages={"required": _("Enter your resident identity number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 40}),
    )
    village_id = forms.TypedChoiceField(
        label=_("Your village"), coerce=UUID, error_messages={"required": _("Choose your village.")}
    )

    def __init__(self, *args: object, villages: Iterable[GroupLine], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.choose("village_id", [(str(one.id), f"{one.name} {one.code}") for one in villages])


class PlotForm(PageForm):
    """A plot that the household works."""

    name = PlainField(
        label=_("How you call the plot"),
        max_length=80,
        error_messages={"required": _("Give the plot a name, such as the one by the reservoir.")},
    )
    area_mu = forms.DecimalField(
        label=_("Area in mu"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100_000),
        decimal_places=2,
        error_messages={"required": _("Enter the area in mu."), "invalid": _("Enter a number, such as 6.5.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    crop = forms.ChoiceField(label=_("What grows there"))
    tenure = forms.ChoiceField(label=_("By which right"), choices=TENURES)
    right_until = DayField(
        label=_("Last day of the right, when it is transferred or rented"),
        required=False,
        error_messages={"invalid": _("Enter a day of the calendar, such as 2029-05-20.")},
    )
    code = DigitsField(
        label=_("Number of the plot in the register, if you know it"),
        help_text=_("19 digits, in the certificate of contracted land."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}),
    )

    def __init__(self, *args: object, crops: Mapping[str, str], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.choose("crop", crops.items())


class FarmFactsForm(PageForm):
    """What is stated of the farm: years and income."""

    years_farming = forms.IntegerField(
        label=_("Years of farming"),
        min_value=0,
        max_value=80,
        error_messages={"required": _("Enter the years."), "invalid": _("Enter a whole number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    household_income = forms.DecimalField(
        label=_("Income of your household in a year, in yuan"),
        min_value=Decimal(0),
        max_value=Decimal(10_000_000),
        decimal_places=2,
        error_messages={"required": _("Enter the income."), "invalid": _("Enter an amount, such as 60000.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
