"""A firm asks that a person explains the decision of the program (PIPL, article 24); a person answers in writing."""

from uuid import UUID

from puhui.flows.originate_loan.answers import Explained, ExplanationAsked
from puhui.flows.originate_loan.standing import require_firm
from puhui.flows.originate_loan.telling import tell_of_explanation, tell_of_question
from puhui.foundation.casework.facade import case, clean_text, close_case, open_case, open_case_of
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import Conflict, InvalidInput
from puhui.products.origination.facade import application
from puhui.risk.decisioning.facade import rights_on

CASE_KIND = "explanation"
MOST_WORDS = 600
EXPLAINERS = (Role.RISK_OFFICER, Role.RELATIONSHIP_MANAGER, Role.COMPLIANCE)


@use_case("originate_loan.ask_explanation", answers=ExplanationAsked, subject="application_id")
def ask_explanation(call: Call, *, application_id: UUID, question: str) -> ExplanationAsked:
    """Opens a case with the firm's own words and a date of working days; a question that is open keeps its date."""
    asked = application(call.actor, application_id)
    require_firm(call.actor, firm_id=asked.firm_id, verb="ask for an explanation")
    words = clean_text(question, where="question")
    if asked.decision_id is None:
        raise Conflict("nothing has been decided on this application yet", where="application_id")
    waiting = open_case_of(SYSTEM, kind=CASE_KIND, subject=str(asked.id))
    if waiting:
        return ExplanationAsked(waiting.id, asked.id, waiting.due_on)
    on = business_date()
    due_on = rights_on(on).explained_by(on)
    case_id = open_case(
        call, kind=CASE_KIND, subject=str(asked.id), party_id=asked.firm_id, due_on=due_on, reason=words
    )
    tell_of_question(call, asked=asked, due_on=due_on)
    return ExplanationAsked(case_id, asked.id, due_on)


@use_case("originate_loan.answer_explanation", answers=Explained, subject="case_id")
def answer_explanation(call: Call, *, case_id: UUID, words: str) -> Explained:
    """Sends what a person wrote, and closes the case with it."""
    call.actor.require(*EXPLAINERS, verb="explain a decision")
    found = case(call.actor, case_id)
    if found.kind != CASE_KIND:
        raise InvalidInput("case_id", "this case does not ask for an explanation")
    told = clean_text(words, where="words", least=20, most=MOST_WORDS)
    asked = application(call.actor, UUID(found.subject))
    close_case(call, case_id=case_id, outcome="explained", note=told)
    tell_of_explanation(call, asked=asked, words=told)
    return Explained(case_id, asked.id)
