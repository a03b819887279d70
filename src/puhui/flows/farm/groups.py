"""Joint-liability groups: who is late, meetings with cash, and the savings that answer when a member fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from puhui.foundation.catalogue.facade import Product, all_versions
from puhui.foundation.evidence.facade import use_case
from puhui.foundation.ledger.facade import JournalDraft, business_date, draft_from_template, post
from puhui.foundation.party.facade import RelationKind, groups_joined, members_of
from puhui.kernel.actors import SYSTEM, Call, Role
from puhui.kernel.errors import InvalidInput
from puhui.kernel.ids import bucket_of, derived_id
from puhui.kernel.money import Money
from puhui.products.farms.facade import (
    Brought,
    GroupInArrears,
    MeetingMoved,
    MeetingState,
    check_group,
    close_meeting,
    farm_policy,
    meeting,
    move_savings,
    open_meeting,
    savings_of,
)
from puhui.products.lending.facade import (
    PaymentIn,
    book_payments,
    dues_each,
    loan,
    loans_now,
    lock_loan,
    running_loans_of,
)


@dataclass(frozen=True, slots=True)
class SavingsUsed:
    """Savings of a group that met what a member owed."""

    group_id: UUID
    loan_id: UUID
    amount: Money


def group_joined(party_id: UUID) -> UUID | None:
    """The joint-liability group of a person."""
    return next(iter(groups_joined(party_id, kind=RelationKind.GROUP_MEMBER)), None)


def codes_of_group_loans() -> frozenset[str]:
    """Products under which the members of a joint-liability group answer for each other, in any version."""
    return frozenset(version.code for version in all_versions() if version.group_liability)


def days_late_in_group(party_id: UUID, *, on: date) -> int | None:
    """The most days that a member of the person's group is late, the person included; None without a group."""
    group_id = group_joined(party_id)
    if group_id is None:
        return None
    members = [member.party_id for member in members_of(group_id)]
    running = [one.loan_id for one in running_loans_of(members)]
    return max((max(one.principal_age, one.interest_age) for one in loans_now(loan_ids=running, on=on)), default=0)


def require_group(product: Product, *, party_id: UUID) -> None:
    """A product for joint-liability groups needs a whole group in which nobody is late."""
    if not product.group_liability:
        return
    group_id = group_joined(party_id)
    if group_id is None:
        raise InvalidInput("party_id", "a member of a joint-liability group is needed")
    check_group(group_id)
    today = business_date()
    most = farm_policy(today).group_late_days
    if (days_late_in_group(party_id, on=today) or 0) > most:
        raise GroupInArrears(where="party_id", days=most)


@use_case("farm.begin_meeting", answers=MeetingMoved, subject="meeting_id")
def begin_meeting(call: Call, *, group_id: UUID, place: str) -> MeetingMoved:
    """Opens the sheet of a meeting: what is due of every member on their group loan today."""
    members = [member.party_id for member in members_of(group_id)]
    today = business_date()
    due: dict[UUID, tuple[UUID, int]] = {}
    for one in dues_each(members, product_codes=codes_of_group_loans(), on=today):
        due.setdefault(one.borrower_id, (one.loan_id, one.due_minor))  # on their oldest group loan
    return open_meeting(call, group_id=group_id, on=today, place=place, due_minor=due)


@use_case("farm.settle_meeting", answers=MeetingMoved, subject="meeting_id")
def settle_meeting(call: Call, *, meeting_id: UUID, brought: tuple[Brought, ...], counted: Money) -> MeetingMoved:
    """Closes the sheet: the cash that was counted is booked on the loans and into the savings in the same act."""
    sheet = meeting(call.actor, meeting_id=meeting_id)
    loan_ids = sorted(line.loan_id for line in sheet.lines if line.loan_id)
    for loan_id in loan_ids:
        lock_loan(loan_id)
    owed = {loan_id: loan(SYSTEM, loan_id).outstanding.total for loan_id in loan_ids}
    put = close_meeting(call, meeting_id=meeting_id, brought=brought, counted=counted, owed_minor=owed)
    _book(call, meeting_id, {loan_id: parts.to_loan for loan_id, parts in put.values()}, currency=counted.currency)
    settled = meeting(call.actor, meeting_id=meeting_id)
    saved = sum(line.to_savings.minor for line in settled.lines)
    if saved:
        draft = _draft("group_savings_received", sheet.group_id, meeting_id, {"saved": saved}, counted.currency)
        post([draft], call=call)
    return MeetingMoved(meeting_id, MeetingState.CLOSED, settled.cash)


@use_case("farm.use_savings", answers=SavingsUsed, subject="loan_id")
def use_savings(call: Call, *, loan_id: UUID) -> SavingsUsed:
    """The group answers for a member who is late: its savings meet what is overdue, as far as they go."""
    call.actor.require(Role.OPERATIONS, Role.RISK_OFFICER, verb="use a group's savings")
    lock_loan(loan_id)
    shown = loan(call.actor, loan_id)
    group_id = group_joined(shown.borrower_id)
    if group_id is None or shown.overdue.total <= 0:
        raise InvalidInput("loan_id", "a late loan of a member of a joint-liability group")
    currency = shown.line.principal.currency
    free = savings_of(group_id)
    amount = Money(max(1, min(shown.overdue.total, free.minor)), currency)
    move_id = move_savings(call, group_id=group_id, amount=Money(-amount.minor, currency), loan_id=loan_id)
    post([_draft("group_savings_used", group_id, move_id, {"used": amount.minor}, currency)], call=call)
    _book(call, move_id, {loan_id: amount.minor}, currency=currency)
    return SavingsUsed(group_id, loan_id, amount)


def _book(call: Call, source_id: UUID, amounts: Mapping[UUID, int], *, currency: str) -> None:
    payments = [
        PaymentIn(
            loan_id=loan_id,
            order_id=derived_id(source_id, f"loan/{loan_id}"),
            amount=Money(minor, currency),
            on=business_date(),
            effect="lower_instalment",
        )
        for loan_id, minor in sorted(amounts.items())
    ]
    if payments:
        book_payments(call, payments=payments)


def _draft(template: str, group_id: UUID, source_id: UUID, amounts: dict[str, int], currency: str) -> JournalDraft:
    return draft_from_template(
        template,
        id=derived_id(source_id, template),
        amounts=amounts,
        owners={},
        bucket=bucket_of(group_id),
        value_date=business_date(),
        source=f"group:{group_id}",
        currency=currency,
    )
