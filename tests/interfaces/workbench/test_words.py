"""Every English text of the workbench has its Chinese one, and the pages show it."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from scripts.collect_messages import read_catalogue, texts_of
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.pages import PAGES, opened

import puhui.interfaces.workbench

NO_WORD = re.compile(r"CNY|SHA|English|V\d{8}")  # a language by its own name; numbers of vouchers
INTERFACE = Path(puhui.interfaces.workbench.__file__).parent


def test_the_catalogue_is_whole() -> None:
    kept = {str(m.id): str(m.string) for m in read_catalogue(INTERFACE) if m.id}
    assert set(kept) == texts_of(INTERFACE)
    assert [text for text, translation in kept.items() if not translation] == []


@pytest.mark.parametrize("interface", [INTERFACE, INTERFACE.parent / "customer_web"])
def test_what_the_catalogue_says_is_what_pages_show(interface: Path) -> None:
    """Both faces share one English text: where their Chinese differs, one of them shows the other's word."""
    with translation.override("zh-hans"):
        kept = {str(m.id): str(m.string) for m in read_catalogue(interface) if m.id}
        assert {text: kept[text] for text in kept if translation.gettext(text) != kept[text]} == {}


@pytest.mark.django_db
def test_headings_and_labels_are_chinese_on_chinese_pages(institution: Institution) -> None:
    client = institution.client("auditor", language="zh-hans")
    for row in PAGES:
        if row.name == "records":  # tables go by their names in the code
            continue
        _, text = opened(client, row, institution)
        own = text.split('class="wb"', 1)[1]
        words = re.findall(r"<(?:h2|h3|th|label|button|dt)\b[^>]*>([^<]+)<", own)
        assert [w for w in words if re.search(r"[A-Za-z]{3,}", w) and not NO_WORD.search(w)] == [], row.name
