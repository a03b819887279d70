"""Names that staff read for the codes that the rooms keep."""

from django.utils.translation import gettext_lazy as _

from puhui.kernel.actors import Role

ROLE_NAMES = {
    Role.RELATIONSHIP_MANAGER: _("Relationship manager"),
    Role.RISK_OFFICER: _("Risk officer"),
    Role.OPERATIONS: _("Operations"),
    Role.FINANCE: _("Finance"),
    Role.COMPLIANCE: _("Compliance"),
    Role.AUDITOR: _("Auditor (read only)"),
    Role.ADMINISTRATOR: _("Administrator"),
}
STATE_NAMES = {
    "draft": _("Draft"),
    "submitted": _("Submitted"),
    "approved": _("Approved"),
    "referred": _("With a person"),
    "declined": _("Declined"),
    "withdrawn": _("Withdrawn"),
    "accepted": _("Offer accepted"),
    "signed": _("Signed"),
    "expired": _("Expired"),
    "awaiting_disbursement": _("Waiting to be paid out"),
    "disbursing": _("Being paid out"),
    "active": _("Active"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled"),
    "open": _("Open"),
    "proposed": _("Waits for a second person"),
    "requested": _("Requested"),
    "sent": _("Sent to the bank"),
    "settled": _("Settled"),
    "refused": _("Refused"),
    "done": _("Done"),
    "running": _("Running"),
    "waiting": _("Waiting"),
}
