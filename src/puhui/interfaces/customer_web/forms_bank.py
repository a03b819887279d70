"""The form of a bank statement that a firm brings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from puhui.foundation.payments.facade import statement_formats
from puhui.interfaces.customer_web.fields import PageForm

CAMT = "camt.053"


class BankStatementForm(PageForm):
    """A file, the way it is written, and for CSV which account it is of."""

    LARGEST = 20_000_000  # bytes, as the reader takes

    file = forms.FileField(
        label=_("File from your bank"),
        help_text=_("As your bank's site exports it. Several files may be brought one after the other."),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Choose another one."),
            "invalid": _("The file did not arrive. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xml"}),
    )
    file_format = forms.ChoiceField(label=_("How it is written"))
    account = forms.CharField(
        label=_("Account number (last digits are enough)"),
        help_text=_("Only needed for CSV. We keep the last four digits."),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(name, f"CSV: {name}") for name in sorted(statement_formats())]
        self.choose("file_format", [(CAMT, _("XML (camt.053)")), *known])

    def clean_file(self) -> Any:
        """A file of a size that can be read."""
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it by months and bring the parts."))
        return file

    def clean(self) -> dict[str, Any]:
        """A CSV does not say whose it is."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("file_format", CAMT) != CAMT and not data.get("account", "").strip():
            self.add_error("account", _("Enter the last digits of the account: a CSV file does not say them."))
        return data
