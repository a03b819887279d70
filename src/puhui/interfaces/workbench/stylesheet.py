"""What is left of a stylesheet when only the classes that pages name are kept: the console's own is 330 KB."""

import re
from collections.abc import Iterator, Set

WORD_ENDS = re.compile(r"[\s\"'`]|\{%|%\}|\{\{|\}\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
ESCAPED = re.compile(r"\\(.)")
MARK = re.compile(r"\\.|[(\[)\],]")
HOLDS_RULES = ("@media", "@layer", "@supports", "@container")


def words_in(text: str) -> set[str]:
    """What may be a class in a template, a script or a program: whatever stands between blanks, quotes and tags."""
    return set(WORD_ENDS.split(text))


def only_used(css: str, words: Set[str]) -> str:
    """The rules of a stylesheet whose selectors name no class but these; what is not about classes stays."""
    return "".join(_kept(COMMENT.sub("", css), words))


def _kept(css: str, words: Set[str]) -> Iterator[str]:
    for begin, body in _rules(css):
        if body is None:
            yield f"{begin};"
        elif begin.startswith(HOLDS_RULES):
            if inner := "".join(_kept(body, words)):
                yield f"{begin}{{{inner}}}"
        elif begin.startswith("@"):
            yield f"{begin}{{{body}}}"
        elif selectors := [one for one in _selectors(begin) if _names_only(one, words)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _names_only(selector: str, words: Set[str]) -> bool:
    return all(ESCAPED.sub(r"\1", name) in words for name in CLASS.findall(selector))


def _selectors(listed: str) -> Iterator[str]:
    """`a,b:is(c,d)` lists two: a comma between brackets, or behind a backslash, parts nothing."""
    depth, start = 0, 0
    for mark in MARK.finditer(listed):
        depth += (mark[0] in "([") - (mark[0] in ")]")
        if mark[0] == "," and not depth:
            yield listed[start : mark.start()]
            start = mark.end()
    yield listed[start:]


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule of this level: what stands before the brace, and what between it and its end; None for a statement."""
    at = 0
    while found := re.compile(r"[{;]").search(css, at):
        begin = css[at : found.start()].strip()
        if found[0] == ";":
            yield begin, None
            at = found.end()
            continue
        end = _end_of_block(css, found.end())
        yield begin, css[found.end() : end]
        at = end + 1


def _end_of_block(css: str, at: int) -> int:
    depth = 1
    for brace in re.compile(r"[{}]").finditer(css, at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    raise ValueError(css[at : at + 80])
