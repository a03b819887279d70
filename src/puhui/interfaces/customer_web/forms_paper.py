"""Forms for vouchers and bills: what is issued, divided, passed on and sold."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.interfaces.customer_web.fields import DayField, DigitsField, MoneyField, PageForm, PlainField
from puhui.interfaces.customer_web.forms import CodeForm
from puhui.interfaces.customer_web.forms_late import YES_NO
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.money import Money
from puhui.products.bills.facade import BillKind, EndorsementIn, Firm, NewBill, read_part

MOST_PROOF_BYTES = 1_000_000  # what Django keeps in memory: above it an upload would be written to a disk


def _amount(label: Any) -> MoneyField:
    return MoneyField(
        label=label,
        error_messages={"required": _("Enter an amount in yuan, such as 100000 or 1024.50.")},
    )


def _credit_code(label: Any) -> DigitsField:
    return DigitsField(
        label=label,
        help_text=_("18 letters and digits. The firm must be registered here."),
        error_messages={"required": _("Enter the unified social credit code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}),
    )


def _day(label: Any) -> DayField:
    return DayField(
        label=label,
        error_messages={
            "required": _("Enter the day, such as 2026-05-20."),
            "invalid": _("Enter a day of the calendar, such as 2026-05-20."),
        },
    )


def _text(label: Any, *, most: int, required: bool = True, help_text: Any = "") -> PlainField:
    return PlainField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"required": _("Please fill this in.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": most}),
    )


class IssueForm(PageForm):
    """What is promised, to whom, for which payable, until when."""

    supplier_uscc = _credit_code(_("Credit code of the supplier"))
    amount = _amount(_("How much do you promise?"))
    due_on = _day(_("Paid on"))
    payable = _text(_("Number of the contract or invoice"), most=80)
    reason = _text(
        _("Why it runs longer than six months"),
        most=300,
        required=False,
        help_text=_("Only when it does. The law asks for payment within six months as a rule."),
    )


class SplitForm(PageForm):
    """The amount of the first of two parts."""

    amount = _amount(_("How much is the first part?"))
    field_of = {"amounts": "amount"}


class PassBillForm(PageForm):
    """To whom; a bill goes as it is."""

    to_uscc = _credit_code(_("Credit code of the firm you pay"))
    field_of = {"to_id": "to_uscc", "uscc": "to_uscc"}


class PassBillCodeForm(PassBillForm, CodeForm):
    """The same with the code that confirms it."""


class BuyBackForm(CodeForm):
    """The code that takes a bill back, for the price that was shown."""

    price = MoneyField(widget=forms.HiddenInput)


class PassForm(PageForm):
    """To whom, and how much."""

    to_uscc = _credit_code(_("Credit code of the firm you pay"))
    amount = _amount(_("How much?"))
    field_of = {"to_id": "to_uscc", "uscc": "to_uscc"}


class PassCodeForm(PassForm, CodeForm):
    """The same with the code that confirms it."""


class SellForm(PageForm):
    """How much shall be paid today."""

    amount = _amount(_("How much do you want to be paid today?"))


class BillForm(PageForm):
    """A bill as it reads; endorsements as lines."""

    number = DigitsField(
        label=_("Bill number"),
        help_text=_("30 digits."),
        error_messages={"required": _("Enter the bill number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 60}),
    )
    kind = forms.ChoiceField(
        label=_("Who accepted it?"),
        choices=[("bank", _("A bank")), ("commercial", _("An enterprise"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who accepted it.")},
    )
    face = _amount(_("Amount on the bill"))
    part = _text(
        _("Range of the part (the second line of the number)"),
        most=40,
        required=False,
        help_text=_("Such as 1-3000000. Leave it empty when it is 0 or there is none: the bill goes whole."),
    )
    issued_on = _day(_("Issued on"))
    due_on = _day(_("Falls due on"))
    drawer_name = _text(_("Name of the drawer"), most=120)
    drawer_code = _text(_("Credit code of the drawer"), most=40)
    acceptor_name = _text(_("Name of the acceptor"), most=120)
    acceptor_code = _text(
        _("Bank number of the acceptor (12 digits), or its credit code when it is an enterprise"), most=40
    )
    payee_name = _text(_("Name of the payee"), most=120)
    payee_code = _text(_("Credit code of the payee"), most=40)
    is_last = forms.ChoiceField(
        label=_("Did the drawer write that it may not be passed on?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    endorsements = forms.CharField(
        label=_("Endorsements, one a line"),
        required=False,
        help_text=_(
            "Day, name and code of who gave it, name and code of who got it, with commas between. "
            "Where only a part was given, its range at the end."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 20000}),
    )
    field_of = {
        "drawer.name": "drawer_name",
        "payee.name": "payee_name",
        "acceptor.name": "acceptor_name",
        "acceptor.code": "acceptor_code",
        "endorsements.part": "endorsements",
    }

    def bill(self, holder_id: Any) -> NewBill:
        """As the room takes it."""
        data = self.cleaned_data
        return NewBill(
            holder_id=holder_id,
            number=data["number"],
            kind=BillKind(data["kind"]),
            face=data["face"],
            drawer=Firm(name=data["drawer_name"], code=data["drawer_code"]),
            acceptor=Firm(name=data["acceptor_name"], code=data["acceptor_code"]),
            payee=Firm(name=data["payee_name"], code=data["payee_code"]),
            issued_on=_as_day(data["issued_on"]),
            due_on=_as_day(data["due_on"]),
            is_last=data["is_last"] == "yes",
            part=read_part(data["part"]),
            endorsements=endorsements_of(data["endorsements"]),
        )


def endorsements_of(text: str) -> tuple[EndorsementIn, ...]:
    """Lines of five parts, or six with the range that was given; full-width commas are understood."""
    found = []
    for n, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        parts = [part.strip() for part in line.replace("，", ",").split(",")]
        if len(parts) not in (5, 6):
            raise InvalidInput("endorsements", f"line {n} has {len(parts)} parts, not 5 or 6")
        on = parse_date(parts[0], where="endorsements")
        giver, taker = Firm(name=parts[1], code=parts[2]), Firm(name=parts[3], code=parts[4])
        given = read_part(parts[5]) if len(parts) == 6 else None
        found.append(EndorsementIn(giver=giver, taker=taker, on=on, part=given))
    return tuple(found)


def _as_day(value: Any) -> date:
    return value if isinstance(value, date) else parse_date(str(value), where="day")


def money_or_all(text: str, *, otherwise: Money) -> Money:
    """The amount of an address, or all of it."""
    return Money.parse(text, where="amount") if text else otherwise


class ProofForm(PageForm):
    """A PDF to be proven; small enough that it is never written to a disk."""

    file = forms.FileField(
        label=_("The paper, as PDF"),
        help_text=_("At most 1 MB."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> Any:
        """Bounded before a byte of it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_PROOF_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Papers of ours are smaller."))
        return file
