"""What is done after each close of a business day, as its policy says: records, behaviour, pre-approval, erasure.

The close asks for each job through the outbox, so that the books never wait for it and one that fails stops no other.
A job that fails is tried again, and a person hears of it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from puhui.flows.count_managed import count_managed
from puhui.flows.count_reach import count_reach
from puhui.flows.dashboards.sending import make_reports
from puhui.flows.follow_income import offer_lower_instalments
from puhui.flows.keep_documents import purge_documents
from puhui.flows.keep_prices import look_at_prices
from puhui.flows.note_own_repayment import note_changed_records
from puhui.flows.own_data.erase import forget_due
from puhui.flows.pre_approve_customers import pre_approve_customers
from puhui.flows.score_behaviour import score_changed_loans, score_running_loans
from puhui.foundation.casework.facade import KINDS, escalate_overdue, open_case, service_levels, share_out
from puhui.foundation.catalogue.facade import PolicyFile, newest_on, policies_in
from puhui.foundation.evidence.facade import emit, use_case
from puhui.foundation.ledger.facade import business_date
from puhui.foundation.sources.facade import erase_expired
from puhui.kernel.actors import Call

TOPIC: Final = "day.after_close"
FOLDER: Final = "after_close"
SUNDAY: Final = 7
How = Literal["day", "week", "month_end", "never"]
Work = Callable[[Call, date, "AfterClose"], int]


class PreApproval(BaseModel):
    """For which products customers are approved beforehand."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    products: tuple[str, ...] = ()


class AfterClose(PolicyFile):
    """Which job is done how often; one that is not named is never done."""

    case_days: int = Field(ge=0, le=30)
    jobs: Mapping[str, How]
    pre_approval: PreApproval = PreApproval()

    def __hash__(self) -> int:
        return hash((self.id, self.version, self.effective_from))

    @model_validator(mode="after")
    def _names_known_jobs(self) -> "AfterClose":
        if unknown := sorted(set(self.jobs) - set(JOBS)):
            raise ValueError(f"no such job: {unknown}")
        return self

    def due(self, day: date) -> tuple[str, ...]:
        """The jobs of a day that was closed."""
        is_due = {
            "day": True,
            "week": day.isoweekday() == SUNDAY,
            "month_end": (day + timedelta(days=1)).day == 1,
            "never": False,
        }
        return tuple(name for name in JOBS if is_due[self.jobs.get(name, "never")])


def after_close_on(day: date) -> AfterClose:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(day, policies_in(AfterClose, FOLDER))


def ask_for_jobs(call: Call, *, day: date) -> None:
    """The jobs that a closed day asks for, one event each. In the transaction that moves the date."""
    for name in after_close_on(day).due(day):
        emit(TOPIC, {"job": name, "day": day.isoformat()}, at=call.at)


def do_job(call: Call, *, name: str, day: date) -> int:
    """Does one job of a closed day; what it counts, it says. Again it changes nothing; a failure opens a case."""
    policy = after_close_on(day)
    try:
        return JOBS[name](call, day, policy)
    except Exception as error:
        tell_failure(call.step("failed"), name=name, day=day, why=type(error).__name__)
        raise


@use_case("after_close.tell_failure", answers=str)
def tell_failure(call: Call, *, name: str, day: date, why: str) -> str:
    """One case for a job that failed, however often it is tried; who looks after the system takes it."""
    due_on = business_date() + timedelta(days=after_close_on(day).case_days)
    reason = f"the job {name} after the close of {day} failed: {why}"
    open_case(call, kind="job_failed", subject=f"{name} {day}", party_id=None, due_on=due_on, reason=reason)
    return reason


def _own_repayment(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return note_changed_records(call, on=day).noted


def _erase_sources(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    erased = 0
    while some := erase_expired(on=day):
        erased += some
    return erased + forget_due(call, on=day)


def _price_conditions(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return look_at_prices(call, on=day + timedelta(days=1))


def _follow_income(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return offer_lower_instalments(call, on=day + timedelta(days=1))


def _behaviour(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return score_running_loans(call, on=day)


def _behaviour_changed(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return score_changed_loans(call, on=day)


def _pre_approval(call: Call, day: date, policy: AfterClose) -> int:
    """The pass of the open day; a worker that comes late does not make up for days that are over."""
    if business_date() - day > timedelta(days=1):
        return 0
    passes = [pre_approve_customers(call, product_code=product) for product in policy.pre_approval.products]
    return sum(one.offered for one in passes)


def _reach(call: Call, day: date, policy: AfterClose) -> int:
    """The book as it stands when the worker comes; one that comes after the next close leaves it to the next count."""
    del policy
    if business_date() - day > timedelta(days=1):
        return 0
    return count_reach(call, on=day)


def _managers(call: Call, day: date, policy: AfterClose) -> int:
    """The book as it stands when the worker comes; a day that is over is not made up for, as with reach."""
    del policy
    if business_date() - day > timedelta(days=1):
        return 0
    return count_managed(call, on=day)


def _reports(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return make_reports(call, day=day)


def _purge_documents(call: Call, day: date, policy: AfterClose) -> int:
    del policy
    return purge_documents(call, day=day)


def _case_deadlines(call: Call, day: date, policy: AfterClose) -> int:
    """Shares out what nobody has taken, where the policy says so, and then tells the next role what is late."""
    del policy
    levels = service_levels(day).kinds
    for kind in KINDS:
        if levels[kind].share_out:
            share_out(call.step(f"share/{kind}"), kind=kind)
    return escalate_overdue(call.step("escalate")).cases


JOBS: Final[Mapping[str, Work]] = {
    "own_repayment": _own_repayment,
    "price_conditions": _price_conditions,
    "follow_income": _follow_income,
    "erase_sources": _erase_sources,
    "purge_documents": _purge_documents,
    "behaviour": _behaviour,
    "behaviour_changed": _behaviour_changed,
    "pre_approval": _pre_approval,
    "reach": _reach,
    "managers": _managers,
    "reports": _reports,
    "case_deadlines": _case_deadlines,
}
