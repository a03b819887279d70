"""The catalogue of facts: those of invoices, and those declared over other sources in `policies/facts`."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

from puhui.foundation.catalogue.facade import BadPolicyFile, newest_on, policies_in
from puhui.foundation.sources.facade import Subject, source_definitions
from puhui.kernel.texts import Text
from puhui.risk.facts.contracts import FactFile, FactRule
from puhui.risk.facts.rules.formulas import formula_of
from puhui.risk.facts.rules.invoice_definitions import FACTS, FactDefinition

FOLDER: Final = "facts"


def fact_rules(*, on: date) -> Mapping[str, FactRule]:
    """The declared facts in force on a day, by name."""
    return _on(policies_in(FactFile, FOLDER), on)


def fact_definitions(*, on: date) -> dict[str, FactDefinition]:
    """Every fact in force on a day, those of invoices first, with words, unit, source, formula and allowed use."""
    sources = source_definitions(on=on)
    made = dict(FACTS)
    for file in _files_on(policies_in(FactFile, FOLDER), on):
        for rule in file.facts:
            made[rule.name] = FactDefinition(
                name=rule.name,
                text=Text(en=rule.en, zh=rule.zh),
                meaning=Text(en=rule.meaning_en, zh=rule.meaning_zh),
                unit=rule.unit,
                window_months=rule.window_months,
                formula=formula_of(rule),
                source=rule.source,
                purpose=sources[rule.source].purpose,
                effective_from=file.effective_from,
                version=file.version,
                uses=rule.uses,
            )
    return made


@cache
def fact_names() -> tuple[str, ...]:
    """The name of every fact that any version declares: what a policy may ask for."""
    declared = [rule.name for file in policies_in(FactFile, FOLDER) for rule in file.facts]
    return tuple(dict.fromkeys([*FACTS, *declared]))


@cache
def fact_texts() -> Mapping[str, Text]:
    """What every fact that any version declares is called; of several versions, as the last one says."""
    declared = {name: Text(en=rule.en, zh=rule.zh) for name, rule in _last_rules().items()}
    return {**{name: fact.text for name, fact in FACTS.items()}, **declared}


@cache
def fact_units() -> Mapping[str, str]:
    """The unit of every fact that any version declares; of several versions, as the last one says."""
    declared = {name: rule.unit for name, rule in _last_rules().items()}
    return {**{name: fact.unit for name, fact in FACTS.items()}, **declared}


def _last_rules() -> Mapping[str, FactRule]:
    """The rule of every declared fact, in the last version that declares it."""
    files = sorted(policies_in(FactFile, FOLDER), key=lambda file: (file.effective_from, file.version))
    return {rule.name: rule for file in files for rule in file.facts}


def subject_of(rule: FactRule, *, on: date) -> Subject:
    """Whether the fact is about a firm or about a person."""
    return source_definitions(on=on)[rule.source].subject


@lru_cache(maxsize=4096)
def definition_of(name: str, *, on: date) -> str:
    """The version of a fact's definition, to be kept beside its value."""
    for file in _files_on(policies_in(FactFile, FOLDER), on):
        if any(rule.name == name for rule in file.facts):
            return f"{name}@{file.id}.{file.version}"
    return f"{name}@invoices.1"


def _files_on(files: tuple[FactFile, ...], on: date) -> list[FactFile]:
    return [newest_on(on, [f for f in files if f.id == name]) for name in sorted({f.id for f in files})]


@lru_cache(maxsize=64)
def _on(files: tuple[FactFile, ...], on: date) -> Mapping[str, FactRule]:
    """The rules of the day, checked against the schemas of their sources: a rule that could never hold is refused."""
    sources = source_definitions(on=on)
    rules: dict[str, FactRule] = {}
    for file in _files_on(files, on):
        for rule in file.facts:
            source = sources.get(rule.source)
            if source is None or rule.name in rules or rule.name in FACTS:
                raise BadPolicyFile(f"policies/{FOLDER}: {rule.name}: unknown source, or a name that is taken")
            known = source.rows.get(rule.rows) if rule.rows else source.fields
            named = {rule.field, rule.date, rule.per, *rule.where} - {""}
            if known is None or not named <= known.keys():
                raise BadPolicyFile(f"policies/{FOLDER}: {rule.name}: {rule.source} has no {sorted(named)}")
            rules[rule.name] = rule
    return rules
