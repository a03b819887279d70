"""What crosses the wall of decisioning: requests, decisions, reasons and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text

Outcome = Literal["approve", "refer", "decline"]
FactValue = Decimal | int | None
Method = str


class PolicyInvalid(Refusal):
    """A decision policy, table or scorecard does not hold what it must."""

    code = "decision_policy_invalid"
    text = Text(en="The decision policy is not valid, {where}: {reason}", zh="决策策略无效（{where}）：{reason}")

    def __init__(self, where: str, reason: Text) -> None:
        super().__init__(where=where, reason=reason)


class NoPolicyInForce(Refusal):
    """No decision policy was in force for the product on that day."""

    code = "no_decision_policy"
    http_status = 409
    text = Text(
        en="No decision policy is in force for {product} on {on}.", zh="{on} 没有适用于产品 {product} 的决策策略。"
    )


class ProtectedInput(Refusal):
    """A model or a policy asks for what may not decide about people, or for what stands for it."""

    code = "protected_input"
    text = Text(en="{where} may not use {inputs}: {why_en}", zh="{where} 不得使用 {inputs}：{why_zh}")


class GenericReason(Refusal):
    """A refusal would go without a specific reason: it may not go at all."""

    code = "reason_not_specific"
    http_status = 409
    text = Text(
        en="Nobody is refused without a specific reason ({where}): {fault}",
        zh="不得在没有具体理由的情况下拒绝申请（{where}）：{fault}",
    )


class TableConflict(Refusal):
    """Two rows of a table with the hit policy "unique" match at once."""

    code = "decision_table_conflict"
    http_status = 409
    text = Text(
        en="Rows {rows} of the decision table {table} match at once.", zh="决策表 {table} 的规则 {rows} 同时命中。"
    )


class ExtraMissing(Refusal):
    """An optional library is not installed."""

    code = "extra_missing"
    text = Text(
        en="{library} is not installed. Install it with: pip install 'puhui[lab]'",
        zh="未安装 {library}，请执行：pip install 'puhui[lab]'",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """What a decision is asked on. Amounts in minor units; facts by name, None or absent = not known."""

    application_id: UUID | str
    as_of: date
    product_code: str
    amount_minor: int
    term_months: int
    purpose: str = ""
    method: Method = "equal_instalment"
    firm_id: UUID | None = None
    applicant: Mapping[str, str | int | None] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """One offer: rate = LPR + margin, both on record."""

    amount_minor: int
    term_months: int
    method: Method
    annual_rate_pct: Decimal
    margin_bps: int
    lpr_pct: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application was declined or referred: a code, one plain sentence, and what it rests on."""

    code: str
    text: Text
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one fact gave to the score, and how much less than its best bin."""

    fact: str
    value: str | None
    bin: str
    points: int
    lost: int


@dataclass(frozen=True, slots=True)
class RowHit:
    """A row of a decision table that matched."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One named part of a limit (fen) or of a rate (percent a year); None is not known. `decides`: it bound all."""

    name: str
    text: Text
    value: Decimal | None
    decides: bool


@dataclass(frozen=True, slots=True)
class PriceParts:
    """What the rate of one offer is made of; the parts sum to the rate exactly."""

    label: str
    parts: tuple[AnswerPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer, with everything that was used to reach it. `indicative` are terms for the reviewer of a refer.

    `measures`, `limit_parts` and `price_parts` are those of a policy with formulas; without them they are empty, and
    not written down (engine 1).
    """

    application_id: UUID | str
    outcome: Outcome
    offers: tuple[OfferTerms, ...]
    indicative: tuple[OfferTerms, ...]
    reasons: tuple[Reason, ...]
    score: int
    best_score: int
    pd: Decimal
    band: str
    limit_minor: int
    policy_version: str
    scorecard_version: str
    policy_hash: str
    scorecard_hash: str
    request_hash: str
    parameters: Mapping[str, Decimal]
    hits: tuple[RowHit, ...]
    contributions: tuple[Contribution, ...]
    engine: str
    measures: Mapping[str, Decimal | None] = field(default_factory=dict)
    limit_parts: tuple[AnswerPart, ...] = ()
    price_parts: tuple[PriceParts, ...] = ()
    decision_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision without its facts and words, to be counted. `rate_pct` is that of the first offer, a year."""

    decision_id: UUID
    application_id: UUID
    firm_id: UUID | None
    product_code: str
    model: str
    card_hash: str
    outcome: Outcome
    score: int
    pd: Decimal
    band: str
    rate_pct: Decimal | None
    bins: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterOffer:
    """What would be approved instead: the request as it would be, and the offers that it would get.

    `kind`: amount, terms, or document; then `facts` holds a value that is enough, and `text` says how to show it.
    """

    kind: str
    amount_minor: int
    term_months: int
    method: str
    offers: tuple[OfferTerms, ...]
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What came of recomputing a recorded decision; a difference names the field, the record and the replay."""

    decision_id: UUID
    agrees: bool
    differences: tuple[str, ...]
