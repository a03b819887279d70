"""A firm that was declined or referred asks for a person to look at it (PIPL, article 24)."""

from datetime import timedelta
from uuid import UUID

from puhui.flows.originate_loan.answers import PersonAsked
from puhui.flows.originate_loan.standing import product_of, require_firm
from puhui.flows.originate_loan.telling import tell_of_review
from puhui.foundation.casework.facade import clean_text, open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Call
from puhui.products.origination.facade import application, ask_person, check_step


@use_case("originate_loan.ask_for_person", answers=PersonAsked, subject="application_id")
def ask_for_person(call: Call, *, application_id: UUID, reason: str) -> PersonAsked:
    """Opens a review with the firm's own words, once; an application that waits for a person already keeps its case."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="ask for a person")
    on, words = business_date(), clean_text(reason, where="reason")
    if asked.state != "referred":
        check_step("ask_for_person", state=asked.state)
    case_id = open_case(
        call,
        kind="review",
        subject=str(asked.id),
        party_id=asked.firm_id,
        due_on=on + timedelta(days=product_of(asked).review_days),
        reason=words,
    )
    ask_person(asked.id, state=asked.state, was_reviewed=asked.was_reviewed, case_id=case_id)
    tell_of_review(call, asked=asked, on=on)
    return PersonAsked(case_id, asked.id)
