"""The words of the pages are a lender's own: checked, published by a second person, and on the pages at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from tests.rooms.drafts.editing import ANNA, BO, by, drafted, footprint, published, submitted
from tests.rooms.origination.firm_at_the_door import TODAY, open_books

from puhui.flows.editors.checked import check_draft, texts_of, words_as_catalogue
from puhui.flows.editors.publish import publish_text
from puhui.flows.editors.wording import WORDING, WordingEditor, own_words, page_strings
from puhui.flows.editors.write import start_text_draft, submit_text
from puhui.foundation.drafts.facade import DraftFaulty, DraftFourEyes, look_again
from puhui.interfaces.own_words import lay_own_words
from puhui.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
STRINGS = {one.english: one for one in page_strings().values()}
HELP = STRINGS["Help"].code
FILLED = next(one for one in STRINGS.values() if "%(" in one.english and one.faces == {"customer_web"}).code
MARKED = next(one for one in STRINGS.values() if "</" in one.english).code


@pytest.fixture(autouse=True)
def books(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    open_books()
    yield
    monkeypatch.setattr("puhui.interfaces.own_words.stamp_of", lambda _: None)
    lay_own_words()  # what a test laid over the catalogues of the process is taken away again


def shown(path: str = "/help/", *, language: str = "zh-hans") -> str:
    client = Client()
    client.post("/choose/language/", {"language": language})
    return client.get(path).content.decode()


def test_every_string_of_both_faces_is_there_and_could_be_published_as_it_is() -> None:
    editor = WordingEditor()
    assert len(STRINGS) > 3000
    for one in STRINGS.values():
        assert editor.faults(one.code, one.words, on=TODAY) == [], one.english


def test_words_are_on_the_pages_without_a_restart_in_both_languages_and_only_those() -> None:
    other = STRINGS["Sign in"].words["zh"]
    assert other in shown()
    old = STRINGS["Help"].words["zh"]
    published(WORDING, HELP, {"zh": "找人帮忙", "en": "Get help"})
    assert "找人帮忙" in shown()
    assert "Get help" in shown(language="en")
    assert other in shown()
    published(WORDING, HELP, {"zh": old, "en": "Help"})
    assert "找人帮忙" not in shown()
    assert "Get help" not in shown(language="en")


def test_words_of_a_day_to_come_wait_for_it() -> None:
    published(WORDING, HELP, {"zh": "找人帮忙", "en": "Get help"}, effective_from=date(2030, 1, 1))
    assert "找人帮忙" not in shown()
    assert own_words(on=date(2029, 12, 31)) == {}
    assert own_words(on=date(2030, 1, 1))["zh"] == {"Help": "找人帮忙"}


def test_what_another_process_published_is_seen_and_no_string_costs_a_query(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(WORDING, HELP, {"zh": "找人帮忙", "en": "Get help"})
    lay_own_words()
    with django_assert_num_queries(0), translation.override("zh-hans"):
        for _ in range(1000):
            lay_own_words()
            assert translation.gettext("Help") == "找人帮忙"
    look_again()  # as after the seconds between two looks
    with django_assert_num_queries(1):
        lay_own_words()


def test_a_second_person_publishes_them() -> None:
    draft_id = submitted(WORDING, HELP, {"zh": "找人帮忙"})
    before = footprint()
    with pytest.raises(DraftFourEyes):
        publish_text(by(ANNA), draft_id=draft_id, effective_from=TODAY)
    assert footprint() == before
    assert publish_text(by(BO), draft_id=draft_id, effective_from=TODAY).version == 1


FAULTS: dict[str, tuple[str, Mapping[str, str], str]] = {
    "a place that is gone": (FILLED, {"zh": "没有变量"}, "zh"),
    "another place": (HELP, {"en": "Help %(colour)s"}, "en"),
    "a mark that is gone": (MARKED, {"zh": "没有标记"}, "zh"),
    "a mark of one's own": (HELP, {"zh": "<script>alert(1)</script>"}, "zh"),
    "an open mark": (HELP, {"zh": "<img src=x onerror=alert(1)"}, "zh"),
    "a quote that ends a mark": (HELP, {"zh": '" onmouseover="alert(1)'}, "zh"),
    "a language missing": (HELP, {"en": ""}, "en"),
    "a hard word for customers": (HELP, {"en": "Assistance"}, "en"),
    "too long": (HELP, {"zh": "长" * 2001}, "zh"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_is_told_at_its_language_and_stops_the_submission(name: str) -> None:
    code, cells, key = FAULTS[name]
    draft_id = drafted(WORDING, code, cells)
    assert check_draft(ANNA, draft_id)[1].faults[0].key == key
    before = footprint()
    with pytest.raises(DraftFaulty):
        submit_text(by(ANNA), draft_id=draft_id)
    assert footprint() == before


def test_a_string_that_is_none_begins_nothing() -> None:
    before = footprint()
    with pytest.raises(NotFound):
        start_text_draft(by(ANNA), kind=WORDING, code="0" * 16)
    assert footprint() == before


def test_the_list_is_searched_and_begins_with_what_a_language_has_not_yet(settings: Any) -> None:
    found = texts_of(ANNA, kind=WORDING, find=STRINGS["Help"].words["zh"])
    assert HELP in {one.code for one in found}
    settings.LANGUAGES = [*settings.LANGUAGES, ("vi", "Tiếng Việt")]
    assert texts_of(ANNA, kind=WORDING)[0].version == 0
    published(WORDING, HELP, {"vi": "Tro giup"})
    assert own_words(on=TODAY)["vi"] == {"Help": "Tro giup"}


def test_the_words_in_force_come_as_a_catalogue_that_other_programs_read() -> None:
    published(WORDING, HELP, {"zh": "找人帮忙"})
    read = read_po(BytesIO(words_as_catalogue(ANNA, language="zh").encode()))
    assert read.get("Help").string == "找人帮忙"
    assert {str(one.id): str(one.string) for one in read if one.id} == {
        english: one.words["zh"] for english, one in STRINGS.items()
    } | {"Help": "找人帮忙"}
    with pytest.raises(NotFound):
        words_as_catalogue(ANNA, language="tlh")
