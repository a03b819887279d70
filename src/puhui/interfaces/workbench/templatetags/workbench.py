"""Filters that turn codes and minor units into what staff read."""

from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from puhui.foundation.ledger.facade import chart
from puhui.foundation.party.facade import REVEAL_PURPOSES
from puhui.foundation.regions.facade import atlas
from puhui.interfaces.workbench.labels import (
    BAND_NAMES,
    CHANGE_STATE_NAMES,
    CONTACT_OUTCOMES,
    GRADE_NAMES,
    HELP_STATES,
    LAB_STATES,
    LOAN_STATE_NAMES,
    MODEL_ACTS,
    MODEL_KINDS,
    MODEL_ROLES,
    MODEL_STATES,
    OFFER_STATE_NAMES,
    OTHER_NAMES,
    PLAN_STATES,
    PROMISE_STATES,
    REASON_NAMES,
    RELIEF_STATES,
    ROLE_NAMES,
    SECURITY_STATES,
    SECURITY_WORDS,
    STAGE_NAMES,
    STATE_NAMES,
    WRITE_OFF_STATES,
)
from puhui.interfaces.workbench.labels_limits import LIMIT_WORDS
from puhui.interfaces.workbench.policy_words import POLICY_WORDS, column_label
from puhui.interfaces.workbench.product_words import PRODUCT_WORDS
from puhui.kernel.actors import Role
from puhui.kernel.money import Money
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import BEHAVIOUR_FACTS

register = template.Library()


@register.filter
def yuan(minor: int | Decimal | Money | None, currency: str = "CNY") -> str:
    """Minor units or Money with thousands separators, `1,024.50`; a dash for none."""
    if minor is None:
        return "–"
    money = minor if isinstance(minor, Money) else Money(int(minor), currency)
    return money.grouped


@register.filter
def percent(share: Decimal) -> str:
    """A share as percent with two places, `3.27 %`."""
    return f"{share * 100:.2f} %"


@register.filter
def share_of(part: int, whole: int) -> str:
    """A part of a whole in percent with one place, `32.7 %`; a dash of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


@register.filter
def state_name(code: Any) -> Any:
    """The state's name in the page's language; the code itself when it has none."""
    return STATE_NAMES.get(str(code), code)


@register.filter
def loan_state_name(code: Any) -> Any:
    """The name of a loan's state."""
    return LOAN_STATE_NAMES.get(str(code), code)


@register.filter
def security_state(code: Any) -> Any:
    """Where a thing, a pledge, a sale or a guarantee is."""
    return SECURITY_STATES.get(str(code), code)


@register.filter
def security_word(code: Any) -> Any:
    """A method of valuing, a step of a sale, or how somebody answers."""
    return SECURITY_WORDS.get(str(code), code)


@register.filter
def change_state_name(code: Any) -> Any:
    """The name of the state of a proposed change."""
    return CHANGE_STATE_NAMES.get(str(code), code)


@register.filter
def offer_state_name(code: Any) -> Any:
    """The name of an offer's state."""
    return OFFER_STATE_NAMES.get(str(code), code)


@register.filter
def help_state(code: Any) -> Any:
    """Where a request for help is."""
    return HELP_STATES.get(str(code), code)


@register.filter
def plan_state(code: Any) -> Any:
    """Where the plan that was offered is."""
    return PLAN_STATES.get(str(code), code)


@register.filter
def write_off_state(code: Any) -> Any:
    """Where a write-off is."""
    return WRITE_OFF_STATES.get(str(code), code)


@register.filter
def relief_state(code: Any) -> Any:
    """Where a measure of relief is."""
    return RELIEF_STATES.get(str(code), code)


@register.filter
def promise_state(code: Any) -> Any:
    """How a promise ended, or that it waits."""
    return PROMISE_STATES.get(str(code), code)


@register.filter
def contact_outcome(code: Any) -> Any:
    """What came of a contact."""
    return CONTACT_OUTCOMES.get(str(code), code)


@register.filter
def lab_state(code: Any) -> Any:
    """The state of a run of the lab, or a verdict on it, in the page's language."""
    return LAB_STATES.get(str(code), code)


@register.filter
def named(code: Any) -> Any:
    """The name of an outcome, a step, an event or another code; the code itself when it has none."""
    return OTHER_NAMES.get(str(code), code)


@register.filter
def model_word(code: Any, what: str) -> Any:
    """The name of a model's `state`, `kind`, `role` or `act`; the code itself when it has none."""
    names: dict[str, Any] = {"state": MODEL_STATES, "kind": MODEL_KINDS, "role": MODEL_ROLES, "act": MODEL_ACTS}[what]
    return names.get(str(code), code)


@register.filter
def hundredths(bps: int | None) -> str:
    """Hundredths of a percent as percent, `3.27 %`; a dash for none."""
    return "–" if bps is None else f"{bps / 100:.2f} %"


@register.filter
def grade_name(grade: int) -> Any:
    """The name of a class of loans by risk."""
    return GRADE_NAMES.get(int(grade), grade)


@register.filter
def reason_name(code: str) -> Any:
    """Why a loan is graded so."""
    return REASON_NAMES.get(code, code)


@register.filter
def stage_name(stage: int) -> Any:
    """The name of a stage of expected loss."""
    return STAGE_NAMES.get(int(stage), stage)


@register.filter
def band_name(band: str) -> Any:
    """The name of a band of days past due."""
    return BAND_NAMES.get(band, band)


@register.filter
def account_name(code: str) -> str:
    """The name of an account of the chart; the code itself when the chart has none."""
    account = chart().get(code)
    return said(account.name.as_text()) if account else code


@register.filter
def purpose_name(code: str) -> str:
    """Why personal data was shown, as the workbench offers it; otherwise what was stated."""
    return said(REVEAL_PURPOSES[code]) if code in REVEAL_PURPOSES else code


@register.filter
def role_names(codes: str) -> str:
    """A comma list of role codes, by name."""
    return ", ".join(str(role_name(code)) for code in codes.split(",") if code)


@register.filter
def role_name(code: str) -> Any:
    """The role's name in the page's language."""
    return ROLE_NAMES.get(Role(code), code) if code in set(Role) else code


@register.filter
def said(text: Text | None) -> str:
    """A bilingual text in the page's language."""
    return text.in_language(get_language() or "en") if text else ""


@register.filter
def language_name(language: str) -> str:
    """A language by its own name; `zh` is the Simplified Chinese of every text."""
    return dict(settings.LANGUAGES).get(language_tag(language).lower(), language)


@register.filter
def language_tag(language: str) -> str:
    """The tag of a language for a page."""
    return "zh-Hans" if language == "zh" else language


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it, in every language."""
    return f"{value:g}"


@register.filter
def region_name(code: str) -> str:
    """The path of names of a region; what was written when it is no code of the list."""
    return atlas().path(code, language=get_language() or "en") if code else ""


@register.filter
def limit_word(code: str) -> str:
    """A state, an event or a reason of a limit in words."""
    return str(LIMIT_WORDS.get(str(code), code))


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """The mapping's value for a key, or None."""
    return mapping.get(key)


@register.filter
def case_reason(text: str) -> str:
    """Why a case was opened; codes of facts by their names."""
    parts = [part.strip() for part in text.split(";")]
    if not all(part.startswith("fact.") for part in parts):
        return text
    return "; ".join(fact_name(part.removeprefix("fact.")) for part in parts)


@register.filter
def rate(value: Decimal) -> str:
    """A rate without zeros at its end: `7.5`."""
    return format(value.normalize(), "f")


@register.filter
def behaviour_name(code: str) -> str:
    """The name of a fact of repayment in the page's language; the code itself when it is none."""
    return said(BEHAVIOUR_FACTS[code]) if code in BEHAVIOUR_FACTS else code


@register.filter
def fact_name(code: str) -> str:
    """The fact's name in the page's language, where no policy is at hand that says more; else the code itself."""
    return column_label(code, {})


@register.filter
def draft_state(code: Any) -> Any:
    """Where the draft of a policy stands."""
    return POLICY_WORDS.get(str(code), code)


@register.filter
def product_word(code: str) -> Any:
    """What a code of a product file is called."""
    return PRODUCT_WORDS.get(code, code)


@register.filter
def policy_table_name(code: str) -> Any:
    """What a table of a policy is called."""
    return POLICY_WORDS.get(code, code)


@register.filter
def hit_policy_name(code: str) -> Any:
    """What a hit policy means."""
    return POLICY_WORDS.get(f"hit_{code}", code)


@register.filter
def outcome_move(move: str) -> str:
    """`decline > refer` in words."""
    return " → ".join(str(named(part)) for part in move.split(" > "))
