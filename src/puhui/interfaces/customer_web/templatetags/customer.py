"""Tags and filters of the customer pages: money, dates, texts, fields with their errors, the steps, the chart."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from puhui.flows.originate_loan.explaining import Counted
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.customer_web import labels
from puhui.interfaces.customer_web.chart import draw_schedule
from puhui.interfaces.customer_web.frame import is_large, person_mark
from puhui.interfaces.customer_web.languages import page_languages
from puhui.kernel.ids import new_id
from puhui.kernel.money import Money
from puhui.kernel.texts import Text

register = template.Library()
CHINESE = re.compile(r"[一-鿿]")
JOURNEY = ("firm", "consent", "invoices", "apply", "offer", "sign")
TABLES = {
    "application": labels.APPLICATION_STATES,
    "loan": labels.LOAN_STATES,
    "promise": labels.PROMISE_STATES,
    "help": labels.HELP_STATES,
    "correction": labels.CORRECTION_STATES,
    "limit": labels.LIMIT_STATES,
    "draw": labels.DRAW_STATES,
}


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.filter
def money(value: Any) -> str:
    """`¥1,024.50` from Money, from an integer of minor units, or from text in major units."""
    if value is None or value == "":
        return "–"
    amount = Money.parse(value) if isinstance(value, str) else value if isinstance(value, Money) else Money(int(value))
    return amount.written


@register.filter
def fact_shown(row: Counted) -> str:
    """The value of a fact in its unit, as people write it."""
    if row.value is None:
        return str(_("not known"))
    if row.unit == "minor":
        return money(int(row.value))
    return f"{Decimal(row.value):,.4f}".rstrip("0").rstrip(".")


@register.filter
def whole(value: Any) -> str:
    """`¥50,000`: an amount without its decimals where they are nought."""
    return money(value).removesuffix(".00")


@register.filter
def figure(value: Any) -> SafeString:
    """An amount as the big figure of a page, its sign of currency smaller; read out with its unit."""
    text = money(value)
    if text[0] != "¥":
        return SafeString(text)
    return format_html(
        '<span aria-hidden="true"><span class="unit">{}</span>{}</span><span class="unseen">{}</span>',
        text[0],
        text[1:],
        _in_yuan(text),
    )


@register.filter
def heard(value: Any) -> SafeString:
    """An amount that is read out as a number with its unit: a screen reader says another name for its sign."""
    text = money(value)
    if not text.lstrip("-").startswith("¥"):
        return SafeString(text)
    return format_html('<span aria-hidden="true">{}</span><span class="unseen">{}</span>', text, _in_yuan(text))


def _in_yuan(text: str) -> str:
    return _("%(number)s yuan") % {"number": text.replace("¥", "").removesuffix(".00")}


@register.filter
def percent(value: Any, places: int = 2) -> str:
    """`8.50%`; `percent:1` for fewer decimals."""
    if value is None or value == "":
        return "–"
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)}%"


@register.filter
def day(value: Any) -> str:
    """A date in words."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "Y年n月j日" if _is_chinese() else "j M Y")


@register.filter
def moment(value: Any) -> str:
    """An instant in words, at the clock of the place."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return date_format(timezone.localtime(value), "Y年n月j日 H:i" if _is_chinese() else "j M Y, H:i")


@register.filter
def say(value: Any) -> str:
    """A sentence of ours (`Text` or `{en, zh}`) in the page's language."""
    if isinstance(value, Text):
        return value.in_language(get_language() or "en")
    if isinstance(value, dict):
        return str(value.get("zh" if _is_chinese() else "en", ""))
    return "" if value is None else str(value)


@register.filter
def method_name(code: str) -> str:
    """What a way of repaying is called."""
    return str(labels.METHODS.get(code, code))


@register.filter
def event_name(code: str) -> str:
    """What an event in the life of a loan is called."""
    return str(labels.EVENT_KINDS.get(code, code))


@register.filter
def limit_event(code: str) -> str:
    """What an event in the life of a limit is called."""
    return str(labels.LIMIT_EVENTS.get(code, code))


@register.filter
def place_path(code: str) -> str:
    """A region by its names from the province down, in the page's language; what was typed where it is no code."""
    known = atlas()
    return known.path(code, language=get_language() or "en") if known.find(code) else code


@register.filter
def lookup(named: dict[str, Any], name: str) -> Any:
    """What stands under a name, or the name itself."""
    return named.get(name, name)


@register.simple_tag
def badge(kind: str, state: str) -> SafeString:
    """A state as a small label, by word and colour."""
    word, mood = TABLES[kind].get(str(state), (str(state), ""))
    return format_html('<span class="badge {}">{}</span>', mood, word)


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """The idempotency key of a form, made when the page is; and whose form it is, for a phone that keeps it offline."""
    request = context.get("request")
    who = person_mark(request) if request is not None else ""
    mark = format_html('<input type="hidden" name="who" value="{}">', who) if who else SafeString()
    return format_html('<input type="hidden" name="key" value="{}">{}', new_id(), mark)


@register.simple_tag(takes_context=True)
def large_text(context: Context) -> bool:
    """True where the visitor asked for large text."""
    request = context.get("request")
    return request is not None and is_large(request)


@register.simple_tag
def html_language() -> str:
    """The language of the page as HTML names it (BCP 47: a script has a capital)."""
    return _tag(get_language() or "en")


@register.simple_tag
def other_languages() -> list[dict[str, str]]:
    """The languages to switch to, each by its own name."""
    here = get_language() or "en"
    shown = {"zh-hans": "中文"}
    return [
        {"code": code, "tag": _tag(code), "name": shown.get(code, name)}
        for code, name in page_languages().items()
        if code != here
    ]


def _tag(code: str) -> str:
    if code.startswith("zh"):
        return "zh-Hans"
    language, _dash, rest = code.partition("-")
    return f"{language}-{rest.capitalize() if len(rest) == 4 else rest.upper()}" if rest else language


@register.simple_tag
def is_demo() -> bool:
    """True on any installation that is not a production one."""
    return not settings.PUHUI_ENVIRONMENT.is_production


@register.inclusion_tag("customer/parts/steps.html")
def steps(now: str) -> dict[str, Any]:
    """Where on the way to a loan this page stands."""
    words = {
        "firm": _("Your firm"),
        "consent": _("Consent"),
        "invoices": _("Invoices"),
        "apply": _("What you need"),
        "offer": _("Offers"),
        "sign": _("Sign"),
    }
    at = JOURNEY.index(now)
    marks = ["done" if n < at else "now" if n == at else "" for n in range(len(JOURNEY))]
    return {"marks": marks, "n": at + 1, "of": len(JOURNEY), "word": words[now]}


@register.inclusion_tag("customer/parts/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong with a form, each line a link to its field."""
    found = form.errors if form else {}
    lines = [(f"id_{name}" if name in form.fields else "", e) for name, errors in found.items() for e in errors]
    return {"lines": lines}


@register.inclusion_tag("customer/parts/field.html")
def field(bound: Any, unit: str = "") -> dict[str, Any]:
    """A label, its hint, its error and the input, tied together for screen readers."""
    name, about = bound.auto_id, []
    if bound.help_text:
        about.append(f"{name}_hint")
    if bound.errors:
        about.append(f"{name}_error")
    attributes: dict[str, Any] = {"aria-describedby": " ".join(about)} if about else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    is_choice = getattr(bound.field.widget, "input_type", "") in {"radio", "checkbox"}
    return {"f": bound, "about": about, "widget": bound.as_widget(attrs=attributes), "choice": is_choice, "unit": unit}


@register.inclusion_tag("customer/parts/chart.html")
def schedule_chart(instalments: Any) -> dict[str, Any]:
    """The schedule drawn as stacked bars, for the table beside it."""
    return {"drawing": draw_schedule(instalments)}


@register.filter
def plain(value: Any) -> str:
    """`1,024.50`: an amount in a column whose head says the currency."""
    return money(value).replace("¥", "")


@register.filter
def as_told(text: str) -> str:
    """What a source said, marked as Chinese where it is, so that a screen reader reads it right (WCAG 3.1.2)."""
    return format_html('<span lang="zh-Hans">{}</span>', text) if CHINESE.search(str(text)) else str(text)
