"""No page breaks WCAG 2.2 A or AA by axe: narrow and wide, both languages, standard and large text; none is heavy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.interfaces.browser.conftest import OpenPage, listen
from tests.interfaces.customer_web.delivery import World
from tests.interfaces.customer_web.furnished import Shown, all_pages
from tests.interfaces.customer_web.visitor import Visitor

from puhui.flows.simulation.population import MadeUpFirm

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # asks for style sheets a second time, for a rule that is not among these
}
AXE = Axe()
FOUND = "rules => axe.run(document, rules).then(found => found.violations)"
MOST_BYTES = 100_000
# Every pair of width, language and text size once.
LOOKS = [(390, "zh-hans", False), (390, "en", True), (1280, "zh-hans", True), (1280, "en", False)]


def violations(page: Page) -> list[str]:
    """What axe finds, with the place."""
    page.evaluate(AXE.axe_script)
    found = page.evaluate(FOUND, RULES)
    return [f"{v['id']}: {n['target']} {n['html'][:160]}" for v in found for n in v["nodes"]]


def wider_than_screen(page: Page) -> int:
    """By how many pixels the page must be scrolled sideways (WCAG 1.4.10), once it is all there."""
    page.wait_for_load_state("load")
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def small_targets(page: Page, *, least: int) -> list[str]:
    """Buttons and inputs that are smaller than a finger needs (MIIT norms: 60 px in large text, 44 px else)."""
    script = """least => [...document.querySelectorAll(
            'button, input:not([type=hidden]):not(.choice input), .btn, .choice')]
        .filter(e => e.offsetParent && Math.round(e.getBoundingClientRect().height) < least)
        .map(e => e.outerHTML.slice(0, 120))"""
    return list(page.evaluate(script, least))


# Large text, by the MIIT norms for elderly users: no text under 18 px, no link or button under 60 px (a link inside a
# sentence is read as text), and of two answers side by side none is louder.
ELDERLY = """() => {
    const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 1;
    const wrong = [], of = e => e.outerHTML.slice(0, 120);
    for (const e of document.body.querySelectorAll('*')) {
        const drawn = e.closest('svg') ? e.getBoundingClientRect().height : parseFloat(getComputedStyle(e).fontSize);
        const says = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
        if (says && seen(e) && drawn < 17.9 && !e.closest('.unseen')) wrong.push(`text of ${drawn} px: ${of(e)}`);
    }
    for (const e of document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')) {
        const box = e.getBoundingClientRect(), inSentence = getComputedStyle(e).display === 'inline';
        if (!seen(e) || inSentence || e.closest('.choice') || e.classList.contains('skip')) continue;
        if (Math.round(box.height) < 60 || Math.round(box.width) < 60)
            wrong.push(`target of ${box.width}x${box.height} px: ${of(e)}`);
    }
    for (const group of document.querySelectorAll('.acts')) {
        const looks = [...group.querySelectorAll('.btn')].filter(seen).map(e => {
            const style = getComputedStyle(e), width = Math.round(e.getBoundingClientRect().width);
            return [style.backgroundColor, style.color, style.fontSize, style.fontWeight, width].join(' ');
        });
        if (new Set(looks).size > 1) wrong.push(`answers of unequal weight (${looks.join(' | ')}): ${of(group)}`);
    }
    for (const e of document.querySelectorAll('dialog[open], iframe, marquee, video, [rel~=sponsored]'))
        wrong.push(`something that pushes itself forward: ${of(e)}`);
    return wrong;
}"""


def weight(page: Page) -> int:
    """The bytes of the page and of all that it loads, as if nothing were kept or compressed."""
    script = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""
    return int(page.evaluate(script))


WIDEST = """() => [...document.body.querySelectorAll('*')].filter(
    e => e.getBoundingClientRect().right > 321 && !e.closest('.table, .paper') && !e.children.length
).slice(0, 3).map(e => e.outerHTML.slice(0, 100))"""


def too_wide_when_small_or_enlarged(page: Page) -> list[str]:
    """At 320 px, and there with text twice as large (WCAG 1.4.4, 1.4.10), nothing is scrolled sideways."""
    wide, size = [], page.viewport_size or {"width": 390, "height": 844}
    page.set_viewport_size({"width": 320, "height": size["height"]})
    for percent in (100, 200):
        page.evaluate("percent => { document.documentElement.style.fontSize = `${percent}%`; }", percent)
        extra = wider_than_screen(page)
        wide += [f"{extra} px too wide at 320 px and {percent} %: {page.evaluate(WIDEST)}"] if extra > 0 else []
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return wide


def complaints(page: Page, *, large: bool) -> list[str]:
    """All that is wrong with a page as it stands."""
    found = violations(page) + small_targets(page, least=60 if large else 44)
    found += page.evaluate(ELDERLY) if large else []
    extra, heavy = wider_than_screen(page), weight(page)
    found += [f"{extra} px too wide"] if extra > 0 else []
    return found + ([f"{heavy} bytes"] if heavy >= MOST_BYTES else [])


def give(page: Page, name: str, value: str) -> None:
    """Types a value, or chooses it."""
    field = page.locator(f"#id_{name}")
    if field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


@pytest.mark.parametrize(("width", "language", "large"), LOOKS)
def test_every_page(
    open_page: OpenPage, world: World, firms: list[MadeUpFirm], width: int, language: str, large: bool
) -> None:
    wrong: dict[str, list[str]] = {}
    pages: dict[Visitor | None, Page] = {}
    heard: dict[Visitor | None, list[str]] = {}
    for shown in all_pages(world, firms):
        who = shown.visitor
        if who not in pages:
            pages[who] = open_page(width=width, language=language, large=large, visitor=who)
            heard[who] = listen(pages[who])
        heard[who].clear()
        pages[who].goto(shown.path)
        for name, value in shown.typed.items():
            give(pages[who], name, value)
        if shown.typed:
            pages[who].locator("main form .btn").first.click()
        found = complaints(pages[who], large=large)
        if width < 600 and not large:
            found += too_wide_when_small_or_enlarged(pages[who])
        found += [line for line in heard[who] if shown.name != "not_found"]
        if found:
            wrong[shown.name] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_that_refuse(open_page: OpenPage, world: World, firms: list[MadeUpFirm], language: str) -> None:
    pages = {shown.name: shown for shown in all_pages(world, firms)}
    for name in ("sign_in", "register", "apply for one", "consent", "repay", "offer"):
        shown: Shown = pages[name]
        page = open_page(language=language, visitor=shown.visitor)
        page.goto(shown.path)
        page.locator("main form .btn").first.click()
        summary = page.locator(".summary")
        assert summary.is_visible(), name
        assert summary.evaluate("e => e === document.activeElement"), name
        assert complaints(page, large=False) == [], name


def test_the_checks_do_find_something(open_page: OpenPage, world: World) -> None:
    page = open_page()
    page.goto("/")
    page.evaluate("""() => {
        document.querySelector('main').innerHTML =
            '<img src="/x.png"><button>x</button><pre>' + 'x'.repeat(500) + '</pre>';
    }""")
    found = complaints(page, large=False)
    assert any(line.startswith("image-alt") for line in found)
    assert any(line.startswith("<button>") for line in found)
    assert any(line.endswith("too wide") for line in found)
