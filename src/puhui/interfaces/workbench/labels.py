"""Names that staff read for the codes that the rooms keep."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.flows.dashboards.facade import APPLICATION_STATES, CASE_STATES, LOAN_STATES
from puhui.kernel.actors import Role
from puhui.kernel.texts import Text


def _said(texts: Mapping[str, Text]) -> dict[str, Any]:
    """Texts of the rooms as names of the page: each in the language in which it is read."""
    said: Callable[[Text], Any] = lazy(lambda text: text.in_language(get_language() or "en"), str)
    return {code: said(text) for code, text in texts.items()}


ROLE_NAMES = {
    Role.RELATIONSHIP_MANAGER: _("Relationship manager"),
    Role.RISK_OFFICER: _("Risk officer"),
    Role.OPERATIONS: _("Operations"),
    Role.FINANCE: _("Finance"),
    Role.COMPLIANCE: _("Compliance"),
    Role.AUDITOR: _("Auditor (read only)"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AGENT: _("Helper at a service point"),
    Role.CUSTOMER: _("Customer"),
    Role.SYSTEM: _("The system"),
}
STATE_NAMES = {
    **_said(APPLICATION_STATES),
    **_said(LOAN_STATES),
    **_said(CASE_STATES),
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
    "new": _("Not looked at"),
    "confirmed": _("Confirmed, being booked"),
    "booked": _("Booked"),
    "rejected": _("Rejected"),
    "matched": _("Matched"),
    "suspended": _("In suspense"),
    "placed": _("Placed on a loan"),
    "returning": _("On its way back"),
    "returned": _("Sent back"),
    "duplicate": _("Known from another statement"),
}
MODEL_STATES = {
    "draft": _("Waits for approval"),
    "approved": _("Approved for use"),
    "declined": _("Declined"),
    "retired": _("Retired"),
}
MODEL_KINDS = {"scorecard": _("Points scorecard"), "gbdt": _("Boosted trees")}
MODEL_ROLES = {"champion": _("Champion"), "split": _("Challenger with a share"), "shadow": _("Challenger in shadow")}
MODEL_ACTS = {
    "registered": _("Registered"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "retired": _("Retired"),
    "role_proposed": _("Role proposed"),
    "role_given": _("Role given"),
    "role_declined": _("Role declined"),
    "role_ended": _("Role ended"),
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
    "monitoring": _("Watch of decisions"),
    "access": _("Users, roles, tokens"),
    "party": _("Parties"),
    "consent": _("Consents"),
    "notices": _("Notices"),
    "catalogue": _("Published products and rules"),
    "payments": _("Payments"),
    "sources": _("Sources of data"),
    "casework": _("Cases"),
    "origination": _("Applications, offers, contracts"),
    "lending": _("Loans"),
    "collateral": _("Collateral"),
    "limit": _("Limits"),
    "collections": _("Collections"),
    "farms": _("Farms"),
    "django_tasks_database": _("Background work"),
}
LOAN_STATE_NAMES = STATE_NAMES | _said(LOAN_STATES)
CHANGE_STATE_NAMES = {
    "proposed": _("Waits for a second person"),
    "offered": _("Waits for the borrower"),
    "paying": _("Being paid out"),
    "booked": _("Booked"),
    "rejected": _("Rejected"),
    "lapsed": _("Lapsed"),
}
OFFER_STATE_NAMES = STATE_NAMES | {"open": _("Can be accepted"), "accepted": _("Accepted")}
RELATION_NAMES = {
    "spouse": _("Spouse"),
    "guardian": _("Guardian"),
    "contact_person": _("Contact person"),
    "control": _("Controls"),
    "household_member": _("Member of a household"),
    "cooperative_member": _("Member of a cooperative"),
    "group_member": _("Member of a joint-liability group"),
    "village_resident": _("Resident of a village"),
}
GROUP_NAMES = {
    "household": _("Household"),
    "joint_liability_group": _("Joint-liability group"),
    "cooperative": _("Cooperative"),
    "village": _("Village"),
}
STANDING_NAMES = {
    "head": _("Head"),
    "adult": _("Adult, answers for the debts"),
    "dependant": _("Dependant"),
    "member": _("Member"),
}
OTHER_NAMES = {
    **RELATION_NAMES,
    **GROUP_NAMES,
    **STANDING_NAMES,
    "asked": _("Waits for the person's agreement"),
    "proposed": _("Waits for a second person"),
    "agreed": _("Agreed by one, waits for a second"),
    "in_force": _("In force"),
    "ended": _("Ended"),
    "explained": _("Explained to the customer"),
    # What a review or another case may come to
    "approve": _("Approve"),
    "decline": _("Decline"),
    "refer": _("Refer to a person"),
    "handled": _("Handled"),
    "substantiated": _("Substantiated"),
    "unsubstantiated": _("Unsubstantiated"),
    # Answers of sources and corrections
    "ok": _("answered"),
    "absent": _("nothing on record"),
    "refused": _("refused"),
    "garbage": _("not readable"),
    "down": _("no answer"),
    "confirmed": _("Confirmed"),
    "retried": _("Asked again"),
    # What a loan owes, and what is held
    "principal": _("Principal"),
    "interest": _("Interest"),
    "penalty": _("Default interest"),
    "fees": _("Fees"),
    "unapplied": _("Held for the customer"),
    "suspended_interest": _("Interest of loans that do not accrue"),
    "suspended_penalty": _("Default interest of loans that do not accrue"),
    # Steps of a day close
    "check_payments": _("Ask after payments without an answer"),
    "reprice": _("Set rates that follow a benchmark"),
    "age": _("Carry on loans whose due date has passed"),
    "accrue": _("Accrue interest"),
    "tie_out": _("Compare loans with the books"),
    "sign_off": _("Sign what was compared"),
    "follow_late": _("Look after late loans"),
    "watch_cover": _("Watch what stands behind loans"),
    "watch_trade": _("Watch orders and receivables"),
    "watch_limits": _("Watch limits"),
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
    "line_opened": _("Credit line opened"),
    "disbursement": _("Payout"),
    "disbursed": _("Payout"),
    "payment_holiday": _("Payment holiday"),
    "extension": _("Extension"),
    "pay_off": _("Early pay-off"),
    "fee": _("Fee"),
    "waiver": _("Waiver"),
    "re_amortise": _("Arrears spread over the instalments to come"),
    "restructure": _("Restructuring"),
    "renewal": _("Renewal without repayment of principal"),
    "write_off": _("Write-off"),
    "recovery": _("Recovery after the write-off"),
    "sale": _("Sale of the loan"),
    "calendar_change": _("Due days moved"),
    "disbursement_refused": _("Payout refused by the bank"),
    "rebooked": _("Other movements"),
    "refund": _("Refund"),
    # How a line of a bank statement may be read, and what stands between bank and ledger
    "end_to_end_id": _("Order named by the bank"),
    "order_ids_in_text": _("Orders named in the text"),
    "amount_date_name": _("Same amount, day and name"),
    "batch_of_a_day": _("All orders of one day"),
    "amount_date": _("Same amount and day"),
    "settled_without_line": _("Settled, not on a statement yet"),
    "lines_not_looked_at": _("On a statement, not looked at yet"),
    "other": _("Not explained by statements or orders"),
    "place": _("Place on a loan"),
    "return": _("Send back"),
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
    "graduated": _("Graduated instalments"),
    "credit_line": _("Credit line"),
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
    "written_off": _("Written off"),
    "plan_agreed": _("A plan is agreed"),
    "no_plan": _("No plan was found"),
    "accrues": _("goes on counting"),
    "free": _("does not count"),
}
SECURITY_STATES = {
    "held": _("In the register"),
    "enforcing": _("Being sold for its debts"),
    "gone": _("Sold"),
    "created": _("Pledged, not registered yet"),
    "perfected": _("Holds against others"),
    "released": _("Released"),
    "enforced": _("Ended by a sale"),
    "open": _("Begun"),
    "proposed": _("Waits for a second person"),
    "distributed": _("Proceeds are booked"),
    "stopped": _("Stopped"),
    "in_force": _("In force"),
    "called": _("Asked to pay"),
    "ended": _("Ended"),
}
SECURITY_WORDS = {
    "market": _("By the market"),
    "income": _("By its income"),
    "cost": _("By its cost"),
    "agreed": _("As agreed"),
    "face_value": _("At its face value"),
    "auction": _("Auction"),
    "notice": _("Notice to the debtor"),
    "agreement": _("Agreement with the owner"),
    "application": _("Application to the court"),
    "ruling": _("Ruling of the court"),
    "valuation": _("Valuation"),
    "sale": _("Sale"),
    "handed_over": _("Handed over"),
    "other": _("Something else"),
    "joint": _("Together with the debtor"),
    "general": _("After the debtor"),
}
HELP_STATES = {
    "asked": _("Waits for an answer"),
    "offered": _("A plan is being agreed"),
    "agreed": _("A plan is agreed"),
    "declined": _("No plan was found"),
    "withdrawn": _("Withdrawn"),
}
PLAN_STATES = {
    "proposed": _("Waits for a second person"),
    "offered": _("Waits for the borrower"),
    "booked": _("Booked"),
    "rejected": _("Rejected"),
    "lapsed": _("Lapsed"),
}
WRITE_OFF_STATES = {
    "proposed": _("Waits for approval"),
    "approved": _("Approved, not booked yet"),
    "booked": _("Booked"),
    "rejected": _("Rejected"),
}
RELIEF_STATES = {
    "proposed": _("Waits for a second person"),
    "applying": _("Being applied"),
    "applied": _("Applied"),
    "undo_proposed": _("Undoing waits for a second person"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
    "rejected": _("Rejected"),
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

LAB_STATES = {
    "waiting": _("waiting for a worker"),
    "running": _("being worked out"),
    "failed": _("came to nothing"),
    "done": _("to be signed"),
    "approved": _("approved by the committee"),
    "rejected": _("rejected by the committee"),
    "approve": _("approved"),
    "reject": _("rejected"),
}
