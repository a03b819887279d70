"""Somebody who cannot see the page and has no mouse: keys alone; what a screen reader would say is written down."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

MOST_TABS = 200
UNNAMED = re.compile(r'^\s*- (button|link|textbox|radio|checkbox|combobox|spinbutton|img)(?! ")', re.MULTILINE)
PLACE = """() => {
    const all = [...document.querySelectorAll('*')];
    const focused = document.activeElement;
    return [all.indexOf(focused), focused.tabIndex, focused.name || '', focused.value || '', focused.innerText || ''];
}"""


class Keyboard:
    """Goes through pages with Tab, Space, Enter and the arrows, and listens."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages, self.transcript = page, 0, ""
        self.faults: list[str] = []

    def hears(self, *words: str) -> None:
        """A screen reader says each of these on this page, in this order."""
        told, place = self.page.locator("main").aria_snapshot(), 0
        for one in words:
            found = told.find(one, place)
            if found < 0:
                self.faults.append(f"{self.page.title()}: {one!r} is not said, or not in its place")
            place = max(found, place)

    def hears_a_refusal(self, field: str, says: str) -> None:
        """After a form was refused: the title says so, the summary leads to the field, and the field says why."""
        if not self.page.title().startswith(("Please look at this again", "请再核对一下")):
            self.faults.append(f"{self.page.title()}: the title does not say that something is wrong")
        self.hears("alert", says)
        described = self.page.locator(f"#id_{field}").get_attribute("aria-describedby") or ""
        told = " ".join(self.page.locator(f"#{name}").inner_text() for name in described.split())
        if says not in told or self.page.locator(f"#id_{field}").get_attribute("aria-invalid") != "true":
            self.faults.append(f"{self.page.title()}: the field {field} does not say what is wrong with it")

    def arrives(self, heading: str = "") -> None:
        """A page is there: it is counted, and what a screen reader says of it is kept."""
        if heading:
            expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.page.wait_for_load_state("load")
        self.pages += 1
        told = self.page.locator("body").aria_snapshot()
        self.transcript += f"## {self.pages}. {self.page.title()}\n\n{told}\n\n"
        self.faults += [f"{self.page.title()}: no name: {found.group(0).strip()}" for found in UNNAMED.finditer(told)]
        parts = ("banner", "main", "contentinfo", "heading")
        self.faults += [f"{self.page.title()}: no {part}" for part in parts if not re.search(rf"- '?{part}\b", told)]
        levels = re.findall(r"heading .*\[level=(\d)\]", told)
        if levels[:1] != ["1"]:
            self.faults.append(f"{self.page.title()}: does not begin with a heading of the first level")

    def presses(self, words: str) -> None:
        """The button or link that says this."""
        self._tab(lambda _name, _value, text: words in text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def types(self, field: str, value: str) -> None:
        """Into a field."""
        self._tab(lambda name, _value, _text: name == field)
        self.page.keyboard.type(value)

    def chooses(self, field: str, value: str) -> None:
        """One of several choices, or a box to tick."""
        self._tab(lambda name, _value, _text: name == field)
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate(PLACE)[3] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no choice {value} of {field}")

    def _tab(self, is_it: Callable[[str, str, str], bool]) -> None:
        before = -1
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            place, index, name, value, text = self.page.evaluate(PLACE)
            if index > 0 or (before > place > 0):
                self.faults.append(f"{self.page.title()}: the focus jumps back to {name or text[:40]}")
            before = place
            if is_it(name, value, text):
                return
        raise AssertionError(f"not reached on {self.page.url}")

    def keeps(self, name: str) -> None:
        """The transcript, where the run is asked to keep what it saw."""
        if folder := os.environ.get("PUHUI_TEST_SHOTS"):
            (Path(folder) / name).write_text(self.transcript, encoding="utf-8")
