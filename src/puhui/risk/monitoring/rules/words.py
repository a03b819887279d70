"""How values, levels and parts of the watch are written for people, in both languages."""

from collections.abc import Mapping
from typing import Final

from puhui.kernel.texts import Text
from puhui.risk.monitoring.contracts import Level, Unit

LEVEL_TEXTS: Final[Mapping[str, Text]] = {
    Level.CALM: Text(en="Within limits", zh="正常"),
    Level.THIN: Text(en="Too few to say", zh="样本不足"),
    Level.WARN: Text(en="Look at it", zh="须关注"),
    Level.STOP: Text(en="Act", zh="须处理"),
}
_PARTS: Final[Mapping[str, Text]] = {
    "": Text(en="all", zh="全部"),
    "sex": Text(en="sex", zh="性别"),
    "age": Text(en="age", zh="年龄"),
    "place": Text(en="town or countryside", zh="城乡"),
    "female": Text(en="women", zh="女"),
    "male": Text(en="men", zh="男"),
    "under_30": Text(en="under 30", zh="30 岁以下"),
    "30_to_44": Text(en="30 to 44", zh="30–44 岁"),
    "45_to_59": Text(en="45 to 59", zh="45–59 岁"),
    "60_and_over": Text(en="60 and over", zh="60 岁及以上"),
    "city": Text(en="city", zh="城市"),
    "county": Text(en="county", zh="县域"),
    "6m": Text(en="within 6 months", zh="6 个月内"),
    "12m": Text(en="within 12 months", zh="12 个月内"),
}


def part_text(subject: str, *, facts: Mapping[str, Text]) -> Text:
    """The part a measure is about: a fact, or an attribute with its group; a code without a name stays as it is."""
    texts = [facts.get(code) or _PARTS.get(code) or Text(en=code, zh=code) for code in subject.split(":")]
    return Text(en=" · ".join(t.en for t in texts), zh=" · ".join(t.zh for t in texts))


def shown(value: float, *, unit: Unit) -> str:
    """A value in its unit: shares in percent, prices in percentage points a year."""
    if unit == "share":
        return f"{value * 100:.1f} %"
    if unit == "count":
        return f"{value:,.0f}"
    if unit == "points":
        return f"{value:.1f}"
    if unit == "bps":
        return f"{value / 100:+.2f} %"
    return f"{value:.3f}" if unit == "index" else f"{value:.2f}"
