"""Names that staff read on cases and on their own first page."""

from django.utils.translation import gettext_lazy as _

CASE_STEPS = {
    "opened": _("Opened"),
    "taken": _("Taken"),
    "given": _("Given to a colleague"),
    "given_back": _("Given back into the queue"),
    "shared_out": _("Shared out"),
    "noted": _("Note written"),
    "attached": _("File added"),
    "file_read": _("File read"),
    "prioritised": _("Priority changed"),
    "escalated": _("Escalated"),
    "proposed": _("Outcome proposed"),
    "confirmed": _("Confirmed"),
    "sent_back": _("Sent back"),
    "closed": _("Closed"),
    "dropped": _("Closed: nothing was left to do"),
}
PRIORITIES = {
    "urgent": _("Urgent"),
    "high": _("High"),
    "normal": _("Normal"),
    "low": _("Low"),
}
MOMENTS = {
    "application": _("Application"),
    "contract": _("Contract signed"),
    "loan_event": _("Loan"),
    "contact": _("Contact"),
    "case": _("Case"),
    "consent": _("Consent given"),
    "file": _("File kept"),
    "notice": _("Notice sent"),
    "manager": _("Relationship manager"),
}
HIT_KINDS = {
    "customer": _("Customer"),
    "loan": _("Loan"),
    "application": _("Application"),
    "contract": _("Contract"),
    "case": _("Case"),
    "queue": _("Queue"),
    "product": _("Product"),
}
