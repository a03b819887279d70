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
    Role.CUSTOMER: _("Customer"),
    Role.SYSTEM: _("The system"),
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
    "in_force": _("In force"),
    "ended": _("Ended"),
    "pending": _("Pending"),
    "posted": _("Posted"),
    "voided": _("Voided"),
    "lapsed": _("Lapsed"),
    "prepared": _("Prepared"),
    "void": _("Void"),
}
# Words of the frame (django-unfold), which brings no translations of its own.
FRAME_WORDS = (
    _("Welcome back to"),
    _("Light"),
    _("Dark"),
    _("System"),
    _("Filters"),
    _("Apply Filters"),
    _("Reset filters"),
    _("Type to search"),
    _("Select all rows"),
)
ROOM_NAMES = {
    "access": _("Users, roles, tokens"),
    "party": _("Parties"),
    "consent": _("Consents"),
    "notices": _("Notices"),
    "catalogue": _("Published products and rules"),
    "payments": _("Payments"),
    "casework": _("Cases"),
    "origination": _("Applications, offers, contracts"),
    "lending": _("Loans"),
    "collections": _("Collections"),
    "django_tasks_database": _("Background work"),
}
LOAN_STATE_NAMES = STATE_NAMES | {"closed": _("Repaid in full")}
OFFER_STATE_NAMES = STATE_NAMES | {"open": _("Can be accepted"), "accepted": _("Accepted")}
OTHER_NAMES = {
    # What a review or another case may come to
    "approve": _("Approve"),
    "decline": _("Decline"),
    "refer": _("Refer to a person"),
    "handled": _("Handled"),
    "retried": _("Asked again"),
    # Steps of a day close
    "check_payments": _("Ask after payments without an answer"),
    "accrue": _("Accrue interest"),
    "follow_late": _("Look after late loans"),
    "classify": _("Grade the loans"),
    "cross_default": _("Grade other debts of the same borrowers"),
    "provision": _("Set aside for losses"),
    "reserve": _("Move the risk reserve"),
    "remind": _("Ask for reminders"),
    "measure": _("Write down the day's figures"),
    "move_date": _("Open the next day"),
    "seal": _("Seal the books"),
    "collect": _("Collect what is due"),
    # What happens to a loan
    "payment": _("Repayment"),
    "reversal": _("Reversal"),
    "rate_change": _("Change of rate"),
    "disbursement": _("Payout"),
    "disbursed": _("Payout"),
    "payment_holiday": _("Payment holiday"),
    "extension": _("Extension"),
    "pay_off": _("Early pay-off"),
    "fee": _("Fee"),
    "waiver": _("Waiver"),
    "rebooked": _("Other movements"),
    "import_adjustment": _("Balance adjusted when the loan was taken over"),
    "next_dues": _("counts for the next dues"),
    "lower_instalment": _("lowers the instalment"),
    "shorten_term": _("shortens the term"),
    # Who a person is to a firm, and their data
    "owner": _("Owner"),
    "legal_representative": _("Legal representative"),
    "name": _("Name"),
    "phone": _("Phone number"),
    "resident_id": _("Resident identity number"),
    # How a loan is repaid
    "equal_instalment": _("Equal instalments"),
    "equal_principal": _("Equal principal"),
    "interest_only": _("Interest only, principal at the end"),
    "bullet": _("All at the end"),
    # Contacts, holds and files of collections
    "voice": _("Telephone"),
    "visit": _("Visit"),
    "sms": _("Text message"),
    "in_app": _("Notice on the pages"),
    "letter": _("Letter"),
    "debtor": _("The debtor"),
    "third_party": _("Somebody else"),
    "reached": _("Spoke with them"),
    "no_answer": _("No answer"),
    "wrong_number": _("Wrong number or place"),
    "does_not_want": _("Does not want to be contacted"),
    "sent_out": _("Sent"),
    "complaint": _("A complaint"),
    "dispute": _("A dispute about the debt"),
    "lawyer": _("A lawyer speaks for the debtor"),
    "promise": _("A promise to pay"),
    "hardship": _("A request for help"),
    "cured": _("No longer late"),
}
PROMISE_STATES = {
    "open": _("Waits for its day"),
    "kept": _("Kept"),
    "partly": _("Kept in part"),
    "broken": _("Broken"),
}
CONTACT_OUTCOMES = {
    "reached": OTHER_NAMES["reached"],
    "no_answer": OTHER_NAMES["no_answer"],
    "wrong_number": OTHER_NAMES["wrong_number"],
    "refused": OTHER_NAMES["does_not_want"],
    "sent": OTHER_NAMES["sent_out"],
}
REASON_NAMES = {  # why a loan is graded so
    "in_time": _("Paid in time"),
    "days_past_due": _("Days past due"),
    "arrears_not_all_paid": _("Not all arrears are paid"),
    "upgrade_probation": _("Probation before going up"),
    "restructured": _("Restructured, under observation"),
    "cross_default": _("Another debt of the borrower is non-performing"),
    "other_debt_non_performing": _("A small debt of the borrower is non-performing"),
    "override": _("Set by people"),
    "stage_probation": _("Probation in stage 2"),
    "accrual_probation": _("Probation before accruing again"),
}
GRADE_NAMES = {
    1: _("Normal"),
    2: _("Attention"),
    3: _("Substandard"),
    4: _("Doubtful"),
    5: _("Loss"),
}
STAGE_NAMES = {1: _("Stage 1"), 2: _("Stage 2"), 3: _("Stage 3")}
BAND_NAMES = {
    "0": _("none"),
    "1": "1–30",
    "31": "31–60",
    "61": "61–90",
    "default": _("over 90"),
    "closed": _("repaid"),
}
