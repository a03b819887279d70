"""Which inputs may not decide about people: protected attributes, and what stands for them.

A name is read as words: `applicant.ownerSex` is "applicant owner sex". It is refused when it holds the words of an
entry in a row, unless all of them belong to a phrase that the policy calls harmless ("firm age").
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puhui.kernel.texts import Text

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Barred:
    """One entry: its name, the phrases that give it away, why it is kept out, what it stands for when it is a proxy."""

    name: str
    phrases: tuple[tuple[str, ...], ...]
    why: Text
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarredInput:
    """An input that may not be used, and the entry that bars it."""

    input: str
    entry: Barred


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in small letters: underscores, dots, spaces and capitals part them."""
    return tuple(word.lower() for word in _WORD.findall(name))


def barred_inputs(
    names: Iterable[str], *, entries: Sequence[Barred], harmless: Sequence[tuple[str, ...]]
) -> list[BarredInput]:
    """The inputs that may not be used, in the order given."""
    found = []
    for name in names:
        words = words_of(name)
        innocent = {place for phrase in harmless for place in _places(words, phrase)}
        for entry in entries:
            if any(set(hit) - innocent for phrase in entry.phrases for hit in _hits(words, phrase)):
                found.append(BarredInput(name, entry))
                break
    return found


def _hits(words: tuple[str, ...], phrase: tuple[str, ...]) -> list[range]:
    """Where the phrase stands in the words. A Chinese word is searched within, since it has no spaces."""
    size = len(phrase)
    if size == 1 and not phrase[0].isascii():
        return [range(place, place + 1) for place, word in enumerate(words) if phrase[0] in word]
    return [range(at, at + size) for at in range(len(words) - size + 1) if words[at : at + size] == phrase]


def _places(words: tuple[str, ...], phrase: tuple[str, ...]) -> set[int]:
    return {place for hit in _hits(words, phrase) for place in hit}
