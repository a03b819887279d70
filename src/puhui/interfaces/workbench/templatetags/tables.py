"""What the strip of tools under a table needs to know of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django import template

from puhui.flows.dashboards.facade import FORMS, PURPOSES, is_personal
from puhui.kernel.texts import Text

register = template.Library()


@dataclass(frozen=True, slots=True)
class Tools:
    """The forms that a table is exported in, and whether it takes a purpose."""

    forms: tuple[str, ...]
    is_personal: bool
    purposes: Mapping[str, Text]


@register.simple_tag
def tools_of(what: str) -> Tools:
    """The tools for a table."""
    return Tools(tuple(FORMS), is_personal(what), PURPOSES)


@register.filter
def slug(text: str) -> str:
    """Letters, digits and hyphens: what an id of a page may hold."""
    return re.sub(r"[^a-z0-9]+", "-", text)
