"""Test cases of a policy, kept in it: an application with its facts, and what must come out.

[[cases]]
name = "a good firm"
amount = "300000.00"     term_months = 12     method = "equal_instalment"
facts = { turnover_12m = 800000000 }          applicant = { months_since_founding = 60 }
expect = { outcome = "approve", band = "A", limit = "300000.00", rate_pct = "5.30", reasons = ["..."] }
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from puhui.kernel.errors import Refusal
from puhui.kernel.money import Money
from puhui.risk.decisioning.contracts import Decision, DecisionRequest, FactValue, PolicyInvalid
from puhui.risk.decisioning.policy_contracts import CaseResult
from puhui.risk.decisioning.rules.decide import decide
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.formulas import parse_number
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.serving import ScoringModel

MOST_CASES = 200
_KEYS = frozenset({"name", "amount", "term_months", "method", "facts", "applicant", "expect"})
_EXPECT = ("outcome", "band", "limit", "rate_pct", "reasons")


def cases_of(policy: DecisionPolicy) -> list[Mapping[str, Any]]:
    """The cases of a policy; refuses by place what is none."""
    cases = policy.document.get("cases", [])
    if not isinstance(cases, list) or len(cases) > MOST_CASES:
        raise PolicyInvalid("cases", words_of("cases_needed", most=MOST_CASES))
    for number, case in enumerate(cases, start=1):
        where = f"cases.{number}"
        if not isinstance(case, Mapping) or set(case) - _KEYS or {"name", "amount", "expect"} - set(case):
            raise PolicyInvalid(where, words_of("case_keys"))
        expect = case["expect"]
        if not isinstance(expect, Mapping) or not expect or set(expect) - set(_EXPECT):
            raise PolicyInvalid(f"{where}.expect", words_of("some_of", names=", ".join(_EXPECT)))
        if not isinstance(case.get("facts", {}), Mapping) or not isinstance(case.get("applicant", {}), Mapping):
            raise PolicyInvalid(where, words_of("case_tables"))
    return cases


def run_cases(
    policy: DecisionPolicy, *, models: Mapping[str, ScoringModel], parameters: Mapping[str, Decimal], on: date
) -> list[CaseResult]:
    """Decides on every case as of a day, with the model of its slot, and holds what comes out against what must."""
    return [_run(case, n, policy, models, parameters, on) for n, case in enumerate(cases_of(policy), start=1)]


def _run(  # noqa: PLR0917 - one case and all that it is decided with
    case: Mapping[str, Any],
    number: int,
    policy: DecisionPolicy,
    models: Mapping[str, ScoringModel],
    parameters: Mapping[str, Decimal],
    on: date,
) -> CaseResult:
    expected = {name: _said(name, value) for name, value in case["expect"].items()}
    try:
        request = _request(case, number, policy, on)
        model = models[policy.slot_of(request)]
        answer = _told(decide(request, policy=policy, scorecard=model, parameters=parameters))
    except Refusal as refusal:
        answer = {"outcome": f"refused: {refusal.code} {refusal.where}"}
    got = {name: answer.get(name, "") for name in expected}
    return CaseResult(str(case["name"])[:120], got == expected, expected, got)


def _request(case: Mapping[str, Any], number: int, policy: DecisionPolicy, on: date) -> DecisionRequest:
    where = f"cases.{number}"
    return DecisionRequest(
        application_id=UUID(int=number),
        as_of=on,
        product_code=policy.products[0],
        amount_minor=Money.parse(str(case["amount"]), where=f"{where}.amount").minor,
        term_months=int(case.get("term_months", 12)),
        method=str(case.get("method", "equal_instalment")),
        applicant=case.get("applicant", {}),
        facts={name: _fact(value, f"{where}.facts.{name}") for name, value in case.get("facts", {}).items()},
    )


def _fact(value: Any, where: str) -> FactValue:
    return value if type(value) is int else parse_number(value, where=where)


def _said(name: str, value: Any) -> str:
    if name == "reasons":
        return ", ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)
    return f"{Decimal(str(value)):.2f}" if name in {"limit", "rate_pct"} else str(value)


def _told(answer: Decision) -> dict[str, str]:
    rate = answer.offers[0].annual_rate_pct if answer.offers else None
    return {
        "outcome": answer.outcome,
        "band": answer.band,
        "limit": str(Money(answer.limit_minor)),
        "rate_pct": "" if rate is None else f"{rate:.2f}",
        "reasons": ", ".join(sorted(reason.code for reason in answer.reasons)),
    }
