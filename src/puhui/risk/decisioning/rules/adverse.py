"""The reasons that go into an adverse notice: few, specific, in both languages; a generic one is none."""

from collections.abc import Iterable, Sequence

from puhui.kernel.texts import Text

SHORTEST = 4  # characters; anything shorter is a code, not a reason


def generic_faults(texts: Iterable[Text], *, generic: Sequence[str]) -> list[str]:
    """What is wrong with reasons, each fault a sentence: empty, the same in both languages, or saying nothing."""
    faults = []
    for text in texts:
        for words in (text.en, text.zh):
            hit = next((phrase for phrase in generic if phrase.casefold() in words.casefold()), "")
            if hit:
                faults.append(f"{words[:80]!r} says nothing: {hit!r}")
            if len(words.strip()) < SHORTEST:
                faults.append(f"{words[:80]!r} is no sentence")
    return faults
