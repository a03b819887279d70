"""Answers a text message: balance, due date, a code to repay with, a call back, help, fewer messages.

A number is all that we know of who writes, and a sender can be forged. So the answer goes to the number that we have
kept, it says nothing beyond what was asked, and money moves only with a code that came to that phone. A number that
nobody has told us gets the same answer as a person who owes nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from puhui.flows.receive_repayment import repay_loan
from puhui.flows.telling_borrowers import in_words
from puhui.flows.text_channel.words import Asked, TextPolicy, Wish, text_policy, understood
from puhui.foundation.access.facade import (
    CodeExpired,
    CodeWrong,
    Sealed,
    TooManyTries,
    actor_of,
    check_code,
    counts_wrong_codes,
    customer_user_for,
    limit_rate,
    make_code,
    sealed,
    user_by_id,
)
from puhui.foundation.casework.facade import open_case
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.notices.facade import answer_phone
from puhui.foundation.party.facade import blind_index, home_date, language_of, normal_phone, parties_of, person_by_phone
from puhui.kernel.actors import Actor, Call, Role
from puhui.kernel.errors import InvalidInput, Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import LANGUAGES, Text
from puhui.products.collections.facade import Channel, choices_of, choose_contacts
from puhui.products.lending.facade import LoanLine, loans_page

PURPOSE: Final = "text_repay"
MOST_LOANS: Final = 50
CHINESE, LATIN = re.compile(r"[一-鿿]"), re.compile(r"[a-zA-Z]{2}")


@dataclass(frozen=True, slots=True)
class TextAnswered:
    """Which kind of answer went out."""

    kind: str


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes: the call in the person's own name, and their number."""

    call: Call
    person_id: UUID
    phone: str
    policy: TextPolicy

    @property
    def actor(self) -> Actor:
        """The person as a customer."""
        return self.call.actor


Answer = tuple[str, Mapping[str, object]]
NOTHING: Final[Answer] = ("text_nothing", {})
HELP: Final[Answer] = ("text_help", {})


def answer_text(call: Call, *, message_id: str, phone: str, text: str) -> TextAnswered:
    """Answers one message, once: the gateway's id of the message is the key. Tries are counted before anything else."""
    call.actor.require(Role.SYSTEM, verb="answer a text message")
    if not 1 <= len(message_id) <= 100 or not message_id.isprintable():
        raise InvalidInput("id", "1 to 100 printable characters")
    number, policy = normal_phone(phone), text_policy(home_date(call.at))
    subject = blind_index("phone", number)
    limit_rate(f"text/{subject}", most=policy.most_in_ten_minutes, seconds=600, at=call.at)
    limit_rate(f"text/{subject}", most=policy.most_a_day, seconds=86_400, at=call.at)
    keyed, asked = replace(call, key=f"text/{message_id}"), understood(text, policy)
    to, words = sealed(number, where="phone"), sealed(text, where="text")
    try:
        return _answer(keyed, asked=asked.wish, phone=to, words=words)
    except (CodeWrong, CodeExpired, TooManyTries):
        return _refuse(keyed.step("code"), phone=to, words=words, kind="text_code_wrong")
    except Refusal as refusal:
        return _refuse(keyed.step("refused"), phone=to, words=words, kind="text_cannot", why=refusal.message)


@counts_wrong_codes
@use_case("flows.answer_text", answers=TextAnswered)
def _answer(call: Call, *, asked: Wish, phone: Sealed, words: Sealed) -> TextAnswered:
    """Works in the name of the person whose number it is; a number that nobody told us gets one polite answer."""
    number, policy = phone.opened(), text_policy(home_date(call.at))
    person_id = person_by_phone(number)
    answer = HELP if asked is Wish.HELP else NOTHING
    if person_id is not None and asked is not Wish.HELP:
        writer = _Writer(replace(call, actor=_person(person_id)), person_id, number, policy)
        answer = ACTS[asked](writer, understood(words.opened(), policy))
    return _say(call, phone=phone, words=words, answer=answer)


@use_case("flows.refuse_text", answers=TextAnswered)
def _refuse(call: Call, *, phone: Sealed, words: Sealed, kind: str, why: Text | None = None) -> TextAnswered:
    """What was asked did not work: nothing of it was kept, and the phone is told."""
    return _say(call, phone=phone, words=words, answer=(kind, {"why": why} if why else {}))


def _say(call: Call, *, phone: Sealed, words: Sealed, answer: Answer) -> TextAnswered:
    """In the language of the message where it shows one, else in that of the person."""
    kind, params = answer
    written = words.opened()
    person_id = person_by_phone(phone.opened())
    kept = language_of(person_id) if person_id else LANGUAGES[0]
    language = LANGUAGES[0] if CHINESE.search(written) else "en" if LATIN.search(written) else kept
    answer_phone(call, phone=phone.opened(), kind=kind, params=params, language=language)
    return TextAnswered(kind)


def _person(person_id: UUID) -> Actor:
    user = user_by_id(customer_user_for(person_id))
    if user is None:
        raise InvalidInput("phone", "cannot be answered")
    return actor_of(user)


def _running(writer: _Writer) -> list[LoanLine]:
    page = loans_page(writer.actor, most=MOST_LOANS)
    return [one for one in page.loans if one.state == "active" and one.disbursed_on is not None]


def _balance(writer: _Writer, _asked: Asked) -> Answer:
    loans = _running(writer)
    if not loans:
        return NOTHING
    owed = Money(sum(one.principal_outstanding.minor for one in loans), loans[0].principal.currency)
    return "text_balance", {"owed": in_words(owed), "count": len(loans)}


def _most_pressing(writer: _Writer) -> tuple[LoanLine, Money, date] | None:
    """The loan to pay next, how much, and since when or by when: what is late goes first."""
    today, found = business_date(), []
    for one in _running(writer):
        if one.days_past_due and one.overdue.minor:
            found.append((today - timedelta(days=one.days_past_due), str(one.id), one, one.overdue))
        elif one.next_due_on and one.next_due.minor:
            found.append((one.next_due_on, str(one.id), one, one.next_due))
    if not found:
        return None
    when, _, loan, amount = min(found)
    return loan, amount, when


def _due(writer: _Writer, _asked: Asked) -> Answer:
    pressing = _most_pressing(writer)
    if pressing is None:
        return NOTHING
    loan, amount, when = pressing
    return ("text_late" if loan.days_past_due else "text_due"), {"amount": in_words(amount), "due_on": when}


def _repay(writer: _Writer, _asked: Asked) -> Answer:
    pressing = _most_pressing(writer)
    if pressing is None:
        return NOTHING
    loan, amount, _when = pressing
    code = make_code(writer.call, purpose=PURPOSE, subject=_subject(writer, loan, amount))
    return "text_repay_code", {"amount": in_words(amount), "code": code}


def _code(writer: _Writer, asked: Asked) -> Answer:
    """The code stands for this loan and this amount: where either has changed since, it fits no more."""
    pressing = _most_pressing(writer)
    if pressing is None:
        return NOTHING
    loan, amount, _when = pressing
    check_code(writer.call, purpose=PURPOSE, subject=_subject(writer, loan, amount), code=asked.code)
    repay_loan(writer.call, loan_id=loan.id, amount=amount)
    return "text_repay_asked", {"amount": in_words(amount)}


def _subject(writer: _Writer, loan: LoanLine, amount: Money) -> str:
    return blind_index(PURPOSE, f"{writer.phone}/{loan.id}/{in_words(amount)}")


def _call_back(writer: _Writer, _asked: Asked) -> Answer:
    due_on = business_date() + timedelta(days=writer.policy.call_back_days)
    open_case(
        writer.call,
        kind="call_back",
        subject=str(writer.person_id),
        party_id=writer.person_id,
        due_on=due_on,
        reason="Asked by text message to be called back.",
    )
    return "text_call_back", {"due_on": due_on}


def _stop(writer: _Writer, _asked: Asked) -> Answer:
    """No more reminders by text, to the person and to the firms they act for; other choices stay."""
    for party_id in parties_of(writer.actor):
        kept = choices_of(writer.actor, party_id=party_id)
        off = {*kept.channels_off, Channel.SMS}
        choose_contacts(
            writer.call,
            party_id=party_id,
            channels_off=sorted(off),
            hours=kept.hours,
            spares_others=kept.spares_others,
        )
    return "text_stopped", {}


ACTS: Final[Mapping[Wish, Callable[[_Writer, Asked], Answer]]] = {
    Wish.BALANCE: _balance,
    Wish.DUE: _due,
    Wish.REPAY: _repay,
    Wish.CODE: _code,
    Wish.CALL_BACK: _call_back,
    Wish.STOP: _stop,
}
