"""Generates the data-protection impact record of a product from what is in force on the open day."""

from collections.abc import Iterable, Mapping, Set
from datetime import date

from puhui.foundation.catalogue.facade import products_on
from puhui.foundation.consent.facade import ConsentText, consent_texts
from puhui.foundation.documents.facade import Facts, Heading, Paper, Sentences, Table
from puhui.foundation.ledger.facade import business_date
from puhui.kernel.actors import Actor, Role
from puhui.kernel.errors import NotFound
from puhui.kernel.texts import Text
from puhui.risk.decisioning.facade import (
    DecisionPolicy,
    NoPolicyInForce,
    ScoringModel,
    card_of,
    champions,
    decision_policy,
    inputs_of,
    protected_attributes,
    rights_on,
)
from puhui.risk.facts.facade import FactDefinition, fact_definitions
from puhui.risk.monitoring.facade import (
    IMPACT_NAMES,
    IMPACT_SECTIONS,
    KINDS,
    LEVEL_TEXTS,
    FactUsed,
    Figure,
    Ground,
    ImpactInputs,
    Level,
    last_watched,
    measures_on,
    part_text,
    protections,
    shown,
)

READERS = (Role.RISK_OFFICER, Role.COMPLIANCE, Role.AUDITOR, Role.ADMINISTRATOR, Role.SYSTEM)
CHIEF = ("score_psi", "approval", "bad_rate", "approval_ratio", "price_gap", "group_bad_rate", "proxy", "replay")


def impact_record(actor: Actor, *, product_code: str, language: str) -> Paper:
    """The record in one language. `NotFound` for a product that there is not."""
    actor.require(*READERS, verb="read the impact record")
    return _paper(_inputs(actor, product_code), language)


def products_decided(on: date) -> list[str]:
    """Products on sale that a decision policy decides on: only they have a record."""
    return sorted(product.code for product in products_on(on) if _is_decided(product.code, on))


def _is_decided(code: str, on: date) -> bool:
    try:
        decision_policy(code, on=on)
    except NoPolicyInForce:
        return False
    return True


def _inputs(actor: Actor, product_code: str) -> ImpactInputs:
    on = business_date()
    if product_code not in {product.code for product in products_on(on)}:
        raise NotFound("product", where="product_code")
    policy = decision_policy(product_code, on=on)
    models = champions(policy.slots, on=on)
    listed, rights, watched = protected_attributes(on), rights_on(on), last_watched(actor)
    known = fact_definitions(on=on)
    used = _facts_used(policy, models.values())
    grounds = _grounds(consent_texts(on=on), {known[name].source for name in used if name in known})
    return ImpactInputs(
        made_on=on,
        product_code=product_code,
        policy=_lines_of_policy(policy),
        model=tuple(line for model in models.values() for line in _lines_of_model(model)),
        facts=[_fact(known[name], grounds) for name in used if name in known],
        grounds=[Ground(g.title, g.text, tuple(g.scopes.values()), g.max_days) for g in grounds],
        kept_out=[(a.text, a.why, a.source) for a in listed.protected],
        figures=_figures(actor, watched, product_code, texts={name: fact.text for name, fact in known.items()}),
        figures_on=watched,
        ask_within_days=rights.ask_within_days,
        explain_within_working_days=rights.explain_within_working_days,
        rights_source=rights.source,
    )


def _facts_used(policy: DecisionPolicy, models: Iterable[ScoringModel]) -> list[str]:
    asked = [name for model in models for name in inputs_of(model)]
    return list(dict.fromkeys([*asked, *policy.asks, policy.turnover_fact]))


def _lines_of_model(model: ScoringModel) -> tuple[tuple[str, str], ...]:
    """Which model, and what its card in the registry says it is worth; a card that only ships has no figures there."""
    head = (("model", f"{model.id}@{model.version}"), ("hash", model.hash))
    card = card_of(model.hash)
    if card is None or "out_of_fold" not in card:
        return head
    unseen, data = card["out_of_fold"], card["data"]
    lines = [
        ("taught_by", f"{data['rows']:,} / {data['bad']:,}"),
        ("auc", f"{unseen['auc']:.3f} ({unseen['auc_low']:.3f}-{unseen['auc_high']:.3f})"),
        ("ks", f"{unseen['ks']:.3f}"),
        ("calibration", f"{unseen['calibration_error']:.4f}"),
    ]
    if later := card.get("out_of_time"):
        lines.append(("out_of_time", f"{later['auc']:.3f} ({later['auc_low']:.3f}-{later['auc_high']:.3f})"))
    alarms = [f"{g['column']}: {one['group']}" for g in card.get("groups", ()) for one in g["groups"] if one["alarm"]]
    if alarms:
        lines.append(("alarms", ", ".join(alarms)))
    return (*head, *lines, ("limits", " ".join(map(str, card.get("limits", ())))[:800]))


def _lines_of_policy(policy: DecisionPolicy) -> tuple[tuple[str, str], ...]:
    return (
        ("policy", f"{policy.id}@{policy.version}"),
        ("effective_from", policy.effective_from.isoformat()),
        ("source", str(policy.document["source"])),
        ("approved_by", str(policy.document["approved_by"])),
        ("hash", policy.hash),
    )


def _grounds(texts: Iterable[ConsentText], sources: Set[str]) -> list[ConsentText]:
    return [text for text in texts if sources & set(text.scopes)]


def _fact(told: FactDefinition, grounds: Iterable[ConsentText]) -> FactUsed:
    words = next((g.scopes[told.source] for g in grounds if told.source in g.scopes), None)
    return FactUsed(told.name, told.text, told.meaning, words or Text(en=told.source, zh=told.source))


def _figures(actor: Actor, on: date | None, product_code: str, *, texts: Mapping[str, Text]) -> list[Figure]:
    if on is None:
        return []
    return [
        Figure(
            KINDS[m.measure].text,
            part_text(m.subject, facts=texts),
            shown(float(m.value), unit=KINDS[m.measure].unit),
            LEVEL_TEXTS[m.level],
            m.rows,
        )
        for m in measures_on(actor, on=on, product_code=product_code, names=CHIEF)
        if m.level is not Level.THIN
    ]


def _paper(told: ImpactInputs, language: str) -> Paper:
    def say(text: Text) -> str:
        return text.in_language(language)

    words = {name: say(text) for name, text in IMPACT_SECTIONS.items()}
    names = {name: say(text) for name, text in IMPACT_NAMES.items()}
    heads = {
        "fact": say(Text(en="Fact", zh="事实")),
        "meaning": say(Text(en="Meaning", zh="含义")),
        "source": say(Text(en="Source", zh="来源")),
    }
    grounds = tuple(
        (say(g.title), f"{say(g.words).strip()} ({'; '.join(say(s) for s in g.scopes)}; ≤ {g.max_days})")
        for g in told.grounds
    )
    figures = [(say(f.text), say(f.part), f.value, say(f.level), str(f.rows)) for f in told.figures]
    return Paper(
        title=f"{words['title']} · {told.product_code}",
        language=language,
        made_on=told.made_on,
        blocks=(
            Facts(((names["date"], told.made_on.isoformat()), (names["product"], told.product_code))),
            Sentences(words["duty"]),
            Heading(words["purpose"]),
            Sentences(words["purpose_words"]),
            Facts(tuple((names[name], value) for name, value in told.policy)),
            Facts(tuple((names[name], value) for name, value in told.model)),
            Table(
                tuple(heads.values()),
                tuple((say(f.text), say(f.meaning), say(f.source)) for f in told.facts),
                words["facts"],
            ),
            Sentences(words["grounds"]),
            Facts(grounds),
            Heading(words["impact"]),
            Sentences(words["impact_words"] if figures else words["no_figures"]),
            *_figure_table(figures, told.figures_on, language),
            Heading(words["measures"]),
            *(Sentences(say(text)) for text in protections(told)),
            Sentences(words["kept_out"]),
            Facts(tuple((say(name), f"{say(why)} ({source})") for name, why, source in told.kept_out)),
            Sentences(told.rights_source, is_small=True),
            Sentences(words["signature"]),
        ),
    )


def _figure_table(rows: list[tuple[str, str, str, str, str]], on: date | None, language: str) -> list[Table]:
    if not rows:
        return []
    heads = Text(en="Measure|Part|Value|State|Rows", zh="指标|部分|数值|状态|样本").in_language(language)
    return [Table(tuple(heads.split("|")), tuple(rows), str(on))]
