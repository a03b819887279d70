"""Pages, contracts and what products say speak plainly: no hard word, no long sentence, in both languages."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import puhui
from puhui.flows.editors.plain_words import hard_words_in, plain_words

ROOT = Path(puhui.__file__).parent
PAGES = ROOT / "interfaces" / "customer_web"
ON = date(2026, 11, 23)
LIST = plain_words(ON)
ENDS = {"en": r"(?<=[.!?:;])\s+", "zh": r"[。！？；：]"}
NAMES = {"English", "side, invoice_no, invoice_date, counterparty_id, amount, tax, void"}  # of a language, of columns
BESIDE_THE_CATALOGUE = ("offline.html", "403_csrf.html", "500.html")


def sentences(text: str, language: str) -> list[str]:
    """Without marks of the page; a place that is filled later counts as one word."""
    bare = re.sub(r"<[^>]+>|%%", "", text)
    return re.split(ENDS[language], re.sub(r"%\(\w+\)s|\{\w+\}", "8", bare))


def length(sentence: str, language: str) -> int:
    """Words in English, characters in Chinese."""
    return len(re.findall(r"[\w'’-]+", sentence)) if language == "en" else len(re.sub(r"\s", "", sentence))


def faults(text: str, language: str) -> list[str]:
    """What is not plain in a text."""
    hard_words = hard_words_in(text, language, on=ON)
    found = [f"{hard!r}, better {plain!r}: {text}" for hard, plain in hard_words.items()]
    most = LIST.most_words_en if language == "en" else LIST.most_characters_zh
    found += [f"{length(one, language)}: {one}" for one in sentences(text, language) if length(one, language) > most]
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the pages with its language."""
    with (PAGES / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield str(message.id), "en"
                yield str(message.string), "zh"
    for name in BESIDE_THE_CATALOGUE:
        [path] = PAGES.rglob(name)
        page = re.sub(r"\{[%{].*?[%}]\}", "", path.read_text(encoding="utf-8"))
        for piece in re.findall(r">([^<>]+)<", page):
            yield piece, "zh" if re.search(r"[一-鿿]", piece) else "en"


def test_no_hard_word_and_no_long_sentence() -> None:
    assert [fault for text, language in texts() for fault in faults(text, language)] == []


LEGAL_BASIS = "basis"  # of fees: it names laws by their titles


def spoken_in(document: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Each text of a policy file that has both languages, with where it stands."""
    if isinstance(document, dict) and set(document) == {"en", "zh"}:
        yield path, document
    elif isinstance(document, dict):
        for name, part in document.items():
            yield from spoken_in(part, (*path, name))
    elif isinstance(document, list):
        for part in document:
            yield from spoken_in(part, path)


def newest(folder: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The last version of each policy of a folder, with its id."""
    found: dict[str, dict[str, object]] = {}
    for path in sorted((ROOT / "policies" / folder).glob("*.toml")):
        said = tomllib.loads(path.read_text("utf-8"))
        if said["version"] > found.get(said["id"], {"version": 0})["version"]:
            found[said["id"]] = said
    yield from found.items()


def faults_in(folder: str) -> Iterator[tuple[tuple[str, str], str]]:
    for name, document in newest(folder):
        for path, said in spoken_in(document):
            if LEGAL_BASIS not in path:
                yield from (((name, path[0]), one) for language, text in said.items() for one in faults(text, language))


def test_contracts_speak_plainly() -> None:
    assert [fault for _, fault in faults_in("contract_clauses")] == []
    assert len(list(spoken_in(dict(newest("contract_clauses"))))) >= 20


def test_products_speak_plainly() -> None:
    """The newest version of each: what a version in use says is never edited, the next one says it plainly."""
    assert [fault for _, fault in faults_in("products")] == []
    assert len(list(spoken_in(dict(newest("products"))))) >= 200


def test_nothing_but_the_catalogue_speaks() -> None:
    """A text that stands in a template outside of it would not be looked at."""
    for path in PAGES.rglob("templates/**/*.html"):
        if path.name not in BESIDE_THE_CATALOGUE:
            bare = re.sub(r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}", "", path.read_text("utf-8"), flags=re.S)
            spoken = re.findall(r">([^<>]*)<", re.sub(r"\{[%{].*?[%}]\}", "", bare, flags=re.S))
            said = {piece for piece in spoken if re.search(r"[A-Za-z]{3,}|[一-鿿]{3,}", piece)}
            assert said <= NAMES, path


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We hereby inform you.", "en"),
        ("one " * 26 + ".", "en"),
        ("届时再说。", "zh"),
        ("很" * 41 + "。", "zh"),
    ],
)
def test_what_is_not_plain_is_found(text: str, language: str) -> None:
    assert len(faults(text, language)) == 1
