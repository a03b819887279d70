"""Reads the collections policy and the rulebook's conduct: dated data, the shipped one and a lender's own over it."""

from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from puhui.foundation.catalogue.facade import (
    Parameter,
    PolicyFile,
    newest_on,
    parameter,
    parameters_on,
    policies_in,
    rules_stamp,
)
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.products.collections.contracts import Article, Channel, Hours
from puhui.products.collections.rules.contacts import Conduct
from puhui.products.collections.rules.stages import Stage
from puhui.products.collections.rules.write_offs import PursuitRules

FOLDER, RELIEF = "collections", "relief"
STANDARD_SINCE = date(2025, 2, 28)  # before the standard we keep to it as well
WRITE_OFF_SINCE = date(2017, 10, 1)


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Care(_Data):
    """Who is treated with more care, and how."""

    vulnerable_tags: tuple[str, ...]
    calls_most: int = Field(ge=0)
    may_visit: bool
    unreachable_tags: tuple[str, ...]
    least_hours: int = Field(ge=1, le=12)


class Reminders(_Data):
    """By which channels reminders go out."""

    channels: tuple[Channel, ...]
    wait_hours_most: int = Field(ge=0, le=72)


class PromisePolicy(_Data):
    """What may be promised, and what a promise does."""

    most_days_ahead: int = Field(ge=0, le=366)
    least_share_pct: int = Field(ge=0, le=100)
    most_open: int = Field(ge=1, le=1)
    holds_contacts: bool
    judge_after_days: int = Field(ge=0, le=10)
    broken_adds_pct: int = Field(ge=0, le=100)


class _Stage(_Data):
    name: str
    title: Text
    from_day: int = Field(ge=1)
    opens_case: bool
    due_days: int = Field(ge=0)
    contact_every_days: int = Field(ge=0)
    loss_pct: int = Field(ge=0, le=100)
    next_action: Text
    script: Text


class Reason(_Data):
    """A reason that people choose."""

    code: str
    text: Text
    checks_pursuit: bool = False


class HardshipPolicy(_Data):
    """How a request for help is answered."""

    answer_days: int = Field(ge=1, le=60)
    most_months: int = Field(ge=1, le=36)
    observation_months: int = Field(ge=0, le=36)
    reasons: tuple[Reason, ...]


class ApprovalRow(_Data):
    """Up to an amount, so many different people of these roles approve."""

    up_to: str
    needed: int = Field(ge=1, le=5)
    roles: tuple[str, ...]

    @property
    def most(self) -> Money:
        """The amount, as Money."""
        return Money.parse(self.up_to, where="up_to")


class WriteOffPolicy(_Data):
    """Who may write off what, and why."""

    answer_days: int = Field(ge=1, le=60)
    approvals: tuple[ApprovalRow, ...]
    reasons: tuple[Reason, ...]


class CollectionsPolicy(PolicyFile):
    """The life after a missed payment, as the institution decides it."""

    care: Care
    reminders: Reminders
    promise: PromisePolicy
    stages: tuple[_Stage, ...] = Field(min_length=1)
    hardship: HardshipPolicy
    write_off: WriteOffPolicy

    @property
    def ladder(self) -> tuple[Stage, ...]:
        """The stages in the order of their days."""
        rows = (Stage(**{name: getattr(stage, name) for name in _Stage.model_fields}) for stage in self.stages)
        return tuple(sorted(rows, key=lambda stage: stage.from_day))

    def stage(self, name: str) -> Stage:
        """The stage of that name."""
        return next(stage for stage in self.ladder if stage.name == name)


class ReliefMeasure(PolicyFile):
    """Relief for a region: whose instalments rest from when to when."""

    regions: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1, max_length=40)
    title: Text
    rest_from: date
    rest_until: date
    interest: Literal["accrues", "free"]

    def covers(self, region: str) -> bool:
        """True when a party of that region is meant."""
        return any(region.startswith(code[:-1]) if code.endswith("*") else region == code for code in self.regions)


def policy_on(day: date) -> CollectionsPolicy:
    """The newest version in force on a day; before the first one, the first one."""
    return newest_on(day, policies_in(CollectionsPolicy, FOLDER))


def relief_measures() -> dict[str, ReliefMeasure]:
    """Every measure of relief by its id, the newest version of each."""
    read = sorted(policies_in(ReliefMeasure, RELIEF), key=lambda measure: measure.version)
    return {measure.id: measure for measure in read}


def conduct_on(day: date) -> Conduct:
    """The rulebook's conduct of contacts on a day with the house's own care."""
    return _conduct(day, settings.PUHUI_ENVIRONMENT.policies, rules_stamp())


@lru_cache(maxsize=512)
def _conduct(day: date, overlay: Path | None, stamp: object) -> Conduct:
    del overlay, stamp  # another folder, other rules; and so after a publication
    return conduct_of(policy_on(day), rules=parameters_on(max(day, STANDARD_SINCE)))


def conduct_of(policy: CollectionsPolicy, *, rules: Mapping[str, Parameter]) -> Conduct:
    """The conduct that these rules of a day ask for, with the house's own care."""

    def rule(name: str) -> Parameter:
        return rules[name]

    def hour(name: str) -> time:
        return time.fromisoformat(str(rule(name).value))

    numbers = {
        name: int(rule(f"{prefix}{name}").number)
        for prefix, names in (
            ("contact_", ("unreachable_attempts", "unreachable_days")),
            ("outsourcer_", ("evaluation_months",)),
        )
        for name in names
    }
    return Conduct(
        quiet=Hours(hour("contact_quiet_from"), hour("contact_quiet_until")),
        zone=ZoneInfo(str(rule("contact_time_zone").value)),
        calls_most=int(rule("contact_effective_calls_most").number),
        visits_most=int(rule("contact_visits_most").number),
        stops_during_dispute=bool(rule("contact_stops_during_dispute").value),
        vulnerable_tags=frozenset(policy.care.vulnerable_tags),
        vulnerable_calls_most=policy.care.calls_most,
        may_visit_vulnerable=policy.care.may_visit,
        unreachable_tags=frozenset(policy.care.unreachable_tags),
        articles={code: _article(rule(name)) for code, name in _ARTICLES.items()} | _own_articles(policy),
        **numbers,
    )


_ARTICLES = {
    "quiet": "contact_quiet_from",
    "calls": "contact_effective_calls_most",
    "visits": "contact_visits_most",
    "third_party_when": "contact_third_party_when",
    "third_party_stops": "contact_third_party_stops",
    "hold": "contact_stops_during_dispute",
    "outsourcer": "outsourcer_evaluation_months",
}


def _article(rule: Parameter) -> Article:
    return Article(rule.rule_id, rule.source, rule.article, rule.mark, rule.sentence)


def _own_articles(policy: CollectionsPolicy) -> dict[str, Article]:
    """Rules that are the house's own."""

    def own(name: str, en: str, zh: str) -> Article:
        return Article(f"{policy.id}/{name}", policy.source, name, "S", Text(en=en, zh=zh))

    return {
        "choice": own(
            "choices",
            "The debtor does not want this: to be contacted in this way, or others to be asked.",
            "债务人已选择不以此方式联系，或不得联系其他人。",
        ),
        "care": own("care", "People who need special care are not visited.", "需特别关怀的客户不予上门。"),
    }


def pursuit_rules(day: date) -> PursuitRules:
    """What the rulebook asks of a claim that was pursued without success."""
    names = {
        "days": "write_off_overdue_days_least",
        "amount": "write_off_pursued_amount_most",
        "contacts": "write_off_contacts_least",
    }
    rules = {key: parameter(name, on=max(day, WRITE_OFF_SINCE)) for key, name in names.items()}
    return PursuitRules(
        days_least=int(rules["days"].number),
        amount_most_minor=int(rules["amount"].number) * 100,
        contacts_least=int(rules["contacts"].number),
        articles={key: _article(rule) for key, rule in rules.items()},
    )
