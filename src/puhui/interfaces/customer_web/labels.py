"""Words for codes: what a state, a method or a purpose is called on a page, and whether it is good news."""

from django.utils.translation import gettext_lazy as _

from puhui.kernel.actors import Role

METHODS = {
    "equal_instalment": _("The same sum every month"),
    "equal_principal": _("Less every month (equal principal)"),
    "interest_only": _("Interest every month, the loan at the end"),
    "bullet": _("Everything at the end"),
    "flat": _("Flat interest"),
    "irregular": _("By an agreed plan"),
    "graduated": _("Small at first, growing in steps"),
    "credit_line": _("Draw and repay on any day"),
}
METHOD_HINTS = {
    "equal_instalment": _("Easy to plan: each payment is the same."),
    "equal_principal": _("Starts higher and falls; costs the least interest."),
    "graduated": _("Fits a business that grows; costs more interest."),
    "credit_line": _("Interest by the day, and only on what you have drawn."),
    "interest_only": _("Small payments first, one large one on the last day; costs the most interest."),
}
APPLICATION_STATES = {
    "draft": (_("Not sent yet"), ""),
    "submitted": (_("Being decided"), "warn"),
    "approved": (_("Approved"), "good"),
    "referred": (_("A person is looking at it"), "warn"),
    "declined": (_("Declined"), "bad"),
    "withdrawn": (_("Withdrawn"), ""),
    "accepted": (_("Ready to sign"), "good"),
    "signed": (_("Signed"), "good"),
    "expired": (_("Expired"), ""),
}
LOAN_STATES = {
    "awaiting_disbursement": (_("The money is being prepared"), "warn"),
    "disbursing": (_("The money is on its way"), "warn"),
    "active": (_("Running"), "good"),
    "overdue": (_("Overdue"), "bad"),
    "closed": (_("Paid off"), "good"),
    "cancelled": (_("Cancelled"), ""),
}
HELP_STATES = {
    "asked": (_("A person is looking at it"), "warn"),
    "offered": (_("A plan is being agreed"), "warn"),
    "agreed": (_("A plan is agreed"), "good"),
    "declined": (_("No plan was found"), "bad"),
    "withdrawn": (_("Taken back"), ""),
}
LIMIT_STATES = {
    "open": (_("Ready to draw"), "good"),
    "frozen": (_("Draws are stopped"), "bad"),
    "expired": (_("Only to be repaid"), "warn"),
    "closed": (_("Over"), ""),
}
DRAW_STATES = {
    "reserved": (_("Not confirmed yet"), "warn"),
    "paying": (_("On its way"), "warn"),
    "drawn": (_("Paid out"), "good"),
    "released": (_("Given up"), ""),
}
LIMIT_EVENTS = {
    "granted": _("Limit granted"),
    "reserved": _("Draw begun"),
    "released": _("Draw given up"),
    "drawn": _("Drawn"),
    "repaid": _("Repaid"),
    "returned": _("A repayment came back"),
    "cut": _("Limit lowered to"),
    "raised": _("Limit raised to"),
    "frozen": _("Draws stopped"),
    "unfrozen": _("Draws possible again"),
    "reviewed": _("Reviewed"),
    "expired": _("The time to draw is over"),
    "closed": _("Limit ended"),
}
CORRECTION_STATES = {
    "open": (_("A person is looking at it"), "warn"),
    "confirmed": (_("Corrected"), "good"),
    "declined": (_("Not corrected"), "bad"),
}
PROMISE_STATES = {
    "open": (_("We wait for it"), "warn"),
    "kept": (_("Kept, thank you"), "good"),
    "partly": (_("Paid in part"), "warn"),
    "broken": (_("Not paid"), "bad"),
}
WAITS_WHY = {
    "own_wish": _("You asked that such amounts wait."),
    "much_larger": _("It is much larger than before."),
    "night": _("It was asked for at night."),
    "new_phone": _("Your phone number was changed a short time ago."),
    "new_payee": _("It is paid for you for the first time."),
}
EVENT_KINDS = {
    "calendar_change": _("Due days moved"),
    "sale": _("Loan passed on to another lender"),
    "recovery": _("Payment received after the write-off"),
    "write_off": _("Written off"),
    "renewal": _("Loan renewed without repaying the principal first"),
    "restructure": _("New repayment plan"),
    "re_amortise": _("What is late is spread over the payments to come"),
    "payment": _("Payment received"),
    "reversal": _("Payment taken back"),
    "rate_change": _("Interest rate changed"),
    "line_opened": _("Credit line opened"),
    "disbursed": _("Money paid out"),
    "disbursement": _("Money paid out"),
    "disbursement_refused": _("Paying out did not work; it is being looked at"),
    "rebooked": _("Other movements"),
    "refund": _("Money paid back to you"),
    "import_adjustment": _("Balance adjusted when the loan was taken over"),
    "payment_holiday": _("Payment break"),
    "extension": _("Term made longer"),
    "pay_off": _("Loan paid off"),
    "fee": _("Fee charged"),
    "waiver": _("Amount waived"),
}
EFFECTS = {
    "next_dues": (_("Pay what comes next"), _("Your next payments are paid ahead. The plan stays as it is.")),
    "lower_instalment": (_("Lower my payments"), _("The last date stays; each payment gets smaller.")),
    "shorten_term": (_("Finish sooner"), _("Each payment stays; the loan ends earlier. This saves the most interest.")),
}
# What a customer is told of a colleague who looked: what they do, never who they are.
ROLE_NAMES = {
    Role.RELATIONSHIP_MANAGER: _("Relationship manager"),
    Role.RISK_OFFICER: _("Risk officer"),
    Role.OPERATIONS: _("Operations"),
    Role.FINANCE: _("Finance"),
    Role.COMPLIANCE: _("Compliance"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AGENT: _("Helper at a service point"),
    Role.SYSTEM: _("The program, to decide on an application"),
}
LOOKED_AT = {
    "name": _("your name"),
    "phone": _("your phone number"),
    "resident_id": _("your identity number"),
    "papers": _("a paper that you sent"),
}
SECTIONS = {
    "parties": _("You and your firms"),
    "relations": _("Persons and groups around you"),
    "consents": _("What you allowed"),
    "applications": _("Applications"),
    "loans": _("Loans"),
    "loan_events": _("What happened to your loans"),
    "limits": _("Limits"),
    "leases": _("Leases"),
    "messages": _("Messages"),
    "files": _("Papers that we keep"),
    "who_looked": _("Who looked"),
}
