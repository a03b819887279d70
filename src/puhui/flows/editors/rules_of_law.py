"""Rules of the law as texts to edit: one dated number of a rulebook with its source, and what a new one would break."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, get_args

from puhui.flows.editors.editor import Cell, Editor, Preview, Subject
from puhui.foundation.catalogue.facade import (
    CLAUSES,
    KEPT_ELSEWHERE,
    LICENCES,
    MARKS,
    RULE,
    Finding,
    Method,
    Parameter,
    Product,
    ladder_faults,
    parameters_on,
    products_broken_by,
    rule_faults,
    rule_of,
    rules_in_files,
    words_of_rule,
)
from puhui.foundation.drafts.facade import DraftFault, release_on
from puhui.kernel.actors import Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text

JURISDICTIONS: Final = ("cn",)
_LABELS: Final[Mapping[str, tuple[Text, int]]] = {
    "value": (Text(en="Value", zh="数值"), 1),
    "text.zh": (Text(en="The rule in words · Chinese", zh="规则表述 · 中文"), 3),
    "text.en": (Text(en="The rule in words · English", zh="规则表述 · 英文"), 3),
    "source": (Text(en="Source: who said it, in which paper", zh="来源：发布机关与文号"), 2),
    "article": (Text(en="Article or part", zh="条款"), 1),
    "mark": (Text(en="How sure it is", zh="可靠程度"), 1),
    "applies_to": (Text(en="Only for lenders of these kinds (with commas)", zh="仅适用机构类型（逗号分隔）"), 1),
    "effective_until": (Text(en="Last day, if it ends", zh="截止日（如有）"), 1),
}
_HINTS: Final[Mapping[str, Text]] = {
    "text.zh": Text(en="Place: {value}", zh="变量：{value}"),
    "mark": Text(
        en="; ".join(f"{mark} {words.en}" for mark, words in MARKS.items()),
        zh="；".join(f"{mark} {words.zh}" for mark, words in MARKS.items()),
    ),
    "applies_to": Text(en=f"There are: {', '.join(LICENCES)}; empty: all", zh=f"类型：{'、'.join(LICENCES)}；空：全部"),
    "effective_until": Text(en="As 2027-12-31; empty: until it changes", zh="如2027-12-31；空：直至修改"),
}
_LOST: Final = Text(
    en="{product} v{version} could not be sold any more: {key} is {value}, allowed {limit} ({source}, {article}). "
    "Publish a version that keeps the rule first.",
    zh="{product} v{version}将不能再销售：{key}为{value}，允许{limit}（{source}，{article}）。请先发布符合规则的版本。",
)
_CHECKED: Final = Text(
    en="Every product and every offer is held to it; no product in force would break it.",
    zh="所有产品和报价均受此约束；现行产品均不违反。",
)
_LATER: Final = Text(
    en="From {day} the file says {value} again ({source}): publish a version for that day too if it is to be another.",
    zh="自{day}起以文件中的{value}为准（{source}）；如有不同，请另行发布该日生效的版本。",
)
_USED: Final = Text(en="Where it is used: {where}", zh="使用之处：{where}")


class RuleEditor(Editor):
    """Each rule of the rulebooks; a new name would be read by nothing, so there are those that the program knows."""

    kind = RULE
    title = Text(en="Rules of the law", zh="监管规则")
    what = "a rule of the law"
    writers = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.ADMINISTRATOR)
    publishers = writers

    def subjects(self, *, on: date) -> list[Subject]:
        """By code; a rule that does not hold on the day is the next to come, or the last one."""
        return [self._subject(code, on=on) for code in sorted(_codes())]

    def document(self, code: str, *, on: date) -> dict[str, Any]:
        """Value, words, source, article, mark, for whom and until when."""
        own = release_on(self.kind, code, on=on)
        rule = _standing(code, on=on)
        return dict(own.document) if own and rule.version == own.version else words_of_rule(rule)

    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """All but unit and rulebook, which the program reads by."""
        del code, on
        unit = document["unit"]
        hints = {**_HINTS, "value": Text(en=f"Unit: {unit}", zh=f"单位：{unit}")}
        return [
            Cell(key, label, _at(document, key), rows=rows, hint=hints.get(key))
            for key, (label, rows) in _LABELS.items()
        ]

    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """By cell; then whether it crosses another rule of the day, or names what there is not."""
        found = [DraftFault(key, reason) for key, reason in rule_faults(document, on=on)]
        if found:
            return found
        rule = self._rule(code, document, on=on)
        held = parameters_on(on, jurisdiction=code.partition(".")[0])
        return [DraftFault("value", reason) for reason in (*ladder_faults(rule, rules=held), *_unknown_methods(rule))]

    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """The sentence with its value, as a refusal says it."""
        rule = self._rule(code, document, on=on)
        note = Text(
            en=f"{rule.rule_id} · {rule.source}, {rule.article}", zh=f"{rule.rule_id} · {rule.source}，{rule.article}"
        )
        title = Text(en="The rule", zh="规则")
        return [Preview(title, rule.sentence.in_language(one), one, note) for one in ("zh", "en")]

    def effects(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Text]:
        """Which products could not be sold any more and by which article; where it is used; what comes later."""
        rule = self._rule(code, document, on=on)
        jurisdiction = code.partition(".")[0]
        lost = products_broken_by(rule, jurisdiction=jurisdiction, on=on)
        said = [_lost(product, finding) for product, finding in lost]
        if rule.name in CLAUSES and not lost:
            said.append(_CHECKED)
        if rule.name in KEPT_ELSEWHERE:
            said.append(_USED.filled(where=KEPT_ELSEWHERE[rule.name]))
        later = (one for one in _in_files(code) if one.effective_from > on)
        said += [_LATER.filled(day=one.effective_from, value=one.value, source=one.source) for one in later]
        return said

    def version_above(self, code: str) -> int:
        """As many as the files have of it."""
        return len(_in_files(code))

    def _rule(self, code: str, document: Mapping[str, Any], *, on: date) -> Parameter:
        return rule_of(_name(code), document, effective_from=on, version=self.version_above(code) + 1)

    def _subject(self, code: str, *, on: date) -> Subject:
        rule = _standing(code, on=on)
        version = rule.version or _in_files(code).index(rule) + 1
        return Subject(code, rule.sentence, version, rule.effective_from, bool(rule.version))


def _codes() -> list[str]:
    """What there is to edit: each name that a file of a jurisdiction gives, and what was published under one."""
    return [f"{one}.{name}" for one in JURISDICTIONS for name in rules_in_files(one)]


def _in_files(code: str) -> list[Parameter]:
    jurisdiction, _, name = code.partition(".")
    found = rules_in_files(jurisdiction).get(name, [])
    if not found:
        raise NotFound("rule", where=code[:60])
    return found


def _name(code: str) -> str:
    return code.partition(".")[2]


def _standing(code: str, *, on: date) -> Parameter:
    """The rule of the day; where none holds, the next one to come, or else the last one."""
    jurisdiction, _, name = code.partition(".")
    files = _in_files(code)
    held = parameters_on(on, jurisdiction=jurisdiction).get(name)
    return held or next((one for one in files if one.effective_from > on), files[-1])


def _at(document: Mapping[str, Any], key: str) -> str:
    part, _, language = key.partition(".")
    found = document.get(part, "")
    return str((found or {}).get(language, "")) if language else str(found)


def _unknown_methods(rule: Parameter) -> Iterator[Text]:
    """A way of repaying that is not there would forbid nothing."""
    if rule.name == "forbidden_methods":
        known = get_args(Method)
        for name in (one for one in rule.names if one not in known):
            yield Text(
                en=f"there is no {name}; there are: {', '.join(known)}", zh=f"没有{name}；可选：{'、'.join(known)}"
            )


def _lost(product: Product, finding: Finding) -> Text:
    return _LOST.filled(
        product=product.code,
        version=product.version,
        key=finding.key,
        value=finding.value,
        limit=finding.limit,
        source=finding.source,
        article=finding.article,
    )
