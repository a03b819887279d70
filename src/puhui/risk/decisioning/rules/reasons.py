"""Why: one to four specific reasons, from the rules that were hit and from the points that facts lost.

A reason names the fact that was scored, its value and what would have counted more. "Score too low" is no reason
(compare PIPL article 24, and CFPB circulars 2022-03 and 2023-03 as a yardstick of what is specific).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from puhui.kernel.texts import Text
from puhui.risk.decisioning.contracts import Contribution, Reason
from puhui.risk.decisioning.rules.boosted import BoostedFact
from puhui.risk.decisioning.rules.formulas import Formula
from puhui.risk.decisioning.rules.policy import DecisionPolicy
from puhui.risk.decisioning.rules.scorecard import Bin, Feature, Pair, Scorecard
from puhui.risk.decisioning.rules.serving import ScoringModel
from puhui.risk.decisioning.rules.tables import Row
from puhui.risk.facts.facade import FACTS

MOST_REASONS = 4


def rule_reasons(rows: Sequence[Row], *, policy: DecisionPolicy, context: Mapping[str, Any]) -> list[Reason]:
    """The reasons of the hard rules that were hit, with the values that they looked at."""
    found = []
    for row in rows:
        looked_at = {name: _shown(context.get(name)) for name in row.asks}
        code = row.then["reason"]
        text = _filled(policy.reasons[code], looked_at)
        found.append(Reason(code, text, {"row": row.id, **looked_at}))
    return found


def amount_reason(policy: DecisionPolicy, *, context: Mapping[str, Any], limit_minor: int) -> Reason:
    """The reason when the amount asked for, the turnover or the limit of the band is below the least that is lent."""
    turnover = context.get(policy.turnover_fact)
    values = {
        "amount": _shown(context["amount"]),
        "turnover": _shown(turnover if turnover is None else Decimal(turnover) / 100),
        "limit": _shown(Decimal(limit_minor) / 100),
        "least": _shown(Decimal(policy.least_minor) / 100),
    }
    if context["amount"] * 100 < policy.least_minor:
        code = "amount_too_small"
    else:
        code = "turnover_unknown" if turnover is None else "amount_above_turnover"
    return Reason(code, _filled(policy.reasons[code], values), values)


def part_reason(
    policy: DecisionPolicy, code: str, *, formula: Formula | None, context: Mapping[str, Any], limit_minor: int
) -> Reason:
    """The reason that a part of the limit, or the price, gives; {name} is what the part looked at (fen as yuan)."""
    values = {
        "limit": _shown(Decimal(limit_minor) / 100),
        "least": _shown(Decimal(policy.least_minor) / 100),
        "amount": _shown(context["amount"]),
    }
    for name in formula.asks if formula else ():
        value = context.get(name)
        in_fen = name.endswith("_minor") or name == policy.turnover_fact or policy.sections.is_money(name)
        values[name] = _shown(Decimal(value) / 100 if in_fen and value is not None else value)
    return Reason(code, _filled(policy.reasons[code], values), values)


def _filled(text: Text, values: Mapping[str, str]) -> Text:
    en, zh = text.en, text.zh
    for name, value in values.items():
        en, zh = en.replace("{" + name + "}", value), zh.replace("{" + name + "}", value)
    return Text(en=en, zh=zh)


def score_reasons(parts: Sequence[Contribution], *, card: ScoringModel, most: int = MOST_REASONS) -> list[Reason]:
    """The facts, and pairs of facts, that lost most points, most first; only those that lost any.

    Where none did against the mean applicant of boosted trees, the fact that helped least is named.
    """
    pairs = card.pairs if isinstance(card, Scorecard) else ()
    scored = zip(parts, (*card.features, *pairs), strict=True)
    by_loss = sorted(scored, key=lambda both: (-both[0].lost, both[0].fact))
    lost = [both for both in by_loss if both[0].lost > 0] or [p for p in by_loss[:1] if isinstance(p[1], BoostedFact)]
    return [_part_reason(part, of=whole, parts=parts, card=card) for part, whole in lost[:most]]


def _part_reason(
    part: Contribution, *, of: Feature | BoostedFact | Pair, parts: Sequence[Contribution], card: ScoringModel
) -> Reason:
    if isinstance(of, Pair):
        return _pair_reason(part, pair=of, parts=parts, features=[f for f in card.features if isinstance(f, Feature)])
    return _boosted_reason(part, fact=of) if isinstance(of, BoostedFact) else _score_reason(part, feature=of)


def _boosted_reason(part: Contribution, *, fact: BoostedFact) -> Reason:
    """The fact, its value, and which way it would count more, where the trees are held to one direction."""
    value = _shown_value(part.value, feature=fact)
    unit = _UNITS.get(fact.unit, Text(en=fact.unit, zh=fact.unit))
    detail = {"fact": fact.name, "value": value, "points_lost": str(part.lost)}
    if part.value is None:
        text = _not_known(fact)
    else:
        more = _MORE[fact.direction]
        text = Text(
            en=f"{fact.text.en}: {value}{unit.en}{more.en}",
            zh=f"{fact.text.zh}：{value}{unit.zh}{more.zh}",
        )
    return Reason(f"fact.{fact.name}", text, detail)


_MORE = {
    1: Text(en="; a higher value counts more", zh="；数值越高得分越高"),
    -1: Text(en="; a lower value counts more", zh="；数值越低得分越高"),
    0: Text(en="; this value counts less than others do", zh="；该取值得分低于其他取值"),
}


def _not_known(feature: Feature | BoostedFact) -> Text:
    """What is missing, and whose silence it is: the invoices' or another source's."""
    if feature.name not in FACTS:
        return Text(
            en=f"{feature.text.en}: not known; neither what you gave us nor any source that we may ask tells it",
            zh=f"{feature.text.zh}：未知；您提供的资料及经授权查询的数据来源均未包含该信息",
        )
    return Text(
        en=f"{feature.text.en}: not known from the invoices we were given",
        zh=f"{feature.text.zh}：所提供的发票中无法得出",
    )


def pair_code(pair: Pair) -> str:
    """The reason code of a pair."""
    return f"pair.{pair.name}"


def _pair_reason(
    part: Contribution, *, pair: Pair, parts: Sequence[Contribution], features: Sequence[Feature]
) -> Reason:
    """Two facts by their values, and which values together count most."""
    said, best = [], []
    for place, ids in zip((pair.first, pair.second), pair.best_groups, strict=True):
        feature, own = features[place], parts[place]
        unit = _UNITS.get(feature.unit, Text(en=feature.unit, zh=feature.unit))
        value = _shown_value(own.value, feature=feature)
        en, zh = (f"{value}{unit.en}", f"{value}{unit.zh}") if value else ("not known", "未知")
        said.append(Text(en=f"{feature.text.en} {en}", zh=f"{feature.text.zh}{zh}"))
        group = [b for b in (*feature.bins, feature.missing) if b.id in ids]
        best.append(_group_text(group, feature=feature, unit=unit))
    detail = {"fact": pair.name, "value": part.value or "", "points_lost": str(part.lost)}
    text = Text(
        en=f"{said[0].en} together with {said[1].en}; {best[0].en} with {best[1].en} counts most",
        zh=f"{said[0].zh}，同时{said[1].zh}；{best[0].zh}且{best[1].zh}得分最高",
    )
    return Reason(pair_code(pair), text, detail | {"best": f"{best[0].en} & {best[1].en}"})


def _group_text(group: Sequence[Bin], *, feature: Feature, unit: Text) -> Text:
    """Neighbouring bins as one range; categories by name."""
    known = [b for b in group if b is not feature.missing]
    if not known:
        return Text(en=f"{feature.text.en} not known", zh=f"{feature.text.zh}未知")
    whole = Bin("", 0, known[0].low, known[-1].high, tuple(value for b in known for value in b.values))
    text = _range_text(whole, feature=feature)
    return Text(en=f"{feature.text.en} {text.en}{unit.en}", zh=f"{feature.text.zh}{text.zh}{unit.zh}")


def _score_reason(part: Contribution, *, feature: Feature) -> Reason:
    best = feature.best_bin
    target = _range_text(best, feature=feature)
    value = _shown_value(part.value, feature=feature)
    unit = _UNITS.get(feature.unit, Text(en=feature.unit, zh=feature.unit))
    detail = {"fact": feature.name, "value": value, "points_lost": str(part.lost), "best": target.en}
    if part.value is None:
        text = _not_known(feature)
    elif best is feature.missing:
        text = Text(en=f"{feature.text.en}: {value}{unit.en}", zh=f"{feature.text.zh}：{value}{unit.zh}")
    else:
        text = Text(
            en=f"{feature.text.en}: {value}{unit.en}; {target.en}{unit.en} counts most",
            zh=f"{feature.text.zh}：{value}{unit.zh}；{target.zh}{unit.zh}得分最高",
        )
    return Reason(f"fact.{feature.name}", text, detail)


_UNITS = {
    "": Text(en="", zh=""),
    "ratio": Text(en="", zh=""),
    "months": Text(en=" months", zh="个月"),
    "minor": Text(en=" yuan", zh="元"),
    "invoices": Text(en="", zh="张"),
    "partners": Text(en="", zh="家"),
}


def _range_text(best: Bin, *, feature: Feature) -> Text:
    if feature.kind == "category":
        names = ", ".join(best.values[:4]) or best.id
        return Text(en=names, zh=names)
    low, high = _shown_value(best.low, feature=feature), _shown_value(best.high, feature=feature)
    if best.low is None:
        return Text(en=f"below {high}", zh=f"低于{high}") if best.high is not None else Text(en="any", zh="任意值")
    if best.high is None:
        return Text(en=f"{low} or more", zh=f"不低于{low}")
    return Text(en=f"{low} to {high}", zh=f"{low}至{high}")


def _shown_value(value: str | Decimal | None, *, feature: Feature | BoostedFact) -> str:
    """A value of the feature for people: fen as yuan, categories as they are."""
    if value is None:
        return ""
    if feature.kind != "number":
        return str(value)
    return _shown_number(str(Decimal(value) / 100 if feature.unit == "minor" else value))


def _shown_number(text: str) -> str:
    """A number for people: four significant digits, no exponent."""
    number = Decimal(text)
    if number == 0:
        return "0"
    digits = max(0, 3 - number.adjusted())
    shown = f"{number:,.{digits}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _shown(value: Any) -> str:
    if value is None:
        return "?"
    return _shown_number(str(value)) if isinstance(value, Decimal | int) else str(value)
