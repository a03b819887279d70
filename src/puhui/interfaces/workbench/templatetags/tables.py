"""What the strip of tools under a table, and the menu of saved views, need to know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import get_language

from puhui.conduct.reports.facade import EVERY, THEMES, ViewLine, views_of
from puhui.flows.dashboards.facade import FORMS, PURPOSES, is_personal
from puhui.foundation.access.facade import actor_of
from puhui.interfaces.workbench.labels import ROLE_NAMES
from puhui.interfaces.workbench.reports import address_of
from puhui.kernel.actors import STAFF_ROLES
from puhui.kernel.texts import Text

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tools:
    """The forms that a table is exported in, whether it takes a purpose, and how often it may come."""

    forms: tuple[str, ...]
    is_personal: bool
    purposes: Mapping[str, Text]
    every: Mapping[str, Text]


@register.simple_tag
def tools_of(what: str) -> Tools:
    """The tools for a table."""
    return Tools(tuple(FORMS), is_personal(what), PURPOSES, EVERY)


@register.simple_tag(takes_context=True)
def saved_views(context: Mapping[str, Any], what: str, kind: str = "") -> list[tuple[ViewLine, str]]:
    """The views of a page with their addresses: one's own, and those shared with one's role."""
    found = views_of(actor_of(context["request"].user), what=what)
    return [(one, address_of(what, dict(one.params))) for one in found if not kind or one.params.get("kind") == kind]


@register.simple_tag
def roles_to_share_with() -> list[tuple[str, Any]]:
    """The roles of staff by name."""
    return sorted(((role.value, ROLE_NAMES.get(role, role.value)) for role in STAFF_ROLES), key=lambda pair: pair[0])


@register.simple_tag
def themes() -> list[tuple[str, str]]:
    """How pages may look, in the language of the page."""
    return [(code, text.in_language(get_language() or "en")) for code, text in THEMES.items()]


@register.filter
def slug(text: str) -> str:
    """Letters, digits and hyphens: what an id of a page may hold."""
    return re.sub(r"[^a-z0-9]+", "-", text)
