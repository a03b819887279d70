"""How much at most, and at which rate, as named parts: each is shown in the answer, so that a person sees why.

limit = the least of its parts                                     [[limit]]
rate  = funding + expected loss + cost + margin, kept within the law   [price]
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import AnswerPart, PolicyInvalid
from puhui.risk.decisioning.rules.burden import expected_loss_rate_pct
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.formulas import EXACT, Formula, parse_formula, parse_number

BASIS_POINT = Decimal("0.01")
HUNDRED = Decimal(100)
PRICE_CONTEXT = ("margin_pct", "expected_loss_pct", "amount_minor", "amount_year_minor")
LIMIT_CONTEXT = ("limits.most_minor", "limits.turnover_share_pct")
_MOST_PARTS = 12
_CAP = Text(en="Kept within the highest lawful rate", zh="控制在法定利率上限以内")
_FLOOR = Text(en="Raised to the lowest rate of the product", zh="调整至产品最低利率")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPart:
    """One bound of the limit, in fen: why it was too little, and why a person must look when it is not known.

    Without `when_unknown` a part that is not known bounds nothing.
    """

    formula: Formula
    reason: str
    when_unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRule:
    """The parts of a rate in percent a year, and what it is kept within.

    `cap_names` are dated parameters in percent, `cap_multiples` in multiples of the loan prime rate. A rate that would
    lose more than `give_up_most_pct` to a cap is not offered: the risk has no lawful price.
    """

    parts: tuple[Formula, ...]
    lgd_pct: Decimal
    least_pct: Decimal
    most_pct: Decimal
    cap_names: tuple[str, ...]
    cap_multiples: tuple[str, ...]
    give_up_most_pct: Decimal
    reason: str


def limit_parts(parts: tuple[LimitPart, ...], context: Mapping[str, Any]) -> tuple[AnswerPart, ...]:
    """What every part allows, in fen, rounded down; the least known one decides."""
    found = [(part, part.formula.value(context)) for part in parts]
    amounts = [None if v is None else max(Decimal(0), v.to_integral_value(ROUND_FLOOR)) for _, v in found]
    least = min((a for a in amounts if a is not None), default=None)
    place = next((n for n, a in enumerate(amounts) if a is not None and a == least), None)
    return tuple(
        AnswerPart(part.formula.name, part.formula.text, amounts[n], n == place) for n, (part, _) in enumerate(found)
    )


def price_parts(
    rule: PriceRule, context: dict[str, Any], *, lpr: Decimal, parameters: Mapping[str, Decimal]
) -> tuple[AnswerPart, ...] | None:
    """The parts of the rate, which sum to it exactly; None when the risk has no lawful price or a part is not known.

    Puts the expected loss into the context.
    """
    loss = expected_loss_rate_pct(
        context["pd"],
        lgd_pct=rule.lgd_pct,
        months=context["term_months"],
        is_amortising=context["method"] != "interest_only" and context["method"] != "bullet",
    )
    context["expected_loss_pct"] = loss
    made: list[AnswerPart] = []
    rate = Decimal(0)
    for formula in rule.parts:
        value = formula.value(context)
        if value is None:
            return None
        value = value.quantize(BASIS_POINT, context=EXACT)
        rate += value
        made.append(AnswerPart(formula.name, formula.text, value, False))
    cap = highest_rate(rule, lpr=lpr, parameters=parameters)
    if rate - cap > rule.give_up_most_pct or cap < rule.least_pct:
        return None
    if rate > cap:
        made.append(AnswerPart("cap", _CAP, cap - rate, True))
    elif rate < rule.least_pct:
        made.append(AnswerPart("floor", _FLOOR, rule.least_pct - rate, True))
    return tuple(made)


def highest_rate(rule: PriceRule, *, lpr: Decimal, parameters: Mapping[str, Decimal]) -> Decimal:
    """The highest rate in percent that the policy and the law of the day allow; a law not in force bounds nothing."""
    bounds = [rule.most_pct]
    bounds += [parameters[name] for name in rule.cap_names if name in parameters]
    bounds += [parameters[name] * lpr for name in rule.cap_multiples if name in parameters]
    return min(bounds).quantize(BASIS_POINT, rounding=ROUND_FLOOR)


def parse_limit(document: Any, *, known: Collection[str]) -> tuple[LimitPart, ...]:
    """The parts of `[[limit]]`; an absent section has none."""
    entries = _entries(document, where="limit")
    return tuple(_limit_part(entry, where=f"limit.{name}", name=name, known=known) for name, entry in entries)


def _limit_part(entry: Mapping[str, Any], *, where: str, name: str, known: Collection[str]) -> LimitPart:
    more = frozenset({"name", "reason", "when_unknown"})
    formula = parse_formula(name, entry, where=where, known=known, more=more)
    if not isinstance(entry.get("reason"), str):
        raise PolicyInvalid(f"{where}.reason", words_of("reason_code"))
    return LimitPart(formula=formula, reason=entry["reason"], when_unknown=str(entry.get("when_unknown", "")))


def parse_price(document: Any, *, known: Collection[str]) -> PriceRule | None:
    """The rule of `[price]`; None when the section is absent."""
    if document is None:
        return None
    needed = {"parts", "lgd_pct", "least_pct", "most_pct", "reason"}
    more = {"caps_pct", "caps_lpr_multiple", "give_up_most_pct"}
    if not isinstance(document, Mapping) or needed - set(document) or set(document) - needed - more:
        raise PolicyInvalid(
            "price", words_of("price_keys", needed=", ".join(sorted(needed)), more=", ".join(sorted(more)))
        )
    entries = _entries(document["parts"], where="price.parts")
    if not entries:
        raise PolicyInvalid("price.parts", words_of("one_part"))
    rule = PriceRule(
        parts=tuple(
            parse_formula(name, e, where=f"price.parts.{name}", known=known, more=frozenset({"name"}))
            for name, e in entries
        ),
        lgd_pct=parse_number(document["lgd_pct"], where="price.lgd_pct"),
        least_pct=parse_number(document["least_pct"], where="price.least_pct").quantize(BASIS_POINT, ROUND_CEILING),
        most_pct=parse_number(document["most_pct"], where="price.most_pct"),
        cap_names=tuple(str(name) for name in document.get("caps_pct", ())),
        cap_multiples=tuple(str(name) for name in document.get("caps_lpr_multiple", ())),
        give_up_most_pct=parse_number(document.get("give_up_most_pct", 0), where="price.give_up_most_pct"),
        reason=str(document["reason"]),
    )
    _check_price(rule)
    return rule


def _check_price(rule: PriceRule) -> None:
    if not 0 <= rule.lgd_pct <= HUNDRED:
        raise PolicyInvalid("price.lgd_pct", words_of("percent"))
    if not 0 <= rule.least_pct <= rule.most_pct:
        raise PolicyInvalid("price.most_pct", words_of("price_span"))
    if rule.give_up_most_pct < 0:
        raise PolicyInvalid("price.give_up_most_pct", words_of("not_below_zero"))


def _entries(document: Any, *, where: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Named tables of a list, at most a dozen, no name twice."""
    if document is None:
        return []
    if not isinstance(document, list) or len(document) > _MOST_PARTS:
        raise PolicyInvalid(where, words_of("parts_needed", most=_MOST_PARTS))
    found = [(str(e.get("name", "")) if isinstance(e, Mapping) else "", e) for e in document]
    names = [name for name, _ in found]
    if "" in names or len(set(names)) != len(names):
        raise PolicyInvalid(where, words_of("part_name"))
    return found
