"""What the codes of product files are called on the pages of staff."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

PRODUCT_WORDS: Mapping[str, Any] = {
    "loan": _("loan"),
    "facility": _("limit"),
    "order": _("order finance"),
    "factoring": _("factoring"),
    "voucher": _("voucher"),
    "bill": _("bill"),
    "lease": _("lease"),
    "checkout": _("instalments at a checkout"),
    "business": _("for business"),
    "consumption": _("for consumption"),
}
