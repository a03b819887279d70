"""Filters of cases: steps, priorities, and minutes that are worked as hours."""

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from puhui.foundation.casework.facade import KINDS
from puhui.interfaces.workbench.desk_words import CASE_STEPS, MOMENTS, PRIORITIES
from puhui.interfaces.workbench.labels import CONTACT_OUTCOMES, OTHER_NAMES, STATE_NAMES
from puhui.kernel.moments import Moment

register = template.Library()


@register.filter
def case_step(code: Any) -> Any:
    """What happened to a case."""
    return CASE_STEPS.get(str(code), code)


@register.filter
def priority_name(code: Any) -> Any:
    """How urgent a case is."""
    return PRIORITIES.get(str(code), code)


@register.filter
def hours_worked(minutes: int) -> str:
    """Minutes that are worked, as `2 h 30 min`."""
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.filter
def moment_name(code: str) -> Any:
    """What happened to a customer."""
    return MOMENTS.get(code, code)


@register.filter
def moment_detail(moment: Moment) -> Any:
    """What stands beside it, in words where the code has some."""
    if moment.what == "case" and moment.detail in KINDS:
        return KINDS[moment.detail].name.in_language(get_language() or "en")
    names: dict[str, Any] = {"application": STATE_NAMES, "contact": CONTACT_OUTCOMES}.get(moment.what, OTHER_NAMES)
    return names.get(moment.detail, moment.detail)
