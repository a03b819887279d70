"""What a phone needs to keep the pages as an app: a manifest, a service worker, a page for when the network is gone."""

import functools
import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from puhui.interfaces.customer_web.frame import open_page, page, person_mark
from puhui.kernel.texts import LANGUAGES

SHELL = ("puhui.css", "page.js", "kept-store.js", "kept.js", "aloud.js", "mark.svg", "service-worker.js")
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable.png", "512x512", "maskable"),
)
JADE, PAPER = "#0b3b36", "#f6f4ee"  # as in puhui.css


@require_GET
@open_page
def manifest(request: HttpRequest) -> HttpResponse:
    """How the pages look when they are installed, in the language of the page that asks."""
    language = "en" if request.GET.get("language") == "en" else LANGUAGES[0]
    with translation.override(language):
        name, told = _("Puhui"), _("Borrow what you need and can repay.")
    content = {
        "id": "/",
        "name": name,
        "short_name": name,
        "description": told,
        "lang": "zh-Hans" if language == LANGUAGES[0] else "en",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": JADE,
        "background_color": PAPER,
        "icons": [
            {"src": static(f"customer_web/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for file, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_GET
@open_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The program that a phone keeps, from the root so that it serves every page; its name says what its shell is."""
    source = _file("service-worker.js").read_text(encoding="utf-8")
    return HttpResponse(source.replace("SHELL_VERSION", shell_version()), content_type="text/javascript")


@require_GET
@open_page
def offline(request: HttpRequest) -> HttpResponse:
    """Kept on the phone for when the network is gone; in both languages, because it is kept once."""
    return page(request, "offline")


@require_GET
@open_page
def kept(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as a mark, and a fresh token: what a kept form needs before it is sent."""
    who = person_mark(request)
    return JsonResponse({"who": who, "token": get_token(request) if who else ""})


@functools.cache
def shell_version() -> str:
    """Changes when anything changes that a phone keeps."""
    seen = hashlib.sha256(render_to_string("customer/offline.html").encode())
    for name in SHELL:
        seen.update(_file(name).read_bytes())
    return seen.hexdigest()[:16]


def _file(name: str) -> Path:
    found = finders.find(f"customer_web/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)
