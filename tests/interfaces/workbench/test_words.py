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


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_facts_of_a_decision_go_by_their_names(institution: Institution, language: str) -> None:
    """Those of the books, which only the policy knows, as well; what is not known is folded and named."""
    client = institution.client("auditor", language=language)
    page = client.get(f"/workbench/applications/{institution.application_id}/").content.decode()
    names = re.findall(r'<tr><td>([^<]+)</td><td class="num">[^<]+</td></tr>', page)
    unknown = re.search(r"<details><summary>[^<]+\(\d+\)</summary><p>([^<]+)</p>", page)
    assert len(names) > 10
    assert unknown is not None
    every = [*names, *unknown.group(1).split(" · ")]
    assert [name for name in every if re.fullmatch(r"[a-z0-9_.]+", name)] == []
