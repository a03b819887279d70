"""What crosses the wall of collections: contacts, promises, files, help; and the refusals."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.kernel.texts import Text


class Channel(StrEnum):
    """How somebody is contacted. `letter` and `in_app` disturb nobody: they are never quiet-hour matters."""

    VOICE = "voice"
    VISIT = "visit"
    SMS = "sms"
    IN_APP = "in_app"
    LETTER = "letter"


SILENT = frozenset({Channel.IN_APP, Channel.LETTER})
CHOOSABLE = (Channel.VOICE, Channel.VISIT, Channel.SMS)


class Whom(StrEnum):
    """Who is contacted: the debtor (or who acts for a firm), or somebody else."""

    DEBTOR = "debtor"
    THIRD_PARTY = "third_party"


class Outcome(StrEnum):
    """How an attempt ended. Only one that reached somebody is effective."""

    REACHED = "reached"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    SENT = "sent"


class HoldKind(StrEnum):
    """Why a debtor is left in peace for a while."""

    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    PROMISE = "promise"
    HARDSHIP = "hardship"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True)
class Article:
    """A rule that stands behind a refusal: its name, where it is written, and what it says."""

    rule_id: str
    source: str
    article: str
    mark: str
    text: Text


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when in a day; over midnight when `until` is before `begins`."""

    begins: time
    until: time


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason not to contact; without `until` it lasts until it is lifted."""

    kind: HoldKind
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the rules look at of one debtor, as of one local day. Counts are those of that day."""

    channels_off: frozenset[Channel] = frozenset()
    hours: Hours | None = None
    spares_others: bool = False
    holds: tuple[Hold, ...] = ()
    tags: frozenset[str] = frozenset()
    effective_calls: int = 0
    visits: int = 0
    unanswered: int = 0
    unanswered_days: int = 0
    refused_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAsk:
    """A contact that somebody wants to make now. `evaluated_on` is asked of outsourcers only."""

    channel: Channel
    at: datetime
    whom: Whom = Whom.DEBTOR
    third_party: str = ""
    is_outsourced: bool = False
    evaluated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed; or refused, with the code and article of the first rule that refuses, and when it would be allowed."""

    allowed: bool
    code: str = ""
    article: Article | None = None
    earliest_at: datetime | None = None


class ContactRefused(Refusal):
    """The rules do not allow this contact now."""

    code = "contact_refused"
    http_status = 409
    text = Text(
        en="This contact is not allowed now ({rule}): {why} Earliest: {earliest}.",
        zh="此时不得进行该联系（{rule}）：{why}最早可联系时间：{earliest}。",
    )

    def __init__(self, verdict: Verdict, *, earliest: str = "") -> None:
        self.verdict = verdict
        assert verdict.article is not None
        self.said = verdict.article.text
        self.shown = Text(en=earliest or "not until that changes", zh=earliest or "待情况变化")
        super().__init__(where="channel", rule=verdict.article.rule_id, why="", earliest=earliest, reason=verdict.code)

    @property
    def message(self) -> Text:
        """The article's own words in each language."""
        rule = self.detail["rule"]
        return Text(
            en=self.text.en.format(rule=rule, why=self.said.en, earliest=self.shown.en),
            zh=self.text.zh.format(rule=rule, why=self.said.zh, earliest=self.shown.zh),
        )


class BadHours(Refusal):
    """The hours that somebody chose are too short, or only one end was given."""

    code = "contact_hours_invalid"
    text = Text(
        en="Choose a beginning and an end at least {hours} hours apart, or neither.",
        zh="请选择相隔至少 {hours} 小时的起止时间，或都不选。",
    )


class PromiseState(StrEnum):
    """The life of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"


class BadPromise(Refusal):
    """A promise must be about something late, be large enough, and lie within the policy's days."""

    code = "promise_invalid"
    text = Text(
        en="A promise names at least {least} and at most {most}, on a day from {first} to {last}.",
        zh="承诺金额应在 {least} 至 {most} 之间，日期应在 {first} 至 {last} 之间。",
    )


class PromiseOpen(Refusal):
    """There is a promise already that has not come due."""

    code = "promise_open"
    http_status = 409
    text = Text(
        en="A payment of {amount} on {due_on} is promised already.",
        zh="已承诺于 {due_on} 还款 {amount}，无须重复承诺。",
    )


class NothingLate(Refusal):
    """Nothing of this loan is late."""

    code = "nothing_late"
    http_status = 409
    text = Text(en="Nothing of this loan is late.", zh="该笔贷款没有逾期。")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """A promise as people read it."""

    id: UUID
    loan_id: UUID
    party_id: UUID
    amount: Money
    due_on: date
    made_on: date
    made_at: datetime
    made_by_name: str
    by_customer: bool
    state: PromiseState
    paid: Money
    judged_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """One attempt as people read it."""

    id: UUID
    at: datetime
    channel: Channel
    whom: Whom
    third_party: str
    outcome: Outcome
    is_effective: bool
    is_automatic: bool
    by_name: str
    note: str
    loan_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A hold that is on."""

    id: UUID
    kind: HoldKind
    reason: str
    since_at: datetime
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesView:
    """What a party chose: which channels are off, and between which hours it may be contacted."""

    party_id: UUID
    channels_off: tuple[Channel, ...] = ()
    hours: Hours | None = None
    spares_others: bool = False
    """Nobody else may be asked about this debtor, not even how to reach them."""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChoicesKept:
    """The choices are kept."""

    party_id: UUID


@dataclass(frozen=True, slots=True)
class ContactRecorded:
    """An attempt is recorded."""

    attempt_id: UUID
    is_effective: bool


@dataclass(frozen=True, slots=True)
class HoldSet:
    """A hold is on, or was lifted."""

    hold_id: UUID


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """A promise is kept on record."""

    promise_id: UUID
    loan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """An attempt that was made, to be written. `at`: when a message that waits will go out; None is now."""

    party_id: UUID
    loan_id: UUID | None
    channel: Channel
    outcome: Outcome
    whom: Whom = Whom.DEBTOR
    third_party: str = ""
    note: str = ""
    outsourcer_id: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLoan:
    """What collections know of a loan: id, borrower, age and amount. Flows bring it."""

    loan_id: UUID
    party_id: UUID
    bucket: int
    late: Money
    days_past_due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """The file behind a collection case."""

    case_id: UUID
    loan_id: UUID
    party_id: UUID
    stage: str
    stage_since_on: date
    late: Money
    days_past_due: int
    priority: int
    next_action_on: date
    last_contact_on: date | None
    broken_promises: int
    opened_on: date
    is_open: bool
    closed_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFigures:
    """How many files stand in a stage, how much is late in them, and how many missed their next action's day."""

    stage: str
    files: int
    late_minor: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsourcerView:
    """A firm that collects for the lender."""

    id: UUID
    name: str
    evaluated_on: date | None
    result: str


@dataclass(frozen=True, slots=True)
class OutsourcerKept:
    """A firm that collects for us is on record."""

    outsourcer_id: UUID
