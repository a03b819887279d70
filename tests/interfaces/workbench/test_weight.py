"""No page of the workbench is over 400 KB on a first visit, uncompressed, with its fonts; and what that rests on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bench.weight import first_load_bytes
from django.conf import settings
from django.template.loader import get_template
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.workbench.institution import Institution
from tests.interfaces.workbench.pages import PAGES

from puhui.interfaces.workbench import frame_files, frame_template
from puhui.interfaces.workbench.frame_files import MADE, STYLES, FrameFinder, made_files
from puhui.interfaces.workbench.stylesheet import only_used, words_in
from puhui.kernel.actors import STAFF_ROLES, Role

MOST_BYTES = 400_000
CLASSES = {
    "a": ".a",
    "hover:b": r".hover\:b:hover",
    "w-[3px]": r".w-\[3px\]",
    "has-[p]:d": r".has-\[p\]\:d:has(:is(p,q))",
}


def test_every_page(institution: Institution) -> None:
    heavy, clients = {}, {role: institution.client(role.value) for role in STAFF_ROLES}
    for row in PAGES:
        client = next(clients[role] for role in row.roles if role in clients)
        answer = client.get(f"/workbench/{row.address(institution)}")
        if (weight := first_load_bytes(answer.content)) > MOST_BYTES:
            heavy[row.name] = weight
    assert heavy == {}


def test_every_look_up_page(institution: Institution) -> None:
    """The lists of records have 25 rows at most, and none of the scripts for forms."""
    client = institution.client(Role.AUDITOR.value)
    lists = set(_links(client.get("/workbench/records/").content.decode()))
    weights = {address: first_load_bytes(client.get(address).content) for address in lists}
    assert len(weights) > 40
    assert {address: weight for address, weight in weights.items() if weight > MOST_BYTES} == {}


def _links(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="') if part.startswith("/workbench/")]


@given(st.sets(st.sampled_from(sorted(CLASSES))))
def test_only_what_is_named_is_kept(named: set[str]) -> None:
    """A rule stays when each class of it is named; what is not about classes stays; a block that is empty goes."""
    rules = "".join(f"{selector}{{x:1}}" for selector in CLASSES.values())
    css = f"/* a */@import 'y';@media (p){{{rules}}}p,[q],.a.gone{{z:2}}@font-face{{f:3}}"
    kept = "".join(f"{selector}{{x:1}}" for name, selector in CLASSES.items() if name in named)
    block = f"@media (p){{{kept}}}" if kept else ""
    assert only_used(css, named) == f"@import 'y';{block}p,[q]{{z:2}}@font-face{{f:3}}"


def test_words_are_what_stands_between_blanks_quotes_and_tags() -> None:
    shown = """<p class="a{% if x %}hover:b{% endif %} w-[3px]" x-bind:class="{'has-[p]:d': y}">"""
    assert words_in(shown) >= {"a", "hover:b", "w-[3px]", "has-[p]:d"}


def test_a_stylesheet_that_ends_in_a_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="x:1"):
        only_used(".a{x:1", {"a"})


def test_the_frame_is_what_its_pages_use() -> None:
    css, icons = ((made_files() / name).read_bytes() for name in MADE)
    assert len(css) < STYLES.stat().st_size / 2
    assert b".dark\\:bg-base-900" in css  # every page's frame in the dark
    assert icons.startswith(b"wOF2")
    assert len(icons) < 40_000
    assert [str(made_files() / name) for name in MADE] == [FrameFinder().find(name) for name in MADE]
    assert FrameFinder().find("workbench/workbench.css") == []


def test_every_icon_of_the_sidebar_is_in_the_cut_font(institution: Institution) -> None:
    """An icon is cut out by the name of its glyph; another name that the whole font knows for it would show as text."""
    named = TTFont(frame_files.ICONS).getBestCmap()
    left = {named[code] for code in TTFont(made_files() / "workbench/icons.woff2").getBestCmap() if code in named}
    shown: set[str] = set()
    for role in STAFF_ROLES:
        page = institution.client(role.value).get("/workbench/").content.decode()
        shown |= set(re.findall(r"material-symbols-outlined[^>]*>\s*(\w+)\s*<", page))
    assert len(shown) > 40
    assert shown - left == set()


def test_the_frame_is_made_again_when_a_source_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(frame_files.HERE / "templates/workbench/base.html", tmp_path)
    monkeypatch.setattr(frame_files, "READ", (*frame_files.READ, (tmp_path, "*.html")))
    before = made_files.__wrapped__()
    (tmp_path / "base.html").write_text('<p class="text-5xl xl:block">')
    after = made_files.__wrapped__()
    assert before != after
    assert all((after / name).is_file() for name in MADE)
    shutil.rmtree(before)
    shutil.rmtree(after)


def test_nothing_is_left_where_the_icons_cannot_be_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_files, "ICONS", tmp_path / "none.woff2")
    (tmp_path / "none.woff2").write_bytes(b"no font")
    folders = settings.PUHUI_ENVIRONMENT.home / "frame"
    before = set(folders.iterdir())
    with pytest.raises(subprocess.CalledProcessError):
        made_files.__wrapped__()
    assert set(folders.iterdir()) == before


def test_the_parts_of_the_frame_that_are_ours_are_the_ones_shown() -> None:
    for name in ("app_list", "theme_switch"):
        assert str(frame_files.HERE) in get_template(f"unfold/helpers/{name}.html").origin.name


def test_the_frame_of_the_library_loses_each_file_that_pages_do_not_use_and_nothing_else() -> None:
    theirs = frame_template.SOURCE.read_text()
    ours = get_template(frame_template.NAME).template.source
    for part in (*frame_template.UNUSED, *frame_template.REPLACED):
        assert part in theirs, "the library has changed: look at the list"
        assert part not in ours
    assert len(theirs.splitlines()) - len(ours.splitlines()) == len(frame_template.UNUSED)
    assert "workbench/frame.css" in ours
