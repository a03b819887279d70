"""Words for policies: states of drafts, tables, hit policies, columns."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from puhui.risk.decisioning.facade import declared_facts
from puhui.risk.facts.facade import fact_texts

POLICY_WORDS: Mapping[str, Any] = {
    "open": _("being written"),
    "submitted": _("waits for publication"),
    "published": _("published"),
    "dropped": _("dropped"),
    "segments": _("Segments: which model scores whom"),
    "hard_rules": _("Hard rules"),
    "bands": _("Bands of the score"),
    "limits": _("Limits"),
    "prices": _("Prices"),
    "hit_unique": _("one rule matches"),
    "hit_first": _("the first that matches"),
    "hit_priority": _("the one that ranks first"),
    "hit_any": _("rules that match say the same"),
    "hit_collect": _("all that match"),
    "outcome": _("Outcome"),
    "reason": _("Reason"),
    "band": _("Band"),
    "scorecard": _("Model"),
    "applicant.kind": _("Kind of applicant"),
    "most": _("At most (yuan)"),
    "turnover_share_pct": _("Share of turnover (%)"),
    "margin_bps": _("Margin (basis points)"),
    "amount": _("Amount (yuan)"),
    "term_months": _("Months"),
    "method": _("Method"),
    "purpose": _("Purpose"),
    "score": _("Score"),
    "pd": _("Probability of default"),
    "applicant.months_since_founding": _("Months since founding"),
    "applicant.industry": _("Industry"),
    "applicant.region": _("Region"),
    "group.members": _("Members of the group"),
    "applicant.sources_missing": _("Sources that did not answer"),
}


def column_label(name: str, document: Mapping[str, Any]) -> str:
    """What a column is called: by its words here, as a known fact, or by this policy's or another's words for it."""
    if name in POLICY_WORDS:
        return str(POLICY_WORDS[name])
    language = get_language() or "en"
    if name in (texts := fact_texts()):
        return texts[name].in_language(language)
    for entry in (document.get("facts", {}), document.get("measures", {}), declared_facts()):
        words = entry[name].get("text", {}) if isinstance(entry, Mapping) and name in entry else {}
        if found := words.get("zh" if language.startswith("zh") else "en"):
            return str(found)
    return name
