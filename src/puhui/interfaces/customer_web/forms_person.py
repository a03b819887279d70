"""The forms of a person who borrows for themselves: who they are, what they earn, whom to pay, their own wishes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.interfaces.customer_web.fields import DigitsField, MoneyField, PageForm, PlainField, months_offered
from puhui.interfaces.customer_web.forms import ApplyForm, PhoneForm, code_field, six_digits
from puhui.products.payees.facade import PayeeView


class AnyAmountField(MoneyField):
    """An amount that may be nothing."""

    with_zero = True


class MeForm(PageForm):
    """Who somebody is, as on the identity card."""

    name = PlainField(
        label=_("Your name"),
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


class IncomeForm(PageForm):
    """What a person earns, spends and owes elsewhere, a month."""

    income = AnyAmountField(
        label=_("What do you earn in a month?"),
        help_text=_("After tax, in yuan; the middle of the last months is enough."),
        error_messages={"required": _("Enter what you earn in a month, in yuan; 0 if nothing.")},
    )
    living_cost = AnyAmountField(
        label=_("What do you need to live in a month?"),
        help_text=_("Rent, food, school, all together."),
        error_messages={"required": _("Enter what you need to live in a month, in yuan.")},
    )
    monthly_due = AnyAmountField(
        label=_("What do you pay on other loans in a month?"),
        help_text=_("0 if you have none."),
        error_messages={"required": _("Enter what you pay on other loans in a month; 0 if nothing.")},
    )


class PayeeApplyForm(ApplyForm):
    """An application whose money goes to somebody on our list."""

    payee_id = forms.ChoiceField(
        label=_("Who is to be paid?"),
        help_text=_("Only those on our list can be paid."),
        error_messages={"required": _("Choose who is to be paid.")},
    )
    payee_reference = PlainField(
        label=_("Number of the bill"),
        help_text=_("As on the bill or the contract; leave it empty if there is none."),
        required=False,
        max_length=60,
        error_messages={"max_length": _("The number is too long: at most 60 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, payees: list[PayeeView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("payee_id", [("", _("Choose")), *((str(one.id), one.name) for one in payees)])

    def clean_payee_id(self) -> UUID:
        """The id as programs know it."""
        return UUID(str(self.cleaned_data["payee_id"]))


class ExclusionForm(PageForm):
    """For how many months nobody shall lend."""

    months = forms.TypedChoiceField(
        label=_("How many months?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )

    def __init__(self, *args: Any, months: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("months", [(n, str(n)) for n in months])


class OwnLimitForm(PageForm):
    """The most that a person wants to owe."""

    limit = AnyAmountField(
        label=_("The most that you want to owe us"),
        error_messages={"required": _("Enter an amount in yuan; 0 if you want to owe nothing.")},
    )


class ThinkFromForm(PageForm):
    """From which amount on every draw and early payment waits."""

    amount = AnyAmountField(
        label=_("From which amount on must it wait?"),
        error_messages={"required": _("Enter an amount in yuan; 0 if everything is to wait.")},
    )


class BasketForm(PageForm):
    """Over how many months a basket is paid; nothing is ticked for the customer."""

    term_months = forms.TypedChoiceField(
        label=_("In how many instalments?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose in how many instalments.")},
    )

    def __init__(self, *args: Any, months: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("term_months", months_offered(months))


class NewPhoneForm(PhoneForm):
    """The number that a person wants to use from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("New mobile number")


class NewPhoneCodesForm(PageForm):
    """The two codes that prove the old number and the new one."""

    old_code = code_field(_("Code sent to the old number"))
    new_code = code_field(_("Code sent to the new number"))

    def clean_old_code(self) -> str:
        """Six digits."""
        return six_digits(self.cleaned_data["old_code"])

    def clean_new_code(self) -> str:
        """Six digits."""
        return six_digits(self.cleaned_data["new_code"])


class LostPhoneForm(NewPhoneForm):
    """The new number of who lost the old phone, and the code that came to it."""

    code = code_field(_("Code sent to the new number"))

    def clean_code(self) -> str:
        """Six digits."""
        return six_digits(self.cleaned_data["code"])


class ShareForm(PageForm):
    """What a partner may see, of whom, and for how long; nothing is preset."""

    party_id = forms.TypedChoiceField(
        label=_("Whose data"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose data it is.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the partner may see"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing.")},
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("one year"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )

    def __init__(
        self, *args: Any, parties: list[tuple[str, str]], scopes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("party_id", parties)
        self.choose("scopes", scopes)
