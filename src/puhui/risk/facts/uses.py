"""What a fact may be used for, held to: what asks for a fact for another use is refused by its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from puhui.foundation.catalogue.facade import policies_in
from puhui.kernel.errors import Refusal
from puhui.kernel.texts import Text
from puhui.risk.facts.catalogue import FOLDER, fact_definitions
from puhui.risk.facts.contracts import FactFile, Use

WORDS = {
    "rule": Text(en="decide by a rule", zh="规则判断"),
    "score": Text(en="count in a score", zh="评分"),
    "limit": Text(en="bound an amount", zh="额度测算"),
    "price": Text(en="set a price", zh="定价"),
    "monitor": Text(en="be watched", zh="监测"),
}


class FactNotForThis(Refusal):
    """A policy, a model or a price asks for a fact that was not declared for this use."""

    code = "fact_use_not_allowed"
    text = Text(
        en="{where}: the fact {fact} may not {use_en}; it was declared for other uses only",
        zh="{where}：数据项 {fact} 未获准用于{use_zh}",
    )


@dataclass(frozen=True, slots=True)
class FactUse:
    """A place that asks for a fact, and what for."""

    where: str
    fact: str
    use: Use


def unfit_uses(asked: Iterable[FactUse], *, on: date) -> Iterator[FactUse]:
    """Those that the facts in force on a day do not allow. What is no declared fact is not looked at."""
    allowed = _allowed(policies_in(FactFile, FOLDER), on)
    return (one for one in asked if one.use not in allowed.get(one.fact, (one.use,)))


def refuse_unfit_uses(asked: Iterable[FactUse], *, on: date) -> None:
    """Refuses the first use that is not allowed, by its place."""
    for one in unfit_uses(asked, on=on):
        raise refusal_of(one)


def refusal_of(one: FactUse) -> FactNotForThis:
    """A use that is not allowed, in words."""
    word = WORDS[one.use]
    return FactNotForThis(where=one.where, fact=one.fact, use_en=word.en, use_zh=word.zh)


@lru_cache(maxsize=16)
def _allowed(files: tuple[FactFile, ...], on: date) -> dict[str, tuple[str, ...]]:
    """The uses of each fact; a day before the first catalogue is held to the first."""
    first = min((file.effective_from for file in files), default=on)
    return {name: one.uses for name, one in fact_definitions(on=max(on, first)).items()}
