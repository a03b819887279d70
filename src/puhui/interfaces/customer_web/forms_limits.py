"""The forms of limits: drawing, lowering, asking for more."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.foundation.catalogue.facade import Product
from puhui.interfaces.customer_web.fields import MoneyField, PageForm, PlainField, months_offered


class DrawForm(PageForm):
    """How much to draw, what for, and for how long where draws have terms."""

    amount = MoneyField(
        label=_("How much do you want to draw?"),
        error_messages={"required": _("Enter how much you want to draw, in yuan.")},
    )
    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the money is for.")},
    )
    term_months = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long you need it.")},
    )

    def __init__(self, *args: Any, product: Product, terms: Iterable[int], hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, months = get_language() or "en", list(terms)
        self.fields["amount"].help_text = hint
        self.choose("purpose", [(one.code, one.text.in_language(language)) for one in product.purposes])
        if months:
            self.choose("term_months", months_offered(months))
        else:
            del self.fields["term_months"]


class LimitForm(PageForm):
    """A new limit."""

    limit = MoneyField(
        label=_("New limit"),
        error_messages={"required": _("Enter the new limit, in yuan.")},
    )


class MoreForm(LimitForm):
    """A higher limit, and why."""

    reason = PlainField(
        label=_("Why do you need more?"),
        max_length=300,
        error_messages={"required": _("Tell us in a sentence why you need more.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
