"""Products by their names, where a row has only the code."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from puhui.foundation.catalogue.facade import all_versions
from puhui.kernel.texts import Text

register = template.Library()


@register.simple_tag
def names_of_products() -> dict[str, Text]:
    """The newest name of every product by its code, those no longer sold with them: once a page."""
    return {one.code: one.name for one in all_versions()}


@register.filter
def called(names: Mapping[str, Text], code: str) -> str:
    """The product's name in the page's language; its code where no file knows it any more."""
    name = names.get(code)
    return name.in_language(get_language() or "en") if name else code
