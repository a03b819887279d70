"""A catalogue dropped into a folder makes its language one to choose, and what it does not say is said in English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.test import override_settings
from django.utils.translation import trans_real
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import with_offers
from tests.interfaces.customer_web.visitor import Visitor

from puhui.config.languages import languages_in, locale_folders
from puhui.flows.simulation.population import MadeUpFirm
from puhui.foundation.party.facade import language_of
from puhui.interfaces.customer_web.languages import recorded_in

pytestmark = pytest.mark.django_db


def drop(folder: Path, name: str, words: dict[str, str]) -> None:
    """Drops a catalogue into a folder, as a lender would."""
    target = folder / name / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    catalogue = Catalog(locale="ug")
    for english, said in words.items():
        catalogue.add(english, said)
    with target.open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture
def uyghur(tmp_path: Path) -> Iterator[None]:
    """The pages of an installation with one language more."""
    drop(tmp_path / "locale", "ug", {"Find what fits me": "ماڭا ماس", "Messages": "ئۇچۇرلار"})
    folders = locale_folders(tmp_path, None)
    with override_settings(LOCALE_PATHS=folders, LANGUAGES=languages_in(folders)):
        trans_real._translations.clear()
        trans_real.get_languages.cache_clear()
        yield
    trans_real._translations.clear()
    trans_real.get_languages.cache_clear()


def test_what_is_a_language_and_what_is_not(tmp_path: Path) -> None:
    for name in ("ug", "mn", "bo_CN", "ZH_hans", "../x", "readme", "x"):
        (tmp_path / "locale" / name / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        (tmp_path / "locale" / name / "LC_MESSAGES" / "django.mo").write_bytes(b"")
    (tmp_path / "locale" / "fr").mkdir()
    found = dict(languages_in(locale_folders(tmp_path, None)))
    assert set(found) == {"zh-hans", "en", "ug", "mn", "bo-cn"}
    assert found["zh-hans"] == "简体中文"
    assert found["ug"] == "ئۇيغۇرچە"
    assert locale_folders(tmp_path / "nowhere", tmp_path) == [tmp_path / "locale"]


@pytest.mark.usefixtures("uyghur")
def test_the_language_is_chosen_and_falls_back_to_english(world: World, firms: list[MadeUpFirm]) -> None:
    who = Visitor(world, phone="13100131000").open("/")
    assert 'value="ug" lang="ug"' in who.page
    who.client.post("/choose/language/", {"language": "ug", "next": "/"})
    page = who.open("/products/").page
    assert '<html lang="ug" dir="rtl"' in page
    assert "ماڭا ماس" in page
    assert "What we offer" in page
    assert "我们提供" not in page
    who.client.post("/choose/language/", {"language": "tlh", "next": "/"})
    assert 'lang="zh-Hans"' in who.open("/").page


@pytest.mark.usefixtures("uyghur")
def test_messages_follow_the_choice_and_sheets_are_in_one_of_the_two(world: World, firms: list[MadeUpFirm]) -> None:
    who = with_offers(world, firms[0], phone="13100131001")
    who.client.post("/choose/language/", {"language": "ug", "next": "/"})
    assert "ئۇچۇرلار" in who.open(who.path).page
    assert who.open(who.link("/offers/")).status == 200  # the sheet is shown, and kept as shown in English
    assert who.actor.party_id
    assert language_of(who.actor.party_id) == "ug"  # a notice without Uyghur words is told in English
    assert [recorded_in(one) for one in ("ug", "en", "zh-hans", "zh-hant")] == ["en", "en", "zh-hans", "zh-hans"]
