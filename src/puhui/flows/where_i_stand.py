"""Where a customer stands: the one thing to do next, what runs, and by which day each application is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from puhui.flows.farm.household_signs import contracts_beside
from puhui.foundation.casework.facade import answers_promised
from puhui.foundation.ledger.facade import NoBusinessDate, business_date
from puhui.foundation.notices.facade import unread_count
from puhui.foundation.party.facade import RelationKind, RelationLine, relations_asked
from puhui.kernel.actors import Actor
from puhui.kernel.money import Money
from puhui.products.facilities.facade import FacilityLine, facilities_page
from puhui.products.lending.facade import ChangeView, LoanLine, loans_page, offered_changes
from puhui.products.origination.facade import ApplicationView, ContractView, applications_page, offers_valid_until

MOST = 20
SOON_DAYS = 7  # a payment within so many days is the next thing to do
OVER = frozenset({"withdrawn", "expired", "signed"})


class Step(StrEnum):
    """What a customer can do next, the most pressing first."""

    PAY_LATE = "pay_late"
    SIGN = "sign"
    SIGN_BESIDE = "sign_beside"
    ANSWER_CHANGE = "answer_change"
    CHOOSE_OFFER = "choose_offer"
    AGREE = "agree"
    SEND = "send"
    PAY_SOON = "pay_soon"
    WAIT = "wait"
    READ = "read"
    BEGIN = "begin"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next: about what, how much, by which day."""

    kind: Step
    subject_id: UUID | None = None
    amount: Money | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """An application and the day it is promised to be answered by, or the day its offers hold until."""

    line: ApplicationView
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the first page of a customer says."""

    as_of: date
    next: NextStep
    loans: tuple[LoanLine, ...]
    limits: tuple[FacilityLine, ...]
    applications: tuple[Applied, ...]
    asked: tuple[RelationLine, ...]
    beside: tuple[ContractView, ...]
    changes: tuple[ChangeView, ...]
    unread: int

    @property
    def is_asked_as_contact(self) -> bool:
        """Whether all that waits for an agreement is to stand by somebody."""
        return bool(self.asked) and all(one.kind is RelationKind.CONTACT_PERSON for one in self.asked)


def where_i_stand(actor: Actor, *, today: date) -> Standing:
    """What the customer has and what waits for them; `today` counts before the books are opened."""
    try:
        on = business_date()
    except NoBusinessDate:
        return Standing(today, NextStep(Step.BEGIN), (), (), (), (), (), (), unread_count(actor))
    applications = applications_page(actor, most=MOST)
    running = [one for one in applications if one.state not in OVER]
    answers = answers_promised(actor, case_ids=[one.case_id for one in running if one.case_id])
    offers = offers_valid_until(actor, application_ids=[one.id for one in running if one.state == "approved"])
    loans = loans_page(actor, most=MOST).loans
    limits = [one for one in facilities_page(actor, most=MOST) if one.state != "closed"]
    parts = Standing(
        as_of=on,
        next=NextStep(Step.NOTHING),
        loans=loans,
        limits=tuple(limits),
        applications=tuple(Applied(one, _until(one, answers, offers)) for one in running),
        asked=tuple(relations_asked(actor)),
        beside=tuple(contracts_beside(actor, on=on)),
        changes=tuple(offered_changes(actor)),
        unread=unread_count(actor),
    )
    return replace(parts, next=next_step(parts, has_past=bool(applications or loans)))


def _until(one: ApplicationView, answers: dict[UUID, date], offers: dict[UUID, date]) -> date | None:
    return offers.get(one.id) or (answers.get(one.case_id) if one.case_id else None)


def next_step(parts: Standing, *, has_past: bool) -> NextStep:
    """The most pressing of all that could be done; pure."""
    found = [*_payments(parts), *_papers(parts), *_waiting(parts)]
    if not found:
        found = [NextStep(Step.NOTHING if has_past or parts.limits else Step.BEGIN)]
    order = list(Step)
    return min(found, key=lambda one: (order.index(one.kind), one.until or date.max))


def _payments(parts: Standing) -> Iterable[NextStep]:
    soon = parts.as_of + timedelta(days=SOON_DAYS)
    for loan in parts.loans:
        if loan.state != "active":
            continue
        if loan.days_past_due:
            yield NextStep(Step.PAY_LATE, loan.id, loan.overdue, parts.as_of - timedelta(days=loan.days_past_due))
        elif loan.next_due_on and loan.next_due_on <= soon:
            yield NextStep(Step.PAY_SOON, loan.id, loan.next_due, loan.next_due_on)


def _papers(parts: Standing) -> Iterable[NextStep]:
    kinds = {"accepted": Step.SIGN, "approved": Step.CHOOSE_OFFER, "draft": Step.SEND, "referred": Step.WAIT}
    for applied in parts.applications:
        kind = kinds.get(applied.line.state)
        if kind:
            yield NextStep(kind, applied.line.id, applied.line.amount, applied.until)
    yield from (NextStep(Step.SIGN_BESIDE, one.id) for one in parts.beside)
    yield from (NextStep(Step.ANSWER_CHANGE, one.id, None, one.open_until) for one in parts.changes)


def _waiting(parts: Standing) -> Iterable[NextStep]:
    if parts.asked:
        yield NextStep(Step.AGREE)
    if parts.unread:
        yield NextStep(Step.READ)
