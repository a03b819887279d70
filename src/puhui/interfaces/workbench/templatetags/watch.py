"""Filters that turn measures of the watch into what staff read."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from puhui.kernel.dates import LATEST
from puhui.risk.facts.facade import fact_definitions
from puhui.risk.monitoring.facade import KINDS, LEVEL_TEXTS, Level, MeasureKind, MeasureView, part_text, shown

register = template.Library()
SIGNS = {
    Level.CALM: ("wb-ok", "●"),
    Level.THIN: ("", "○"),
    Level.WARN: ("wb-warn", "▲"),
    Level.STOP: ("wb-bad", "■"),
}


@register.filter
def level_light(level: str) -> str:
    """The level as a sign and a word: never by colour alone."""
    css, sign = SIGNS[Level(level)]
    word = LEVEL_TEXTS[Level(level)].in_language(get_language() or "en")
    return format_html('<span class="{} wb-light"><span aria-hidden="true">{}</span> {}</span>', css, sign, word)


@register.filter
def measure_value(one: MeasureView) -> str:
    """The value in its unit."""
    return _shown(one, one.value)


@register.filter
def measure_reference(one: MeasureView) -> str:
    """What it is compared with, in the same unit; for an index what chance alone stays below."""
    if one.reference is None:
        return "–"
    told = _shown(one, one.reference)
    return f"{_('by chance up to')} {told}" if one.measure.endswith("_psi") else told


@register.filter
def measure_interval(one: MeasureView) -> str:
    """Its 95 % interval."""
    return "–" if one.low is None or one.high is None else f"{_shown(one, one.low)} – {_shown(one, one.high)}"


@register.filter
def subject_name(subject: str) -> str:
    """The part a measure is about: a fact, or an attribute with its group, in the language of the page."""
    texts = {name: fact.text for name, fact in fact_definitions(on=LATEST).items()}
    return part_text(subject, facts=texts).in_language(get_language() or "en")


@register.filter
def kind_text(kind: MeasureKind) -> str:
    """What the measure is called."""
    return kind.text.in_language(get_language() or "en")


def _shown(one: MeasureView, value: Decimal) -> str:
    return shown(float(value), unit=KINDS[one.measure].unit)
