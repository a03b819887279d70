"""Tells the firm what happened to its application, in words, by notice."""

from collections.abc import Sequence
from datetime import date, timedelta

from puhui.flows.originate_loan.standing import product_of
from puhui.foundation.notices.facade import send_notice
from puhui.foundation.party.facade import identity_of
from puhui.kernel.actors import Call
from puhui.kernel.texts import Text
from puhui.products.origination.facade import ApplicationView, OfferView, ReasonView


def tell_of_offers(call: Call, *, asked: ApplicationView, count: int, on: date) -> None:
    """Offers are ready, and open until a day."""
    until = on + timedelta(days=product_of(asked).offer_valid_days)
    _tell(call, asked, kind="offers_ready", count=count, valid_until=until.isoformat())


def tell_of_review(call: Call, *, asked: ApplicationView, on: date) -> None:
    """A person looks at it, and answers by a day."""
    due_on = on + timedelta(days=product_of(asked).review_days)
    _tell(call, asked, kind="application_referred", due_on=due_on.isoformat())


def tell_of_refusal(call: Call, *, asked: ApplicationView, reasons: Sequence[ReasonView], is_final: bool) -> None:
    """The adverse notice: the refusal with every reason in words."""
    words = Text(en="; ".join(r.text.en for r in reasons) + ".", zh="；".join(r.text.zh for r in reasons) + "。")
    _tell(call, asked, kind="adverse_notice_final" if is_final else "adverse_notice", reasons=words)


def tell_of_signature(call: Call, *, asked: ApplicationView, agreed: OfferView) -> None:
    """The contract binds; the money is on its way."""
    _tell(call, asked, kind="contract_signed", amount=f"{agreed.amount} {agreed.amount.currency}")


def _tell(call: Call, asked: ApplicationView, *, kind: str, **params: object) -> None:
    firm = identity_of(asked.firm_id).name
    send_notice(call, party_id=asked.firm_id, kind=kind, params={"firm": firm, **params})
