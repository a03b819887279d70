"""Tells the firm what happened to its application, in words, by notice."""

from collections.abc import Sequence
from datetime import date, timedelta

from puhui.conduct.partners.facade import tell_sharing_partners
from puhui.flows.originate_loan.explaining import data_used
from puhui.flows.originate_loan.standing import product_of
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import called, home_date
from puhui.kernel.actors import Call
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView, OfferView, ReasonView
from puhui.risk.decisioning.facade import principal_reasons, rights_on


def tell_of_offers(call: Call, *, asked: ApplicationView, count: int, on: date) -> None:
    """Offers are ready, and open until a day."""
    until = on + timedelta(days=product_of(asked).offer_valid_days)
    _tell(call, asked, kind="offers_ready", count=count, valid_until=until)
    _tell_partners(call, asked, kind="application.approved")


def tell_of_review(call: Call, *, asked: ApplicationView, on: date) -> None:
    """A person looks at it, and answers by a day."""
    due_on = on + timedelta(days=product_of(asked).review_days)
    _tell(call, asked, kind="application_referred", due_on=due_on)


def tell_of_refusal(call: Call, *, asked: ApplicationView, reasons: Sequence[ReasonView], is_final: bool) -> None:
    """The adverse notice: principal reasons, data used, until when to ask. Nobody is refused without a reason."""
    on = home_date(call.at)
    chief = principal_reasons(reasons, texts=[r.text for r in reasons], on=on)
    _tell(
        call,
        asked,
        kind="adverse_notice_final" if is_final else "adverse_notice",
        reasons=Text(en="; ".join(r.text.en for r in chief) + ".", zh="；".join(r.text.zh for r in chief) + "。"),
        sources=data_used(call.actor, asked=asked, on=on),
        until=rights_on(on).ask_until(on),
    )
    _tell_partners(call, asked, kind="application.refused")


def tell_of_question(call: Call, *, asked: ApplicationView, due_on: date) -> None:
    """A person explains, by a day."""
    _tell(call, asked, kind="explanation_asked", due_on=due_on)


def tell_of_explanation(call: Call, *, asked: ApplicationView, words: str) -> None:
    """What a person wrote about the decision."""
    _tell(call, asked, kind="explanation_given", words=words)


def tell_of_signature(call: Call, *, asked: ApplicationView, agreed: OfferView) -> None:
    """The contract binds; the money is on its way."""
    _tell(call, asked, kind="contract_signed", amount=agreed.amount.written)


def _tell_partners(call: Call, asked: ApplicationView, *, kind: str) -> None:
    """That it was decided, not why: for partners with whom the customer shares applications."""
    facts = {"application_id": str(asked.id), "party_id": str(asked.firm_id)}
    tell_sharing_partners(call, party_id=asked.firm_id, kind=kind, subject_id=asked.id, facts=facts)


def _tell(call: Call, asked: ApplicationView, *, kind: str, **params: object) -> None:
    send_notice(call, party_id=asked.firm_id, kind=kind, params={"firm": called(asked.firm_id), **params})
