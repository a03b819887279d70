"""What every editor does, whatever it edits: a text has a code, its words stand in cells, a fault has its cell."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from puhui.foundation.documents.facade import Paper
from puhui.foundation.drafts.facade import DraftDesk, DraftFault, TextDraft
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import InvalidInput, NotFound
from puhui.kernel.texts import Text

LONGEST_CELL = 20_000
MOST_CELLS = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of an editor: its key, such as `body.zh`, what it is for, what stands in it, how high it is."""

    key: str
    label: Text
    value: str
    rows: int = 2
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """How a text will read: in one language, for one channel, with sample data."""

    title: Text
    words: str
    language: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A text that can be edited: the version in force, and whether it was published here or comes from a file."""

    code: str
    title: Text
    version: int
    effective_from: date | None
    is_own: bool


class Editor(ABC):
    """One kind of text."""

    kind: str
    title: Text
    what: str  # as in "write a notice"
    writers: tuple[Role, ...]
    publishers: tuple[Role, ...]
    takes_new = False  # whether a code that is not there yet may be begun
    has_paper = False  # whether it can be looked at as a PDF

    @property
    def desk(self) -> DraftDesk[TextDraft]:
        """The way of its drafts."""
        return DraftDesk(TextDraft, {"kind": self.kind})

    def may_write(self, actor: Actor) -> bool:
        """Whether the actor writes here."""
        return bool(actor.roles & set(self.writers))

    def may_publish(self, actor: Actor) -> bool:
        """Whether the actor publishes what others wrote here."""
        return bool(actor.roles & set(self.publishers))

    @abstractmethod
    def subjects(self, *, on: date) -> list[Subject]:
        """Every text of the kind as it stands on the day."""

    @abstractmethod
    def document(self, code: str, *, on: date) -> Mapping[str, Any]:
        """The words of a text in force on the day; refuses one that is not there."""

    @abstractmethod
    def cells(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Cell]:
        """The boxes of a draft, also those that are still empty."""

    @abstractmethod
    def faults(self, code: str, document: Mapping[str, Any], *, on: date) -> list[DraftFault]:
        """Why it cannot be published from the day on; empty when it can."""

    @abstractmethod
    def previews(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Preview]:
        """How it will read; asked only where there is no fault."""

    def effects(self, code: str, document: Mapping[str, Any], *, on: date) -> list[Text]:
        """What else it would change, in sentences; nothing for most."""
        del code, document, on
        return []

    def paper(self, code: str, document: Mapping[str, Any], *, on: date, language: str) -> Paper:
        """The paper that it becomes a part of, with sample data; refuses where there is none."""
        del document, on, language
        raise NotFound("paper", where=code[:60])

    def new_document(self, code: str) -> dict[str, Any]:
        """What a text begins with that is not there yet; refuses a code that is none."""
        raise NotFound("text", where=code[:60])

    def version_above(self, code: str) -> int:
        """The highest number that the files give to the text: a published one is above it."""
        del code
        return 0

    def changed(self, code: str, document: Mapping[str, Any], given: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """The document with what was given by cell; an empty cell is taken out, a cell that is not there is refused."""
        if len(given) > MOST_CELLS:
            raise InvalidInput("cells", Text(en=f"at most {MOST_CELLS}", zh=f"最多{MOST_CELLS}项"))
        known = {cell.key for cell in self.cells(code, document, on=on)}
        made = deepcopy(dict(document))
        for key, value in given.items():
            if key not in known:
                raise InvalidInput(key[:80], Text(en="there is no such cell", zh="没有这一项"))
            put(made, key, checked_words(key, value))
        return made


def checked_words(key: str, value: str) -> str:
    """What was typed, without blanks around it and with one sign for a new line."""
    words = value.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_CELL or "\x00" in words:
        reason = Text(
            en=f"at most {LONGEST_CELL:,} characters, none of them zero",
            zh=f"最多{LONGEST_CELL:,}个字符，且不得含空字符",
        )
        raise InvalidInput(key[:80], reason)
    return words


def put(document: dict[str, Any], key: str, words: str) -> None:
    """Sets a cell, or takes it out when there are no words; parts that become empty go too."""
    *path, last = key.split(".")
    parents = [document]
    for name in path:
        parents.append(parents[-1].setdefault(name, {}))
    if words:
        parents[-1][last] = words
    else:
        parents[-1].pop(last, None)
    for parent, name in reversed(list(zip(parents, path, strict=False))):
        if not parent[name]:
            del parent[name]


def words_in(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Each cell that has words, with its key."""
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from words_in(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", str(value)
