"""The forms of a helper at a service point, and the one that only the customer fills in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.foundation.consent.facade import ConsentText
from puhui.interfaces.customer_web.fields import DigitsField, PageForm, PlainField

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12, "class": "short"}


class HelperSignInForm(PageForm):
    """Sign-in name and password of a helper."""

    name = PlainField(
        label=_("Sign-in name"),
        max_length=40,
        error_messages={"required": _("Enter your sign-in name.")},
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        error_messages={"required": _("Enter your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class BesideForm(PageForm):
    """The customer's own number."""

    phone = DigitsField(
        label=_("The customer's mobile number"),
        help_text=_("A code goes to this phone. The customer reads it out only if they want your help."),
        error_messages={"required": _("Enter the customer's mobile number.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "maxlength": 30}),
    )


class ReceiptForm(PageForm):
    """What stands on a receipt."""

    number = forms.UUIDField(
        label=_("Number of the receipt"),
        error_messages={
            "required": _("Enter the number of the receipt."),
            "invalid": _("Enter the number as it stands on the receipt."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 36}),
    )
    code = DigitsField(
        label=_("Code of the receipt"),
        max_length=20,
        error_messages={"required": _("Enter the code of the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20, "class": "short"}),
    )


class VisitCodeForm(PageForm):
    """The code that the customer read out."""

    code = DigitsField(
        label=_("The code that the customer reads out"),
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(attrs=CODE),
    )


class OwnCodeForm(PageForm):
    """What only the customer does: type their code."""

    code = DigitsField(
        label=_("The code on your own phone"),
        help_text=_("Type it yourself. Nobody may ask you for it."),
        error_messages={"required": _("Type the code that came to your own phone.")},
        widget=forms.TextInput(attrs=CODE),
    )


class HandOverForm(OwnCodeForm):
    """The same, and what they allow with it."""

    consents = forms.MultipleChoiceField(
        label=_("What I allow"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, texts: Iterable[tuple[str, ConsentText]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        told = [(purpose, text.title.in_language(language)) for purpose, text in texts]
        self.choose("consents", told)
        if not told:
            del self.fields["consents"]
