"""What a customer may be told of pre-approvals: only of firms that consented to offers."""

from datetime import date

from puhui.foundation.consent.facade import with_consent
from puhui.foundation.party.facade import organisations_of
from puhui.kernel.actors import Actor
from puhui.risk.lab.facade import PreApprovalView, pre_approvals_of


def told_pre_approvals(actor: Actor, *, on: date) -> list[PreApprovalView]:
    """The pre-approvals of the customer's own firms that hold on the day, where the firm consented to offers."""
    firms = [firm.party_id for firm in organisations_of(actor)]
    told = with_consent(firms, purpose="marketing", on=on)
    return pre_approvals_of(actor, firm_ids=told, on=on)
