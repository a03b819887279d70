"""What crosses the wall about policies: drafts, published versions, findings, cases, differences, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from puhui.foundation.drafts.facade import DraftState
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text


class CasesFail(Refusal):
    """A policy is only submitted and published with test cases that all come out as they should."""

    code = "policy_cases_fail"
    http_status = 409
    text = Text(en="The test cases of the policy do not hold: {reason}", zh="策略测试用例未通过：{reason}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a policy document and its place, such as `bands.B2.when.score`."""

    where: str
    reason: Text


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A test case: what it expects, what came out, and whether that is the same."""

    name: str
    holds: bool
    expected: Mapping[str, str]
    got: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two policies differ; None is not there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How often a rule was hit."""

    table: str
    row: str
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a policy would have said of the last real decisions: how often each rule was hit, and what would change.

    `changed` counts pairs of outcomes: as recorded, as it would be. `refused`: what it cannot decide on.
    """

    decisions: int
    refused: int
    rules: tuple[RuleUse, ...]
    changed: Mapping[str, int]

    @property
    def never(self) -> tuple[RuleUse, ...]:
        """The rules that were never hit."""
        return tuple(rule for rule in self.rules if rule.hits == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyLine:
    """A version of a policy: from a file, or published by two people."""

    policy_id: str
    version: str
    hash: str
    products: tuple[str, ...]
    effective_from: date
    source: str
    approved_by: str
    is_published: bool
    standing: str  # in_force, coming, past


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft with its document; `based_on` is the hash of the version that it began from."""

    id: UUID
    policy_id: str
    state: DraftState
    revision: int
    based_on: str
    document: Mapping[str, Any]
    note: str
    made_by_name: str
    submitted_by_name: str
    changed_at: datetime
    published_hash: str


@dataclass(frozen=True, slots=True)
class PolicyPublished:
    """A version that decides from a day on."""

    draft_id: UUID
    policy_id: str
    version: str
    hash: str
    effective_from: date
