"""Reads the forms of a page as a browser without JavaScript would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FormOnPage:
    """Where a form goes, what it would send untouched, and its buttons."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)  # text, name, value, formaction


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self._open: FormOnPage | None = None
        self._button: dict[str, str] | None = None
        self._area: str | None = None
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = FormOnPage(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "button":
            self._button, self._text = a, ""
        elif tag == "textarea":
            self._area, self._text = a["name"], ""
        else:
            self._field(tag, a, self._open)

    def _field(self, tag: str, a: dict[str, str], form: FormOnPage) -> None:
        if tag == "select":
            self._select = a["name"]
            form.names.add(self._select)
        elif tag == "option" and ("selected" in a or self._select not in form.values):
            form.values[self._select] = a.get("value", "")
        elif tag == "input" and "name" in a:
            form.names.add(a["name"])
            if a.get("type") not in {"radio", "checkbox", "file"} or "checked" in a:
                form.values[a["name"]] = a.get("value", "")

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "button" and self._open is not None and self._button is not None:
            b = self._button
            text = " ".join(self._text.split())
            self._open.buttons.append((text, b.get("name", ""), b.get("value", ""), b.get("formaction", "")))
            self._button = None
        elif tag == "textarea" and self._open is not None and self._area:
            self._open.values[self._area] = self._text.strip()
            self._open.names.add(self._area)
            self._area = None


def forms_of(page: str) -> list[FormOnPage]:
    """All forms of a page in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
