"""What each kind of event does, and the stated order of one day: a further kind is a rule and a line here.

A day begins with changes of the dues themselves (a new calendar, holiday, extension, arrears spread anew, renewal,
restructuring): each takes the loan as the day before left it; then the day's instalment falls due; then money is
paid out and the rate changes; then fees and waivers; then money comes in, so that it meets what falls due that day;
then a write-off takes what money left, a recovery meets the claim of it, and a sale takes the rest.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from puhui.finmath.loans.event_rules.changes import (
    apply_disbursement,
    apply_extension,
    apply_payment_holiday,
    apply_rate_change,
)
from puhui.finmath.loans.event_rules.charges import apply_fee, apply_waiver
from puhui.finmath.loans.event_rules.claim import apply_sale, apply_write_off
from puhui.finmath.loans.event_rules.pay_off import apply_pay_off
from puhui.finmath.loans.event_rules.payment import apply_payment
from puhui.finmath.loans.event_rules.refund import apply_refund
from puhui.finmath.loans.event_rules.rescheduling import (
    apply_calendar_change,
    apply_re_amortise,
    apply_renewal,
    apply_restructure,
)
from puhui.finmath.loans.events import LoanEvent
from puhui.finmath.loans.fold import LoanFold


class EventRule(NamedTuple):
    """A rule, its place in a day, and whether it may be foreseen: a schedule shows agreed changes to come."""

    rank: int
    apply: Callable[[LoanFold, LoanEvent], None]
    is_foreseeable: bool


FALL_DUE_RANK: Final = 20
EVENT_RULES: Final[Mapping[str, EventRule]] = {
    "calendar_change": EventRule(5, apply_calendar_change, is_foreseeable=True),
    "payment_holiday": EventRule(10, apply_payment_holiday, is_foreseeable=True),
    "extension": EventRule(11, apply_extension, is_foreseeable=True),
    "re_amortise": EventRule(12, apply_re_amortise, is_foreseeable=True),
    "renewal": EventRule(13, apply_renewal, is_foreseeable=True),
    "restructure": EventRule(14, apply_restructure, is_foreseeable=True),
    "disbursement": EventRule(30, apply_disbursement, is_foreseeable=True),
    "rate_change": EventRule(31, apply_rate_change, is_foreseeable=True),
    "fee": EventRule(40, apply_fee, is_foreseeable=True),
    "waiver": EventRule(50, apply_waiver, is_foreseeable=False),
    "payment": EventRule(60, apply_payment, is_foreseeable=False),
    "pay_off": EventRule(61, apply_pay_off, is_foreseeable=False),
    "refund": EventRule(65, apply_refund, is_foreseeable=False),
    "write_off": EventRule(70, apply_write_off, is_foreseeable=False),
    "recovery": EventRule(71, apply_payment, is_foreseeable=False),
    "sale": EventRule(72, apply_sale, is_foreseeable=False),
}
