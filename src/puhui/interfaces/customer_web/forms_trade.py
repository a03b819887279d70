"""The forms of leases, orders, contact persons and places."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.foundation.catalogue.facade import Product
from puhui.interfaces.customer_web.fields import (
    DayField,
    DigitsField,
    MoneyField,
    PageForm,
    PlainField,
    RegionInput,
    months_offered,
)
from puhui.kernel.money import Money
from puhui.products.leasing.facade import NewEquipment
from puhui.products.lending.facade import LoanLine
from puhui.products.orders.facade import OrderLine
from puhui.products.payees.facade import PayeeView

PLAIN = {"autocomplete": "off"}
NO_DAY = _("Enter a day of the calendar, such as 2029-05-20.")
METERS = (("hours", _("Hours it has run")), ("kilometres", _("Kilometres")), ("pieces", _("Pieces it has made")))


def _day(label: Any, missing: Any, *, required: bool = True) -> DayField:
    return DayField(
        label=label,
        required=required,
        error_messages={"required": missing, "invalid": NO_DAY},
    )


def _text(label: Any, missing: Any, *, most: int, hint: Any = "") -> PlainField:
    return PlainField(
        label=label,
        help_text=hint,
        max_length=most,
        error_messages={"required": missing, "max_length": _("This is too long.")},
        widget=forms.TextInput(attrs=PLAIN),
    )


class LeaseForm(PageForm):
    """What is to be leased, from whom, for how long."""

    payee_id = forms.TypedChoiceField(
        label=_("Who sells it?"),
        coerce=UUID,
        help_text=_("Only suppliers on our list can be paid."),
        error_messages={"required": _("Choose who sells it.")},
    )
    purpose = forms.ChoiceField(label=_("What is it?"), error_messages={"required": _("Choose what it is.")})
    kind = _text(
        _("What is it called?"), _("Say what it is, such as oven."), most=40, hint=_("Such as oven, van, lathe.")
    )
    maker = _text(_("Maker"), _("Enter the maker."), most=60)
    model = _text(_("Model of the maker"), _("Enter the model."), most=60)
    serial = _text(
        _("Number on the plate"), _("Enter the number on the plate."), most=60, hint=_("The supplier tells you.")
    )
    price = MoneyField(
        label=_("Price with tax"),
        error_messages={"required": _("Enter the price in yuan.")},
    )
    term_months = forms.TypedChoiceField(
        label=_("For how many months?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    insured_until = _day(_("Insured until"), "", required=False)
    field_of = {"amount": "price"}

    def __init__(self, *args: Any, of: Product, payees: Iterable[PayeeView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        self.choose("payee_id", [("", _("Choose")), *((str(one.id), one.name) for one in payees)])
        self.choose("purpose", [(one.code, one.text.in_language(language)) for one in of.purposes])
        self.choose("term_months", months_offered(of.terms_months))

    def equipment(self) -> NewEquipment:
        """The thing as the flow wants it."""
        told = self.cleaned_data
        named = {name: told[name] for name in ("kind", "maker", "model", "serial", "price", "insured_until")}
        return NewEquipment(**named)


class PlateForm(PageForm):
    """The number read off the plate on delivery."""

    serial = _text(
        _("Number on the plate"),
        _("Read the number off the plate."),
        most=60,
        hint=_("Look at the thing in front of you, not at the contract."),
    )


class ReadingForm(PageForm):
    """One reading of a meter."""

    meter = forms.ChoiceField(
        label=_("Which meter?"), choices=METERS, error_messages={"required": _("Choose the meter.")}
    )
    value = forms.DecimalField(
        label=_("What does it show?"),
        min_value=0,
        max_digits=15,
        decimal_places=3,
        error_messages={"required": _("Enter what the meter shows."), "invalid": _("Enter a number, such as 6.5.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
    )


class OrderForm(PageForm):
    """An order that the firm received."""

    buyer_uscc = DigitsField(
        label=_("Unified social credit code of the buyer"),
        help_text=_("18 characters, on the buyer's stamp or invoice data."),
        error_messages={"required": _("Enter the buyer's code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 40}),
    )
    buyer_name = _text(_("Name of the buyer"), _("Enter the buyer's name."), most=120)
    number = _text(_("Number of the order"), _("Enter the number of the order."), most=60)
    amount = MoneyField(
        label=_("Amount of the order"),
        error_messages={"required": _("Enter the amount in yuan.")},
    )
    what = _text(_("What was ordered?"), _("Say what was ordered."), most=120, hint=_("Such as cotton cloth, 120 g."))
    quantity = _text(_("How many, or how much?"), _("Say how many."), most=40, hint=_("Such as 4,000 m."))
    ordered_on = _day(_("Day of the order"), _("Enter the day of the order."))
    deliver_by = _day(_("To be delivered until"), _("Enter until when you deliver."))
    pay_by = _day(_("To be paid until"), _("Enter until when the buyer pays."))

    def lines(self) -> tuple[OrderLine, ...]:
        """The one line of the order."""
        told = self.cleaned_data
        return (OrderLine(what=told["what"], quantity=told["quantity"], amount=told["amount"]),)


class FinanceForm(PageForm):
    """How much of an order, for how long."""

    amount = MoneyField(
        label=_("How much do you need?"),
        error_messages={"required": _("Enter the amount in yuan.")},
    )
    term_months = forms.TypedChoiceField(
        label=_("For how many months?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )

    def __init__(self, *args: Any, of: Product, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("At most %(most)s yuan.") % {"most": most}
        self.choose("term_months", months_offered(of.terms_months))


class RepaidLoanForm(PageForm):
    """Which of my loans the buyer's payment repays."""

    loan_id = forms.TypedChoiceField(
        label=_("Which loan does it repay?"),
        coerce=UUID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of your loans.")},
    )

    def __init__(self, *args: Any, loans: Sequence[LoanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(_("Loan over %(amount)s yuan, still owed %(owed)s"))
        self.choose(
            "loan_id",
            [(str(one.id), words % {"amount": one.principal, "owed": one.principal_outstanding}) for one in loans],
        )


class ProofForm(PageForm):
    """The paper that proves a part."""

    reason = _text(
        _("Number of the paper"),
        _("Enter the number of the paper."),
        most=300,
        hint=_("Such as the number of the invoice or the waybill."),
    )
    field_of = {"evidence": "reason"}


class ContactForm(PageForm):
    """Whom a person names."""

    phone = DigitsField(
        label=_("Their mobile number"),
        help_text=_("We send them one message that says who named them."),
        error_messages={"required": _("Enter their mobile number.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "maxlength": 30}),
    )


class PlaceForm(PageForm):
    """Where a firm is."""

    region = PlainField(
        label=_("Where the firm is"),
        help_text=_("District or county, such as Tonglu; choose from the list or type its name."),
        max_length=120,
        error_messages={"required": _("Enter the district or county.")},
        widget=RegionInput(),
    )
    evidence = PlainField(
        label=_("What shows that the firm is there"),
        help_text=_("Such as the new business licence with its date, or the lease; one of us looks at it."),
        max_length=200,
        min_length=4,
        error_messages={"required": _("Say what shows it.")},
    )

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_known:  # the first place is said as at registration
            del self.fields["evidence"]
