"""A rule of the law as words in cells, and back: how each unit is read, what is wrong with a cell, which one holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from string import Formatter
from types import MappingProxyType
from typing import Any, Final, get_args
from zoneinfo import available_timezones

from puhui.foundation.catalogue.rules.allowed import in_force
from puhui.foundation.catalogue.schema.base import Licence, Value
from puhui.foundation.catalogue.schema.rulebook import Parameter
from puhui.kernel.canonical import digest
from puhui.kernel.dates import parse_date
from puhui.kernel.errors import InvalidInput
from puhui.kernel.texts import Text

RULE: Final = "rule"  # kind of drafts and releases
LONGEST_VALUE = 200
LONGEST_WORDS = 1_000
HIGHEST: Final = Decimal(10**12)
_YES_AND_NO: Final = {"yes": True, "是": True, "no": False, "否": False}
_GRADES: Final = range(1, 6)
_LANGUAGES: Final = ("zh", "en")
# Which of two rules may not be above the other.
LADDERS: Final[tuple[tuple[str, ...], ...]] = (
    ("attention_above_days", "substandard_above_days", "doubtful_above_days", "loss_above_days"),
    ("stage_two_above_days", "stage_three_above_days"),
    ("default_interest_multiple_lowest", "default_interest_multiple_highest"),
    ("one_borrower_share_pct", "one_group_share_pct"),
    ("voucher_tenor_months_usual", "voucher_tenor_months_most"),
    *(
        tuple(f"{scheme}_{grade}_pct" for grade in ("normal", "attention", "substandard", "doubtful", "loss"))
        for scheme in ("guideline_2002", "reserve_2012")
    ),
)


def rule_in_force(files: Iterable[Parameter], *, own: Parameter | None, on: date) -> Parameter | None:
    """The rule that holds on the day: of what was published here and what files say, the last one to have begun.

    What was published takes the place of every file that began up to its day; when it is over, none of them comes back.
    """
    if own is None:
        return in_force(files, on=on)
    return in_force([own, *(one for one in files if one.effective_from > own.effective_from)], on=on)


def words_of_rule(rule: Parameter) -> dict[str, Any]:
    """A rule as a document of cells; its unit and its rulebook stay as they are."""
    said = {
        "value": _words_of(rule.value),
        "unit": rule.unit,
        "rulebook": rule.rulebook,
        "text": {"zh": rule.text.zh, "en": rule.text.en},
        "source": rule.source,
        "article": rule.article,
        "mark": rule.mark,
        "applies_to": ", ".join(rule.applies_to),
        "effective_until": rule.effective_until.isoformat() if rule.effective_until else "",
    }
    return {name: words for name, words in said.items() if words}


def rule_of(name: str, document: Mapping[str, Any], *, effective_from: date, version: int) -> Parameter:
    """The rule of a sound document."""
    until = document.get("effective_until", "")
    return Parameter(
        name=name,
        value=value_of(document.get("value", ""), unit=document["unit"]),
        unit=document["unit"],
        effective_from=effective_from,
        effective_until=parse_date(until, where="effective_until") if until else None,
        source=document["source"],
        article=document["article"],
        mark=document["mark"],
        text=Text(**document["text"]),
        applies_to=licences_in(document.get("applies_to", "")),
        rulebook=document["rulebook"],
        version=version,
    )


def licences_in(words: str) -> tuple[Licence, ...]:
    """The kinds of lenders of a list with commas, as it is written."""
    return tuple(name for name in words.replace("，", ",").replace(" ", "").split(",") if name)  # type: ignore[misc]


def value_of(words: str, *, unit: str) -> Value:
    """What stands in the cell of the value, read as its unit says; refuses what the program could not use."""
    if len(words) > LONGEST_VALUE:
        raise InvalidInput("value", Text(en=f"at most {LONGEST_VALUE} characters", zh=f"最多{LONGEST_VALUE}个字符"))
    for is_meant, reader in _READERS:
        if is_meant(unit):
            return reader(words, unit)
    return _number(words, unit)


def rule_faults(document: Mapping[str, Any], *, on: date) -> Iterator[tuple[str, Text]]:
    """What is wrong with the cells of a rule that is to hold from the day on: the cell, and why."""
    try:
        value_of(document.get("value", ""), unit=document["unit"])
    except InvalidInput as refused:
        yield "value", _reason(refused)
    for language in _LANGUAGES:
        words = (document.get("text") or {}).get(language, "")
        if not 3 <= len(words) <= LONGEST_WORDS:
            yield f"text.{language}", _SIZE.filled(most=LONGEST_WORDS)
        elif not _has_only_the_value(words):
            yield f"text.{language}", _PLACES
    yield from _source_faults(document)
    yield from _until_faults(document.get("effective_until", ""), on=on)


def ladder_faults(rule: Parameter, *, rules: Mapping[str, Parameter]) -> Iterator[Text]:
    """The rules of the day that this one would cross: a limit that comes later is never the lower one."""
    for ladder in (one for one in LADDERS if rule.name in one):
        place = ladder.index(rule.name)
        for other_place, name in enumerate(ladder):
            other = rules.get(name)
            if other is None or name == rule.name:
                continue
            below, above = (rule, other) if place < other_place else (other, rule)
            if below.number > above.number:
                yield _CROSSED.filled(below=below.name, above=above.name, other=other.value)


def book_version(rules: Iterable[Parameter]) -> str:
    """How what was decided by these rules names them: their rulebook, with a hash once a rule was published here."""
    held = list(rules)
    name = held[0].rulebook
    if not any(one.version for one in held):
        return name
    return f"{name}@{digest([(one.name, str(one.value), one.version) for one in held])[:12]}"


def _words_of(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _yes_or_no(words: str, unit: str) -> Value:
    del unit
    if words.lower() not in _YES_AND_NO:
        raise InvalidInput("value", Text(en="yes or no", zh="填写“是”或“否”"))
    return _YES_AND_NO[words.lower()]


def _time(words: str, unit: str) -> Value:
    del unit
    try:
        is_time = len(words) == 5 and time.fromisoformat(words).isoformat("minutes") == words
    except ValueError:
        is_time = False
    if not is_time:
        raise InvalidInput("value", Text(en="a time such as 22:00", zh="应为时间，例如22:00"))
    return words


def _zone(words: str, unit: str) -> Value:
    del unit
    if words not in available_timezones():
        raise InvalidInput("value", Text(en="a zone such as Asia/Shanghai", zh="应为时区，例如Asia/Shanghai"))
    return words


def _choice(words: str, unit: str) -> Value:
    if words not in unit.split(" or "):
        raise InvalidInput("value", Text(en=f"one of: {unit}", zh=f"应为其中之一：{unit.replace(' or ', '、')}"))
    return words


def _words(words: str, unit: str) -> Value:
    if not words and "empty" not in unit:
        raise InvalidInput("value", Text(en="words are missing", zh="缺少文字"))
    return words


def _number(words: str, unit: str) -> Value:
    whole = not unit.startswith(("percent", "times"))
    if not (words.isascii() and words.replace(".", "", 1).isdecimal()) or (whole and "." in words):
        kind = Text(en="a whole number", zh="整数") if whole else Text(en="a number, such as 1.5", zh="数字，例如1.5")
        raise InvalidInput("value", kind.filled())
    number = Decimal(words)
    most = Decimal(1000) if unit.startswith("percent") else HIGHEST
    if number > most or (unit.startswith("grade") and int(number) not in _GRADES):
        raise InvalidInput("value", Text(en=f"out of range for: {unit}", zh=f"超出范围（单位：{unit}）"))
    return int(number) if whole or number == number.to_integral_value() else number


_READERS: Final[tuple[tuple[Callable[[str], bool], Callable[[str, str], Value]], ...]] = (
    (lambda unit: unit == "yes or no", _yes_or_no),
    (lambda unit: unit == "local time", _time),
    (lambda unit: unit.startswith("zone"), _zone),
    (lambda unit: unit.startswith(("list", "conditions")), _words),
    (lambda unit: len(unit.split(" or ")) > 1 and " " not in unit.replace(" or ", ""), _choice),
)
MARKS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "S": Text(en="read in a source", zh="见于来源"),
        "L": Text(en="read in the statute", zh="见于法条原文"),
        "M": Text(en="from memory", zh="凭记忆"),
        "U": Text(en="unsure, or our own choice", zh="不确定或本机构自定"),
    }
)
LICENCES: Final[tuple[str, ...]] = get_args(Licence)
_SIZE: Final = Text(en="3 to {most} characters", zh="3至{most}个字符")
_PLACES: Final = Text(
    en="the only place is {{value}}, and braces stand in pairs", zh="只可使用变量{{value}}，花括号须成对"
).filled()
_CROSSED: Final = Text(
    en="{below} may not be above {above} (the other one is {other} on that day)",
    zh="{below}不得高于{above}（当日另一项为{other}）",
)


def _reason(refused: InvalidInput) -> Text:
    reason = refused.detail["reason"]
    return reason if isinstance(reason, Text) else Text(en=str(reason), zh=str(reason))


def _has_only_the_value(words: str) -> bool:
    try:
        found = [(place, spec, turned) for _, place, spec, turned in Formatter().parse(words) if place is not None]
    except ValueError:
        return False
    return all(one == ("value", "", None) for one in found)


def _source_faults(document: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for key, most in (("source", 500), ("article", 200)):
        if not 3 <= len(document.get(key, "")) <= most:
            yield key, _SIZE.filled(most=most)
    if document.get("mark", "") not in MARKS:
        yield "mark", Text(en=f"one of: {', '.join(MARKS)}", zh=f"应为其中之一：{'、'.join(MARKS)}")
    unknown = [name for name in licences_in(document.get("applies_to", "")) if name not in LICENCES]
    if unknown:
        yield "applies_to", Text(en=f"there is no {unknown[0]}", zh=f"没有{unknown[0]}")


def _until_faults(words: str, *, on: date) -> Iterator[tuple[str, Text]]:
    if not words:
        return
    try:
        is_over = parse_date(words, where="effective_until") < on
    except InvalidInput as refused:
        yield "effective_until", _reason(refused)
        return
    if is_over:
        yield "effective_until", Text(en="it would be over before it begins", zh="截止日早于生效日")
