"""Finds the decision policy and the scorecard in force: the shipped files, and a lender's own laid over them.

A file of the lender's folder replaces the shipped one with the same path; others are added. Read once per process.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from puhui.risk.decisioning.contracts import NoPolicyInForce, PolicyInvalid
from puhui.risk.decisioning.protected import refuse_protected, refuse_protected_policy
from puhui.risk.decisioning.rights import refuse_generic_reasons
from puhui.risk.decisioning.rules.fault_words import words_of
from puhui.risk.decisioning.rules.policy import DecisionPolicy, parse_policy
from puhui.risk.decisioning.rules.policy_formats import CONTENT_TYPE, from_decision_model
from puhui.risk.decisioning.rules.scorecard import Scorecard, parse_scorecard
from puhui.risk.decisioning.uses import refuse_unfit_policy
from puhui.risk.facts.facade import fact_names

SHIPPED = Path(__file__).resolve().parents[2] / "policies"
FACT_TYPES: Mapping[str, str] = dict.fromkeys(fact_names(), "number")


def installed_policy(product_code: str, *, on: date) -> DecisionPolicy:
    """The installed file of the product that came into force last, up to the day; no database."""
    return newest_policy(installed_policies(), product_code=product_code, on=on)


def policy_in_force(product_code: str, *, on: date) -> tuple[DecisionPolicy, Mapping[str, Scorecard]]:
    """The installed file in force with its shipped scorecards by slot, for what works without a database."""
    policy = installed_policy(product_code, on=on)
    return policy, {slot: scorecard_named(slot) for slot in policy.slots}


def installed_policies() -> tuple[DecisionPolicy, ...]:
    """Every policy file, shipped or laid over."""
    return _policies(_overlay())


def declared_facts() -> Mapping[str, Mapping[str, Any]]:
    """Words and unit (`text`, `unit`) of every fact that an installed policy declares, facts of the books above all."""
    return _declared(_overlay())


def without_shipped(
    installed: Iterable[DecisionPolicy], *, published: Iterable[DecisionPolicy], on: date
) -> list[DecisionPolicy]:
    """The installed ones, without the shipped versions of a policy that the lender has published itself by the day.

    Whatever date a new release of puhui brings its own policy with, a lender's published one goes on deciding. Files
    of the lender's own folder stay: they are its own word too, and the later one holds.
    """
    own = {policy.id for policy in published if policy.effective_from <= on}
    shipped = _shipped_hashes()
    return [policy for policy in installed if policy.id not in own or policy.hash not in shipped]


def newest_policy(known: Iterable[DecisionPolicy], *, product_code: str, on: date) -> DecisionPolicy:
    """Of these the one for the product that came into force last, up to the day; of one day the highest version."""
    found = [p for p in known if product_code in p.products and p.effective_from <= on]
    if not found:
        raise NoPolicyInForce(where="product", product=product_code[:60], on=on)
    return max(found, key=policy_age)


def policy_age(policy: DecisionPolicy) -> tuple[date, int, str]:
    """By what a policy supersedes another: its date, then its version, whole numbers as numbers."""
    number = int(policy.version) if policy.version.isdecimal() else 0
    return policy.effective_from, number, policy.version


def scorecard_named(card_id: str) -> Scorecard:
    """The scorecard with the id; the one of the highest version if there are several."""
    known = [card for card in _scorecards(_overlay()) if card.id == card_id]
    if not known:
        raise PolicyInvalid("scorecard", words_of("no_scorecard", name=card_id))
    return max(known, key=lambda card: card.version)


def policy_from_text(text: str) -> DecisionPolicy:
    """A policy as somebody wrote it, in TOML or JSON; checked like an installed one, and not installed."""
    policy = policy_from_document(document_from_text(text))
    refuse_protected_policy(policy)
    refuse_generic_reasons(policy)
    refuse_unfit_policy(policy)
    return policy


def document_from_text(text: str) -> dict[str, Any]:
    """The document of a policy in TOML, JSON or JSON Decision Model, with its date as text; not checked."""
    try:
        document = json.loads(text, parse_float=Decimal) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as fault:
        raise PolicyInvalid("file", words_of("unreadable", fault=str(fault)[:200])) from None
    if document.get("contentType") == CONTENT_TYPE:
        document = from_decision_model(document)
    if isinstance(document.get("effective_from"), date):
        document["effective_from"] = document["effective_from"].isoformat()
    return dict(document)


def policy_from_content(content: str) -> DecisionPolicy:
    """A policy from what `policy_content` kept."""
    return policy_from_document(json.loads(content))


def policy_from_document(document: Mapping[str, Any]) -> DecisionPolicy:
    """A policy from its JSON form, where the date is text."""
    try:
        day = date.fromisoformat(document.get("effective_from", ""))
    except (TypeError, ValueError):
        raise PolicyInvalid(str(document.get("id", "policy")), words_of("date_needed")) from None
    return parse_policy({**document, "effective_from": day}, facts=FACT_TYPES)


def _overlay() -> Path | None:
    folder: Path | None = settings.PUHUI_ENVIRONMENT.policies
    return folder


@cache
def _declared(overlay: Path | None) -> Mapping[str, Mapping[str, Any]]:
    return {name: told for policy in _policies(overlay) for name, told in policy.document.get("facts", {}).items()}


@cache
def _policies(overlay: Path | None) -> tuple[DecisionPolicy, ...]:
    folder = "decision_policies"
    as_toml = [parse_policy(_toml(path), facts=FACT_TYPES) for path in _files(overlay, folder=folder, ending=".toml")]
    as_json = [policy_from_document(_json(path)) for path in _files(overlay, folder=folder, ending=".json")]
    found = (*as_toml, *as_json)
    for policy in found:
        refuse_protected_policy(policy)
        refuse_generic_reasons(policy)
        refuse_unfit_policy(policy)
    return found


@cache
def _shipped_hashes() -> frozenset[str]:
    """The policies that come with puhui; a lender's file of the same content is the same word."""
    return frozenset(policy.hash for policy in _policies(None))


@cache
def _scorecards(overlay: Path | None) -> tuple[Scorecard, ...]:
    cards = tuple(parse_scorecard(_json(path)) for path in _files(overlay, folder="scorecards", ending=".json"))
    for card in cards:
        refuse_protected((name for f in card.features for name in (f.name, f.over)), where=f"{card.id}@{card.version}")
    return cards


def _files(overlay: Path | None, *, folder: str, ending: str) -> list[Path]:
    found = {}
    for root in (SHIPPED, overlay):
        if root is not None and (root / folder).is_dir():
            found.update({path.name: path for path in sorted((root / folder).glob(f"*{ending}"))})
    return list(found.values())


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyInvalid(path.name, words_of("unreadable", fault=str(fault))) from None


def _json(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except ValueError as fault:
        raise PolicyInvalid(path.name, words_of("unreadable", fault=str(fault))) from None
    return document
