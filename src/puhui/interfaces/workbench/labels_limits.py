"""Words of limits: states, events and reasons to stop draws."""

from django.utils.translation import gettext_lazy as _

LIMIT_WORDS = {
    "open": _("Ready to draw"),
    "expired": _("No more draws"),
    "closed": _("Closed"),
    "frozen": _("Draws stopped"),
    "unfrozen": _("Draws possible again"),
    "cut": _("Lowered"),
    "raised": _("Raised"),
    "reviewed": _("Reviewed"),
    "granted": _("Granted"),
    "reserved": _("Reserved"),
    "released": _("Released"),
    "paying": _("On its way"),
    "drawn": _("Drawn"),
    "repaid": _("Repaid"),
    "returned": _("A payment came back"),
    "late": _("A repayment is late"),
    "tagged": _("A risk tag"),
    "review": _("The review is not done"),
    "staff": _("By staff"),
    "self": _("By the holder"),
}
