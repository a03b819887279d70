"""Every clause of the rulebooks that a product can break, by the name of its parameter."""

from collections.abc import Mapping
from types import MappingProxyType

from puhui.foundation.catalogue.rules import clauses_of_cost as cost
from puhui.foundation.catalogue.rules import clauses_of_lending as lending
from puhui.foundation.catalogue.rules import clauses_of_selling as selling
from puhui.foundation.catalogue.rules.findings import Basis, Check, Finding, finding_of

# In the order in which they are told; the dear ones (which fold schedules) last.
CLAUSES: Mapping[str, Check] = MappingProxyType(
    {
        "default_interest_multiple_lowest": cost.penalty_lowest,
        "default_interest_multiple_highest": cost.penalty_highest,
        "compound_interest_allowed": cost.compound,
        "forbidden_methods": cost.methods,
        "stamp_duty_pct": cost.stamp_duty,
        "cost_sheet_required": cost.cost_is_told,
        "platform_fee_from_borrower_allowed": cost.platform_fee,
        "charge_before_payout_allowed": cost.taken_first,
        "commitment_fee_small_firms_allowed": cost.commitment_fee,
        "public_guarantee_fee_pct_most": cost.public_guarantee_fee,
        "one_borrower_share_pct": lending.share_of_net_assets,
        "one_group_share_pct": lending.share_of_net_assets,
        "online_business_loan_most": lending.business_amount,
        "online_consumption_loan_most": lending.consumption_amount,
        "consumption_line_most": lending.consumption_amount,
        "bullet_term_months_most": lending.bullet_term,
        "forbidden_uses": lending.purposes,
        "bill_tenor_months_most": lending.bill_tenor,
        "voucher_tenor_months_most": lending.voucher_tenor,
        "borrower_age_lowest": lending.youngest,
        "guarantee_scheme_has_room": lending.scheme_room,
        "consent_for_sources_required": selling.consent_for_sources,
        "third_parties_disclosed": selling.third_parties,
        "no_bullet_from_age_most": selling.old_people,
        "tied_sale_allowed": selling.tied_sale,
        "decision_policy_known": selling.decision_policy,
        "all_in_cost_cap_pct": cost.all_in_cap,
        "all_in_cost_cap_lpr_multiple": cost.all_in_lpr_multiple,
    }
)
# Parameters of the same rulebooks that no product file can break, and where they are kept.
KEPT_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "cost_sheet_reading_seconds": "flows/originate_loan/accept_offer: the time on the screen before it is accepted",
        "business_line_review_months": "products/facilities: a line is reviewed before the months are over",
        "compound_interest_on_arrears": "the same question as compound_interest_allowed, whose value decides",
        "voucher_tenor_months_usual": "products/vouchers: a voucher that runs longer needs a reason",
        "bill_further_recourse_months": "products/bills: the same for a bill that came back after we had sold it",
        "bill_recourse_months": "products/bills: those before us are asked before the months are over",
        "bill_recourse_notice_days": "products/bills: the case of a bill that was not paid is due within the days",
        "bill_travel_days_out_of_town": "products/bills: days that are added to the discount",
        "stamp_duty_small_firms_exempt": "with stamp_duty_pct: whether the duty may be waived",
    }
)


def findings_of(basis: Basis) -> list[Finding]:
    """Every clause in force that the product breaks, in the order of the table; none when it may be sold."""
    return [
        finding_of(basis.rules[name], fault=fault)
        for name, check in CLAUSES.items()
        if name in basis.rules
        for fault in check(basis, basis.rules[name])
    ]
